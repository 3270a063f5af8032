#pragma once

#include "model/forward/head/head_fields.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <optional>

namespace phiscope {

class GuiMailbox;

/// Makes the lead fields of a head on another thread, newest wins: while the dipole is dragged there is
/// always the place of a moment ago to see, and the last one follows.
class HeadFeed : public QObject {
    Q_OBJECT
public:
    explicit HeadFeed(QObject* parent = nullptr);
    ~HeadFeed() override;

    /// Returns at once. Unset: there is no head.
    void setHead(const std::optional<Head>& head);

    /// Of the newest head that could be made; null: none yet.
    const std::shared_ptr<const HeadModel>& model() const { return model_; }
    const std::shared_ptr<const HeadFields>& fields() const { return fields_; }
    bool busy() const { return running_; }

Q_SIGNALS:
    void modelChanged(); ///< other electrodes, sensors, spheres; fieldsChanged follows
    void fieldsChanged();
    /// Why the newest head has no fields; the old ones are gone.
    void failed(const phiscope::Error& error);

private:
    struct Answer {
        std::shared_ptr<const HeadModel> model;
        std::shared_ptr<const HeadFields> fields;
        std::optional<Error> error;
    };
    static Answer work(const Head& head, const std::shared_ptr<const HeadModel>& known);
    void start();
    void take(const Answer& answer);

    std::shared_ptr<GuiMailbox> mailbox_;
    std::optional<Head> wanted_;
    std::optional<Head> done_; ///< that was worked on last
    std::shared_ptr<const HeadModel> model_;
    std::shared_ptr<const HeadFields> fields_;
    bool running_ = false;
    QThreadPool pool_; ///< last: ends first
};

} // namespace phiscope
