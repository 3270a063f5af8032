#include "app/tool_bar_fit.h"

#include <QEvent>
#include <QLayout>
#include <QToolBar>
#include <QToolButton>

#include <utility>

namespace phiscope {

ToolBarFit::ToolBarFit(QToolBar* bar, std::vector<QToolButton*> worded, QObject* parent)
    : QObject(parent)
    , bar_(bar)
    , worded_(std::move(worded)) {
    bar_->installEventFilter(this);
}

void ToolBarFit::fit() {
    if (bar_.isNull()) {
        return;
    }
    for (QToolButton* button : worded_) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    for (QToolButton* button : worded_) {
        bar_->layout()->invalidate();
        if (bar_->layout()->sizeHint().width() <= bar_->width()) {
            return;
        }
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

bool ToolBarFit::eventFilter(QObject* watched, QEvent* event) {
    if (watched == bar_ && (event->type() == QEvent::Resize || event->type() == QEvent::FontChange ||
                            event->type() == QEvent::StyleChange)) {
        fit();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace phiscope
