#include "widgets/compare_panel.h"

#include "model/analysis/model_difference.h"
#include "model/scene/fields.h"
#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/pair_plots.h"
#include "widgets/probe_form.h"
#include "widgets/quantity.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <cmath>

namespace phiscope {

namespace {

constexpr std::array sources{CurrentSource::line, CurrentSource::point, CurrentSource::rootAsPoint,
                             CurrentSource::dipole};

QString withUnit(double value, const QString& unit) {
    return formatNumber(value) + QChar(0x2009) + unit;
}

QString tissueWords(const Medium& medium) {
    const auto tr = [](const char* text) {
        return ComparePanel::tr(text);
    };
    const QString siemens = QStringLiteral("S/m");
    switch (medium.kind) {
    case Medium::Kind::infinite:
        return tr("infinite tissue of %1").arg(withUnit(medium.sigma, siemens));
    case Medium::Kind::anisotropic:
        return tr("anisotropic tissue of %1, %2 and %3")
            .arg(formatNumber(medium.sigmaXyz[0]), formatNumber(medium.sigmaXyz[1]),
                 withUnit(medium.sigmaXyz[2], siemens));
    case Medium::Kind::slice:
        return tr("a slice of %1 µm").arg(formatNumber(medium.sliceThicknessUm));
    case Medium::Kind::sphere:
        return tr("a sphere of %1 µm").arg(formatNumber(medium.sphereRadiusUm));
    case Medium::Kind::head:
        return tr("a four-sphere head");
    }
    return {};
}

QString percentWords(double share) {
    if (!std::isfinite(share)) {
        return ComparePanel::tr("without bound");
    }
    const double percent = 100.0 * share;
    return formatNumber(percent, percent >= 99.5 ? 3 : 2) + thinSpace() + QLatin1Char('%');
}

} // namespace

QString sourceWords(CurrentSource source) {
    switch (source) {
    case CurrentSource::line:
        return ComparePanel::tr("Line sources");
    case CurrentSource::point:
        return ComparePanel::tr("Point sources");
    case CurrentSource::rootAsPoint:
        return ComparePanel::tr("Root as point");
    case CurrentSource::dipole:
        return ComparePanel::tr("One dipole");
    }
    return {};
}

QString describeModel(CurrentSource source, const Medium& medium) {
    return ComparePanel::tr("%1 in %2").arg(sourceWords(source), tissueWords(medium));
}

/// What is on the canvas.
class ComparePanel::Parts {
public:
    explicit Parts(AnalysisPlot* plot)
        : traces(plot)
        , share(plot->addRect(false))
        , difference(plot) {
        // Depth is the key, so that bars lie.
        bars = new QCPBars(share->axis(QCPAxis::atLeft), share->axis(QCPAxis::atBottom));
        bars->setSelectable(QCP::stNone);
        share->axis(QCPAxis::atBottom)->setLabel(tr("difference (%)"));
        share->axis(QCPAxis::atLeft)->setTickLabels(false);
    }

    TracePair traces;
    QCPAxisRect* share;
    DifferenceMap difference;
    QCPBars* bars;
};

ComparePanel::ComparePanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                           QWidget* parent)
    : AnalysisPanel(QStringLiteral("compare"), tr("Two models compared"), document, controller, cursor,
                    parent) {
    auto* with = new QLabel(tr("With"));
    source_ = new QComboBox;
    source_->setObjectName(QStringLiteral("compareSource"));
    source_->setAccessibleName(tr("Sources of the other model"));
    source_->setToolTip(tr("How the currents of the segments are spread in space in the other model."));
    source_->setFocusPolicy(Qt::StrongFocus);
    for (const CurrentSource source : sources) {
        source_->addItem(sourceWords(source), static_cast<int>(source));
    }
    connect(source_, &QComboBox::activated, this, [this](int at) {
        if (probe_) {
            Probe changed = *probe_;
            changed.comparison.source = static_cast<CurrentSource>(source_->itemData(at).toInt());
            changed.comparison.enabled = true;
            document_->endGesture();
            setProbe(changed, tr("Compare with %1").arg(source_->itemText(at).toLower()));
        }
    });
    settings_ = new Chip(QStringLiteral("compareSettings"));
    settings_->setLabel(tr("Tissue"));
    settings_->setOpensChoice(true);
    settings_->setCheckable(true);
    settings_->setToolTip(tr("What the currents flow through in the other model."));
    off_ = new Chip(QStringLiteral("compareOff"));
    off_->setLabel(tr("Stop comparing"));
    off_->setToolTip(tr("Takes the other model away."));
    connect(off_, &QToolButton::clicked, this, [this] { setEnabledComparison(false); });
    controls_->addWidget(with);
    controls_->addWidget(source_);
    controls_->addWidget(settings_);
    controls_->addStretch(1);
    controls_->addWidget(off_);
    std::vector<std::string> keys; // of the tissue: the sources are chosen above
    for (const Field<Probe>& field : probeFields()) {
        const std::string& key = field.info.key;
        if (key.rfind("comparison/", 0) == 0 && key != "comparison/enabled" && key != "comparison/source") {
            keys.push_back(key);
        }
    }
    form_ = new ProbeForm(document, keys);
    form_->setObjectName(QStringLiteral("compareForm"));
    form_->hide();
    column_->insertWidget(1, form_);
    connect(settings_, &QToolButton::toggled, form_, &QWidget::setVisible);
    makePlot();
}

