#include "widgets/convergence_dialog.h"

#include "widgets/app_theme.h"
#include "widgets/quantity.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace phiscope {

namespace {

/// How much longer a run takes that is over at once says nothing.
constexpr double tellingSeconds = 0.2;

QString percent(double part) {
    // Less than a thousandth of a percent is no number to read.
    return part > 0.0 && part < 1e-5 ? QStringLiteral("< 0.001 %")
                                     : formatNumber(100.0 * part, 2) + QStringLiteral(" %");
}

QTableWidgetItem* cell(const QString& text, const QString& tip = {}) {
    auto* item = new QTableWidgetItem(text);
    item->setToolTip(tip);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

} // namespace

ConvergenceDialog::ConvergenceDialog(ConvergenceCheck* check, AppTheme* theme, QWidget* parent)
    : QDialog(parent)
    , check_(check)
    , theme_(theme)
    , words_(new QLabel(tr("The scene is run again beside this window, once with half the time step and once "
                           "with shorter segments. What changes by little was fine enough.")))
    , doing_(new QLabel)
    , bar_(new QProgressBar)
    , cancel_(new QPushButton(tr("Cancel")))
    , running_(new QWidget)
    , stale_(new QLabel(tr("Out of date: the scene has changed since.")))
    , noise_(new QLabel)
    , table_(new QTableWidget)
    , tolerance_(new QDoubleSpinBox)
    , start_(new QPushButton(tr("Check"))) {
    setObjectName(QStringLiteral("convergenceDialog"));
    setWindowTitle(tr("Is this result converged?"));
    resize(640, 400);
    words_->setWordWrap(true);
    doing_->setObjectName(QStringLiteral("convergenceDoing"));
    bar_->setObjectName(QStringLiteral("convergenceBar"));
    bar_->setAccessibleName(tr("Progress of the check"));
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(10);
    cancel_->setObjectName(QStringLiteral("convergenceCancel"));
    cancel_->setAutoDefault(false);
    cancel_->setToolTip(tr("Ends the runs of this check. The result before stays."));
    stale_->setObjectName(QStringLiteral("convergenceStale"));
    noise_->setObjectName(QStringLiteral("convergenceNoise"));
    noise_->setWordWrap(true);
    table_->setObjectName(QStringLiteral("convergenceTable"));
    table_->setAccessibleName(tr("How much each signal changes"));
    table_->setToolTip(
        tr("Largest change of each signal over all times, as a part of its peak-to-peak range."));
    table_->setColumnCount(2);
    table_->setTabKeyNavigation(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tolerance_->setObjectName(QStringLiteral("convergenceTolerance"));
    tolerance_->setRange(0.01, 50.0);
    tolerance_->setDecimals(2);
    tolerance_->setSingleStep(0.5);
    tolerance_->setSuffix(QStringLiteral(" %"));
    tolerance_->setValue(100.0 * check_->tolerance());
    tolerance_->setAccessibleName(tr("Largest change that is fine"));
    tolerance_->setToolTip(tr("Changes up to this part of a signal's peak-to-peak range count as fine."));
    start_->setObjectName(QStringLiteral("convergenceStart"));
    start_->setToolTip(tr("Runs the finer scenes now; the window stays free."));
    auto* close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    close->setToolTip(tr("A check that goes on is not ended."));

    auto* progress = new QHBoxLayout;
    progress->addWidget(bar_, 1);
    progress->addWidget(cancel_);
    auto* column = new QVBoxLayout(running_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(doing_);
    column->addLayout(progress);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(words_);
    layout->addWidget(running_);
    layout->addWidget(stale_);
    for (std::size_t k = 0; k < verdicts_.size(); ++k) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        verdicts_[k] = makeVerdict(k == 0 ? QStringLiteral("useTimeStep") : QStringLiteral("useSegments"));
        row->addWidget(verdicts_[k].icon, 0, Qt::AlignTop);
        row->addWidget(verdicts_[k].text, 1);
        row->addWidget(verdicts_[k].use, 0, Qt::AlignTop);
        layout->addLayout(row);
        connect(verdicts_[k].use, &QPushButton::clicked, this, [this, k] {
            Finding finding;
            finding.object = k == 0 ? "run" : "cell";
            finding.remedy = check_->verdict(check_->answers().at(k)).remedy;
            Q_EMIT useRequested(finding);
        });
    }
    layout->addWidget(noise_);
    layout->addWidget(table_, 1);
    layout->addStretch(0);
    auto* foot = new QHBoxLayout;
    foot->addWidget(new QLabel(tr("Fine up to")));
    foot->addWidget(tolerance_);
    foot->addStretch(1);
    foot->addWidget(start_);
    foot->addWidget(close);
    layout->addLayout(foot);

    connect(start_, &QPushButton::clicked, this, &ConvergenceDialog::startRequested);
    connect(cancel_, &QPushButton::clicked, check_, &ConvergenceCheck::cancel);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    connect(tolerance_, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { check_->setTolerance(value / 100.0); });
    connect(check_, &ConvergenceCheck::changed, this, &ConvergenceDialog::refresh);
    connect(check_, &ConvergenceCheck::finished, this, &ConvergenceDialog::fillTable);
    connect(theme_, &AppTheme::changed, this, &ConvergenceDialog::refresh);
    start_->setFocus();
    fillTable();
    refresh();
}

ConvergenceDialog::VerdictRow ConvergenceDialog::makeVerdict(const QString& name) {
    VerdictRow row{new QLabel, new QLabel, new QPushButton(tr("Use it"))};
    row.text->setWordWrap(true);
    row.text->setObjectName(name + QStringLiteral("Verdict"));
    row.use->setObjectName(name);
    row.use->setAutoDefault(false);
    return row;
}

void ConvergenceDialog::setOutOfDate(bool outOfDate) {
    outOfDate_ = outOfDate;
    refresh();
}

void ConvergenceDialog::setUsable(const std::array<bool, 2>& usable) {
    usable_ = usable;
    refresh();
}

void ConvergenceDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        table_->resizeRowsToContents();
    }
}

