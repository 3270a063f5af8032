#include "model/analysis/convergence.h"

#include "model/analysis/common_clock.h"
#include "model/analysis/guard_checks.h"
#include "model/analysis/probe_filter.h"
#include "model/formats/results_file.h"
#include "model/scene/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace phiscope {

namespace {

// Below these a trace shows nothing but rounding and the settling of a cell at rest.
constexpr double quietPotentialMv = 1e-3;
constexpr double quietLfpMv = 1e-7;
constexpr double quietMomentNaUm = 1e-6;

/// A method that finds much to mend is asked again rather than trusted far beyond what was tried.
constexpr int mostHalvings = 3;
/// More segments than that are no small refinement any more.
constexpr long mostTimesFiner = 16;

long total(const std::vector<int>& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0L);
}

std::vector<int> countsWith(const Discretisation& rule, const Scene& scene, const BuiltCell& cell) {
    return segmentCounts(cell.morphology, rule, scene.cell.Ra, scene.cell.cm);
}

double limitOf(const char* key) {
    return findField<Cell>(key)->info.minimum;
}

double& lengthOf(Discretisation& rule) {
    return rule.method == Discretisation::Method::fixedLength ? rule.maxLengthUm : rule.dLambda;
}

double shortestOf(const Discretisation& rule) {
    return limitOf(rule.method == Discretisation::Method::fixedLength ? "discretisation/max_length_um"
                                                                      : "discretisation/d_lambda");
}

/// No section with fewer segments than it has, and half as many again on the whole.
bool isFiner(const std::vector<int>& counts, const std::vector<int>& before) {
    for (std::size_t k = 0; k < counts.size(); ++k) {
        if (counts[k] < before[k]) {
            return false;
        }
    }
    return 2 * total(counts) >= 3 * total(before);
}

Result<Scene> withFinerSegments(const Scene& scene, const BuiltCell& cell) {
    Scene finer = scene;
    Discretisation& rule = finer.cell.discretisation;
    if (rule.method == Discretisation::Method::asLoaded) {
        rule.method = Discretisation::Method::fixedLength;
        rule.maxLengthUm = cell.placed.segments.length.maxCoeff();
    }
    const long before = total(cell.nseg);
    while (lengthOf(rule) / 2.0 >= shortestOf(rule)) {
        lengthOf(rule) /= 2.0;
        const std::vector<int> counts = countsWith(rule, finer, cell);
        if (total(counts) > mostTimesFiner * before) {
            break;
        }
        if (isFiner(counts, cell.nseg)) {
            return finer;
        }
    }
    return fail("there is no rule that makes every section of this cell a little finer.",
                "Choose the segments by the length constant.");
}

std::string percent(double part) {
    // Two digits: more would pretend to know the error that well.
    const double value = 100.0 * part;
    const double unit = value > 0.0 ? std::pow(10.0, std::floor(std::log10(value)) - 1.0) : 1.0;
    return guard::shortNumber(std::round(value / unit) * unit) + " %";
}

/// "the LFP of Shank", "the membrane potential at soma[0](0.5)".
std::string nameOf(const SignalChange& change, const RunChange& all) {
    if (all.moment && &change == &*all.moment) {
        return "the current dipole moment";
    }
    const bool lfp = !all.probes.empty() && &change >= &all.probes.front() && &change <= &all.probes.back();
    return (lfp ? "the LFP of " : "the membrane potential at ") + change.name;
}

int halvingsNeeded(double change, double tolerance, double order) {
    const double halvings = std::ceil(std::log2(change / tolerance) / order - 1e-9);
    return static_cast<int>(std::clamp(halvings, 1.0, static_cast<double>(mostHalvings)));
}

void adviseTimeStep(const Scene& scene, double change, double tolerance, ConvergenceVerdict& verdict) {
    const double factor = std::clamp(tolerance / change, std::exp2(-mostHalvings), 0.5);
    const double step = guard::stepBelow(scene.run.dtMs * factor);
    verdict.sentence += "use a time step of " + numberText(step) + " ms or less.";
    if (checkValue(findField<RunSettings>("dt_ms")->info, step).empty() && step < scene.run.dtMs) {
        verdict.remedy.kind = Remedy::Kind::timeStep;
        verdict.remedy.value = step;
    }
}

void adviseSegments(const Scene& finer, double change, double tolerance, ConvergenceVerdict& verdict) {
    Discretisation rule = finer.cell.discretisation;
    for (int k = halvingsNeeded(change, tolerance, 2.0); k > 1; --k) {
        if (lengthOf(rule) / 2.0 >= shortestOf(rule)) {
            lengthOf(rule) /= 2.0;
        }
    }
    const std::string length = guard::shortNumber(lengthOf(rule));
    verdict.sentence += rule.method == Discretisation::Method::fixedLength
                            ? "use segments of " + length + " µm or less."
                            : "use " + length + " of the length constant or less.";
    verdict.remedy.kind = Remedy::Kind::discretise;
    verdict.remedy.discretisation = rule;
}

} // namespace

