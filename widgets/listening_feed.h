#pragma once

#include "model/forward/listening.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace phiscope {

/// What the listening contact of a scene hears of the cell, made on another thread, newest wins: while a
/// probe is dragged there is always the row of a moment ago to see, and the last one follows.
class ListeningFeed : public QObject {
    Q_OBJECT
public:
    explicit ListeningFeed(QObject* parent = nullptr);

    /// Returns at once; nothing is made where all is as before. Without a listener or a cell there is nothing
    /// to hear. `recording` says how large contributions are; it may be null and may grow.
    void setWanted(const Scene& scene, std::shared_ptr<const PlacedCell> cell,
                   std::shared_ptr<const Recording> recording);
    /// Nothing listens; what is known is forgotten.
    void stop();
    /// Looks whether the recording has grown by so much that sizes are to be taken anew.
    void refresh();

    /// Null: not known yet, or there is none.
    const std::shared_ptr<const Listening>& listening() const { return listening_; }
    double contributionMv() const { return size_; } ///< see contributionSize
    /// Why the contact hears nothing, a sentence; empty where nothing is wrong.
    const QString& problem() const { return problem_; }
    bool busy() const { return worker_.busy(); }

Q_SIGNALS:
    void changed();

private:
    struct Wanted {
        std::optional<Probe> probe; ///< with everything at its default that does not count
        std::optional<Head> head;
        int contact = 0;
        std::shared_ptr<const PlacedCell> cell;
        std::shared_ptr<const Recording> recording;
        std::int64_t frames = 0; ///< of the recording, that sizes are taken of
        bool operator==(const Wanted&) const = default;
    };
    struct Answer {
        Wanted wanted;
        std::shared_ptr<const Listening> listening;
        std::shared_ptr<const HeadModel> model;
        double size = 0.0;
        QString problem;
    };
    static Answer work(Wanted wanted, std::shared_ptr<const HeadModel> known);
    void request();
    void take(Answer answer);

    std::optional<Wanted> wanted_;
    std::shared_ptr<const Listening> listening_;
    std::shared_ptr<const HeadModel> model_;
    double size_ = 0.0;
    QString problem_;
    NewestWorker<Answer> worker_; ///< last: ends first
};

} // namespace phiscope
