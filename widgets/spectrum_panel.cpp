#include "widgets/spectrum_panel.h"

#include "model/analysis/probe_filter.h"
#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/quantity.h"
#include "widgets/simulation_controller.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <cmath>
#include <limits>

namespace phiscope {

namespace {

constexpr double microvolts = 1e3; // in a millivolt
constexpr double widestRangeDb = 60.0;

QString hertz(double value) {
    return formatNumber(value, 3) + thinSpace() + QStringLiteral("Hz");
}

std::shared_ptr<SpectrumPanel::Answer> analyse(const Eigen::VectorXd& values, double dtMs, int length) {
    auto answer = std::make_shared<SpectrumPanel::Answer>();
    answer->samplingHz = 1000.0 / dtMs;
    answer->frames = values.size();
    SpectrumWindows windows;
    windows.length = length > 0 ? length : suggestedWindowLength(values.size());
    answer->window = windows.length;
    answer->spectrum = welch(values.transpose(), answer->samplingHz, windows);
    // Windows that overlap more make a smoother picture over time.
    windows.overlap = 0.875;
    answer->spectrogram = spectrogram(values, answer->samplingHz, windows);
    if (answer->spectrum) {
        const Spectrum& spectrum = *answer->spectrum;
        Eigen::Index at = 0;
        spectrum.density.row(0).tail(spectrum.density.cols() - 1).maxCoeff(&at);
        answer->peakHz = spectrum.frequenciesHz[at + 1];
    }
    return answer;
}

/// The frequency below which nearly all of the power lies.
double frequencyOfInterest(const Spectrum& spectrum) {
    const Eigen::VectorXd density = spectrum.density.row(0);
    const double all = density.tail(density.size() - 1).sum();
    double sum = 0.0;
    for (Eigen::Index k = 1; k < density.size(); ++k) {
        sum += density[k];
        if (sum >= 0.99 * all) {
            const Eigen::Index last =
                std::min<Eigen::Index>(density.size() - 1, std::max<Eigen::Index>(2 * k, 12));
            return spectrum.frequenciesHz[last];
        }
    }
    return spectrum.frequenciesHz[density.size() - 1];
}

} // namespace

SpectrumPanel::SpectrumPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                             QWidget* parent)
    : AnalysisPanel(QStringLiteral("spectrum"), tr("Spectrum"), document, controller, cursor, parent)
    , worker_(this, [this](const std::shared_ptr<Answer>& answer) {
        answer_ = std::make_unique<Answer>(*answer);
        showWords();
        plot_->refresh();
    }) {
    signal_ = new QComboBox;
    signal_->setObjectName(QStringLiteral("spectrumSignal"));
    signal_->setAccessibleName(tr("Signal"));
    signal_->setToolTip(
        tr("Which signal: of the contact under the mouse or selected, or the membrane potential "
           "of the selected segment."));
    signal_->setFocusPolicy(Qt::StrongFocus);
    signal_->addItem(tr("Contact"), static_cast<int>(Source::contact));
    signal_->addItem(tr("Membrane potential"), static_cast<int>(Source::potential));
    connect(signal_, &QComboBox::currentIndexChanged, this, &SpectrumPanel::reloadIfShown);
    window_ = new QComboBox;
    window_->setObjectName(QStringLiteral("spectrumWindow"));
    window_->setAccessibleName(tr("Length of the windows"));
    window_->setToolTip(
        tr("Samples in each window of Welch's estimate. Longer windows tell frequencies apart "
           "more finely; more windows make the estimate smoother."));
    window_->setFocusPolicy(Qt::StrongFocus);
    window_->addItem(tr("Window: automatic"), 0);
    for (int length = 64; length <= 65536; length *= 2) {
        window_->addItem(tr("%1 samples").arg(length), length);
    }
    connect(window_, &QComboBox::currentIndexChanged, this, &SpectrumPanel::reloadIfShown);
    controls_->addWidget(signal_);
    controls_->addWidget(window_);
    controls_->addStretch(1);
    makePlot();
}

SpectrumPanel::~SpectrumPanel() = default;

