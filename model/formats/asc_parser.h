#pragma once

#include "model/formats/import_sections.h"
#include "model/formats/soma_contour.h"
#include "model/support/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace phiscope {

/// What a Neurolucida text file draws, as far as a cell is made of it.
struct AscDrawing {
    struct SomaContour {
        Contour points;
        int line = 0;
    };
    std::vector<SomaContour> somata;
    std::vector<ImportSection> branches; ///< of all trees, parents first; roots have parent -1
};

/// Parses a Neurolucida text file. Needs no recursion, so that no nesting is too deep.
Result<AscDrawing> parseAscDrawing(std::string_view text, std::string_view fileName, Notices& notices);

} // namespace phiscope