ComparePanel::~ComparePanel() = default;

void ComparePanel::makePlot() {
    parts_ = std::make_unique<Parts>(plot_);
    plot_->setArrange([this](const QSize& size) { arrange(size); });
    plot_->setPrepare([this] { prepare(); });
    plot_->setDress([this](const Theme& theme) {
        parts_->traces.setTheme(theme);
        parts_->difference.setTheme(theme);
        parts_->bars->setPen(Qt::NoPen);
        parts_->bars->setBrush(toQColor(theme.series[1]));
    });
    plot_->setTheme(plot_->theme());
}

void ComparePanel::setTheme(const Theme& theme) {
    AnalysisPanel::setTheme(theme);
    settings_->setTheme(theme);
    off_->setTheme(theme);
}

void ComparePanel::setEnabledComparison(bool enabled) {
    if (probe_) {
        Probe changed = *probe_;
        changed.comparison.enabled = enabled;
        document_->endGesture();
        setProbe(changed, enabled ? tr("Compare models") : tr("Stop comparing models"));
    }
}

void ComparePanel::followLink(const QString& link) {
    if (link == QLatin1String("compare")) {
        setEnabledComparison(true);
    } else {
        AnalysisPanel::followLink(link);
    }
}

void ComparePanel::setShownProbe(const Probe* probe) {
    if (!probe || !probe_ || probe->id != probe_->id) {
        parts_->traces.forgetGain();
        parts_->difference.forgetRange();
    }
    form_->setShown(probe != nullptr ? QString::fromStdString(probe->id) : QString());
    AnalysisPanel::setShownProbe(probe);
}

bool ComparePanel::busy() const {
    return shown() && probe_ && probe_->comparison.enabled && a_ && !complete_;
}

void ComparePanel::reload() {
    const bool on = probe_ && probe_->comparison.enabled;
    bar_->setVisible(on);
    form_->setVisible(on && settings_->isChecked());
    a_.reset();
    b_.reset();
    complete_ = false;
    measured_ = 0;
    relative_.resize(0);
    difference_.reset();
    QString empty = missing();
    if (empty.isEmpty() && !on) {
        empty = tr("See what an approximation costs: two models of the same currents, one over the other.<br>"
                   "<a href=\"compare\">Compare with %1</a>")
                    .arg(sourceWords(probe_->comparison.source).toLower());
    }
    if (empty.isEmpty()) {
        empty = controller_->measureProblem(probe_->id, Measure::comparison).toHtmlEscaped();
    }
    if (on) {
        source_->setCurrentIndex(source_->findData(static_cast<int>(probe_->comparison.source)));
        axis_ = contactAxis(*probe_);
        const auto contacts = static_cast<int>(axis_.coordinate.size());
        const auto a = controller_->probeSignals(probe_->id);
        const auto b = controller_->probeSignals(probe_->id, Measure::comparison);
        if (a && b && a->channels() == contacts && b->channels() == contacts) {
            a_ = a;
            b_ = b;
            measure();
        }
    }
    plot_->setEmptyText(empty);
    showWords();
    plot_->refresh();
}

void ComparePanel::tick() {
    if (a_ && b_ && !complete_) {
        const std::int64_t frames = std::min(a_->frames(), b_->frames());
        if (2 * frames >= 3 * measured_ ||
            (controller_->data() && controller_->data().recording->finished())) {
            measure();
            showWords();
            plot_->refresh();
        }
    }
}

void ComparePanel::measure() {
    const std::int64_t frames = std::min(a_->frames(), b_->frames());
    complete_ = controller_->data() && controller_->data().recording->finished() &&
                frames == controller_->data().recording->frameCount();
    if (frames == measured_) {
        return;
    }
    measured_ = frames;
    const auto a = a_->values().leftCols(frames);
    const auto b = b_->values().leftCols(frames);
    relative_ = modelDifference(a, b).relative;
    difference_ = std::make_shared<const Eigen::MatrixXd>(b - a);
}

