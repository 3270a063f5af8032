#include "model/scene/validate.h"

#include "model/scene/fields.h"
#include "model/scene/stimulation.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace phiscope {

namespace {

using Problems = std::vector<Problem>;

template <typename T>
Problems checkFields(const T& value) {
    Problems problems;
    for (const Field<T>& field : fieldsOf<T>()) {
        if (field.applies(value)) {
            std::string text = checkValue(field.info, field.get(value));
            if (!text.empty()) {
                problems.push_back({"/" + field.info.key, std::move(text)});
            }
        }
    }
    return problems;
}

void add(Problems& to, const std::string& prefix, Problems from) {
    for (Problem& problem : from) {
        problem.path.insert(0, prefix);
        to.push_back(std::move(problem));
    }
}

Problems validateMechanism(const Mechanism& mechanism) {
    Problems problems = checkFields(mechanism);
    const std::vector<FieldInfo>& known = mechanismParameters(mechanism.name);
    for (const auto& [name, value] : mechanism.parameters) {
        const auto info =
            std::find_if(known.begin(), known.end(), [&](const FieldInfo& i) { return i.key == name; });
        const std::string path = "/parameters/" + name;
        if (info != known.end()) {
            std::string text = checkValue(*info, value);
            if (!text.empty()) {
                problems.push_back({path, std::move(text)});
            }
        } else if (!std::isfinite(value)) {
            problems.push_back({path, "The parameter " + name + " must be a finite number."});
        }
    }
    return problems;
}

template <typename T>
void addObjects(Problems& problems, const std::string& prefix, const std::vector<T>& objects,
                std::set<std::string>& ids) {
    for (std::size_t k = 0; k < objects.size(); ++k) {
        const std::string path = prefix + "/" + std::to_string(k);
        add(problems, path, validate(objects[k]));
        if (objects[k].id.empty()) {
            problems.push_back({path + "/id", "The identifier must not be empty."});
        } else if (!ids.insert(objects[k].id).second) {
            problems.push_back({path + "/id", "The identifier \"" + objects[k].id +
                                                  "\" is taken by another object of the scene."});
        }
    }
}

/// What is wrong with a place on the cell; empty where nothing is.
std::string checkPlace(const Location& location, const Morphology& morphology) {
    if (sectionByName(morphology, location.section) >= 0) {
        return {};
    }
    std::string text = "The cell has no section \"" + location.section + "\".";
    if (!morphology.sections.empty()) {
        text += " It has " + std::to_string(morphology.sections.size()) + " sections, the first is \"" +
                morphology.sections.front().name + "\".";
    }
    return text;
}

template <typename T>
void addPlaces(Problems& problems, const std::string& prefix, const std::vector<T>& objects,
               const Morphology& morphology) {
    for (std::size_t k = 0; k < objects.size(); ++k) {
        std::string text = checkPlace(objects[k].location, morphology);
        if (objects[k].enabled && !text.empty()) {
            problems.push_back({prefix + "/" + std::to_string(k) + "/section", std::move(text)});
        }
    }
}

} // namespace

std::vector<Problem> validate(const Cell& cell) {
    Problems problems = checkFields(cell);
    for (std::size_t k = 0; k < cell.mechanisms.size(); ++k) {
        add(problems, "/mechanisms/" + std::to_string(k), validateMechanism(cell.mechanisms[k]));
    }
    const MorphologySource& source = cell.morphology;
    switch (source.kind) {
    case MorphologySource::Kind::procedural:
        if (source.shape.empty()) {
            problems.push_back({"/morphology/shape", "The name of the gallery's cell is missing."});
        }
        for (const auto& [name, value] : source.shapeParameters) {
            if (!std::isfinite(value)) {
                problems.push_back({"/morphology/parameters/" + name,
                                    "The parameter " + name + " must be a finite number."});
            }
        }
        break;
    case MorphologySource::Kind::embedded:
        if (source.text.empty()) {
            problems.push_back({"/morphology/text", "The content of the embedded morphology is missing."});
        }
        [[fallthrough]];
    case MorphologySource::Kind::file:
        if (source.path.empty()) {
            problems.push_back({"/morphology/path", "The name of the morphology file is missing."});
        } else if (source.path.find('\0') != std::string::npos) {
            problems.push_back({"/morphology/path", "The name of the morphology file contains a zero byte."});
        }
        break;
    }
    return problems;
}

