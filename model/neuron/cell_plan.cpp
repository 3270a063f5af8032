#include "model/neuron/cell_plan.h"

#include "model/forward/stimulus_field.h"
#include "model/neuron/point_plan.h"
#include "model/simulation/simulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <unordered_map>

namespace phiscope {
namespace {

constexpr int neuronLimit = 32767; // NEURON counts a section's nodes and points in a short
constexpr double defaultRa = 35.4;
constexpr double defaultCm = 1.0;
constexpr double defaultCelsius = 6.3;
constexpr double mostPlayedSteps = 1e8;
constexpr double mostSpikesOfAll = 1e7;

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

/// A section that is its own ancestor; -1 where there is none. Parents must be in range.
int sectionInLoop(const Morphology& morphology) {
    enum class Mark : char { fresh, onTheWay, reachesRoot };
    std::vector<Mark> marks(morphology.sections.size(), Mark::fresh);
    std::vector<std::size_t> way;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        way.clear();
        for (std::size_t at = i; marks[at] != Mark::reachesRoot;) {
            if (marks[at] == Mark::onTheWay) {
                return static_cast<int>(at);
            }
            marks[at] = Mark::onTheWay;
            way.push_back(at);
            const int parent = morphology.sections[at].parent;
            if (parent < 0) {
                break;
            }
            at = static_cast<std::size_t>(parent);
        }
        for (const std::size_t at : way) {
            marks[at] = Mark::reachesRoot;
        }
    }
    return -1;
}

Result<void> checkTree(const Morphology& morphology, const std::vector<int>& nseg) {
    const auto count = static_cast<int>(morphology.sections.size());
    if (count == 0) {
        return fail("The cell has no sections.", "Open another morphology.");
    }
    if (nseg.size() != morphology.sections.size()) {
        return fail("The cell has " + std::to_string(count) + " sections, but " +
                    std::to_string(nseg.size()) + " numbers of segments were given.");
    }
    for (int i = 0; i < count; ++i) {
        const Section& section = morphology.sections[static_cast<std::size_t>(i)];
        const int segments = nseg[static_cast<std::size_t>(i)];
        if (segments < 1 || segments > neuronLimit) {
            return fail("Section " + section.name + " would have " + std::to_string(segments) +
                            " segments; NEURON takes 1 to " + std::to_string(neuronLimit) + ".",
                        "Choose a coarser discretisation.");
        }
        if (section.points.size() < 2 || section.points.size() > neuronLimit) {
            return fail("Section " + section.name + " has " + std::to_string(section.points.size()) +
                            " 3-D points; NEURON takes 2 to " + std::to_string(neuronLimit) + ".",
                        "Simplify the morphology.");
        }
        for (const PathPoint& p : section.points) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z) || !(p.diameter > 0.0F) ||
                !std::isfinite(p.diameter)) {
                return fail("Section " + section.name +
                                " has a 3-D point without a proper place or diameter.",
                            "Repair the morphology file.");
            }
        }
        if (section.parent < -1 || section.parent >= count || section.parent == i) {
            return fail("Section " + section.name + " has no proper parent.", "Repair the morphology file.");
        }
        if (section.parent >= 0 && !(section.parentX >= 0.0 && section.parentX <= 1.0)) {
            return fail("Section " + section.name + " is connected at " + number(section.parentX) +
                            " of its parent; only 0 to 1 makes sense.",
                        "Repair the morphology file.");
        }
    }
    if (const int loop = sectionInLoop(morphology); loop >= 0) {
        return fail("Section " + morphology.sections[static_cast<std::size_t>(loop)].name +
                        " is its own ancestor.",
                    "Repair the morphology file.");
    }
    return {};
}

Result<void> checkRun(const Scene& scene) {
    const RunSettings& run = scene.run;
    if (!(run.dtMs > 0.0) || !std::isfinite(run.dtMs)) {
        return fail("The time step is " + number(run.dtMs) + " ms.", "Choose a time step above 0.");
    }
    if (!(run.tstopMs >= 0.0) || !std::isfinite(run.tstopMs) || !std::isfinite(run.tstartMs)) {
        return fail("The simulation would end at " + number(run.tstopMs) + " ms.",
                    "Choose an end of the simulation above 0.");
    }
    if (run.tstartMs > 0.0) {
        return fail("The simulation would start at " + number(run.tstartMs) + " ms, after its time zero.",
                    "Choose a start of 0, or below 0 to warm up.");
    }
    if ((run.tstopMs - run.tstartMs) / run.dtMs > 1e12) {
        return fail("The simulation would take more than 10^12 time steps.",
                    "Choose a longer time step or a shorter simulation.");
    }
    if (!std::isfinite(scene.cell.vInitMv)) {
        return fail("The initial membrane potential is not a number.", "Set v_init, -70 mV for example.");
    }
    return {};
}

