#pragma once

#include "render/head_renderer.h"
#include "widgets/gl_widget.h"

#include <QPointF>

namespace phiscope {

/// The head in 3-D, turned and worked by the mouse. Changes nothing in the document: what a person does
/// arrives as signals.
///
/// Drag turns, right drag moves, wheel zooms, double click shows all of it. The dipole is dragged on the
/// sphere of its depth; with Shift, or by the wheel with Ctrl, it goes deeper or nearer to the surface; Esc
/// puts it back.
class HeadView : public GlWidget {
    Q_OBJECT
public:
    using Place = std::array<double, 3>; ///< mm

    explicit HeadView(QWidget* parent = nullptr);
    ~HeadView() override;

    HeadRenderer& head() { return head_; }
    /// Where the dipole stands, and between which distances from the centre it may go.
    void setDipole(const Eigen::Vector3d& placeMm, double leastMm, double mostMm);
    /// False: the dipole stands on a cortex and jumps from vertex to vertex.
    void setFree(bool free) { free_ = free; }
    /// True: neither mouse nor wheel moves the dipole.
    void setLocked(bool locked) { locked_ = locked; }

    QSize sizeHint() const override { return {400, 340}; }
    QSize minimumSizeHint() const override { return {180, 140}; }

Q_SIGNALS:
    void dipoleDragged(const phiscope::HeadView::Place& placeMm);
    void dipoleDropped();
    void electrodeClicked(int electrode);
    void cortexClicked(int vertex);
    void hovered(const phiscope::HeadPick& pick);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    enum class Drag { none, undecided, orbit, pan, dipole, depth };
    void moveDipole(const Eigen::Vector3d& placeMm);
    void point(QPointF position);

    HeadRenderer head_;
    Eigen::Vector3d place_{0.0, 0.0, 77.5};
    Eigen::Vector3d start_{0.0, 0.0, 77.5}; ///< of a drag
    double least_ = 1.0;
    double most_ = 78.9;
    bool free_ = true;
    bool locked_ = false;
    Drag drag_ = Drag::none;
    Qt::MouseButton button_ = Qt::NoButton;
    QPointF pressedAt_;
    QPointF last_;
    HeadPick pressedOn_;
    HeadPick hovered_;
};

} // namespace phiscope
