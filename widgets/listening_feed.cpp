#include "widgets/listening_feed.h"

#include "model/forward/head/head_fields.h"
#include "model/simulation/recording.h"

#include <algorithm>

namespace phiscope {

ListeningFeed::ListeningFeed(QObject* parent)
    : QObject(parent)
    , worker_(this, [this](Answer answer) { take(std::move(answer)); }) {}

void ListeningFeed::setWanted(const Scene& scene, std::shared_ptr<const PlacedCell> cell,
                              std::shared_ptr<const Recording> recording) {
    const Listener listener = listenerOf(scene);
    if (!listener || !cell) {
        stop();
        return;
    }
    Wanted wanted;
    wanted.contact = listener.contact;
    wanted.cell = std::move(cell);
    if (listener.probe != nullptr) {
        const Probe plain;
        wanted.probe = *listener.probe;
        wanted.probe->comparison = plain.comparison;
        wanted.probe->filter = plain.filter;
        wanted.probe->csd = plain.csd;
        wanted.probe->visible = plain.visible;
        wanted.probe->locked = plain.locked;
    } else {
        wanted.head = *listener.head;
    }
    if (recording && recording->layout().segments == wanted.cell->segments.size()) {
        wanted.recording = std::move(recording);
        wanted.frames = wanted.recording->frameCount();
        // Of one that grows what was looked at stays, until it is much longer.
        if (wanted_ && wanted_->recording == wanted.recording && !wanted.recording->finished() &&
            2 * wanted.frames < 3 * wanted_->frames) {
            wanted.frames = wanted_->frames;
        }
    }
    if (wanted_ != wanted) {
        wanted_ = std::move(wanted);
        request();
    }
}

void ListeningFeed::stop() {
    const bool known = listening_ != nullptr || !problem_.isEmpty();
    wanted_.reset();
    listening_.reset();
    problem_.clear();
    if (known) {
        Q_EMIT changed();
    }
}

void ListeningFeed::refresh() {
    if (!wanted_ || !wanted_->recording) {
        return;
    }
    const std::int64_t frames = wanted_->recording->frameCount();
    const bool last = wanted_->recording->finished() && frames != wanted_->frames;
    if (last || 2 * frames >= 3 * std::max<std::int64_t>(wanted_->frames, 32)) {
        wanted_->frames = frames;
        request();
    }
}

void ListeningFeed::request() {
    worker_.request([wanted = *wanted_, known = model_] { return work(wanted, known); });
}

ListeningFeed::Answer ListeningFeed::work(Wanted wanted, std::shared_ptr<const HeadModel> known) {
    Answer answer;
    answer.wanted = std::move(wanted);
    answer.model = std::move(known);
    const Wanted& of = answer.wanted;
    const Listener listener{of.probe ? &*of.probe : nullptr, of.head ? &*of.head : nullptr, of.contact};
    auto heard = listenAt(listener, *of.cell, &answer.model);
    if (!heard) {
        answer.problem = QString::fromStdString(heard.error().message());
        return answer;
    }
    answer.size = of.recording ? contributionSize(*heard, *of.recording) : 0.0;
    answer.listening = std::make_shared<const Listening>(std::move(*heard));
    return answer;
}

void ListeningFeed::take(Answer answer) {
    model_ = std::move(answer.model);
    if (!wanted_) {
        return; // stopped meanwhile
    }
    // Colours do not jump back while a recording grows.
    const auto& recording = answer.wanted.recording;
    const bool whole = recording && recording->finished() && answer.wanted.frames == recording->frameCount();
    size_ = whole ? answer.size : std::max(size_, answer.size);
    listening_ = std::move(answer.listening);
    problem_ = answer.problem;
    Q_EMIT changed();
}

} // namespace phiscope