void ConvergenceDialog::refresh() {
    using State = ConvergenceCheck::State;
    const bool running = check_->state() == State::running;
    const bool any = !check_->answers().empty();
    running_->setVisible(running);
    if (running) {
        QString text = check_->doing();
        if (const double left = check_->secondsLeft(); left >= 0.0) {
            text += tr(", about %1 left").arg(formatDuration(left));
        }
        doing_->setText(text);
        bar_->setValue(static_cast<int>(1000.0 * check_->progress()));
    }
    start_->setEnabled(!running);
    start_->setText(any ? tr("Check again") : tr("Check"));
    QPalette warning = theme_->palette();
    warning.setColor(QPalette::WindowText, theme_->colours().warn);
    stale_->setPalette(warning);
    const bool failed = check_->state() == State::failed;
    stale_->setVisible(failed || (any && outOfDate_) || (!running && check_->state() == State::cancelled));
    stale_->setText(failed              ? check_->problem()
                    : any && outOfDate_ ? tr("Out of date: the scene has changed since.")
                    : any               ? tr("Cancelled. This is the result before.")
                                        : tr("Cancelled."));
    stale_->setWordWrap(true);
    table_->setVisible(any);
    table_->setEnabled(!outOfDate_);
    showVerdicts();
}

void ConvergenceDialog::showVerdicts() {
    const int iconSize = theme_->signSize();
    const auto& answers = check_->answers();
    for (std::size_t k = 0; k < verdicts_.size(); ++k) {
        const VerdictRow& row = verdicts_[k];
        const bool there = k < answers.size();
        row.icon->setVisible(there);
        row.text->setVisible(there);
        row.use->setVisible(false);
        if (!there) {
            continue;
        }
        if (!answers[k].problem.isEmpty()) {
            row.icon->setPixmap(
                theme_->icon(QStringLiteral("info"), theme_->colours().accent).pixmap(iconSize, iconSize));
            row.text->setText(answers[k].problem);
            continue;
        }
        const ConvergenceVerdict verdict = check_->verdict(answers[k]);
        const QIcon icon = verdict.fine ? theme_->icon(QStringLiteral("check"), theme_->colours().good)
                                        : theme_->icon(QStringLiteral("warning"), theme_->colours().warn);
        row.icon->setPixmap(icon.pixmap(iconSize, iconSize));
        row.text->setText(QString::fromStdString(verdict.sentence));
        row.text->setEnabled(!outOfDate_);
        const bool offers = verdict.remedy.kind != Remedy::Kind::none;
        row.use->setVisible(offers);
        row.use->setEnabled(usable_.at(k));
        const QString what = QString::fromStdString(remedyText(verdict.remedy));
        row.use->setAccessibleName(tr("Use it: %1").arg(what));
        row.use->setToolTip(usable_.at(k)
                                ? tr("%1: one step that can be undone; the scene runs again.").arg(what)
                                : tr("The scene has another value since."));
    }
    QStringList noises;
    if (check_->scene()) {
        for (const std::string& name : noiseDrawnBySteps(*check_->scene())) {
            noises << QString::fromStdString(name);
        }
    }
    noise_->setVisible(!noises.isEmpty());
    noise_->setText(tr("The noise of %1 is drawn anew with every time step: the first column compares two "
                       "different noises.")
                        .arg(noises.join(QStringLiteral(", "))));
}

