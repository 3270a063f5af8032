#pragma once

#include "widgets/gui_mailbox.h"

#include <QThreadPool>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace phiscope {

/// Computes on a thread of its own what was asked for last: while one answer is being made, only the newest
/// of the requests that come meanwhile is kept.
template <typename Answer>
class NewestWorker {
public:
    using Work = std::function<Answer()>;

    /// `take` gets the answers on the thread of `target`.
    NewestWorker(QObject* target, std::function<void(Answer)> take)
        : mailbox_(std::make_shared<GuiMailbox>(target))
        , take_(std::move(take)) {
        pool_.setMaxThreadCount(1);
    }
    ~NewestWorker() {
        mailbox_->close();
        pool_.clear();
        pool_.waitForDone();
    }
    NewestWorker(const NewestWorker&) = delete;
    NewestWorker& operator=(const NewestWorker&) = delete;

    /// `work` must own what it reads.
    void request(Work work) {
        if (working_) {
            next_ = std::move(work);
            return;
        }
        working_ = true;
        pool_.start([box = mailbox_, this, work = std::move(work)] {
            auto answer = std::make_shared<Answer>(work());
            box->post([this, answer] {
                working_ = false;
                if (next_) {
                    Work next = std::move(*next_);
                    next_.reset();
                    request(std::move(next));
                }
                take_(std::move(*answer));
            });
        });
    }
    bool busy() const { return working_; }

private:
    std::shared_ptr<GuiMailbox> mailbox_;
    std::function<void(Answer)> take_;
    QThreadPool pool_;
    std::optional<Work> next_;
    bool working_ = false;
};

} // namespace phiscope
