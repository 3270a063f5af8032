#include "widgets/inputs/waveform_preview.h"

#include "model/formats/number_columns.h"
#include "model/scene/waveform.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/inputs/small_plot.h"
#include "widgets/inputs/text_file.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int plotHeight = 144;
constexpr double mostSteps = 2e5;

/// The times at which NEURON takes the current, so that noise is seen as it will be; fewer where those are
/// too many to draw. With the corners of a step between.
std::vector<double> timesToDraw(const Stimulus& stimulus, const RunSettings& run) {
    const double step = std::max(run.dtMs, (run.tstopMs - run.tstartMs) / mostSteps);
    const auto first = static_cast<std::int64_t>(std::ceil(std::min(run.tstartMs, 0.0) / step));
    const auto last = static_cast<std::int64_t>(std::ceil(run.tstopMs / step));
    std::vector<double> times;
    times.reserve(static_cast<std::size_t>(last - first) + 4);
    for (std::int64_t k = first; k < last; ++k) {
        times.push_back((static_cast<double>(k) + 0.5) * step);
    }
    if (stimulus.waveform != Stimulus::Waveform::noise) {
        constexpr double before = 1e-9;
        const double end = stimulus.delayMs + stimulus.durationMs;
        for (const double corner : {stimulus.delayMs - before, stimulus.delayMs, end - before, end}) {
            if (corner >= 0.0 && corner <= run.tstopMs) {
                times.push_back(corner);
            }
        }
        std::sort(times.begin(), times.end());
    }
    return times;
}

} // namespace

WaveformPreview::WaveformPreview(Document* document, AppTheme* theme, const QString& stimulusId,
                                 QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , id_(stimulusId)
    , plot_(new SmallPlot(QStringLiteral("waveformPlot"), tr("Injected current")))
    , words_(new QLabel)
    , import_(new QPushButton(theme->icon(QStringLiteral("import")), tr("Import…"))) {
    setObjectName(QStringLiteral("waveformPreview"));
    plot_->setValueLabel(QStringLiteral("I (nA)"));
    plot_->setFixedHeight(plotHeight);
    plot_->setToolTip(tr("The injected current in nA over time in ms."));
    plot_->setTheme(theme->values());
    graph_ = plot_->addGraph();
    graph_->setPen(QPen(theme->colours().stimulus, 1.2));
    graph_->setSelectable(QCP::stNone);
    words_->setObjectName(QStringLiteral("problem"));
    words_->setWordWrap(true);
    import_->setObjectName(QStringLiteral("importSamples"));
    import_->setToolTip(
        tr("Takes the values of a text file with two columns: time in ms, counted from the "
           "delay, and current in nA. Sets the duration to the last time, the amplitude to 1."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    column->addWidget(plot_);
    column->addWidget(words_);
    column->addWidget(import_, 0, Qt::AlignLeft);
    connect(import_, &QPushButton::clicked, this, &WaveformPreview::chooseFile);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes != Changes(Change::view)) { // which changes with every frame that is played
            refresh();
        }
    });
    refresh();
}

void WaveformPreview::refresh() {
    const Stimulus* stimulus = document_->stimulus(id_);
    setVisible(stimulus != nullptr && stimulus->type == Stimulus::Type::iClamp);
    const RunSettings& run = document_->scene().run;
    if (isHidden() || (any_ && *stimulus == shown_ && run == shownRun_)) {
        return;
    }
    any_ = true;
    shown_ = *stimulus;
    shownRun_ = run;
    import_->setVisible(stimulus->waveform == Stimulus::Waveform::samples);
    draw(*stimulus);
}

void WaveformPreview::draw(const Stimulus& stimulus) {
    const QString problem = QString::fromStdString(waveformProblem(stimulus));
    const bool noSamples = stimulus.waveform == Stimulus::Waveform::samples && stimulus.samplesNa.empty();
    words_->setText(noSamples ? QString() : problem);
    words_->setVisible(!words_->text().isEmpty());
    plot_->setHint(noSamples ? tr("No values yet. Import a file of times (ms) and currents (nA).")
                             : QString());
    const RunSettings& run = document_->scene().run;
    plot_->setDuration(run.tstopMs);
    double low = 0.0;
    double high = 0.0;
    QVector<double> keys;
    QVector<double> values;
    if (problem.isEmpty() && run.dtMs > 0.0 && run.tstopMs > 0.0) {
        const std::vector<double> times = timesToDraw(stimulus, run);
        const std::vector<double> current = injectedCurrent(stimulus, times);
        keys = {times.begin(), times.end()};
        values = {current.begin(), current.end()};
        for (std::size_t k = 0; k < times.size(); ++k) {
            if (times[k] >= 0.0) {
                low = std::min(low, current[k]);
                high = std::max(high, current[k]);
            }
        }
    }
    graph_->setData(keys, values, true);
    const double room = high > low ? 0.1 * (high - low) : 0.1;
    plot_->yAxis->setRange(low - (low < 0.0 || high <= low ? room : 0.3 * room), high + room);
    plot_->refresh();
}

void WaveformPreview::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Injected current"), lastFolder_, textFileFilter());
    if (!path.isEmpty()) {
        lastFolder_ = QFileInfo(path).absolutePath();
        importFile(path);
    }
}

bool WaveformPreview::importFile(const QString& path) {
    const auto text = readTextFile(path);
    const auto samples = text ? readCurrentSamples(*text, QFileInfo(path).fileName().toStdString())
                              : Result<CurrentSamples>(tl::unexpected(text.error()));
    if (!samples) {
        Q_EMIT document_->message(
            {Message::Level::error, QString::fromStdString(samples.error().message()), {}});
        return false;
    }
    Stimulus changed = *document_->stimulus(id_);
    changed.waveform = Stimulus::Waveform::samples;
    changed.sampleTimesMs = samples->timesMs;
    changed.samplesNa = samples->currentsNa;
    changed.durationMs = samples->timesMs.back();
    changed.amplitudeNa = 1.0; // the file's values as they are
    document_->endGesture();
    document_->setStimulus(std::move(changed), tr("Import current of %1").arg(document_->itemName(id_)));
    return true;
}

} // namespace phiscope
