#include "widgets/head/head_view.h"

#include "widgets/view_font.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double dragThreshold = 3.5;     // pixels that a click may tremble
constexpr double radiansPerPixel = 0.009; // half a turn over 350 pixels
constexpr double zoomPerStep = 1.15;
constexpr double depthPerStep = 1.0; // mm a notch
constexpr double depthPerPixel = 0.15;

double rounded(double value) {
    return std::round(value * 10.0) / 10.0; // what the mouse can not resolve is noise
}

} // namespace

HeadView::HeadView(QWidget* parent)
    : GlWidget(head_, parent) {
    setObjectName(QStringLiteral("headView"));
    setAccessibleName(tr("Head in 3-D"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    head_.setFontFile(viewFontFile());
    head_.setOnChanged([this] { requestPaint(); });
}

HeadView::~HeadView() {
    head_.setOnChanged({});
    closeGl();
}

void HeadView::setDipole(const Eigen::Vector3d& placeMm, double leastMm, double mostMm) {
    place_ = placeMm;
    least_ = leastMm;
    most_ = mostMm;
    head_.setDipole(placeMm);
}

void HeadView::moveDipole(const Eigen::Vector3d& placeMm) {
    Eigen::Vector3d place = placeMm.unaryExpr(&rounded);
    if (free_ && place.norm() > most_) {
        place = (placeMm - 0.05 * placeMm.normalized()).unaryExpr([](double v) {
            return std::trunc(v * 10.0) / 10.0; // towards the centre
        });
    }
    if (place != place_) {
        place_ = place;
        head_.setDipole(place);
        Q_EMIT dipoleDragged({place.x(), place.y(), place.z()});
    }
}

void HeadView::mousePressEvent(QMouseEvent* event) {
    if (drag_ != Drag::none) {
        return; // a second button changes nothing
    }
    button_ = event->button();
    pressedAt_ = event->position();
    last_ = pressedAt_;
    const QPointF at = pressedAt_ * devicePixelRatioF();
    pressedOn_ = head_.pick(at.x(), at.y());
    const bool moves = pressedOn_.kind == HeadPick::Kind::dipole || pressedOn_.kind == HeadPick::Kind::cortex;
    if (locked_ && moves) {
        pressedOn_ = {}; // as if it were beside it
    }
    drag_ = Drag::undecided;
    start_ = place_;
}

void HeadView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF now = event->position();
    if (drag_ == Drag::none) {
        point(now);
        return;
    }
    if (drag_ == Drag::undecided) {
        const QPointF way = now - pressedAt_;
        if (std::hypot(way.x(), way.y()) < dragThreshold) {
            return;
        }
        const bool left = button_ == Qt::LeftButton;
        const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
        if (left && pressedOn_.kind == HeadPick::Kind::dipole) {
            drag_ = shift && free_ ? Drag::depth : Drag::dipole;
        } else {
            drag_ = left && !shift ? Drag::orbit : Drag::pan;
        }
        setCursor(drag_ == Drag::orbit ? Qt::SizeAllCursor : Qt::ClosedHandCursor);
    }
    const QPointF step = now - last_;
    last_ = now;
    const double ratio = devicePixelRatioF();
    Camera camera = head_.camera();
    switch (drag_) {
    case Drag::orbit:
        camera.orbit(-step.x() * radiansPerPixel, step.y() * radiansPerPixel);
        head_.setCamera(camera);
        break;
    case Drag::pan:
        camera.pan(step.x() * ratio, step.y() * ratio, head_.height());
        head_.setCamera(camera);
        break;
    case Drag::dipole:
        if (free_) {
            moveDipole(head_.onSphere(now.x() * ratio, now.y() * ratio, place_.norm()));
        } else {
            const HeadPick under = head_.pick(now.x() * ratio, now.y() * ratio);
            if (under.kind == HeadPick::Kind::cortex) {
                Q_EMIT cortexClicked(under.index);
            }
        }
        break;
    case Drag::depth: {
        const double radius = std::clamp(place_.norm() - step.y() * depthPerPixel, least_, most_);
        moveDipole(radius * place_.normalized());
        break;
    }
    case Drag::none:
    case Drag::undecided:
        break;
    }
}

void HeadView::mouseReleaseEvent(QMouseEvent* event) {
    if (drag_ == Drag::none || event->button() != button_) {
        return;
    }
    const Drag done = drag_;
    drag_ = Drag::none;
    if (done == Drag::undecided && button_ == Qt::LeftButton) {
        if (pressedOn_.kind == HeadPick::Kind::electrode) {
            Q_EMIT electrodeClicked(pressedOn_.index);
        } else if (pressedOn_.kind == HeadPick::Kind::cortex) {
            Q_EMIT cortexClicked(pressedOn_.index);
            Q_EMIT dipoleDropped();
        }
    } else if (done == Drag::dipole || done == Drag::depth) {
        Q_EMIT dipoleDropped();
    }
    button_ = Qt::NoButton;
    point(event->position());
}

void HeadView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && hovered_.kind == HeadPick::Kind::none) {
        head_.fit();
    } else {
        mousePressEvent(event);
    }
}

void HeadView::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    event->accept();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (free_ && !locked_ && place_.norm() > 0.0) {
            const double radius = std::clamp(place_.norm() + notches * depthPerStep, least_, most_);
            moveDipole(radius * place_.normalized());
        }
        return;
    }
    const QPointF at = event->position() * devicePixelRatioF();
    Camera camera = head_.camera();
    camera.zoom(std::pow(zoomPerStep, notches), at.x(), at.y(), head_.width(), head_.height());
    head_.setCamera(camera);
}

void HeadView::keyPressEvent(QKeyEvent* event) {
    constexpr double step = 7.5 * std::numbers::pi / 180.0;
    Camera camera = head_.camera();
    switch (event->key()) {
    case Qt::Key_Escape:
        if (drag_ == Drag::none) {
            GlWidget::keyPressEvent(event);
            return;
        }
        if (drag_ == Drag::dipole || drag_ == Drag::depth) {
            place_ = start_;
            head_.setDipole(start_);
            Q_EMIT dipoleDragged({start_.x(), start_.y(), start_.z()});
            Q_EMIT dipoleDropped();
        }
        drag_ = Drag::none;
        return;
    case Qt::Key_Left:
        camera.orbit(step, 0.0);
        break;
    case Qt::Key_Right:
        camera.orbit(-step, 0.0);
        break;
    case Qt::Key_Up:
        camera.orbit(0.0, -step);
        break;
    case Qt::Key_Down:
        camera.orbit(0.0, step);
        break;
    case Qt::Key_Home:
        head_.fit();
        return;
    default:
        GlWidget::keyPressEvent(event);
        return;
    }
    head_.setCamera(camera);
}

void HeadView::point(QPointF position) {
    const QPointF at = position * devicePixelRatioF();
    const HeadPick now = head_.pick(at.x(), at.y());
    const bool grabs = now.kind == HeadPick::Kind::dipole;
    setCursor(grabs                              ? Qt::OpenHandCursor
              : now.kind == HeadPick::Kind::none ? Qt::ArrowCursor
                                                 : Qt::PointingHandCursor);
    if (!(now == hovered_)) {
        hovered_ = now;
        head_.setHover(now);
        Q_EMIT hovered(now);
    }
}

void HeadView::leaveEvent(QEvent* event) {
    if (drag_ == Drag::none && hovered_.kind != HeadPick::Kind::none) {
        hovered_ = {};
        head_.setHover(hovered_);
        Q_EMIT hovered(hovered_);
    }
    GlWidget::leaveEvent(event);
}

} // namespace phiscope
