#pragma once

#include "model/scene/scene.h"

#include <string>
#include <vector>

namespace phiscope {

/// Something that is set otherwise in one scene than in another, in words.
struct SettingDifference {
    std::string id;     ///< of the object; empty: of the cell or the run
    std::string object; ///< its name: "Laminar probe", "Cell", "Run"
    std::string label;  ///< of the field: "Conductivity"; empty where the object is in one of the scenes only
    std::string a;      ///< the value with its unit, "0.3 S/m"; empty where there is none
    std::string b;

    bool operator==(const SettingDifference&) const = default;
};

/// All that can make two runs or what their probes measure differ: cell, run, inputs and probes. Not how it
/// is looked at, nor names.
std::vector<SettingDifference> settingDifferences(const Scene& a, const Scene& b);

} // namespace phiscope