QString ConvergenceDialog::describe(const SignalChange& change) const {
    if (!change.problem.empty()) {
        return QString::fromStdString(change.problem);
    }
    const bool volts = change.unit == "mV" && change.peakToPeak < 0.5;
    const double scale = volts ? 1e3 : 1.0;
    const QString unit = volts ? QStringLiteral("µV") : QString::fromStdString(change.unit);
    if (change.channel < 0) {
        return tr("No change at all, of %1 peak to peak.")
            .arg(formatQuantity(scale * change.peakToPeak, unit));
    }
    return tr("%1 of %2 peak to peak, at %3 ms (channel %4).")
        .arg(formatQuantity(scale * change.largest, unit), formatQuantity(scale * change.peakToPeak, unit),
             formatNumber(change.timeMs))
        .arg(change.channel + 1);
}

void ConvergenceDialog::fillTable() {
    const auto& answers = check_->answers();
    table_->clear();
    table_->setRowCount(0);
    if (answers.empty()) {
        return;
    }
    table_->setHorizontalHeaderLabels({tr("Half the time step"), tr("Shorter segments")});
    QStringList names;
    const auto add = [&](const QString& name, auto&& textOf) {
        const int row = table_->rowCount();
        table_->insertRow(row);
        names << name;
        for (std::size_t k = 0; k < answers.size(); ++k) {
            table_->setItem(row, static_cast<int>(k),
                            answers[k].problem.isEmpty() ? textOf(answers[k]) : cell(tr("not possible")));
            table_->item(row, static_cast<int>(k))->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
    };
    const auto change = [this](const SignalChange& signal) {
        const QString text = !signal.problem.empty() ? tr("no signal")
                             : signal.silent         ? tr("does not move")
                                                     : percent(signal.relative());
        return cell(text, describe(signal));
    };
    const auto known = std::find_if(answers.begin(), answers.end(),
                                    [](const auto& answer) { return answer.problem.isEmpty(); });
    if (known != answers.end()) {
        for (std::size_t p = 0; p < known->change.potentials.size(); ++p) {
            add(tr("Potential at %1").arg(QString::fromStdString(known->change.potentials[p].name)),
                [&](const auto& answer) { return change(answer.change.potentials[p]); });
        }
        if (known->change.spikes > 0 || known->change.finerSpikes > 0) {
            add(tr("Spikes there"), [&](const auto& answer) {
                const RunChange& all = answer.change;
                return all.spikes == all.finerSpikes
                           ? cell(tr("%1, shifted by up to %2")
                                      .arg(all.spikes)
                                      .arg(formatQuantity(all.spikeShiftMs, QStringLiteral("ms"), 2)))
                           : cell(tr("%1 instead of %2").arg(all.finerSpikes).arg(all.spikes));
            });
        }
        for (std::size_t p = 0; p < known->change.probes.size(); ++p) {
            add(tr("LFP of %1").arg(QString::fromStdString(known->change.probes[p].name)),
                [&](const auto& answer) { return change(answer.change.probes[p]); });
        }
        if (known->change.moment) {
            add(tr("Current dipole moment"),
                [&](const auto& answer) { return change(*answer.change.moment); });
        }
        add(tr("Time of the run"), [&](const auto& answer) {
            const double before = check_->sceneSeconds();
            const QString took = formatQuantity(answer.seconds, QStringLiteral("s"), 2);
            return cell(before > tellingSeconds
                            ? tr("%1 (%2 times as long)").arg(took, formatNumber(answer.seconds / before, 2))
                            : took,
                        tr("Of NEURON alone, without starting it and without reading its results."));
        });
    }
    table_->setVerticalHeaderLabels(names);
}

} // namespace phiscope
