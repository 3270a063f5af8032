#pragma once

#include "render/theme.h"
#include "widgets/plots/plot_export.h"
#include "widgets/plots/qcp.h"

#include <functional>
#include <vector>

class QLabel;

namespace phiscope {

/// Several axis rectangles on one canvas, placed to the pixel, so that small multiples stand exactly under
/// and beside one another, and one picture holds them all. Those over time share their range, the cursor and
/// the mouse: a click or a drag chooses the time, the wheel zooms, a double click shows all of it.
class AnalysisPlot : public QCustomPlot {
    Q_OBJECT
public:
    AnalysisPlot(const QString& name, const QString& accessibleName, QWidget* parent = nullptr);

    /// Called before every drawing at a new size: places the rectangles and captions.
    void setArrange(std::function<void(const QSize&)> arrange) { arrange_ = std::move(arrange); }
    /// Called after the colours changed.
    void setDress(std::function<void(const Theme&)> dress) { dress_ = std::move(dress); }
    /// Called just before a drawing: computes what is seen.
    void setPrepare(std::function<void()> prepare) { prepare_ = std::move(prepare); }

    /// A new rectangle; `overTime`: its x axis is the time in ms.
    QCPAxisRect* addRect(bool overTime);
    /// Puts the inner rectangle (within the axes) there and shows it.
    void place(QCPAxisRect* rect, const QRect& inner);
    void hideRect(QCPAxisRect* rect);

    /// Off: a click on a plot over time is only told by `rectClicked`; a drag still chooses the time.
    void setClicksChooseTime(bool on) { clicksChooseTime_ = on; }

    void clearCaptions() { captions_.clear(); }
    /// A line of text within `area`, in the place of `alignment`; shortened where it is too long.
    void addCaption(const QRect& area, const QString& text, const QColor& colour, Qt::Alignment alignment,
                    bool strong = false);
    /// Several lines of text in the middle of `area`, as far as there is room.
    void addNote(const QRect& area, const QString& text, const QColor& colour);

    void setTheme(const Theme& theme);
    const Theme& theme() const { return theme_; }
    QFont smallFont() const;

    void setTimeRange(double startMs, double endMs);
    void setTimeLimit(double lastMs);
    void setCursorTime(double timeMs);
    void setEmptyText(const QString& html);
    bool isEmptyTextShown() const;

    /// Arranges and draws at the next turn of the event loop.
    void refresh();
    /// Arranges and draws now.
    void drawNow();
    Result<void> exportTo(const QString& path, PlotFormat format, QSize size, double pngScale,
                          const QString& title);

Q_SIGNALS:
    void timeChosen(double timeMs);
    /// A click that is no drag, on a rectangle that is not over time too.
    void rectClicked(QCPAxisRect* rect, const QPointF& coordinates);
    void hovered(QCPAxisRect* rect, const QPointF& coordinates);
    void unhovered();
    void linkActivated(const QString& link);
    void menuRequested(const QPoint& globalPosition);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Part {
        QCPAxisRect* rect = nullptr;
        QCPItemStraightLine* cursor = nullptr; ///< over time
        QRect inner;
        bool shown = false;
    };
    struct Caption {
        QRect area;
        QString text;
        QColor colour;
        Qt::Alignment alignment;
        bool strong = false;
        bool wrapped = false;
    };
    class Captions;
    void layOut(const QSize& size);
    const Part* partAt(const QPointF& at) const;
    QPointF coordinatesAt(const Part& part, const QPointF& at) const;
    void choose(const Part& part, const QPointF& at);

    QCPLayoutInset* inset_ = nullptr;
    std::vector<Part> parts_;
    std::vector<Caption> captions_;
    std::function<void(const QSize&)> arrange_;
    std::function<void(const Theme&)> dress_;
    std::function<void()> prepare_;
    QLabel* empty_ = nullptr;
    QString emptyHtml_;
    Theme theme_;
    QSize laidOut_;
    double lastMs_ = 100.0;
    double cursorMs_ = 0.0;
    bool whole_ = true;
    int pressed_ = -1;
    QPoint pressedAt_;
    bool clicksChooseTime_ = true;
    bool dragged_ = false;
    bool refreshing_ = false;
};

/// A ticker with a true minus sign.
QSharedPointer<QCPAxisTicker> plainTicker(int count);

} // namespace phiscope
