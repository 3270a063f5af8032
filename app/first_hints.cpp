#include "app/first_hints.h"

#include "app/actions.h"
#include "app/main_window.h"
#include "widgets/document.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/timeline.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QEvent>
#include <QToolBar>
#include <QToolButton>

#include <cmath>

namespace phiscope {

FirstHints::FirstHints(MainWindow* window)
    : QObject(window)
    , window_(window)
    , scrubber_(window->parts().timeline->findChild<QWidget*>(QStringLiteral("scrubber"))) {
    setObjectName(QStringLiteral("firstHints"));
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &FirstHints::place);
    make(probe, tr("Drag me: the traces follow."));
    make(timeline, tr("Drag here to move through time. Space plays."));
    make(tools, tr("Take one of these, then click where it goes."));

    const WindowParts& parts = window_->parts();
    const auto later = [this] {
        soon_.start();
    };
    window_->installEventFilter(this);
    scrubber_->installEventFilter(this);
    if (auto* play = parts.timeline->findChild<QToolButton*>(QStringLiteral("playButton"))) {
        connect(play, &QToolButton::clicked, this, [this] { done(timeline); });
    }
    connect(window_->actions()->play, &QAction::triggered, this, [this] { done(timeline); });
    for (QAction* tool :
         {window_->actions()->synapse, window_->actions()->stimulus, window_->actions()->probe}) {
        connect(tool, &QAction::triggered, this, [this] { done(tools); });
    }
    if (parts.view != nullptr) {
        parts.view->installEventFilter(this);
        connect(parts.view, &View3D::probeDropped, this, [this] { done(probe); });
        connect(parts.view, &View3D::cameraChanged, this, later);
    }
    connect(parts.document, &Document::sceneChanged, this, later);
    connect(parts.document, &Document::cellRebuilt, this, later);
    connect(parts.controller, &SimulationController::recordingFinished, this, later);
    later();
}

HintBubble* FirstHints::bubble(const char* name) const {
    return window_->findChild<HintBubble*>(QStringLiteral("hint_") + QLatin1String(name),
                                           Qt::FindDirectChildrenOnly);
}

void FirstHints::make(const char* name, const QString& text) {
    if (window_->parts().settings->hintDone(QLatin1String(name))) {
        return;
    }
    auto* hint = new HintBubble(text, window_->parts().theme, window_);
    hint->setObjectName(QStringLiteral("hint_") + QLatin1String(name));
    connect(hint, &HintBubble::closed, this, [this, name] { done(name); });
}

void FirstHints::done(const char* name) {
    window_->parts().settings->setHintDone(QLatin1String(name));
    if (HintBubble* hint = bubble(name)) {
        hint->setObjectName({}); // it may still be handling the click on its cross
        hint->hide();
        hint->deleteLater();
    }
}

bool FirstHints::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::LayoutRequest:
        soon_.start();
        break;
    case QEvent::MouseButtonPress:
        if (watched == scrubber_) {
            done(timeline);
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

/// Only over results: before there are any, there is nothing to drag for.
void FirstHints::place() {
    const bool ready = window_->parts().document->cell() && window_->parts().controller->data().recording;
    const auto set = [this, ready](const char* name, bool (FirstHints::*where)(HintBubble*)) {
        HintBubble* hint = bubble(name);
        if (hint != nullptr && !(ready && (this->*where)(hint))) {
            hint->hide();
        }
    };
    set(timeline, &FirstHints::placeTimeline);
    set(tools, &FirstHints::placeTools);
    set(probe, &FirstHints::placeProbe);
}

bool FirstHints::placeProbe(HintBubble* hint) {
    const View3D* view = window_->parts().view;
    if (view == nullptr || !view->isVisible()) {
        return false;
    }
    const double ratio = view->devicePixelRatioF();
    for (const Probe& item : window_->parts().document->scene().probes) {
        const auto point = view->scene().probePosition(item.id);
        if (!item.visible || !point) {
            continue;
        }
        const auto pixel = view->camera().project(*point, static_cast<int>(view->width() * ratio),
                                                  static_cast<int>(view->height() * ratio));
        if (!pixel) {
            continue;
        }
        const QPoint at(static_cast<int>(std::lround(pixel->x() / ratio)),
                        static_cast<int>(std::lround(pixel->y() / ratio)));
        if (!view->rect().contains(at)) {
            continue;
        }
        const bool left = at.x() > view->width() / 2;
        hint->pointAt(view->mapTo(window_, at) + QPoint(left ? -8 : 8, 0),
                      left ? HintBubble::Side::left : HintBubble::Side::right);
        return true;
    }
    return false;
}

bool FirstHints::placeTimeline(HintBubble* hint) {
    if (!scrubber_->isVisible()) {
        return false;
    }
    hint->pointAt(scrubber_->mapTo(window_, QPoint(scrubber_->width() / 2, 0)), HintBubble::Side::above);
    return true;
}

bool FirstHints::placeTools(HintBubble* hint) {
    const auto* bar = window_->findChild<QToolBar*>(QStringLiteral("toolBar"));
    const QWidget* button = bar != nullptr ? bar->widgetForAction(window_->actions()->stimulus) : nullptr;
    if (button == nullptr || !button->isVisible()) {
        return false;
    }
    hint->pointAt(button->mapTo(window_, QPoint(button->width() / 2, button->height())),
                  HintBubble::Side::below);
    return true;
}

} // namespace phiscope
