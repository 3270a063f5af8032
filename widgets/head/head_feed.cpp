#include "widgets/head/head_feed.h"

#include "render/head_renderer.h"
#include "widgets/gui_mailbox.h"

namespace phiscope {

HeadFeed::HeadFeed(QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<GuiMailbox>(this)) {
    pool_.setMaxThreadCount(1);
}

HeadFeed::~HeadFeed() {
    mailbox_->close();
}

void HeadFeed::setHead(const std::optional<Head>& head) {
    if (head == wanted_) {
        return;
    }
    wanted_ = head;
    if (!head) {
        done_.reset();
        model_.reset();
        fields_.reset();
        Q_EMIT modelChanged();
        Q_EMIT fieldsChanged();
        return;
    }
    if (!running_) {
        start();
    }
}

void HeadFeed::start() {
    running_ = true;
    done_ = wanted_;
    pool_.start([mailbox = mailbox_, head = *wanted_, known = model_, this] {
        Answer answer = work(head, known);
        mailbox->post([this, answer = std::move(answer)] { take(answer); });
    });
}

HeadFeed::Answer HeadFeed::work(const Head& head, const std::shared_ptr<const HeadModel>& known) {
    Answer answer;
    answer.model = known;
    if (!known || !known->serves(head)) {
        auto made = HeadModel::create(head, HeadRenderer::scalpDirections());
        if (!made) {
            answer.model = nullptr;
            answer.error = made.error();
            return answer;
        }
        answer.model = std::move(*made);
    }
    auto fields = answer.model->fields(head);
    if (fields) {
        answer.fields = std::make_shared<const HeadFields>(std::move(*fields));
    } else {
        answer.error = fields.error();
    }
    return answer;
}

void HeadFeed::take(const Answer& answer) {
    running_ = false;
    if (!wanted_) {
        return;
    }
    const bool other = answer.model != model_;
    model_ = answer.model;
    fields_ = answer.fields;
    const bool newest = wanted_ == done_;
    if (!newest) {
        start();
    }
    if (other) {
        Q_EMIT modelChanged();
    }
    Q_EMIT fieldsChanged();
    if (answer.error && newest) {
        Q_EMIT failed(*answer.error);
    }
}

} // namespace phiscope