void SpectrumPanel::makePlot() {
    density_ = plot_->addRect(false);
    overTime_ = plot_->addRect(true);
    for (const auto type : {QCPAxis::atBottom, QCPAxis::atLeft}) {
        QCPAxis* axis = density_->axis(type);
        axis->setScaleType(QCPAxis::stLogarithmic);
        const QSharedPointer<QCPAxisTickerLog> ticker(new QCPAxisTickerLog);
        axis->setTicker(ticker);
        axis->setNumberFormat(QStringLiteral("eb"));
        axis->setNumberPrecision(0);
    }
    density_->axis(QCPAxis::atBottom)->setLabel(tr("frequency (Hz)"));
    graph_ = new QCPGraph(density_->axis(QCPAxis::atBottom), density_->axis(QCPAxis::atLeft));
    graph_->setSelectable(QCP::stNone);
    map_ = new QCPColorMap(overTime_->axis(QCPAxis::atBottom), overTime_->axis(QCPAxis::atLeft));
    map_->setInterpolate(true);
    map_->setTightBoundary(false);
    map_->setSelectable(QCP::stNone);
    overTime_->axis(QCPAxis::atBottom)->setLabel(tr("time (ms)"));
    overTime_->axis(QCPAxis::atLeft)->setLabel(tr("frequency (Hz)"));
    bar_ = new PlotColourBar(plot_);
    bar_->setBeside(overTime_);
    plot_->setArrange([this](const QSize& size) { arrange(size); });
    plot_->setPrepare([this] { prepare(); });
    plot_->setDress([this](const Theme& theme) {
        const ColourTable table = colourTable(ColourMap::potential, theme);
        QCPColorGradient gradient;
        gradient.clearColorStops();
        for (std::size_t i = 0; i < table.size(); i += 5) {
            gradient.setColorStopAt(static_cast<double>(i) / 255.0, toQColor(table.at(i)));
        }
        gradient.setLevelCount(256);
        map_->setGradient(gradient);
        bar_->setTable(table);
        bar_->setLook(QPen(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0), toQColor(theme.dimText),
                      plot_->smallFont());
        graph_->setPen(QPen(toQColor(theme.series[0]), traceWidth(1.6, theme)));
    });
    plot_->setTheme(plot_->theme());
}

void SpectrumPanel::setTheme(const Theme& theme) {
    AnalysisPanel::setTheme(theme);
}

bool SpectrumPanel::busy() const {
    return shown() && worker_.busy();
}

void SpectrumPanel::setSource(Source source) {
    signal_->setCurrentIndex(signal_->findData(static_cast<int>(source)));
}

void SpectrumPanel::setSelectedContact(int contact) {
    if (contact != selectedContact_) {
        selectedContact_ = contact;
        reloadIfShown();
    }
}

void SpectrumPanel::setHoveredContact(int contact) {
    if (contact != hoveredContact_) {
        hoveredContact_ = contact;
        reloadIfShown();
    }
}

void SpectrumPanel::setSelectedSegment(int segment) {
    if (segment != selectedSegment_) {
        selectedSegment_ = segment;
        reloadIfShown();
    }
}

int SpectrumPanel::contactToShow(const Signals& potentials) const {
    for (const int contact : {hoveredContact_, selectedContact_}) {
        if (contact >= 0 && contact < potentials.channels()) {
            return contact;
        }
    }
    Eigen::Index largest = 0;
    const auto values = potentials.values();
    const Eigen::VectorXd mean = values.rowwise().mean();
    (values.colwise() - mean).rowwise().squaredNorm().maxCoeff(&largest);
    return static_cast<int>(largest);
}

