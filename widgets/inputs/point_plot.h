#pragma once

#include "widgets/inputs/small_plot.h"

namespace phiscope {

/// A small plot whose points are set by hand: a press on a point drags it, a click or double click beside
/// adds one, the right button removes one, Esc takes a drag back. With the keyboard: Page Up and Page Down
/// choose a point, arrows move it (with Shift ten times as far), Insert adds one, Delete removes it.
/// What a point is, and where, the inheriting classes say.
class PointPlot : public SmallPlot {
    Q_OBJECT
public:
    enum class AddBy { click, doubleClick };
    PointPlot(AddBy addBy, const QString& name, const QString& accessibleName, QWidget* parent = nullptr);

    void setEditable(bool editable);
    bool isEditable() const { return editable_; }
    /// -1: none.
    int selectedPoint() const;
    void selectPoint(int index);

Q_SIGNALS:
    /// Edits between these two are one.
    void gestureStarted();
    void gestureEnded();
    /// The person wants everything to be as it was at gestureStarted.
    void gestureCancelled();
    void pasteWanted();

protected:
    virtual int pointCount() const = 0;
    /// Time and value.
    virtual QPointF point(int index) const = 0;
    /// The one near a pixel, or -1.
    virtual int pointNear(const QPointF& pixel) const = 0;
    /// Adds one and returns its index; -1 where there can be none.
    virtual int addPoint(const QPointF& coordinates) = 0;
    virtual void movePoint(int index, const QPointF& coordinates) = 0;
    virtual void removePoint(int index) = 0;
    /// How far an arrow key goes along each axis; 0: not at all.
    virtual QPointF keyStep() const = 0;
    /// A gesture is about to end: points may take another order, `selected` goes with them.
    virtual void settle(int& /*selected*/) {}
    bool dragging() const { return dragged_ >= 0; }
    /// What the corner says of a point, or of a place beside all of them (index -1).
    virtual QString readingOf(int index, const QPointF& there) const;

    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override { event->ignore(); } ///< the panel scrolls
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override { event->accept(); } ///< the button acts
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void showReading(const QPointF& pixel);
    void add(const QPointF& coordinates);
    void remove(int index);
    void choose(int step);
    void endGesture();

    AddBy addBy_;
    bool editable_ = false;
    int selected_ = -1;
    int dragged_ = -1;
    QPointF grip_;        ///< from the mouse to the point, so that it does not jump under it
    bool moving_ = false; ///< by a key that is still down
};

} // namespace phiscope