SignalChange compareSignals(const Eigen::Ref<const Eigen::MatrixXd>& asIs, double asIsDtMs,
                            const Eigen::Ref<const Eigen::MatrixXd>& finer, double finerDtMs, double floor) {
    SignalChange change;
    if (asIs.cols() == 0 || finer.cols() == 0 || asIs.rows() != finer.rows() || asIs.rows() == 0) {
        change.silent = true;
        return change;
    }
    change.peakToPeak = (asIs.rowwise().maxCoeff() - asIs.rowwise().minCoeff()).maxCoeff();
    change.silent = !(change.peakToPeak > floor);
    const bool byFiner = finerDtMs <= asIsDtMs;
    const auto& frames = byFiner ? asIs : finer;
    const auto& between = byFiner ? finer : asIs;
    const double dt = byFiner ? asIsDtMs : finerDtMs;
    const double betweenDt = byFiner ? finerDtMs : asIsDtMs;
    for (Eigen::Index k = 0; k < frames.cols(); ++k) {
        const double at = frameIn(k, dt, betweenDt);
        if (at > static_cast<double>(between.cols() - 1)) {
            break; // the last frame of one may lie beyond that of the other
        }
        for (Eigen::Index channel = 0; channel < frames.rows(); ++channel) {
            const double distance = std::abs(frames(channel, k) - interpolated(between, channel, at));
            if (distance > change.largest) {
                change.largest = distance;
                change.channel = static_cast<int>(channel);
                change.timeMs = static_cast<double>(k) * dt;
            }
        }
    }
    return change;
}

Eigen::MatrixXd potentialsAt(const Recording& recording, const PlacedCell& cell,
                             std::span<const Location> places) {
    const std::int64_t frames = recording.frameCount();
    Eigen::MatrixXd values = Eigen::MatrixXd::Constant(static_cast<Eigen::Index>(places.size()), frames,
                                                       std::numeric_limits<double>::quiet_NaN());
    for (std::size_t p = 0; p < places.size(); ++p) {
        const int section = sectionByName(cell.morphology, places[p].section);
        if (section < 0) {
            continue;
        }
        const int first = cell.segments.firstOfSection[static_cast<std::size_t>(section)];
        const int count = cell.segments.firstOfSection[static_cast<std::size_t>(section) + 1] - first;
        // In segments from the middle of the first: there is no value beyond the middles of the ends.
        const double at = std::clamp(places[p].x * count - 0.5, 0.0, static_cast<double>(count - 1));
        const int before = static_cast<int>(at);
        const int after = std::min(before + 1, count - 1);
        const double part = at - before;
        for (std::int64_t k = 0; k < frames; ++k) {
            const float* v = recording.potentials(k) + first;
            values(static_cast<Eigen::Index>(p), k) =
                (1.0 - part) * static_cast<double>(v[before]) + part * static_cast<double>(v[after]);
        }
    }
    return values;
}

std::vector<double> crossingTimes(const Eigen::Ref<const Eigen::RowVectorXd>& trace, double dtMs,
                                  double thresholdMv) {
    std::vector<double> times;
    for (Eigen::Index k = 1; k < trace.size(); ++k) {
        if (trace(k - 1) < thresholdMv && trace(k) >= thresholdMv) {
            const double part = (thresholdMv - trace(k - 1)) / (trace(k) - trace(k - 1));
            times.push_back((static_cast<double>(k - 1) + part) * dtMs);
        }
    }
    return times;
}

const SignalChange* RunChange::worst() const {
    const SignalChange* found = nullptr;
    const auto take = [&found](const SignalChange& change) {
        if (!change.silent && change.problem.empty() &&
            (found == nullptr || change.relative() > found->relative())) {
            found = &change;
        }
    };
    std::for_each(probes.begin(), probes.end(), take);
    std::for_each(potentials.begin(), potentials.end(), take);
    if (moment) {
        take(*moment);
    }
    return found;
}

