#pragma once

#include "app/reference/families.h"
#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/support/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace phiscope::reference {

/// An LFPy.Cell as the reference files describe it.
struct ReferenceCell {
    Morphology morphology; ///< as read
    std::vector<int> nseg;
    PlacedCell created; ///< after creation: the soma at the origin
    PlacedCell placed;  ///< after the transforms
    Cell settings;      ///< membrane, for a scene
    RunSettings run;
};

/// What became of the morphology: a cell, a reason to skip the case, or an error.
struct CellOutcome {
    Result<ReferenceCell> cell;
    std::string skip; ///< a sentence where the case cannot be checked here
};

/// `cell` is `input.cell` of a case.
CellOutcome buildReferenceCell(const nlohmann::json& cell, const Surroundings& surroundings);

/// `section` of a query: a name or a list of names; all sections where there is none.
std::vector<std::string> sectionNamesOf(const nlohmann::json& query);

/// LFPy's get_idx with the query's section, z_min and z_max.
std::vector<int> segmentsOfQuery(const PlacedCell& cell, const nlohmann::json& query);

} // namespace phiscope::reference
