#pragma once

#include "render/theme.h"
#include "widgets/plots/qcp.h"
#include "widgets/time_scale.h"

class QLabel;

namespace phiscope {

/// A plot over time: the look of the program, the cursor, and how the mouse moves through time. What is drawn
/// in it is added by its lane.
class TimePlot : public QCustomPlot {
    Q_OBJECT
public:
    TimePlot(const QString& name, const QString& accessibleName, QWidget* parent);

    void setTheme(const Theme& theme);
    const Theme& theme() const { return theme_; }
    /// The moments that may be shown at all.
    void setTimeLimits(double lastMs);
    void setTimeRange(double startMs, double endMs);
    TimeScale timeScale() const;
    void setTimeAxisShown(bool shown);
    bool timeAxisShown() const { return timeAxisShown_; }
    /// Redraws only the cursor's layer.
    void setCursorTime(double timeMs);
    void setCursorShown(bool shown);
    /// A sentence in the middle with a link in it; empty: none.
    void setEmptyText(const QString& html);
    /// Why there is nothing to show; stands in place of the empty text until it is taken back (empty).
    void setRefusal(const QString& html);

Q_SIGNALS:
    /// A click or a drag of the cursor; `value`: of the value axis under the mouse.
    void timeChosen(double timeMs, double value);
    /// A click, after timeChosen; what was held with it.
    void clicked(double timeMs, double value, Qt::KeyboardModifiers held);
    void rangeWanted(double startMs, double endMs);
    void wholeWanted();
    /// The mouse stands over the plot at a time and a value of the value axis.
    void hovered(double timeMs, double value);
    void unhovered();
    /// The link of the empty sentence was clicked.
    void linkActivated(const QString& link);
    void menuRequested(const QPoint& globalPosition);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Gesture { none, press, pan, scrub };

    void updateMargins();
    void placeEmptyText();
    void setHoverLine(bool shown, double timeMs);

    Theme theme_;
    QCPItemStraightLine* cursor_ = nullptr;
    QCPItemStraightLine* hover_ = nullptr;
    QLabel* empty_ = nullptr;
    QString refusalHtml_;
    QString emptyHtml_;
    TimeScale pressScale_;
    QPointF pressAt_;
    Gesture gesture_ = Gesture::none;
    double lastMs_ = 100.0;
    double cursorMs_ = 0.0;
    bool timeAxisShown_ = true;
};

} // namespace phiscope
