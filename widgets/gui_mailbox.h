#pragma once

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <mutex>
#include <utility>

namespace phiscope {

/// A way to the GUI thread for threads that may outlive the object they report to. Share it by shared_ptr;
/// the owner closes it in its destructor, and what comes later is dropped.
class GuiMailbox {
public:
    explicit GuiMailbox(QObject* target)
        : target_(target) {}

    /// Any thread. `work` runs on the target's thread, unless the mailbox is closed before.
    void post(std::function<void()> work) {
        const std::lock_guard lock(mutex_);
        if (target_ != nullptr) {
            QMetaObject::invokeMethod(target_, std::move(work), Qt::QueuedConnection);
        }
    }

    /// The target's thread. Work that is still queued is dropped with the target.
    void close() {
        const std::lock_guard lock(mutex_);
        target_ = nullptr;
    }

private:
    std::mutex mutex_;
    QObject* target_;
};

} // namespace phiscope
