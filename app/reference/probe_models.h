#pragma once

#include "model/forward/forward_model.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace phiscope::reference {

/// A forward model of the reference files, an error where the model refuses, or the name of what is missing
/// to make it.
struct ProbeModel {
    Result<std::unique_ptr<ForwardModel>> model; ///< null where `missing` is not empty
    Segments segments;                           ///< the cell as LFPykit hands it to the model
    std::string missing;                         ///< "RecMEAElectrode with method x"
};

/// `probe` is LFPykit's class name in `model` and its arguments, as in families B and D.
ProbeModel makeProbeModel(const nlohmann::json& probe, const Segments& segments);

/// The model of contacts averaged over `pointsOfContact` (contact, point, coordinate), each point weighing
/// the same.
ProbeModel makeAveragedModel(const nlohmann::json& probe, const nlohmann::json& pointsOfContact,
                             const Segments& segments);

} // namespace phiscope::reference
