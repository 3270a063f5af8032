#pragma once

#include "model/forward/projector.h"
#include "model/scene/measurement.h"

#include <QString>

#include <Eigen/Core>

#include <array>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace phiscope {

inline constexpr std::array allCsdMethods{CsdSettings::Method::standard, CsdSettings::Method::delta,
                                   CsdSettings::Method::step,     CsdSettings::Method::spline,
                                   CsdSettings::Method::kernel1D, CsdSettings::Method::kernel2D};

/// The name of a method for people, as in the property panel.
QString csdMethodName(CsdSettings::Method method);

/// One estimate of the current source density beside the truth.
struct CsdTrial {
    CsdSettings::Method method = CsdSettings::Method::standard;
    QString problem; ///< why there is no estimate; empty where there is one
    double conditionNumber = 1.0;
    double error = 0.0; ///< relativeError of model/analysis/probe_csd.h
    /// Contacts × frames, nA/µm³; NaN at contacts without an estimate.
    std::shared_ptr<const Eigen::MatrixXd> values;
};

/// What every method makes of the same potentials.
struct CsdLabResult {
    Probe probe;
    std::shared_ptr<const Signals> potentials;
    std::shared_ptr<const Signals> truth;
    std::int64_t frames = 0;      ///< that potentials and truth have in common
    std::vector<CsdTrial> trials; ///< in the order of allCsdMethods

    const CsdTrial& trial(CsdSettings::Method method) const;
};

/// Makes estimates by all methods. Keeps their matrices, which a probe that is only moved does not change.
/// Works on any one thread.
class CsdLab {
public:
    CsdLabResult run(const Probe& probe, std::shared_ptr<const Signals> potentials,
                     std::shared_ptr<const Signals> truth);

private:
    struct Kept;
    std::map<CsdSettings::Method, std::shared_ptr<const Kept>> kept_;
};

} // namespace phiscope