namespace {

/// Times that rise, with one value each.
void addCurve(Problems& problems, const char* path, const std::vector<double>& times, std::size_t values,
              const char* what) {
    if (times.size() != values) {
        problems.push_back({path, "There are " + std::to_string(times.size()) + " times and " +
                                      std::to_string(values) + " " + what + "; each time needs one."});
    } else if (times.empty()) {
        problems.push_back({path, "No times are given; at least one is needed."});
    }
    for (std::size_t k = 1; k < times.size(); ++k) {
        if (!(times[k] > times[k - 1])) {
            problems.push_back({path, "Time number " + std::to_string(k + 1) + " is " + numberText(times[k]) +
                                          " ms; it must be later than the one before it, " +
                                          numberText(times[k - 1]) + " ms."});
            break;
        }
    }
}

void addSynapse(Problems& problems, const Synapse& synapse) {
    if (synapse.type == Synapse::Type::exp2Syn && synapse.tau1Ms >= synapse.tau2Ms) {
        problems.push_back({"/tau1_ms", "The rise time constant is " + numberText(synapse.tau1Ms) +
                                            " ms; it must be shorter than the decay time constant of " +
                                            numberText(synapse.tau2Ms) + " ms."});
    }
    const SpikeTrain& train = synapse.spikes;
    if (synapse.type == Synapse::Type::alphaSynapse) {
        return;
    }
    if (train.kind == SpikeTrain::Kind::rateCurve) {
        addCurve(problems, "/spikes/curve_times_ms", train.curveTimesMs, train.curveRatesHz.size(), "rates");
    }
    if (train.stopMs && train.kind != SpikeTrain::Kind::times && train.kind != SpikeTrain::Kind::netStim &&
        !(*train.stopMs > train.startMs)) {
        problems.push_back({"/spikes/stop_ms", "End is " + numberText(*train.stopMs) +
                                                   " ms; it must be later than the beginning at " +
                                                   numberText(train.startMs) + " ms."});
    }
    using Kind = SpikeTrain::Kind;
    const bool byRate =
        train.kind == Kind::poisson || train.kind == Kind::gamma || train.kind == Kind::logNormal;
    double fastest = byRate ? train.rateHz : 0.0;
    if (train.kind == SpikeTrain::Kind::rateCurve && !train.curveRatesHz.empty()) {
        fastest = *std::max_element(train.curveRatesHz.begin(), train.curveRatesHz.end());
    }
    if (train.refractoryMs * fastest / 1000.0 >= 1.0) {
        problems.push_back({"/spikes/refractory_ms", "With a dead time of " + numberText(train.refractoryMs) +
                                                         " ms no rate of " + numberText(fastest) +
                                                         " Hz is possible; shorten it or lower the rate."});
    }
}

} // namespace

std::vector<Problem> validate(const Synapse& synapse) {
    Problems problems = checkFields(synapse);
    addSynapse(problems, synapse);
    return problems;
}

std::vector<Problem> validate(const SynapseGroup& group) {
    Problems problems = checkFields(group);
    addSynapse(problems, group.synapse);
    for (std::size_t k = 0; k < group.scatter.peaks.size(); ++k) {
        const DepthPeak& peak = group.scatter.peaks[k];
        if (!(peak.widthUm > 0.0 && peak.weight >= 0.0)) {
            problems.push_back({"/scatter/peaks/" + std::to_string(k),
                                "The width of a bell must be above 0 and its weight not below."});
        }
    }
    for (std::size_t k = 0; k < group.places.size(); ++k) {
        const double x = group.places[k].x;
        if (!(x >= 0.0 && x <= 1.0)) {
            problems.push_back({"/places/" + std::to_string(k),
                                "The position is " + numberText(x) + "; it must lie from 0 to 1."});
        }
    }
    return problems;
}

