#pragma once

#include "model/simulation/simulation.h"
#include "render/theme.h"

#include <QWidget>

#include <optional>

namespace phiscope {

/// Where a run stands, in words and as a bar: "Running 43 %, 3.2 s left". Always of the same width.
class RunLabel : public QWidget {
    Q_OBJECT
public:
    explicit RunLabel(QWidget* parent);
    /// Null: there has been no run.
    void set(const RunStatus* status);
    /// A run that is likely to take so many seconds waits for the person.
    void setHeld(std::optional<double> seconds);
    void setTheme(const Theme& theme);
    /// What stands there.
    const QString& text() const { return text_; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    bool waits() const { return held_ && (!status_ || status_->ended()); }

    std::optional<RunStatus> status_;
    std::optional<double> held_;
    QString text_;
    Theme theme_;
};

} // namespace phiscope