void ComparePanel::showWords() {
    if (!probe_ || !probe_->comparison.enabled || relative_.size() == 0) {
        words_->hide();
        return;
    }
    Eigen::Index worst = 0;
    const double most = relative_.maxCoeff(&worst);
    const QString other = sourceWords(probe_->comparison.source);
    const bool sameSource = probe_->comparison.source == probe_->source;
    const QString subject = sameSource ? tr("The other tissue") : other;
    const bool plural = !sameSource && (probe_->comparison.source == CurrentSource::line ||
                                        probe_->comparison.source == CurrentSource::point);
    const QString sentence = most == 0.0 ? tr("Both models measure exactly the same.")
                             : plural    ? tr("%1 differ by up to <b>%2</b> at contact %3.")
                                            .arg(subject, percentWords(most))
                                            .arg(worst + 1)
                                      : tr("%1 differs by up to <b>%2</b> at contact %3.")
                                            .arg(subject, percentWords(most))
                                            .arg(worst + 1);
    const Theme& theme = plot_->theme();
    const auto tag = [](const QColor& colour, const QString& text) {
        return QStringLiteral("<span style=\"color:%1\">■</span> %2").arg(colour.name(), text);
    };
    words_->setText(
        sentence + QStringLiteral("<br>") +
        tag(toQColor(theme.series[0]), describeModel(probe_->source, probe_->medium)) +
        QStringLiteral("<br>") +
        tag(toQColor(theme.series[1]), describeModel(probe_->comparison.source, probe_->comparison.medium)));
    words_->setToolTip(tr("The largest difference over time at a contact, as a part of the largest potential "
                          "of the first model there."));
    words_->show();
}

void ComparePanel::arrange(const QSize& size) {
    if (!a_ || !b_ || relative_.size() == 0) {
        return;
    }
    const Theme& theme = plot_->theme();
    const QColor strong = toQColor(theme.text);
    const int left = sized(56, plot_->theme());
    const int right = sized(60, plot_->theme());
    const int title = sized(19, plot_->theme());
    const int axisRoom = sized(38, plot_->theme());
    const int shareWidth = std::clamp(size.width() * 22 / 100, 70, 200);
    const int foot = std::clamp(size.height() * 36 / 100, 110, 380);
    const int head = size.height() - foot;
    const int width = size.width() - left - right - shareWidth - 8;
    const QRect traces(left, title, width, head - title - axisRoom);
    const QRect share(traces.right() + 56, title, shareWidth, traces.height());
    const QRect map(left, head + title, traces.width(), foot - title - axisRoom);
    plot_->place(parts_->traces.rect(), traces);
    plot_->place(parts_->share, share);
    plot_->place(parts_->difference.rect(), map);
    const auto caption = [&](const QRect& rect, int room, const QString& text) {
        plot_->addCaption({rect.left(), rect.top() - title, rect.width() + room, title}, text, strong,
                          Qt::AlignLeft | Qt::AlignVCenter, true);
    };
    caption(traces, 40, tr("Both models by depth"));
    caption(share, 0, tr("Largest"));
    caption(map, 100, tr("Second model − first"));
    for (QCPAxisRect* rect : {parts_->traces.rect(), parts_->difference.rect()}) {
        QCPAxis* time = rect->axis(QCPAxis::atBottom);
        time->setLabel(tr("time (ms)"));
        time->ticker()->setTickCount(std::clamp(width / 70, 2, 10));
        QCPAxis* depth = rect->axis(QCPAxis::atLeft);
        depth->setLabel(axis_.label);
        depth->ticker()->setTickCount(
            std::clamp((rect == parts_->traces.rect() ? traces.height() : map.height()) / 32, 2, 8));
    }
    parts_->share->axis(QCPAxis::atBottom)->ticker()->setTickCount(std::clamp(shareWidth / 45, 2, 4));
    parts_->share->axis(QCPAxis::atLeft)->ticker()->setTickCount(std::clamp(traces.height() / 32, 2, 8));
}

void ComparePanel::prepare() {
    const bool shown = a_ && b_ && relative_.size() > 0 && !plot_->isEmptyTextShown();
    parts_->traces.hide();
    parts_->difference.hide();
    if (!shown) {
        return;
    }
    parts_->traces.show(signalBlock(a_), signalBlock(b_), axis_, complete_);
    parts_->share->axis(QCPAxis::atLeft)
        ->setRange(axis_.low - 0.25 * axis_.spacing, axis_.high + 0.25 * axis_.spacing);
    QVector<double> depths;
    QVector<double> percents;
    double most = 0.0;
    for (const int contact : axis_.order) {
        const double value = 100.0 * relative_[contact];
        depths.append(axis_.coordinate[static_cast<std::size_t>(contact)]);
        percents.append(std::isfinite(value) ? value : 0.0);
        most = std::max(most, percents.back());
    }
    parts_->bars->setData(depths, percents, true);
    parts_->bars->setWidth(0.6 * axis_.spacing);
    parts_->share->axis(QCPAxis::atBottom)->setRange(0.0, most > 0.0 ? 1.1 * most : 1.0);

    parts_->difference.show(matrixBlock(difference_, a_->dtMs()), axis_, complete_);
}

} // namespace phiscope