std::vector<Problem> validate(const Stimulus& stimulus) {
    Problems problems = checkFields(stimulus);
    if (stimulus.type == Stimulus::Type::iClamp && stimulus.waveform == Stimulus::Waveform::samples) {
        addCurve(problems, "/sample_times_ms", stimulus.sampleTimesMs, stimulus.samplesNa.size(), "values");
    }
    return problems;
}

std::vector<Problem> validate(const Probe& probe) {
    Problems problems = checkFields(probe);
    if (probe.layout == Probe::Layout::laminar && probe.directionUm == std::array<double, 3>{}) {
        problems.push_back({"/direction_um", "Direction is (0, 0, 0); at least one part must not be 0."});
    }
    if (probe.layout == Probe::Layout::custom && probe.contactsUm.empty()) {
        problems.push_back({"/contacts_um", "The probe has no contacts; it needs at least one."});
    }
    if (probe.contactShape != Probe::ContactShape::point) {
        if (probe.contactNormal == std::array<double, 3>{}) {
            problems.push_back(
                {"/contact_normal", "The contacts face (0, 0, 0); at least one part must not be 0."});
        }
        if (!probe.contactNormals.empty() && !probe.contactsUm.empty() &&
            probe.contactNormals.size() != probe.contactsUm.size()) {
            problems.push_back({"/contact_normals", "There are " + std::to_string(probe.contactsUm.size()) +
                                                        " contacts and " +
                                                        std::to_string(probe.contactNormals.size()) +
                                                        " directions; each contact needs one."});
        }
        for (const auto& normal : probe.contactNormals) {
            if (normal == std::array<double, 3>{}) {
                problems.push_back(
                    {"/contact_normals", "A contact faces (0, 0, 0); at least one part must not be 0."});
                break;
            }
        }
    }
    if (probe.filter.kind == SignalFilter::Kind::bandPass && !(probe.filter.lowHz < probe.filter.highHz)) {
        problems.push_back({"/filter/high_Hz", "The upper cut-off is " + numberText(probe.filter.highHz) +
                                                   " Hz; it must be above the lower one of " +
                                                   numberText(probe.filter.lowHz) + " Hz."});
    }
    if (probe.stimulation.enabled) {
        std::string problem = drivenContactsProblem(probe.stimulation);
        if (!problem.empty()) {
            problems.push_back({"/stimulation/contacts", std::move(problem)});
        }
    }
    return problems;
}

std::vector<Problem> validate(const FieldSlice& slice) {
    Problems problems = checkFields(slice);
    if (slice.orientation == FieldSlice::Orientation::free) {
        const Eigen::Vector3d normal(slice.normal.data());
        const Eigen::Vector3d up(slice.up.data());
        if (normal.cross(up).norm() <= 1e-9 * normal.norm() * up.norm()) {
            problems.push_back({"/up", "Up and the normal lie along one line, or one of them is (0, 0, 0); "
                                       "give two different directions."});
        }
    }
    return problems;
}

std::vector<Problem> validate(const Head& head) {
    Problems problems = checkFields(head);
    if (head.model == Head::Model::fourSphere) {
        const std::array<std::pair<const char*, double>, 4> shells{{{"brain", head.brainRadiusMm},
                                                                    {"csf", head.csfRadiusMm},
                                                                    {"skull", head.skullRadiusMm},
                                                                    {"scalp", head.scalpRadiusMm}}};
        for (std::size_t k = 1; k < shells.size(); ++k) {
            if (!(shells[k].second > shells[k - 1].second)) {
                problems.push_back({"/" + std::string(shells[k].first) + "_radius_mm",
                                    "The radius is " + numberText(shells[k].second) +
                                        " mm; it must be larger than that of the shell within, " +
                                        numberText(shells[k - 1].second) + " mm."});
            }
        }
        const double distance = Eigen::Vector3d(head.dipoleMm.data()).norm();
        if (!(distance < head.brainRadiusMm) || !(distance > 0.0)) {
            problems.push_back({"/dipole_mm", "The cell sits " + numberText(distance) +
                                                  " mm from the centre; it must be within the brain of " +
                                                  numberText(head.brainRadiusMm) +
                                                  " mm and not in the centre itself."});
        }
    }
    return problems;
}

