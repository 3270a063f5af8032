#include "widgets/csd_panel.h"

#include "model/analysis/probe_csd.h"
#include "model/analysis/probe_filter.h"
#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/depth_time_map.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/probe_form.h"
#include "widgets/quantity.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

const QString densityUnit = QStringLiteral("µA/mm³");

QString percent(double share) {
    if (!std::isfinite(share)) {
        return QStringLiteral("–");
    }
    return (share < 10.0 ? fixedNumber(100.0 * share, share < 0.0995 ? 1 : 0) : QStringLiteral("> 999")) +
           thinSpace() + QLatin1Char('%');
}

/// For a small map.
QString shortName(CsdSettings::Method method) {
    switch (method) {
    case CsdSettings::Method::standard:
        return CsdPanel::tr("2nd deriv.");
    case CsdSettings::Method::delta:
        return CsdPanel::tr("δ-source");
    case CsdSettings::Method::step:
        return CsdPanel::tr("Step");
    case CsdSettings::Method::spline:
        return CsdPanel::tr("Spline");
    case CsdSettings::Method::kernel1D:
        return CsdPanel::tr("kCSD 1-D");
    case CsdSettings::Method::kernel2D:
        return CsdPanel::tr("kCSD 2-D");
    }
    return {};
}

SampleBlock matrixBlock(const std::shared_ptr<const Eigen::MatrixXd>& values, double dtMs) {
    SampleBlock block;
    if (values && values->size() > 0) {
        block.owner = values;
        block.doubles = values->data();
        block.stride = static_cast<int>(values->rows());
        block.frames = values->cols();
    }
    block.dtMs = dtMs;
    return block;
}

double amplitudeOf(const SampleBlock& block) {
    std::vector<int> channels(static_cast<std::size_t>(block.stride));
    std::iota(channels.begin(), channels.end(), 0);
    return robustAmplitude(block, channels, 0.99) * microamperesPerCubicMillimetre;
}

} // namespace

/// One of the maps.
struct CsdPanel::Map {
    Map(AnalysisPlot* plot, bool bare)
        : rect(plot->addRect(true))
        , map(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)) {
        if (bare) {
            for (QCPAxis* axis : rect->axes()) {
                axis->setTicks(false);
                axis->setTickLabels(false);
                axis->grid()->setVisible(false);
                axis->setVisible(true); // a frame
            }
        }
    }
    void setAxis(const ContactAxis& axis) {
        map.setContacts(axis);
        rect->axis(QCPAxis::atLeft)->setRange(axis.low, axis.high);
    }
    QCPAxisRect* rect;
    DepthTimeMap map;
    CsdSettings::Method method = CsdSettings::Method::standard;
};

