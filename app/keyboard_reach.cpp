#include "app/keyboard_reach.h"

#include "app/actions.h"
#include "app/window_parts.h"
#include "widgets/timeline.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QTabBar>

#include <algorithm>

namespace phiscope {

namespace {

bool takesTab(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
           widget->focusProxy() == nullptr;
}

/// The first control of a panel; null where it has none.
QWidget* entrance(QWidget* panel) {
    if (takesTab(panel)) {
        return panel;
    }
    for (QWidget* next = panel->nextInFocusChain(); next != panel; next = next->nextInFocusChain()) {
        if (panel->isAncestorOf(next) && takesTab(next)) {
            return next;
        }
    }
    return nullptr;
}

void admit(QObject* child) {
    if (auto* tabs = qobject_cast<QTabBar*>(child)) {
        tabs->setFocusPolicy(Qt::TabFocus);
        tabs->setAccessibleName(KeyboardReach::tr("Panels"));
    }
}

} // namespace

KeyboardReach::KeyboardReach(const WindowParts& parts, Actions* actions, QMainWindow* window)
    : QObject(window)
    , window_(window)
    , view_(parts.view)
    , timeline_(parts.timeline) {
    connect(actions->nextPanel, &QAction::triggered, this, [this] { go(1); });
    connect(actions->previousPanel, &QAction::triggered, this, [this] { go(-1); });
    // The window makes the tabs of its panels as they are moved about.
    window->installEventFilter(this);
    for (QObject* child : window->children()) {
        admit(child);
    }
}

bool KeyboardReach::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ChildPolished) {
        admit(static_cast<QChildEvent*>(event)->child());
    }
    return QObject::eventFilter(watched, event);
}

QList<QWidget*> KeyboardReach::stops() const {
    QList<QWidget*> found;
    if (view_ != nullptr) {
        found << view_;
    }
    QList<QDockWidget*> docks = window_->findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly);
    docks.removeIf([](const QDockWidget* dock) {
        return dock->visibleRegion().isEmpty() || entrance(dock->widget()) == nullptr;
    });
    // As they are read: columns from the left, each from the top.
    std::stable_sort(docks.begin(), docks.end(), [](const QDockWidget* a, const QDockWidget* b) {
        return std::pair(a->x(), a->y()) < std::pair(b->x(), b->y());
    });
    for (QDockWidget* dock : docks) {
        found << dock;
    }
    return found << timeline_;
}

void KeyboardReach::go(int way) {
    const QList<QWidget*> all = stops();
    const QWidget* focus = QApplication::focusWidget();
    const auto here = std::find_if(all.begin(), all.end(), [focus](const QWidget* stop) {
        return stop == focus || (focus != nullptr && stop->isAncestorOf(focus));
    });
    const auto count = all.size();
    // From elsewhere (a tool bar) to the first or the last.
    const auto from = here != all.end() ? here - all.begin() : way > 0 ? count - 1 : 0;
    QWidget* stop = all.at((from + way + count) % count);
    auto* dock = qobject_cast<QDockWidget*>(stop);
    if (QWidget* control = entrance(dock != nullptr ? dock->widget() : stop)) {
        control->setFocus(Qt::ShortcutFocusReason);
    }
}

} // namespace phiscope
