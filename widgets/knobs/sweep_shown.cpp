#include "widgets/knobs/sweep_shown.h"

#include "widgets/knobs/knob_edits.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/quantity.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Sweep)
};

using Kind = SweepShown::Kind;

constexpr double microvolts = 1e3; // in a millivolt

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// Null where the probe has nothing at this value.
const ProbeSignals* probeOf(const Sweep::Point& point, const std::string& id) {
    const ProbeSignals* probe = point.signals ? point.signals->probe(id) : nullptr;
    return probe != nullptr && probe->problem.empty() ? probe : nullptr;
}

/// Why there is nothing to draw, a sentence or two words; empty: there is.
QString noteOf(const Sweep::Point& point, const SweepShown& shown, bool running) {
    if (!point.problem.isEmpty()) {
        return point.problem;
    }
    if (!point.signals) {
        return running ? Words::tr("waiting") : Words::tr("not computed");
    }
    if (shown.kind == Kind::soma) {
        return point.signals->somaMv.size() > 0 ? QString() : Words::tr("This cell has no soma.");
    }
    const ProbeSignals* probe = point.signals->probe(shown.probe);
    if (probe == nullptr || !probe->problem.empty()) {
        return probe == nullptr ? Words::tr("no such probe") : qs(probe->problem);
    }
    return shown.kind == Kind::contact && shown.contact >= probe->values.rows() ? Words::tr("no such contact")
                                                                                : QString();
}

} // namespace

QString SweepShown::unit() const {
    return kind == Kind::soma ? QStringLiteral("mV") : QStringLiteral("µV");
}

QString SweepShown::title() const {
    return kind == Kind::soma  ? Words::tr("V at the soma")
           : kind == Kind::map ? Words::tr("Φ at the contact where it is largest")
                               : Words::tr("Φ at contact %1").arg(contact + 1);
}

Eigen::VectorXd SweepShown::valuesOf(const Sweep::Point& point) const {
    if (!point.signals || kind == Kind::map) {
        return {};
    }
    return kind == Kind::soma ? point.signals->values({})
                              : Eigen::VectorXd(microvolts * point.signals->values({probe, contact}));
}

double SweepShown::sizeOf(const Sweep::Point& point) const {
    if (!point.signals) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (kind != Kind::map) {
        return kind == Kind::soma ? point.signals->size({})
                                  : microvolts * point.signals->size({probe, contact});
    }
    double largest = std::numeric_limits<double>::quiet_NaN();
    const ProbeSignals* of = probeOf(point, probe);
    for (int c = 0; of != nullptr && c < of->values.rows(); ++c) {
        largest = std::fmax(largest, microvolts * point.signals->size({probe, c}));
    }
    return largest;
}

std::vector<SweepShown> sweepChoices(const Scene& scene) {
    std::vector<SweepShown> choices{{}};
    for (const Probe& probe : scene.probes) {
        choices.push_back({Kind::contact, probe.id});
        if (contactPositions(probe).cols() > 1) {
            choices.push_back({Kind::map, probe.id});
        }
    }
    return choices;
}

QString sweepChoiceName(const Scene& scene, const SweepShown& choice) {
    if (choice.kind == Kind::soma) {
        return Words::tr("V at the soma");
    }
    const QString name = qs(objectName(scene, choice.probe));
    return choice.kind == Kind::contact ? Words::tr("Φ of %1").arg(name)
                                        : Words::tr("%1 over depth").arg(name);
}

int contactCountOf(const Sweep::Outcome& outcome, const std::string& probe) {
    Eigen::Index most = 0;
    for (const Sweep::Point& point : outcome.points) {
        if (const ProbeSignals* of = probeOf(point, probe)) {
            most = std::max(most, of->values.rows());
        }
    }
    return static_cast<int>(most);
}

int loudestContact(const Sweep::Outcome& outcome, const std::string& probe) {
    int loudest = 0;
    double largest = 0.0;
    for (const Sweep::Point& point : outcome.points) {
        const ProbeSignals* of = probeOf(point, probe);
        for (int c = 0; of != nullptr && c < of->values.rows(); ++c) {
            if (const double size = point.signals->size({probe, c}); size > largest) {
                largest = size;
                loudest = c;
            }
        }
    }
    return loudest;
}