/// Density over depth at one moment: the truth and every estimate.
class CsdPanel::Profile {
public:
    explicit Profile(AnalysisPlot* plot)
        : rect(plot->addRect(false)) {
        QCPAxis* x = rect->axis(QCPAxis::atBottom);
        x->setLabel(QObject::tr("CSD (%1)").arg(densityUnit));
        x->grid()->setZeroLinePen(QPen(Qt::gray, 0.0));
        for (QCPCurve*& curve : curves) {
            curve = makeCurve();
        }
        truth = makeCurve();
    }
    QCPCurve* makeCurve() const {
        auto* curve = new QCPCurve(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        curve->setSelectable(QCP::stNone);
        curve->setLayer(QStringLiteral("profiles"));
        return curve;
    }
    QCPAxisRect* rect;
    std::array<QCPCurve*, allCsdMethods.size()> curves{};
    QCPCurve* truth;
};

CsdPanel::CsdPanel(Document* document, SimulationController* controller, TimeCursor* cursor, QWidget* parent)
    : AnalysisPanel(QStringLiteral("csd"), tr("Current source density"), document, controller, cursor, parent)
    , worker_(this, [this](CsdLabResult result) { take(std::move(result)); }) {
    method_ = new QComboBox;
    method_->setObjectName(QStringLiteral("csdMethod"));
    method_->setAccessibleName(tr("Method of the CSD estimate"));
    method_->setToolTip(tr("How the current source density is estimated from the potentials of the probe."));
    method_->setFocusPolicy(Qt::StrongFocus);
    for (const CsdSettings::Method method : allCsdMethods) {
        method_->addItem(csdMethodName(method), static_cast<int>(method));
    }
    connect(method_, &QComboBox::activated, this, [this](int at) {
        chooseMethod(static_cast<CsdSettings::Method>(method_->itemData(at).toInt()));
    });
    settings_ = new Chip(QStringLiteral("csdSettings"));
    settings_->setLabel(tr("Settings"));
    settings_->setOpensChoice(true);
    settings_->setCheckable(true);
    settings_->setToolTip(tr("Parameters of the method, and the cylinders in which the truth is averaged."));
    controls_->addWidget(method_);
    controls_->addWidget(settings_);
    controls_->addStretch(1);
    form_ = new ProbeForm(document,
                          {"csd/vaknin", "csd/source_diameter_um", "csd/sigma_top_S_m", "csd/smoothing_um",
                           "csd/kernel_width_um", "csd/regularisation", "csd/truth_radius_um"});
    form_->setObjectName(QStringLiteral("csdForm"));
    form_->hide();
    column_->insertWidget(1, form_);
    connect(settings_, &QToolButton::toggled, form_, &QWidget::setVisible);
    makePlot();
    connect(cursor, &TimeCursor::timeChanged, this, [this] {
        if (shown()) {
            const QCPRange before = profile_->rect->axis(QCPAxis::atBottom)->range();
            drawProfiles();
            if (profile_->rect->axis(QCPAxis::atBottom)->range() == before) {
                plot_->layer(QStringLiteral("profiles"))->replot();
            } else {
                plot_->replot(QCustomPlot::rpQueuedReplot);
            }
        }
    });
}

CsdPanel::~CsdPanel() = default;

void CsdPanel::makePlot() {
    truth_ = std::make_unique<Map>(plot_, false);
    estimate_ = std::make_unique<Map>(plot_, false);
    difference_ = std::make_unique<Map>(plot_, false);
    for (const CsdSettings::Method method : allCsdMethods) {
        multiples_.push_back(std::make_unique<Map>(plot_, true));
        multiples_.back()->method = method;
    }
    // Profiles follow the cursor 60 times a second; the maps beside them stay.
    plot_->addLayer(QStringLiteral("profiles"), plot_->layer(QStringLiteral("overlay")),
                    QCustomPlot::limBelow);
    plot_->layer(QStringLiteral("profiles"))->setMode(QCPLayer::lmBuffered);
    profile_ = std::make_unique<Profile>(plot_);
    bar_ = new PlotColourBar(plot_);
    bar_->setWords(tr("source"), tr("sink"));
    bar_->setBeside(truth_->rect);
    plot_->setArrange([this](const QSize& size) { arrange(size); });
    plot_->setPrepare([this] { prepare(); });
    plot_->setDress([this](const Theme& theme) {
        for (const auto* map : {truth_.get(), estimate_.get(), difference_.get()}) {
            const_cast<Map*>(map)->map.setTheme(theme);
        }
        for (const auto& map : multiples_) {
            map->map.setTheme(theme);
        }
        bar_->setTable(colourTable(ColourMap::field, theme));
        bar_->setLook(QPen(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0), toQColor(theme.dimText),
                      plot_->smallFont());
    });
    connect(plot_, &AnalysisPlot::rectClicked, this, [this](QCPAxisRect* rect) {
        for (const auto& map : multiples_) {
            if (map->rect == rect) {
                chooseMethod(map->method);
            }
        }
    });
    plot_->setTheme(plot_->theme());
}

void CsdPanel::setTheme(const Theme& theme) {
    AnalysisPanel::setTheme(theme);
    settings_->setTheme(theme);
}

void CsdPanel::chooseMethod(CsdSettings::Method method) {
    if (probe_ && probe_->csd.method != method) {
        Probe changed = *probe_;
        changed.csd.method = method;
        document_->endGesture();
        setProbe(changed, tr("CSD by %1").arg(csdMethodName(method)));
    }
}

void CsdPanel::setShownProbe(const Probe* probe) {
    if (!probe || !probe_ || probe->id != probe_->id) {
        range_.forget();
        result_ = {};
    }
    form_->setShown(probe != nullptr ? QString::fromStdString(probe->id) : QString());
    AnalysisPanel::setShownProbe(probe);
}

bool CsdPanel::busy() const {
    return shown() && worker_.busy();
}

void CsdPanel::reload() {
    bar_->set(0.0, {});
    QString empty = missing();
    if (empty.isEmpty()) {
        if (const auto line = probeLine(*probe_); !line) {
            empty = QString::fromStdString(line.error().message()).toHtmlEscaped() +
                    tr(" <a href=\"properties\">Show its properties</a>");
        }
    }
    method_->setEnabled(probe_.has_value());
    if (probe_) {
        method_->setCurrentIndex(method_->findData(static_cast<int>(probe_->csd.method)));
        axis_ = contactAxis(*probe_);
    }
    plot_->setEmptyText(empty);
    if (empty.isEmpty()) {
        requestResult();
    } else {
        result_ = {};
    }
    showWords();
    plot_->refresh();
}

void CsdPanel::tick() {
    // Of a growing recording: whenever there is half as much again.
    if (controller_ && probe_ && !plot_->isEmptyTextShown() && requestedPotentials_ &&
        requestedPotentials_->frames() > requestedFrames_ &&
        (2 * requestedPotentials_->frames() >= 3 * requestedFrames_ ||
         controller_->data().recording->finished())) {
        requestResult();
    }
}

void CsdPanel::requestResult() {
    const auto potentials = controller_->probeSignals(probe_->id);
    const auto truth = controller_->probeSignals(probe_->id, Measure::trueCsd);
    const auto contacts = static_cast<int>(axis_.coordinate.size());
    if (!potentials || !truth || potentials->channels() != contacts || truth->channels() != contacts) {
        return; // on their way
    }
    const std::int64_t frames = std::min(potentials->frames(), truth->frames());
    if (frames == 0 || (potentials == requestedPotentials_ && truth == requestedTruth_ &&
                        frames == requestedFrames_ && *probe_ == requestedProbe_)) {
        return;
    }
    requestedPotentials_ = potentials;
    requestedTruth_ = truth;
    requestedFrames_ = frames;
    requestedProbe_ = *probe_;
    worker_.request(
        [lab = lab_, probe = *probe_, potentials, truth] { return lab->run(probe, potentials, truth); });
}

void CsdPanel::take(CsdLabResult result) {
    if (probe_ && probe_->id == result.probe.id &&
        axis_.coordinate.size() == static_cast<std::size_t>(result.truth->channels())) {
        result_ = std::move(result);
    }
    showWords();
    plot_->refresh();
}

void CsdPanel::showWords() {
    if (plot_->isEmptyTextShown() || result_.trials.empty() || !probe_) {
        words_->setText({});
        words_->hide();
        return;
    }
    const CsdTrial& trial = result_.trial(probe_->csd.method);
    QString text;
    if (!trial.problem.isEmpty()) {
        text = trial.problem;
    } else {
        text = std::isfinite(trial.error)
                   ? tr("%1 misses the truth by <b>%2</b> (root mean square, relative).")
                         .arg(csdMethodName(trial.method), percent(trial.error))
                   : tr("No membrane lies within %1 of the probe: there is no true density to compare with.")
                         .arg(formatNumber(probe_->csd.truthRadiusUm) + thinSpace() + QStringLiteral("µm"));
        if (trial.conditionNumber > 1.0) { // else nothing is solved
            text += QLatin1Char(' ') + tr("Condition number %1.").arg(formatNumber(trial.conditionNumber, 3));
        }
        if (probe_->filter.kind != SignalFilter::Kind::none) {
            text += QLatin1Char(' ') + tr("Potentials and truth both pass the %1 filter.")
                                           .arg(QString::fromStdString(describe(probe_->filter)));
        }
    }
    words_->setText(text);
    words_->show();
}

void CsdPanel::arrange(const QSize& size) {
    if (result_.trials.empty() || !probe_) {
        return;
    }
    const Theme& theme = plot_->theme();
    const QColor strong = toQColor(theme.text);
    const int left = sized(56, plot_->theme());
    const int right = sized(60, plot_->theme());
    const int title = sized(19, plot_->theme());
    const int axisRoom = sized(38, plot_->theme());
    const CsdTrial& chosen = result_.trial(probe_->csd.method);
    const std::array<Map*, 3> maps{truth_.get(), estimate_.get(), difference_.get()};
    const std::array<QString, 3> names{
        tr("True CSD, within %1")
            .arg(formatNumber(probe_->csd.truthRadiusUm) + thinSpace() + QStringLiteral("µm")),
        tr("%1, error %2").arg(csdMethodName(chosen.method), percent(chosen.error)), tr("Estimate − truth")};
    const bool wide = size.width() > 720 && size.width() > size.height() * 5 / 4;
    const int foot = std::clamp(size.height() * 36 / 100, 150, 420);
    const int head = size.height() - foot;
    for (std::size_t i = 0; i < maps.size(); ++i) {
        Map& map = *maps.at(i);
        QRect inner;
        const int at = static_cast<int>(i);
        if (wide) {
            const int width = (size.width() - left - right - 2 * 28) / 3;
            inner = {left + at * (width + 28), title, width, head - title - axisRoom};
        } else {
            const int height = (head - axisRoom - 3 * title) / 3;
            inner = {left, at * (height + title) + title, size.width() - left - right, height};
        }
        const bool lowest = wide || i + 1 == maps.size();
        QCPAxis* time = map.rect->axis(QCPAxis::atBottom);
        QCPAxis* depth = map.rect->axis(QCPAxis::atLeft);
        time->setTickLabels(lowest);
        time->setLabel(lowest ? tr("time (ms)") : QString());
        time->ticker()->setTickCount(std::clamp(inner.width() / 70, 2, 10));
        const bool first = !wide || i == 0;
        depth->setTickLabels(first);
        depth->setLabel(first && (wide || inner.height() > 70) ? axis_.label : QString());
        depth->ticker()->setTickCount(std::clamp(inner.height() / 32, 2, 6));
        plot_->place(map.rect, inner);
        plot_->addCaption({inner.left(), inner.top() - title, inner.width(), title}, names.at(i), strong,
                          Qt::AlignLeft | Qt::AlignVCenter, true);
    }
    bar_->setBeside(wide ? difference_->rect : truth_->rect, difference_->rect);

    // Profiles at the left, the other methods at the right.
    const int top = head + title;
    const int profileWidth = std::min((size.width() - left) * (wide ? 34 : 38) / 100, 360);
    const QRect profile(left, top, profileWidth, size.height() - top - axisRoom);
    QCPAxis* depth = profile_->rect->axis(QCPAxis::atLeft);
    depth->setLabel(axis_.label);
    depth->ticker()->setTickCount(std::clamp(profile.height() / 32, 2, 6));
    profile_->rect->axis(QCPAxis::atBottom)->ticker()->setTickCount(std::clamp(profile.width() / 60, 2, 6));
    plot_->place(profile_->rect, profile);
    const QRect line(profile.left(), head, profile.width(), title);
    const QFontMetrics metrics(plot_->smallFont());
    const QString truthWord = tr("truth");
    plot_->addCaption(line, truthWord, strong, Qt::AlignLeft | Qt::AlignVCenter, true);
    plot_->addCaption(line.adjusted(metrics.horizontalAdvance(truthWord) + 14, 0, 20, 0),
                      csdMethodName(chosen.method), toQColor(theme.series[0]),
                      Qt::AlignLeft | Qt::AlignVCenter, true);
    const int multiplesLeft = profile.right() + 22;
    arrangeMultiples({multiplesLeft, head, size.width() - multiplesLeft - 10, foot - 10});
}

void CsdPanel::arrangeMultiples(const QRect& area) {
    const Theme& theme = plot_->theme();
    const int title = sized(17, plot_->theme());
    constexpr int gap = 8;
    const int others = static_cast<int>(multiples_.size()) - 1;
    const int columns = area.width() > 3 * area.height() / 2 ? 3 : 2;
    const int rows = (others + columns - 1) / columns;
    const int width = (area.width() - (columns - 1) * gap) / columns;
    const int height = area.height() / rows - title - 4;
    if (width < 40 || height < 16) {
        return;
    }
    int at = 0;
    for (const auto& map : multiples_) {
        if (map->method == probe_->csd.method) {
            continue;
        }
        const QRect cell(area.left() + at % columns * (width + gap),
                         area.top() + at / columns * (height + title + 4), width, height + title);
        plot_->place(map->rect, cell.adjusted(0, title, 0, 0));
        const CsdTrial& trial = result_.trial(map->method);
        const QString error = trial.problem.isEmpty() ? percent(trial.error) : QStringLiteral("–");
        const int room = QFontMetrics(plot_->smallFont()).horizontalAdvance(error) + 4;
        plot_->addCaption({cell.left(), cell.top(), cell.width() - room, title}, shortName(map->method),
                          toQColor(theme.dimText), Qt::AlignLeft | Qt::AlignVCenter);
        plot_->addCaption({cell.left(), cell.top(), cell.width(), title}, error, toQColor(theme.text),
                          Qt::AlignRight | Qt::AlignVCenter);
        ++at;
    }
}

void CsdPanel::prepare() {
    if (result_.trials.empty() || !probe_ || plot_->isEmptyTextShown()) {
        return;
    }
    const double dtMs = result_.truth->dtMs();
    SampleBlock truth = signalBlock(result_.truth);
    truth.frames = result_.frames;
    const CsdTrial& chosen = result_.trial(probe_->csd.method);
    const SampleBlock estimate = matrixBlock(chosen.values, dtMs);
    const bool complete = controller_->data() && controller_->data().recording->finished();
    // Both at one scale; the smaller where one of them is far off would show nothing of the other.
    range_.fit(std::max(amplitudeOf(truth), estimate.empty() ? 0.0 : amplitudeOf(estimate)), complete);
    amplitude_ = range_.value() > 0.0 ? range_.value() : 1.0;
    bar_->set(amplitude_, densityUnit);
    const auto fill = [&](Map& map, const SampleBlock& block) {
        map.setAxis(axis_);
        map.map.setBlock(block);
        map.map.fill(amplitude_, microamperesPerCubicMillimetre);
    };
    fill(*truth_, truth);
    fill(*estimate_, estimate);
    SampleBlock difference;
    if (chosen.values) {
        auto values = std::make_shared<Eigen::MatrixXd>(*chosen.values -
                                                        result_.truth->values().leftCols(result_.frames));
        difference = matrixBlock(values, dtMs);
    }
    fill(*difference_, difference);
    for (const auto& map : multiples_) {
        fill(*map, map->method == chosen.method ? SampleBlock()
                                                : matrixBlock(result_.trial(map->method).values, dtMs));
    }
    drawProfiles();
}

void CsdPanel::drawProfiles() {
    if (result_.trials.empty() || !probe_ || plot_->isEmptyTextShown()) {
        return;
    }
    const Theme& theme = plot_->theme();
    const auto frame = std::clamp<std::int64_t>(std::llround(cursor_->timeMs() / result_.truth->dtMs()), 0,
                                                std::max<std::int64_t>(0, result_.frames - 1));
    double reach = amplitude_;
    const auto draw = [&](QCPCurve* curve, auto&& valueAt, const QPen& pen, bool counts) {
        QVector<double> x;
        QVector<double> y;
        for (const int contact : axis_.order) {
            const double value = valueAt(contact) * microamperesPerCubicMillimetre;
            if (std::isfinite(value)) {
                x.append(value);
                y.append(axis_.coordinate[static_cast<std::size_t>(contact)]);
                reach = counts ? std::max(reach, std::abs(value)) : reach;
            }
        }
        QVector<double> order(x.size());
        std::iota(order.begin(), order.end(), 0.0);
        curve->setData(order, x, y, true);
        curve->setPen(pen);
    };
    for (std::size_t i = 0; i < allCsdMethods.size(); ++i) {
        const CsdTrial& trial = result_.trials[i];
        const bool chosen = trial.method == probe_->csd.method;
        const QPen pen = chosen
                             ? QPen(toQColor(theme.series[0]), traceWidth(2.0, theme))
                             : QPen(toQColor(mix(theme.base, theme.dimText, 0.45F)), traceWidth(1.0, theme));
        draw(
            profile_->curves.at(i),
            [&](int contact) { return trial.values ? (*trial.values)(contact, frame) : std::nan(""); }, pen,
            chosen);
    }
    draw(
        profile_->truth, [&](int contact) { return result_.truth->value(contact, frame); },
        QPen(toQColor(theme.text), traceWidth(2.0, theme)), true);
    profile_->rect->axis(QCPAxis::atBottom)->setRange(-1.1 * reach, 1.1 * reach);
    profile_->rect->axis(QCPAxis::atBottom)
        ->grid()
        ->setZeroLinePen(QPen(toQColor(mix(theme.base, theme.dimText, 0.5F)), 0.0));
    profile_->rect->axis(QCPAxis::atLeft)->setRange(axis_.low, axis_.high);
}

} // namespace phiscope
