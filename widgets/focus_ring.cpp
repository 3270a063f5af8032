#include "widgets/focus_ring.h"

#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>

namespace phiscope {

FocusRing::FocusRing(QObject* parent)
    : QObject(parent) {
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing() {
    delete frame_;
}

QWidget* FocusRing::wearer() const {
    return frame_.isNull() || !frame_->isVisible() ? nullptr : frame_->widget();
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::FocusIn: {
        auto* widget = qobject_cast<QWidget*>(watched);
        if (widget == nullptr || widget->windowType() == Qt::Popup) {
            break;
        }
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
            reason == Qt::ShortcutFocusReason) {
            put(widget);
        } else if (reason == Qt::MouseFocusReason) {
            put(nullptr);
        }
        break;
    }
    case QEvent::FocusOut:
        // A menu or another window only borrows it.
        if (!frame_.isNull() && watched == frame_->widget()) {
            const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
            if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason &&
                reason != Qt::MenuBarFocusReason) {
                put(nullptr);
            }
        }
        break;
    case QEvent::Hide:
    case QEvent::DeferredDelete:
        if (!frame_.isNull() && watched == frame_->widget()) {
            put(nullptr);
        }
        break;
    case QEvent::MouseButtonPress:
        put(nullptr);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void FocusRing::put(QWidget* widget) {
    if (widget == nullptr) {
        if (!frame_.isNull()) {
            frame_->setWidget(nullptr);
        }
        return;
    }
    if (frame_.isNull()) {
        frame_ = new QFocusFrame(widget);
        frame_->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    frame_->setWidget(widget);
}

} // namespace phiscope