SweepTable sweepTable(const Sweep::Outcome& outcome, const SweepShown& shown) {
    SweepTable table;
    table.number = objectName(*outcome.scene, outcome.knob.object) + " " + outcome.info.label;
    table.unit = outcome.info.unit;
    for (const Sweep::Point& point : outcome.points) {
        table.values.push_back(point.value);
        table.signals.push_back(point.signals);
    }
    if (shown.kind != Kind::map) {
        table.channels = {{shown.probe, shown.contact}};
        return table;
    }
    for (int c = 0; c < contactCountOf(outcome, shown.probe); ++c) {
        table.channels.push_back({shown.probe, c});
    }
    return table;
}

SweepPlots::Look sweepLook(const Sweep::Outcome& outcome, const SweepShown& shown, int current,
                           double hoverMs, bool running) {
    SweepPlots::Look look;
    look.current = current;
    look.map = shown.kind == Kind::map;
    look.logarithmic = outcome.knob.scale == Knob::Scale::logarithmic;
    const auto probe = std::ranges::find(outcome.scene->probes, shown.probe, &Probe::id);
    look.valueLabel = shown.kind == Kind::soma  ? Words::tr("V (mV)")
                      : shown.kind == Kind::map ? contactAxis(*probe).label
                                                : Words::tr("Φ (µV)");
    look.sizeLabel = Words::tr("peak to peak (%1)").arg(shown.unit());
    look.sizeTitle = shown.title();
    look.timeLabel = Words::tr("time (ms)");
    look.parameterLabel = QStringLiteral("%1 · %2").arg(qs(objectName(*outcome.scene, outcome.knob.object)),
                                                        qs(outcome.info.label));
    if (!outcome.info.unit.empty()) {
        look.parameterLabel += QStringLiteral(" (%1)").arg(qs(outcome.info.unit));
    }
    double largest = 0.0;
    for (const Sweep::Point& point : outcome.points) {
        largest = std::fmax(largest, shown.sizeOf(point));
    }
    // No digits that the plots do not show.
    const double grain = std::pow(10.0, std::floor(std::log10(std::max(largest, 1e-9))) - 3.0);
    for (std::size_t k = 0; k < outcome.points.size(); ++k) {
        const Sweep::Point& point = outcome.points[k];
        SweepPlots::Label label;
        label.value = knobValueText(outcome.info, point.value);
        label.shortValue = formatNumber(point.value, 3);
        if (static_cast<int>(k) == current) {
            label.value = Words::tr("%1 · now").arg(label.value);
        }
        label.note = noteOf(point, shown, running);
        label.shortNote =
            point.signals || !point.problem.isEmpty() ? Words::tr("failed") : QStringLiteral("–");
        if (hoverMs >= 0.0 && label.note.isEmpty() && !look.map) {
            const Eigen::VectorXd values = shown.valuesOf(point);
            const auto frame = static_cast<Eigen::Index>(std::lround(hoverMs / point.signals->dtMs));
            if (frame >= 0 && frame < values.size()) {
                label.reading =
                    formatNumber(std::round(values[frame] / grain) * grain, 4) + QChar(0x2009) + shown.unit();
            }
        }
        look.labels.push_back(std::move(label));
    }
    return look;
}

std::vector<SweepPlots::Trace> sweepTraces(const Sweep::Outcome& outcome, const SweepShown& shown) {
    std::vector<SweepPlots::Trace> traces;
    for (const Sweep::Point& point : outcome.points) {
        SweepPlots::Trace trace;
        trace.value = point.value;
        trace.size = shown.sizeOf(point);
        if (noteOf(point, shown, false).isEmpty()) {
            trace.block.owner = point.signals;
            trace.block.dtMs = point.signals->dtMs;
            if (shown.kind == Kind::soma) {
                trace.block.doubles = point.signals->somaMv.data();
                trace.block.stride = 1;
                trace.block.frames = point.signals->somaMv.size();
            } else {
                const Eigen::MatrixXd& values = probeOf(point, shown.probe)->values;
                trace.block.doubles = values.data();
                trace.block.stride = static_cast<int>(values.rows());
                trace.block.frames = values.cols();
                trace.channel = shown.contact;
                trace.scale = microvolts;
            }
        }
        if (shown.kind == Kind::map && !trace.block.empty()) {
            Scene there = *outcome.scene; // the number may be one of the probe itself
            if (const auto parameter = parameterOf(there, outcome.knob)) {
                parameter->set(there, point.value);
            }
            trace.axis = contactAxis(*std::ranges::find(there.probes, shown.probe, &Probe::id));
        }
        traces.push_back(std::move(trace));
    }
    return traces;
}

} // namespace phiscope
