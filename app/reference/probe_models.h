#pragma once

#include "model/forward/forward_model.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace phiscope::reference {

/// A forward model of the reference files, or the name of what is missing to make it.
struct ProbeModel {
    std::unique_ptr<ForwardModel> model; ///< null where `missing` is not empty
    std::string missing;                 ///< "RecMEAElectrode", "anisotropic conductivity"
};

/// `probe` is LFPykit's class name in `model` and its arguments, as in families B and D.
ProbeModel makeProbeModel(const nlohmann::json& probe);

} // namespace phiscope::reference
