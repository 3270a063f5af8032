#pragma once

#include "model/geometry/dendrogram.h"

#include <QPixmap>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <vector>

namespace phiscope {

class AppTheme;
class SegmentSelection;
struct BuiltCell;

/// The drawing of a dendrogram: click chooses a segment, Shift adds, a double click takes a subtree, drag
/// moves, the wheel zooms, arrows go along the tree. The tree is painted once into a picture, over which the
/// chosen segments glow.
class DendrogramView : public QWidget {
    Q_OBJECT
public:
    DendrogramView(SegmentSelection* chosen, AppTheme* theme, QWidget* parent = nullptr);

    void setCell(std::shared_ptr<const BuiltCell> cell);
    const Dendrogram& dendrogram() const { return flat_; }
    /// 0xRRGGBB of every segment; empty: by type.
    void setColours(std::vector<std::uint32_t> colours);
    QColor typeColour(SectionType type) const;

    void fit();
    /// Middle of a segment, and what lies within a few pixels of a place; -1: nothing.
    QPointF pixelOf(int segment) const;
    int segmentAt(const QPointF& at) const;
    /// Milliseconds that painting the tree took last.
    double paintedMs() const { return paintedMs_; }

    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void hovered(int segment); ///< -1: nothing

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    double xOf(double um) const;
    double yOf(double row) const;
    double rowPx() const; ///< between two rows
    void zoom(double factor, const QPointF& about);
    void keepInside();
    void redraw(); ///< the picture is out of date
    void drawTree();
    void drawAxis(QPainter& painter) const;
    void drawChosen(QPainter& painter) const;
    void drawLegend(QPainter& painter) const;
    void point(int segment);
    void go(int key, bool add);

    SegmentSelection* chosen_;
    AppTheme* theme_;
    std::shared_ptr<const BuiltCell> cell_;
    Dendrogram flat_;
    std::vector<std::uint32_t> colours_;
    QRectF plot_;
    QPixmap tree_;
    bool current_ = false; ///< the picture is
    double paintedMs_ = 0.0;
    double scale_ = 1.0; ///< of the whole drawing; 1: all of it is seen
    QPointF origin_;     ///< part of the drawing that lies left of and above the plot, 0 to 1
    int hovered_ = -1;
    QPointF pressedAt_;
    QPointF last_;
    bool pressed_ = false;
    bool moved_ = false;
};

} // namespace phiscope
