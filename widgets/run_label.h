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
    void setTheme(const Theme& theme);
    /// What stands there.
    const QString& text() const { return text_; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<RunStatus> status_;
    QString text_;
    Theme theme_;
};

} // namespace phiscope
