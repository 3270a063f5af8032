#include "widgets/inputs/stimulation_editor.h"

#include "model/formats/number_columns.h"
#include "model/scene/stimulation.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/inputs/small_plot.h"
#include "widgets/inputs/text_file.h"
#include "widgets/quantity.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int plotHeight = 132;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// Corners of the steps, so that the narrowest pulse is drawn.
void appendSteps(const SteppedCurrent& current, double endMs, QVector<double>& keys,
                 QVector<double>& values) {
    double before = 0.0;
    keys << std::min(0.0, current.timesMs.empty() ? 0.0 : current.timesMs.front());
    values << before;
    for (std::size_t k = 0; k < current.timesMs.size(); ++k) {
        keys << current.timesMs[k] << current.timesMs[k];
        values << before << current.valuesNa[k];
        before = current.valuesNa[k];
    }
    keys << std::max(endMs, keys.constLast());
    values << before;
}

} // namespace

StimulationEditor::StimulationEditor(Document* document, AppTheme* theme, const QString& probeId,
                                     QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , theme_(theme)
    , id_(probeId)
    , content_(new QWidget)
    , contacts_(new QLineEdit)
    , problem_(new QLabel)
    , plot_(new SmallPlot(QStringLiteral("stimulationPlot"), tr("Stimulating current")))
    , charge_(new QLabel)
    , import_(new QPushButton(theme->icon(QStringLiteral("import")), tr("Import…"))) {
    setObjectName(QStringLiteral("stimulationEditor"));
    contacts_->setObjectName(QStringLiteral("drivenContacts"));
    contacts_->setAccessibleName(tr("Stimulating contacts"));
    contacts_->setPlaceholderText(tr("1, 4 × −1"));
    contacts_->setToolTip(tr(
        "The contacts that drive the current, counted from 1. A factor after × scales a contact's current: "
        "“1, 4 × −1” is a bipolar pair. A right click on a contact in the view does the same."));
    auto* label = new QLabel(tr("Stimulating contacts"));
    label->setBuddy(contacts_);
    label->setToolTip(contacts_->toolTip());
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->setWordWrap(true);
    problem_->hide();
    plot_->setValueLabel(QStringLiteral("I (nA)"));
    plot_->setFixedHeight(plotHeight);
    plot_->setToolTip(tr("The current in nA over time in ms that a contact of factor 1 drives."));
    plot_->setTheme(theme->values());
    graph_ = plot_->addGraph();
    graph_->setPen(QPen(theme->colours().stimulus, 1.2));
    graph_->setSelectable(QCP::stNone);
    graph_->setAdaptiveSampling(false); // would leave out narrow pulses
    charge_->setObjectName(QStringLiteral("stimulationCharge"));
    charge_->setWordWrap(true);
    charge_->setFont(theme->dimFont());
    import_->setObjectName(QStringLiteral("importWave"));
    import_->setToolTip(tr("Takes the values of a text file with two columns: time in ms, counted from the "
                           "delay, and current in nA, which holds until the next time."));
    auto* inner = new QVBoxLayout(content_);
    inner->setContentsMargins(0, 2, 0, 4);
    inner->setSpacing(4);
    inner->addWidget(label);
    inner->addWidget(contacts_);
    inner->addWidget(problem_);
    inner->addWidget(plot_);
    inner->addWidget(charge_);
    inner->addWidget(import_, 0, Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(content_);
    connect(contacts_, &QLineEdit::editingFinished, this, &StimulationEditor::takeContacts);
    connect(contacts_, &QLineEdit::textEdited, this, [this](const QString& text) {
        // Told at once, taken when the text is done.
        const Probe* probe = document_->probe(id_);
        Stimulation trial;
        const std::string wrong =
            probe == nullptr ? "" : readDrivenContacts(text.toStdString(), contactCountOf(*probe), trial);
        problem_->setText(qs(wrong));
        problem_->setVisible(!wrong.empty());
    });
    connect(import_, &QPushButton::clicked, this, &StimulationEditor::chooseFile);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes != Changes(Change::view)) { // which changes with every frame that is played
            refresh();
        }
    });
    refresh();
}

