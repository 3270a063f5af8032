#include "model/analysis/physics_guard.h"

#include "model/analysis/guard_checks.h"
#include "model/probes/probe_design.h"
#include "model/scene/fields.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

template <typename T>
T* itemById(std::vector<T>& items, const std::string& id) {
    const auto at = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
    return at == items.end() ? nullptr : &*at;
}

} // namespace

std::vector<Finding> checkPhysics(const Scene& scene, const PlacedCell& cell, const Recording* recording) {
    std::vector<Finding> findings;
    for (const Probe& probe : scene.probes) {
        guard::checkContacts(probe, cell, findings);
        guard::checkTissue(probe, cell, findings);
    }
    for (const FieldSlice& slice : scene.slices) {
        guard::checkTissue(slice, cell, findings);
    }
    guard::checkSegments(scene.cell, cell, findings);
    guard::checkSynapses(scene, findings);
    guard::checkStimuli(scene, findings);
    guard::checkStimulation(scene, findings);
    guard::checkTimeStep(scene, findings);
    guard::checkFilters(scene, findings);
    if (recording != nullptr && recording->finished()) {
        guard::checkCharge(scene, *recording, findings);
    }
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return findings;
}

Scene mended(const Scene& scene, const Finding& finding) {
    Scene changed = scene;
    const Remedy& remedy = finding.remedy;
    switch (remedy.kind) {
    case Remedy::Kind::none:
        break;
    case Remedy::Kind::moveProbe:
        if (Probe* probe = itemById(changed.probes, finding.object)) {
            std::array<double, 3> place = probe->positionUm;
            for (std::size_t i = 0; i < 3; ++i) {
                place[i] += remedy.shiftUm[i];
            }
            moveTo(*probe, place);
        }
        break;
    case Remedy::Kind::discretise:
        changed.cell.discretisation = remedy.discretisation;
        break;
    case Remedy::Kind::timeStep:
        changed.run.dtMs = remedy.value;
        break;
    case Remedy::Kind::stopTime:
        changed.run.tstopMs = remedy.value;
        break;
    case Remedy::Kind::squeeze:
        if (Probe* probe = itemById(changed.probes, finding.object)) {
            probe->medium.squeeze = remedy.value;
        } else if (FieldSlice* slice = itemById(changed.slices, finding.object)) {
            slice->medium.squeeze = remedy.value;
        }
        break;
    case Remedy::Kind::balance:
        if (Probe* probe = itemById(changed.probes, finding.object)) {
            probe->stimulation.biphasic = true;
            probe->stimulation.amplitude2Na.reset();
        }
        break;
    }
    return changed;
}

std::string remedyText(const Remedy& remedy) {
    switch (remedy.kind) {
    case Remedy::Kind::none:
        break;
    case Remedy::Kind::moveProbe:
        return "Move " + std::to_string(std::lround(Eigen::Vector3d(remedy.shiftUm.data()).norm())) + " µm";
    case Remedy::Kind::discretise:
        return "Finer segments";
    case Remedy::Kind::timeStep:
        return "Take " + numberText(remedy.value) + " ms";
    case Remedy::Kind::stopTime:
        return "Run " + guard::shortNumber(remedy.value) + " ms";
    case Remedy::Kind::squeeze:
        return "Fit into slice";
    case Remedy::Kind::balance:
        return "Balance the charge";
    }
    return {};
}

std::string severityWord(Finding::Severity severity) {
    switch (severity) {
    case Finding::Severity::note:
        return "Note";
    case Finding::Severity::warning:
        return "Warning";
    case Finding::Severity::error:
        break;
    }
    return "Error";
}

} // namespace phiscope
