#include "widgets/csd_lab.h"

#include "model/analysis/probe_csd.h"
#include "model/scene/fields.h"

#include <algorithm>
#include <cassert>

namespace phiscope {

struct CsdLab::Kept {
    Probe probe; ///< with everything that does not count at its default
    Result<ProbeCsd> estimate;
};

namespace {

/// Estimates depend on where contacts lie to one another, not on where the probe stands.
Probe shapeOf(const Probe& probe) {
    const Probe plain;
    Probe shape = probe;
    shape.id = plain.id;
    shape.name = plain.name;
    shape.visible = plain.visible;
    shape.filter = plain.filter;
    shape.comparison = plain.comparison;
    shape.positionUm = plain.positionUm;
    shape.csd.method = plain.csd.method;
    shape.csd.truthRadiusUm = plain.csd.truthRadiusUm;
    return shape;
}

} // namespace

QString csdMethodName(CsdSettings::Method method) {
    Probe probe;
    probe.csd.method = method;
    const Field<Probe>* field = findField<Probe>("csd/method");
    const auto key = std::get<std::string>(field->get(probe));
    for (const FieldChoice& choice : field->info.choices) {
        if (choice.key == key) {
            return QString::fromStdString(choice.label);
        }
    }
    return QString::fromStdString(key);
}

const CsdTrial& CsdLabResult::trial(CsdSettings::Method method) const {
    const auto found = std::find_if(trials.begin(), trials.end(),
                                    [&](const CsdTrial& each) { return each.method == method; });
    assert(found != trials.end());
    return *found;
}

CsdLabResult CsdLab::run(const Probe& probe, std::shared_ptr<const Signals> potentials,
                         std::shared_ptr<const Signals> truth) {
    CsdLabResult result;
    result.probe = probe;
    result.frames = std::min(potentials->frames(), truth->frames());
    const auto measured = potentials->values().leftCols(result.frames);
    const auto density = truth->values().leftCols(result.frames);
    const Probe shape = shapeOf(probe);
    for (const CsdSettings::Method method : allCsdMethods) {
        std::shared_ptr<const Kept>& kept = kept_[method];
        if (!kept || kept->probe != shape) {
            kept = std::make_shared<const Kept>(Kept{shape, estimateCsd(shape, method)});
        }
        CsdTrial trial;
        trial.method = method;
        if (!kept->estimate) {
            trial.problem = QString::fromStdString(kept->estimate.error().message());
        } else {
            trial.conditionNumber = kept->estimate->conditionNumber;
            auto values = std::make_shared<Eigen::MatrixXd>();
            values->noalias() = kept->estimate->matrix * measured;
            trial.error = relativeError(*values, density);
            trial.values = std::move(values);
        }
        result.trials.push_back(std::move(trial));
    }
    result.potentials = std::move(potentials);
    result.truth = std::move(truth);
    return result;
}

} // namespace phiscope
