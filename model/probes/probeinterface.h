#pragma once

#include "model/probes/probe_design.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Probes in the JSON format of probeinterface (Garcia et al. 2022, Front Neuroinform 16:823056; its schema
/// probe.json.schema, versions 0.2 and 0.3).
namespace phiscope {

struct ProbeFile {
    std::vector<ProbeDesign> probes; ///< at least one
    Notices notices;                 ///< what could not be kept, such as a second contact shape
};

/// Lengths in um, mm or m become µm. `width` of a square there is its full side. In a 3-D file u and v are
/// the first contact's plane axes. Fails with file, line, JSON path, what is wrong and what to do; text made
/// to exhaust the program (more than 65 536 contacts or 256 probes) is refused.
Result<ProbeFile> parseProbeInterface(std::string_view json, std::string_view fileName);
Result<ProbeFile> readProbeInterface(const std::filesystem::path& file);

/// One probe as a file of version 0.2.24: 2-D where all contacts lie and face in one plane, 3-D else. A
/// contact that measures as a point is a circle there, which has no points, with the annotation "measures_as"
/// on it.
std::string writeProbeInterface(const ProbeDesign& design);
Result<void> saveProbeInterface(const ProbeDesign& design, const std::filesystem::path& file);

} // namespace phiscope
