#pragma once

#include "model/support/result.h"

#include <string_view>
#include <vector>

namespace phiscope {

/// One line of an SWC file.
struct SwcSample {
    long long id = 0;
    int type = 0;
    float x = 0.0F; ///< µm, as y, z and radius
    float y = 0.0F;
    float z = 0.0F;
    float radius = 0.0F;
    long long parentId = -1;
    int parent = -1; ///< index of the parent in the list of samples; -1 for the root
    int line = 0;
};

/// The samples of an SWC file in ascending order of their ids, checked: exactly one tree, its root first,
/// every parent before its children, all numbers finite, all radii positive. Tolerates comments anywhere,
/// blank lines, any line end, further columns, numbers with a plus sign or an exponent.
Result<std::vector<SwcSample>> readSwcSamples(std::string_view text, std::string_view fileName,
                                              Notices& notices);

} // namespace phiscope