bool SpectrumPanel::readSignal(Request& request) {
    const RunData& run = controller_->data();
    if (static_cast<Source>(signal_->currentData().toInt()) == Source::potential) {
        int segment = selectedSegment_;
        QString name;
        const int count = run.recording->layout().segments;
        if (segment < 0 || segment >= count) {
            const std::vector<int> soma = somaSegments(run.cell->morphology, run.cell->segments);
            segment = soma.empty() ? 0 : soma[soma.size() / 2];
            name = tr("the soma");
        } else {
            const auto at = static_cast<std::size_t>(segment);
            const auto section = static_cast<std::size_t>(run.cell->segments.section[at]);
            name = QStringLiteral("%1(%2)").arg(
                QString::fromStdString(run.cell->morphology.sections[section].name),
                formatNumber(run.cell->segments.x[at], 2));
        }
        const std::int64_t frames = run.recording->frameCount();
        request.values = Eigen::Map<const Eigen::MatrixXf>(run.recording->potentials(), count, frames)
                             .row(segment)
                             .transpose()
                             .cast<double>();
        request.unit = QStringLiteral("mV");
        request.name = tr("V of %1").arg(name);
        request.dtMs = run.recording->layout().dtMs;
        return frames > 0;
    }
    const auto potentials = probe_ ? controller_->probeSignals(probe_->id) : nullptr;
    const ContactAxis axis = probe_ ? contactAxis(*probe_) : ContactAxis();
    if (!potentials || potentials->frames() == 0 ||
        potentials->channels() != static_cast<int>(axis.coordinate.size())) {
        return false;
    }
    const int contact = contactToShow(*potentials);
    request.values = potentials->values().row(contact).transpose() * microvolts;
    request.unit = QStringLiteral("µV");
    const QString at =
        formatNumber(std::round(axis.coordinate[static_cast<std::size_t>(contact)]), 6) + thinSpace();
    request.name = axis.inMicrometres ? tr("Contact %1 at %2µm").arg(contact + 1).arg(at)
                                      : tr("Contact %1").arg(contact + 1);
    if (probe_->filter.kind != SignalFilter::Kind::none) {
        request.name += QStringLiteral(", ") + QString::fromStdString(describe(probe_->filter));
    }
    request.dtMs = potentials->dtMs();
    return true;
}

void SpectrumPanel::reload() {
    QString empty;
    const bool ofContact = static_cast<Source>(signal_->currentData().toInt()) == Source::contact;
    if (!controller_->data()) {
        empty = tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5");
    } else if (ofContact) {
        empty = missing();
    }
    plot_->setEmptyText(empty);
    if (!empty.isEmpty()) {
        answer_.reset();
        requestedFrames_ = 0;
    } else {
        requestAnswer();
    }
    showWords();
    plot_->refresh();
}

void SpectrumPanel::tick() {
    if (!controller_ || !controller_->data() || plot_->isEmptyTextShown()) {
        return;
    }
    const std::int64_t frames = controller_->data().recording->frameCount();
    if (frames > requestedFrames_ &&
        (2 * frames >= 3 * requestedFrames_ || controller_->data().recording->finished())) {
        requestAnswer();
    }
}

void SpectrumPanel::requestAnswer() {
    Request request;
    if (!readSignal(request)) {
        return;
    }
    requestedFrames_ = request.values.size();
    const int length = window_->currentData().toInt();
    worker_.request([request = std::move(request), length] {
        auto answer = analyse(request.values, request.dtMs, length);
        answer->unit = request.unit;
        answer->name = request.name;
        return answer;
    });
}

void SpectrumPanel::showWords() {
    if (!answer_ || plot_->isEmptyTextShown()) {
        words_->hide();
        return;
    }
    QString text = QStringLiteral("<b>%1.</b> ").arg(answer_->name.toHtmlEscaped());
    if (!answer_->spectrum) {
        text += QString::fromStdString(answer_->spectrum.error().message()).toHtmlEscaped();
    } else {
        text += tr("Largest at %1. Frequencies %2 apart, windows of %3.")
                    .arg(hertz(answer_->peakHz), hertz(answer_->samplingHz / answer_->window),
                         formatNumber(1000.0 * answer_->window / answer_->samplingHz, 3) + thinSpace() +
                             QStringLiteral("ms"));
    }
    words_->setText(text);
    words_->show();
}

