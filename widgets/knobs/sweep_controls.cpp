#include "widgets/knobs/sweep_controls.h"

#include "widgets/document.h"
#include "widgets/knobs/knob_edits.h"
#include "widgets/quantity.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int fewestValues = 2;
constexpr int mostValues = 25;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

QComboBox* chooser(const char* name, const QString& title, const QString& tip) {
    auto* box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(title);
    box->setToolTip(tip);
    box->setFocusPolicy(Qt::StrongFocus);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

QHBoxLayout* rowIn(QWidget* row) {
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

} // namespace

SweepControls::SweepControls(QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(makeNumberRow());
    column->addWidget(makeSignalRow());
    column->addWidget(makeProgressRow());
}

QWidget* SweepControls::makeNumberRow() {
    knob_ = chooser("sweepKnob", tr("Number"),
                    tr("Which number takes several values: one of the knobs, from end to end of its range."));
    knob_->setPlaceholderText(tr("no knob"));
    connect(knob_, &QComboBox::activated, this,
            [this](int at) { Q_EMIT knobChosen(knob_->itemData(at).toString()); });
    count_ = new QSpinBox;
    count_->setObjectName(QStringLiteral("sweepCount"));
    count_->setAccessibleName(tr("Number of values"));
    count_->setToolTip(tr("How many values, from end to end of the knob: %1 to %2. Range and scale are those "
                          "of the knob.")
                           .arg(fewestValues)
                           .arg(mostValues));
    count_->setRange(fewestValues, mostValues);
    count_->setValue(5);
    count_->setSuffix(tr(" values"));
    connect(count_, &QSpinBox::valueChanged, this, &SweepControls::countChanged);
    start_ = new QPushButton(tr("Sweep"));
    start_->setObjectName(QStringLiteral("sweepStart"));
    start_->setToolTip(tr("Computes the signals at these values, from the scene as it is now."));
    connect(start_, &QPushButton::clicked, this, &SweepControls::startRequested);
    auto* row = new QWidget;
    auto* layout = rowIn(row);
    layout->addWidget(knob_, 1);
    layout->addWidget(count_);
    layout->addWidget(start_);
    return row;
}

QWidget* SweepControls::makeSignalRow() {
    signal_ = chooser("sweepSignal", tr("Signal"), tr("What is shown of each value."));
    connect(signal_, &QComboBox::activated, this, &SweepControls::signalChosen);
    contact_ = new QSpinBox;
    contact_->setObjectName(QStringLiteral("sweepContact"));
    contact_->setAccessibleName(tr("Contact"));
    contact_->setToolTip(tr("Which contact of the probe; a click on a contact in the view chooses it too."));
    contact_->setPrefix(tr("contact "));
    connect(contact_, &QSpinBox::valueChanged, this,
            [this](int number) { Q_EMIT contactChosen(number - 1); });
    export_ = new QToolButton;
    export_->setObjectName(QStringLiteral("sweepExport"));
    export_->setText(tr("Export"));
    export_->setToolTip(tr("Writes the plots as a figure, or the numbers as a table."));
    export_->setPopupMode(QToolButton::InstantPopup);
    export_->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(export_);
    menu->addAction(tr("Plots as PDF, SVG or PNG, sizes as CSV…"), this, &SweepControls::exportRequested);
    menu->addAction(tr("Signals as CSV…"), this, &SweepControls::signalsExportRequested);
    export_->setMenu(menu);
    signalRow_ = new QWidget;
    auto* layout = rowIn(signalRow_);
    layout->addWidget(signal_, 1);
    layout->addWidget(contact_);
    layout->addWidget(export_);
    return signalRow_;
}

QWidget* SweepControls::makeProgressRow() {
    bar_ = new QProgressBar;
    bar_->setObjectName(QStringLiteral("sweepBar"));
    bar_->setAccessibleName(tr("Progress of the sweep"));
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(10);
    left_ = new QLabel;
    left_->setObjectName(QStringLiteral("sweepLeft"));
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("sweepCancel"));
    cancel->setToolTip(tr("Ends the sweep; the values that are done stay."));
    connect(cancel, &QPushButton::clicked, this, &SweepControls::cancelRequested);
    progress_ = new QWidget;
    auto* layout = rowIn(progress_);
    layout->addWidget(bar_, 1);
    layout->addWidget(left_);
    layout->addWidget(cancel);
    progress_->hide();
    return progress_;
}

int SweepControls::count() const {
    return count_->value();
}

bool SweepControls::hasKnob() const {
    return knob_->currentIndex() >= 0;
}

void SweepControls::setDim(const QColor& colour) {
    QPalette dim = palette();
    dim.setColor(QPalette::WindowText, colour);
    left_->setPalette(dim);
}

void SweepControls::showKnobs(const Document& document, const std::string& chosen) {
    const QSignalBlocker quiet(knob_);
    knob_->clear();
    const Scene& scene = document.scene();
    for (const Knob& knob : scene.knobs) {
        if (const auto parameter = parameterOf(scene, knob); parameter && parameter->applies(scene)) {
            knob_->addItem(knobName(document, *parameter), qs(knob.id));
        }
    }
    knob_->setCurrentIndex(knob_->findData(qs(chosen)));
    knob_->setEnabled(knob_->count() > 0);
}

void SweepControls::showSignals(const Sweep::Outcome& outcome, const SweepShown& shown) {
    const std::vector<SweepShown> choices = sweepChoices(*outcome.scene);
    const auto at =
        std::ranges::find_if(choices, [&](const SweepShown& choice) { return choice.sameSignal(shown); });
    const QSignalBlocker quiet(signal_);
    signal_->clear();
    for (const SweepShown& choice : choices) {
        signal_->addItem(sweepChoiceName(*outcome.scene, choice));
    }
    signal_->setCurrentIndex(static_cast<int>(at - choices.begin()));
    const QSignalBlocker quietToo(contact_);
    const int contacts = std::max({1, shown.contact + 1, contactCountOf(outcome, shown.probe)});
    contact_->setRange(1, contacts);
    contact_->setSuffix(tr(" of %1").arg(contacts));
    contact_->setValue(shown.contact + 1);
    contact_->setVisible(shown.kind == SweepShown::Kind::contact);
}

void SweepControls::showProgress(const Sweep& sweep) {
    const bool running = sweep.state() == Sweep::State::running;
    const bool any = sweep.outcome().any();
    progress_->setVisible(running);
    bar_->setValue(static_cast<int>(1000.0 * sweep.progress()));
    const int runs = sweep.runs();
    QString left =
        runs == 0 ? tr("preparing") : tr("%1 of %2").arg(std::min(sweep.runsDone() + 1, runs)).arg(runs);
    if (const double seconds = sweep.secondsLeft(); seconds >= 0.0) {
        left += tr(", %1 left").arg(formatDuration(seconds));
    }
    left_->setText(left);
    start_->setEnabled(hasKnob() && !running);
    start_->setText(sweep.outcome().points.empty() ? tr("Sweep") : tr("Sweep again"));
    signalRow_->setVisible(!sweep.outcome().points.empty());
    signal_->setEnabled(any);
    contact_->setEnabled(any);
    export_->setEnabled(any && !running);
}

} // namespace phiscope