std::vector<int> matchingSections(const Morphology& morphology, const std::string& pattern) {
    std::vector<int> found;
    for (std::size_t i = 0; i < morphology.sections.size(); ++i) {
        if (pattern == "allsec" || morphology.sections[i].name.find(pattern) != std::string::npos) {
            found.push_back(static_cast<int>(i));
        }
    }
    return found;
}

/// A value a time step for each field; as many as a played current may have.
Result<void> planFields(const SimulationJob& job, CellPlan& plan) {
    std::vector<AppliedField> fields = job.appliedFields;
    if (stimulates(job.scene)) {
        const PlacedCell cell = placeCell(job.morphology, job.nseg, job.scene.cell.pose);
        Result<std::vector<AppliedField>> ofProbes = appliedFields(job.scene, cell.segments);
        if (!ofProbes) {
            return tl::unexpected(ofProbes.error());
        }
        std::move(ofProbes->begin(), ofProbes->end(), std::back_inserter(fields));
    }
    const std::int64_t steps = plan.warmUpSteps + plan.frames - 1;
    if (!fields.empty() && static_cast<double>(steps) > mostPlayedSteps) {
        return fail("The stimulating current would have " + number(static_cast<double>(steps)) +
                        " values, one a time step.",
                    "Choose a longer time step or a shorter simulation, or switch the stimulation off.");
    }
    for (AppliedField& field : fields) {
        if (field.pattern.size() != plan.segments() || !field.pattern.allFinite()) {
            return fail("The potential outside of the cell does not fit its segments.");
        }
        plan.fields.push_back({std::move(field.pattern),
                               meanPerStep(field.current, -static_cast<double>(plan.warmUpSteps) * plan.dtMs,
                                           plan.dtMs, steps)});
    }
    return {};
}

using SectionNames = std::unordered_map<std::string, int>;

Result<void> locate(const Location& location, const CellPlan& plan, const SectionNames& sections,
                    PlannedPoint& point) {
    point.x = location.x;
    const auto found = sections.find(location.section);
    if (found == sections.end()) {
        if (!point.enabled) {
            return {};
        }
        return fail("“" + point.name + "” sits on section " + location.section +
                        ", which this cell does not have.",
                    "Place it again, or switch it off.");
    }
    if (!(location.x >= 0.0 && location.x <= 1.0)) {
        return fail("“" + point.name + "” sits at " + number(location.x) + " of section " + location.section +
                        ".",
                    "Choose a place between 0 and 1.");
    }
    point.section = found->second;
    const auto at = static_cast<std::size_t>(point.section);
    const int nseg = plan.nseg[at];
    const int within = std::min(static_cast<int>(location.x * nseg), nseg - 1);
    point.segment = plan.firstSegment[at] + within;
    // NEURON moves what is placed at an end to a node without area; LFPy never does that.
    point.x = (within + 0.5) / nseg;
    return {};
}

} // namespace

