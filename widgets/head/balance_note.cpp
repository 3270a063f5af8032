#include "widgets/head/balance_note.h"

#include "model/analysis/current_balance.h"
#include "widgets/colours.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/quantity.h"
#include "widgets/run_data.h"

#include <cmath>

namespace phiscope {

namespace {

constexpr double noticedShare = 1e-3;     // of the turnover; far above rounding
constexpr std::int64_t framesSeen = 4000; // some hundred tell; a clamp lasts longer than one

} // namespace

BalanceNote::BalanceNote(QWidget* parent)
    : QLabel(parent) {
    setObjectName(QStringLiteral("balanceNote"));
    setWordWrap(true);
    setMargin(8);
    hide();
}

void BalanceNote::setTheme(const Theme& theme) {
    QPalette colours = palette();
    colours.setColor(QPalette::Window, toQColor(theme.window));
    colours.setColor(QPalette::WindowText, toQColor(theme.warn));
    setPalette(colours);
}

void BalanceNote::showFor(const RunData& run) {
    if (!run.recording || !run.scene) {
        hide();
        return;
    }
    if (recording_.lock() != run.recording) {
        recording_ = run.recording;
        frames_ = 0;
    }
    const std::int64_t frames = run.recording->frameCount();
    if (!rangeDue(frames_, frames, run.recording->finished())) {
        return;
    }
    frames_ = frames;
    const std::int64_t from = frames > framesSeen ? frames - framesSeen : 0;
    const BalanceSummary summary = balanceSummary(*run.recording, *run.scene, from, frames);
    const double share =
        summary.turnoverNa > 0.0 ? std::abs(summary.largest.membraneNa) / (0.5 * summary.turnoverNa) : 0.0;
    setVisible(share > noticedShare);
    if (share > noticedShare) {
        setText(tr("⚠ The membrane currents do not add up to zero: %1 of current comes from an electrode "
                   "in the cell. The dipole then depends on where the origin lies, and far away the "
                   "cell is no dipole.")
                    .arg(formatQuantity(std::abs(summary.largest.membraneNa), QStringLiteral("nA"))));
    }
}

} // namespace phiscope