RunChange compareRuns(const Scene& scene, const ComputedRun& asIs, const ComputedRun& finer,
                      std::span<const Location> places) {
    RunChange change;
    change.segments = asIs.cell.placed.segments.size();
    change.finerSegments = finer.cell.placed.segments.size();
    const double dt = asIs.recording.layout().dtMs;
    const double finerDt = finer.recording.layout().dtMs;

    const Eigen::MatrixXd potentials = potentialsAt(asIs.recording, asIs.cell.placed, places);
    const Eigen::MatrixXd finerPotentials = potentialsAt(finer.recording, finer.cell.placed, places);
    for (std::size_t p = 0; p < places.size(); ++p) {
        const auto row = static_cast<Eigen::Index>(p);
        change.potentials.push_back(
            compareSignals(potentials.row(row), dt, finerPotentials.row(row), finerDt, quietPotentialMv));
        change.potentials.back().name = placeText(places[p]);
        change.potentials.back().unit = "mV";
    }
    if (!places.empty()) {
        const std::vector<double> spikes = crossingTimes(potentials.row(0), dt);
        const std::vector<double> finerSpikes = crossingTimes(finerPotentials.row(0), finerDt);
        change.spikes = static_cast<int>(spikes.size());
        change.finerSpikes = static_cast<int>(finerSpikes.size());
        for (std::size_t k = 0; k < spikes.size() && spikes.size() == finerSpikes.size(); ++k) {
            change.spikeShiftMs = std::max(change.spikeShiftMs, std::abs(spikes[k] - finerSpikes[k]));
        }
    }

    const std::vector<ProbeSignals> probes = measure(scene, asIs.cell, asIs.recording);
    const std::vector<ProbeSignals> finerProbes = measure(scene, finer.cell, finer.recording);
    for (std::size_t k = 0; k < probes.size(); ++k) {
        const SignalFilter& filter = scene.probes[k].filter;
        SignalChange probe;
        if (probes[k].problem.empty() && finerProbes[k].problem.empty()) {
            const Result<Eigen::MatrixXd> one = filtered(probes[k].values, dt, filter);
            const Result<Eigen::MatrixXd> other = filtered(finerProbes[k].values, finerDt, filter);
            probe = one && other
                        ? compareSignals(*one, dt, *other, finerDt, quietLfpMv)
                        : compareSignals(probes[k].values, dt, finerProbes[k].values, finerDt, quietLfpMv);
        } else {
            probe.problem = probes[k].problem.empty() ? finerProbes[k].problem : probes[k].problem;
        }
        probe.name = probes[k].name;
        probe.unit = probes[k].unit;
        change.probes.push_back(std::move(probe));
    }
    if (!scene.heads.empty()) {
        change.moment = compareSignals(dipoleMoment(asIs.cell, asIs.recording), dt,
                                       dipoleMoment(finer.cell, finer.recording), finerDt, quietMomentNaUm);
        change.moment->unit = "nA·µm";
    }
    return change;
}

Location somaPlace(const Morphology& morphology) {
    Location place;
    const auto soma =
        std::find_if(morphology.sections.begin(), morphology.sections.end(),
                     [](const Section& section) { return section.name.find("soma") != std::string::npos; });
    if (soma != morphology.sections.end()) {
        place.section = soma->name;
    } else if (!morphology.sections.empty()) {
        place.section = morphology.sections.front().name;
    }
    return place;
}

Result<Scene> refinedScene(const Scene& scene, Refinement refinement, const BuiltCell& cell) {
    if (refinement == Refinement::segments) {
        return withFinerSegments(scene, cell);
    }
    Scene finer = scene;
    finer.run.dtMs /= 2.0;
    if (const std::string problem = checkValue(findField<RunSettings>("dt_ms")->info, finer.run.dtMs);
        !problem.empty()) {
        return fail(problem);
    }
    return finer;
}

ConvergenceVerdict judge(Refinement refinement, const Scene& scene, const Scene& finer,
                         const RunChange& change, double tolerance) {
    ConvergenceVerdict verdict;
    const bool steps = refinement == Refinement::timeStep;
    const std::string subject = steps ? "Halving the time step"
                                      : "Cutting the cell into " + std::to_string(change.finerSegments) +
                                            " instead of " + std::to_string(change.segments) + " segments";
    const std::string asItIs = steps ? numberText(scene.run.dtMs) + " ms is" : "the segments are";
    const SignalChange* worst = change.worst();
    const double part = worst != nullptr ? worst->relative() : 0.0;
    const bool spikesDiffer = change.spikes != change.finerSpikes;
    verdict.fine = part <= tolerance && !spikesDiffer;
    if (worst == nullptr) {
        verdict.sentence = "Nothing moves in this scene, so nothing can change.";
        return verdict;
    }
    verdict.sentence = subject + " changes " + nameOf(*worst, change) + " by " + percent(part);
    if (spikesDiffer) {
        verdict.sentence += ", and the number of spikes from " + std::to_string(change.spikes) + " to " +
                            std::to_string(change.finerSpikes);
    }
    verdict.sentence += ": ";
    if (verdict.fine) {
        verdict.sentence += asItIs + " fine.";
    } else if (steps) {
        adviseTimeStep(scene, std::max(part, tolerance), tolerance, verdict);
    } else {
        adviseSegments(finer, std::max(part, tolerance), tolerance, verdict);
    }
    return verdict;
}

std::vector<std::string> noiseDrawnBySteps(const Scene& scene) {
    std::vector<std::string> names;
    for (const Stimulus& stimulus : scene.stimuli) {
        if (stimulus.enabled && stimulus.type == Stimulus::Type::iClamp &&
            stimulus.waveform == Stimulus::Waveform::noise) {
            names.push_back(stimulus.name);
        }
    }
    return names;
}

} // namespace phiscope
