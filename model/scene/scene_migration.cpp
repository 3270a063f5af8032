#include "model/scene/scene_json.h"

#include <array>

namespace phiscope::scene_json {

namespace {

void rename(Json& object, const char* from, const char* to) {
    if (object.is_object() && object.contains(from) && !object.contains(to)) {
        Json renamed = Json::object();
        for (auto& [key, value] : object.items()) {
            renamed[key == from ? std::string(to) : key] = std::move(value);
        }
        object = std::move(renamed);
    }
}

/// Version 0, the draft of the format, wrote no units into the names of the run's and the synapses' keys.
void fromVersion0(Json& root) {
    if (root.contains("run")) {
        for (const auto& [from, to] :
             {std::pair("tstop", "tstop_ms"), std::pair("tstart", "tstart_ms"), std::pair("dt", "dt_ms")}) {
            rename(root["run"], from, to);
        }
    }
    if (root.contains("synapses") && root["synapses"].is_array()) {
        for (Json& synapse : root["synapses"]) {
            for (const auto& [from, to] :
                 {std::pair("weight", "weight_uS"), std::pair("reversal", "reversal_mV"),
                  std::pair("tau", "tau_ms"), std::pair("tau1", "tau1_ms"), std::pair("tau2", "tau2_ms")}) {
                rename(synapse, from, to);
            }
        }
    }
}

/// steps[v] turns a document of version v into one of version v + 1.
constexpr std::array<void (*)(Json&), Scene::currentVersion> migrationSteps{&fromVersion0};

} // namespace

Result<int> migrate(Json& root) {
    if (!root.is_object()) {
        return fail("this is not a scene: it holds " + typeName(root) + " instead of an object.",
                    "Choose a file that Phiscope saved.");
    }
    if (!root.contains("version") || !root["version"].is_number_integer()) {
        return fail("this is not a scene of Phiscope: it has no whole number \"version\".",
                    "Choose a file that Phiscope saved.");
    }
    if (root["version"] < 0 || root["version"] > 1000000) {
        return fail("/version: there is no version " + root["version"].dump() + ".",
                    "Choose a file that Phiscope saved.");
    }
    const int version = root["version"].get<int>();
    for (int step = version; step < Scene::currentVersion; ++step) {
        migrationSteps.at(static_cast<std::size_t>(step))(root);
    }
    root["version"] = std::max(version, Scene::currentVersion);
    return version;
}

} // namespace phiscope::scene_json
