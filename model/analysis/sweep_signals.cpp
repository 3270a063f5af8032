#include "model/analysis/sweep_signals.h"

#include "model/analysis/probe_filter.h"
#include "model/scene/validate.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace phiscope {

const ProbeSignals* SweepSignals::probe(const std::string& id) const {
    const auto at = std::ranges::find(probes, id, &ProbeSignals::id);
    return at == probes.end() ? nullptr : &*at;
}

Eigen::VectorXd SweepSignals::values(const SweepChannel& channel) const {
    if (channel.probe.empty()) {
        return somaMv;
    }
    const ProbeSignals* of = probe(channel.probe);
    return of != nullptr && of->problem.empty() && channel.contact < of->values.rows()
               ? Eigen::VectorXd(of->values.row(channel.contact).transpose())
               : Eigen::VectorXd();
}

double SweepSignals::size(const SweepChannel& channel) const {
    if (channel.probe.empty()) {
        return peakToPeak(somaMv);
    }
    const ProbeSignals* of = probe(channel.probe);
    if (of != nullptr) {
        const Eigen::VectorXd& all = sizes[static_cast<std::size_t>(of - probes.data())];
        if (channel.contact < all.size()) {
            return all[channel.contact];
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

SweepSignals sweepSignals(const Scene& scene, const BuiltCell& cell, const Recording& recording) {
    BuiltCell placed = cell;
    placed.placed = placeCell(cell.morphology, cell.nseg, scene.cell.pose);
    SweepSignals signals;
    signals.dtMs = recording.layout().dtMs;
    signals.frames = recording.frameCount();
    const std::vector<int> soma = somaSegments(placed.placed.morphology, placed.placed.segments);
    if (!soma.empty()) {
        const Eigen::Map<const Eigen::MatrixXf> potentials(
            recording.potentials(), recording.layout().segments, recording.frameCount());
        signals.somaMv = potentials.row(soma[soma.size() / 2]).cast<double>();
    }
    signals.probes = measure(scene, placed, recording);
    for (std::size_t k = 0; k < signals.probes.size(); ++k) {
        ProbeSignals& probe = signals.probes[k];
        if (probe.problem.empty()) {
            if (auto passed = filtered(probe.values, signals.dtMs, scene.probes[k].filter)) {
                probe.values = std::move(*passed);
            } else {
                probe.problem = passed.error().message();
            }
        }
        Eigen::VectorXd sizes;
        if (probe.problem.empty()) {
            sizes.resize(probe.values.rows());
            for (Eigen::Index contact = 0; contact < sizes.size(); ++contact) {
                sizes[contact] = peakToPeak(probe.values.row(contact).transpose());
            }
        }
        signals.sizes.push_back(std::move(sizes));
    }
    return signals;
}

std::vector<SweepPoint> sweepPoints(const Scene& scene, const Parameter& parameter,
                                    const std::vector<double>& values) {
    const bool sound = validate(scene).empty(); // else it is not this number's fault
    std::vector<SweepPoint> points;
    points.reserve(values.size());
    for (const double value : values) {
        SweepPoint point{value, scene, {}, points.size()};
        parameter.set(point.scene, value);
        if (const std::vector<Problem> problems = validate(point.scene); sound && !problems.empty()) {
            point.problem = problems.front().text;
        }
        for (std::size_t k = 0; k < points.size() && point.problem.empty(); ++k) {
            if (points[k].problem.empty() && !currentsDiffer(points[k].scene, point.scene)) {
                point.run = points[k].run;
                break;
            }
        }
        points.push_back(std::move(point));
    }
    return points;
}

double peakToPeak(const Eigen::Ref<const Eigen::VectorXd>& values) {
    if (values.size() == 0 || !values.allFinite()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return values.maxCoeff() - values.minCoeff();
}

} // namespace phiscope