Result<CellPlan> planCell(const SimulationJob& job) {
    const Scene& scene = job.scene;
    if (auto ok = checkTree(job.morphology, job.nseg); !ok) {
        return tl::unexpected(ok.error());
    }
    if (auto ok = checkRun(scene); !ok) {
        return tl::unexpected(ok.error());
    }
    CellPlan plan;
    plan.morphology = job.morphology;
    plan.nseg = job.nseg;
    plan.variables = job.variables;
    plan.vInitMv = scene.cell.vInitMv;
    plan.celsius = scene.run.celsius.value_or(defaultCelsius);
    plan.dtMs = scene.run.dtMs;
    plan.tstopMs = scene.run.tstopMs;
    plan.frames = recordedFrames(scene.run.tstopMs, scene.run.dtMs);
    // Whole steps, so that frame 0 lies at t = 0.
    plan.warmUpSteps = recordedFrames(-scene.run.tstartMs, scene.run.dtMs) - 1;

    plan.firstSegment.push_back(0);
    for (std::size_t i = 0; i < plan.nseg.size(); ++i) {
        plan.firstSegment.push_back(plan.firstSegment.back() + plan.nseg[i]);
        const Section& section = plan.morphology.sections[i];
        const double Ra = scene.cell.Ra.value_or(section.fileRa.value_or(defaultRa));
        const double cm = scene.cell.cm.value_or(section.fileCm.value_or(defaultCm));
        if (!(Ra > 0.0) || !std::isfinite(Ra) || !(cm >= 0.0) || !std::isfinite(cm)) {
            return fail("Section " + section.name + " has an axial resistivity of " + number(Ra) +
                            " Ω·cm and a capacitance of " + number(cm) + " µF/cm².",
                        "Set Ra and cm of the cell to values above 0.");
        }
        plan.Ra.push_back(Ra);
        plan.cm.push_back(cm);
    }

    if (scene.cell.passive) {
        plan.mechanisms.push_back({"pas",
                                   matchingSections(plan.morphology, "allsec"),
                                   {{"g_pas", scene.cell.gPas}, {"e_pas", scene.cell.ePasMv}}});
    }
    for (const Mechanism& mechanism : scene.cell.mechanisms) {
        PlannedMechanism planned{mechanism.name, matchingSections(plan.morphology, mechanism.sections),
                                 mechanism.parameters};
        if (planned.sections.empty()) {
            plan.notices.push_back({Notice::Level::warning, "No section's name contains “" +
                                                                mechanism.sections + "”, so " +
                                                                mechanism.name + " was inserted nowhere."});
        }
        for (const auto& [name, value] : planned.parameters) {
            if (!std::isfinite(value)) {
                return fail("The parameter " + name + " of " + mechanism.name + " is not a number.",
                            "Set it again in the cell's properties.");
            }
        }
        plan.mechanisms.push_back(std::move(planned));
    }

    SectionNames sections;
    for (std::size_t i = 0; i < plan.morphology.sections.size(); ++i) {
        sections.emplace(plan.morphology.sections[i].name, static_cast<int>(i)); // the first of a name counts
    }
    double generatedSpikes = 0.0;
    const auto add = [&](Result<PlannedPoint> point, const Location& location) -> Result<void> {
        if (!point) {
            return tl::unexpected(point.error());
        }
        auto located = locate(location, plan, sections, *point);
        plan.points.push_back(std::move(*point));
        return located;
    };
    for (const Synapse& synapse : allSynapses(scene)) {
        if (auto ok = add(planSynapse(synapse, plan.tstopMs), synapse.location); !ok) {
            return tl::unexpected(ok.error());
        }
        if (synapse.spikes.kind != SpikeTrain::Kind::times) {
            generatedSpikes += static_cast<double>(plan.points.back().eventsMs.size());
        }
        if (generatedSpikes > mostSpikesOfAll) {
            return fail("The spike trains of all synapses have more than " + number(mostSpikesOfAll) +
                            " spikes.",
                        "Lower their rates, or take fewer synapses or a shorter run.");
        }
    }
    for (const Stimulus& stimulus : scene.stimuli) {
        if (auto ok = add(planStimulus(stimulus, plan), stimulus.location); !ok) {
            return tl::unexpected(ok.error());
        }
    }
    if (auto ok = planFields(job, plan); !ok) {
        return tl::unexpected(ok.error());
    }
    return plan;
}

std::vector<int> pointSegments(const CellPlan& plan) {
    std::vector<int> segments;
    segments.reserve(plan.points.size());
    for (const PlannedPoint& point : plan.points) {
        segments.push_back(point.segment);
    }
    return segments;
}

std::string segmentName(const CellPlan& plan, int segment) {
    assert(segment >= 0 && segment < plan.segments());
    const auto above = std::upper_bound(plan.firstSegment.begin(), plan.firstSegment.end(), segment);
    const auto section = static_cast<std::size_t>(above - plan.firstSegment.begin()) - 1;
    const double x = (segment - plan.firstSegment[section] + 0.5) / plan.nseg[section];
    return plan.morphology.sections[section].name + "(" + number(x) + ")";
}

} // namespace phiscope