void SpectrumPanel::arrange(const QSize& size) {
    if (!answer_ || !answer_->spectrum) {
        return;
    }
    const QColor strong = toQColor(plot_->theme().text);
    const int left = sized(62, plot_->theme());
    const int right = sized(60, plot_->theme());
    const int title = sized(21, plot_->theme());
    const int axisRoom = sized(40, plot_->theme());
    const int half = answer_->spectrogram ? size.height() * 52 / 100 : size.height();
    const QRect above(left, title, size.width() - left - right, half - title - axisRoom);
    plot_->place(density_, above);
    plot_->addCaption({above.left(), above.top() - title, above.width(), title}, tr("Power spectral density"),
                      strong, Qt::AlignLeft | Qt::AlignVCenter, true);
    if (answer_->spectrogram) {
        const QRect below(left, half + title, above.width(), size.height() - half - title - axisRoom);
        plot_->place(overTime_, below);
        plot_->addCaption({below.left(), below.top() - title, below.width(), title},
                          tr("Spectrogram, dB of 1 %1/Hz").arg(answer_->unit + QChar(0xB2)), strong,
                          Qt::AlignLeft | Qt::AlignVCenter, true);
        overTime_->axis(QCPAxis::atBottom)->ticker()->setTickCount(std::clamp(below.width() / 70, 2, 10));
        overTime_->axis(QCPAxis::atLeft)->ticker()->setTickCount(std::clamp(below.height() / 32, 2, 8));
    }
}

void SpectrumPanel::prepare() {
    bar_->set(0.0, {});
    if (!answer_ || !answer_->spectrum || plot_->isEmptyTextShown()) {
        return;
    }
    const Spectrum& spectrum = *answer_->spectrum;
    QVector<double> frequencies;
    QVector<double> densities;
    double most = 0.0;
    for (Eigen::Index k = 1; k < spectrum.frequenciesHz.size(); ++k) {
        frequencies.append(spectrum.frequenciesHz[k]);
        densities.append(spectrum.density(0, k));
        most = std::max(most, spectrum.density(0, k));
    }
    graph_->setData(frequencies, densities, true);
    density_->axis(QCPAxis::atLeft)->setLabel(tr("density (%1/Hz)").arg(answer_->unit + QChar(0xB2)));
    if (most > 0.0) {
        // A filtered signal falls to nothing: ten decades are as many as a plot can show.
        double least = most * 1e-3;
        for (const double density : densities) {
            least = density > most * 1e-10 ? std::min(least, density) : least;
        }
        density_->axis(QCPAxis::atLeft)
            ->setRange(std::pow(10.0, std::floor(std::log10(least))),
                       std::pow(10.0, std::ceil(std::log10(most * 1.2))));
    }
    density_->axis(QCPAxis::atBottom)->setRange(frequencies.first(), frequencies.last());

    if (!answer_->spectrogram) {
        return;
    }
    const Spectrogram& over = *answer_->spectrogram;
    const Eigen::MatrixXd levels = decibels(over.density);
    const double limit = frequencyOfInterest(spectrum);
    Eigen::Index rows = 1;
    while (rows < over.frequenciesHz.size() && over.frequenciesHz[rows] <= limit) {
        ++rows;
    }
    const double top = std::ceil(levels.topRows(rows).maxCoeff() / 10.0) * 10.0;
    const double bottom =
        std::max(top - widestRangeDb, std::floor(levels.topRows(rows).minCoeff() / 10.0) * 10.0);
    QCPColorMapData* cells = map_->data();
    const auto columns = levels.cols();
    cells->setSize(static_cast<int>(columns), static_cast<int>(rows));
    cells->setKeyRange({over.timesMs[0], over.timesMs[columns - 1]});
    cells->setValueRange({0.0, over.frequenciesHz[rows - 1]});
    for (Eigen::Index column = 0; column < columns; ++column) {
        for (Eigen::Index row = 0; row < rows; ++row) {
            cells->setCell(static_cast<int>(column), static_cast<int>(row), levels(row, column));
        }
    }
    map_->setDataRange({bottom, std::max(top, bottom + 10.0)});
    bar_->set(bottom, std::max(top, bottom + 10.0), QStringLiteral("dB"));
    overTime_->axis(QCPAxis::atLeft)->setRange(0.0, over.frequenciesHz[rows - 1]);
}

} // namespace phiscope