void StimulationEditor::refresh() {
    const Probe* probe = document_->probe(id_);
    const bool on = probe != nullptr && probe->stimulation.enabled;
    content_->setVisible(on);
    if (!on) {
        shownCount_ = -1;
        return;
    }
    const RunSettings& run = document_->scene().run;
    const int count = contactCountOf(*probe);
    if (probe->stimulation == shown_ && count == shownCount_ && run == shownRun_) {
        return;
    }
    shown_ = probe->stimulation;
    shownCount_ = count;
    shownRun_ = run;
    const QString text = qs(drivenContactsText(shown_));
    if (text != contacts_->text()) {
        const QSignalBlocker quiet(contacts_);
        contacts_->setText(text);
    }
    problem_->hide();
    import_->setVisible(shown_.wave == Stimulation::Wave::samples);
    draw(*probe);
}

void StimulationEditor::takeContacts() {
    const Probe* probe = document_->probe(id_);
    if (probe == nullptr) {
        return;
    }
    Probe changed = *probe;
    const std::string wrong =
        readDrivenContacts(contacts_->text().toStdString(), contactCountOf(changed), changed.stimulation);
    problem_->setText(qs(wrong));
    problem_->setVisible(!wrong.empty());
    if (!wrong.empty() || changed == *probe) {
        return;
    }
    const QString which = qs(drivenContactsText(changed.stimulation));
    document_->endGesture();
    document_->setProbe(std::move(changed),
                        which.isEmpty() ? tr("Stimulate at no contact of %1").arg(document_->itemName(id_))
                                        : tr("Stimulate at %1 of %2").arg(which, document_->itemName(id_)));
    document_->endGesture();
}

void StimulationEditor::draw(const Probe& probe) {
    const Stimulation& s = probe.stimulation;
    const RunSettings& run = document_->scene().run;
    const bool noSamples = s.wave == Stimulation::Wave::samples && s.samplesNa.empty();
    const QString wrong = qs(waveProblem(s));
    plot_->setHint(noSamples ? tr("No values yet. Import a file of times (ms) and currents (nA).")
                             : QString());
    plot_->setDuration(run.tstopMs);
    const SteppedCurrent current = stimulusCurrent(s);
    QVector<double> keys;
    QVector<double> values;
    appendSteps(current, run.tstopMs, keys, values);
    graph_->setData(keys, values, true);
    const auto [low, high] = std::minmax_element(values.cbegin(), values.cend());
    const double room = *high > *low ? 0.1 * (*high - *low) : 0.1;
    plot_->yAxis->setRange(*low - room, *high + room);
    plot_->refresh();

    const auto& colours = theme_->colours();
    QPalette palette = charge_->palette();
    QColor ink = colours.dimText;
    QString words;
    if (noSamples) {
        words.clear();
    } else if (!wrong.isEmpty()) {
        words = wrong;
        ink = colours.bad;
    } else if (!stimulates(probe)) {
        words = tr("No contact drives it yet: write one above, or right-click a contact in the view.");
    } else if (const double left = chargeLeft(s, run.tstopMs); left == 0.0) {
        words = tr("Charge-balanced.");
    } else {
        words = tr("Not charge-balanced: leaves %1 on a contact of factor 1.")
                    .arg(formatQuantity(left, QStringLiteral("pC")));
        ink = colours.warn;
    }
    palette.setColor(QPalette::WindowText, ink);
    charge_->setPalette(palette);
    charge_->setText(words);
    charge_->setVisible(!words.isEmpty());
}

void StimulationEditor::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Stimulating current"), lastFolder_, textFileFilter());
    if (!path.isEmpty()) {
        lastFolder_ = QFileInfo(path).absolutePath();
        importFile(path);
    }
}

bool StimulationEditor::importFile(const QString& path) {
    const Probe* probe = document_->probe(id_);
    const auto text = readTextFile(path);
    const auto samples = text ? readCurrentSamples(*text, QFileInfo(path).fileName().toStdString())
                              : Result<CurrentSamples>(tl::unexpected(text.error()));
    if (!samples || probe == nullptr) {
        if (!samples) {
            Q_EMIT document_->message({Message::Level::error, qs(samples.error().message()), {}});
        }
        return false;
    }
    Probe changed = *probe;
    changed.stimulation.wave = Stimulation::Wave::samples;
    changed.stimulation.sampleTimesMs = samples->timesMs;
    changed.stimulation.samplesNa = samples->currentsNa;
    document_->endGesture();
    document_->setProbe(std::move(changed), tr("Import current of %1").arg(document_->itemName(id_)));
    return true;
}

} // namespace phiscope