std::vector<Problem> validate(const RunSettings& run) {
    Problems problems = checkFields(run);
    if (!(run.tstopMs > run.tstartMs)) {
        problems.push_back({"/tstop_ms", "Stop is " + numberText(run.tstopMs) +
                                             " ms; it must be later than the start at " +
                                             numberText(run.tstartMs) + " ms."});
    }
    constexpr double mostSteps = 1e9;
    if (run.dtMs > 0.0 && (run.tstopMs - run.tstartMs) / run.dtMs > mostSteps) {
        problems.push_back({"/dt_ms", "Time step is " + numberText(run.dtMs) +
                                          " ms; from start to stop these are more than a billion steps."});
    }
    return problems;
}

std::vector<Problem> validate(const View& view) {
    return checkFields(view);
}

std::vector<Problem> validate(const Knob& knob) {
    Problems problems = checkFields(knob);
    if (knob.key.empty()) {
        problems.push_back({"/key", "The knob does not say which number it turns."});
    }
    if (!(knob.low < knob.high)) {
        problems.push_back({"/high", "The knob ends at " + numberText(knob.high) +
                                         "; it must end above its beginning, " + numberText(knob.low) + "."});
    } else if (knob.scale == Knob::Scale::logarithmic && !(knob.low > 0.0)) {
        problems.push_back({"/low", "The knob begins at " + numberText(knob.low) +
                                        "; on a logarithmic scale it must begin above 0."});
    }
    return problems;
}

std::vector<Problem> validate(const Scene& scene) {
    Problems problems = checkFields(scene);
    add(problems, "/cell", validate(scene.cell));
    std::set<std::string> ids;
    addObjects(problems, "/synapses", scene.synapses, ids);
    addObjects(problems, "/groups", scene.groups, ids);
    addObjects(problems, "/stimuli", scene.stimuli, ids);
    addObjects(problems, "/probes", scene.probes, ids);
    addObjects(problems, "/slices", scene.slices, ids);
    addObjects(problems, "/heads", scene.heads, ids);
    add(problems, "/run", validate(scene.run));
    add(problems, "/view", validate(scene.view));
    addObjects(problems, "/knobs", scene.knobs, ids);
    return problems;
}

std::vector<Problem> validateAgainstCell(const Scene& scene, const Morphology& morphology) {
    Problems problems;
    addPlaces(problems, "/synapses", scene.synapses, morphology);
    for (std::size_t k = 0; k < scene.groups.size(); ++k) {
        const SynapseGroup& group = scene.groups[k];
        for (std::size_t j = 0; group.enabled && j < group.places.size(); ++j) {
            std::string text = checkPlace(group.places[j], morphology);
            if (!text.empty()) {
                problems.push_back(
                    {"/groups/" + std::to_string(k) + "/places/" + std::to_string(j), std::move(text)});
                break; // the others will have left with the same section
            }
        }
    }
    addPlaces(problems, "/stimuli", scene.stimuli, morphology);
    for (std::size_t k = 0; k < scene.cell.mechanisms.size(); ++k) {
        const std::string& wanted = scene.cell.mechanisms[k].sections;
        const bool found =
            wanted == "allsec" ||
            std::any_of(morphology.sections.begin(), morphology.sections.end(),
                        [&](const Section& s) { return s.name.find(wanted) != std::string::npos; });
        if (!found) {
            problems.push_back({"/cell/mechanisms/" + std::to_string(k) + "/sections",
                                "No section's name contains \"" + wanted + "\"."});
        }
    }
    return problems;
}

} // namespace phiscope
