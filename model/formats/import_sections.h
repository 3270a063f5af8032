#pragma once

#include "model/formats/morphology_reader.h"
#include "model/geometry/morphology.h"
#include "model/support/result.h"

#include <optional>
#include <string>
#include <vector>

namespace phiscope {

/// A point as the file gives it, in µm.
struct ImportPoint {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
    double diameter = 0.0;

    bool samePlace(const ImportPoint& other) const { return x == other.x && y == other.y && z == other.z; }
};

/// A section as a reader finds it, before it is named and put in order.
struct ImportSection {
    int type = 0;                    ///< SWC's number
    std::optional<SectionType> kind; ///< where the file knows it and the number does not
    int parent = -1;                 ///< index of an earlier or later section
    double parentX = 1.0;
    bool wire = false; ///< the first point is only where a wire to the parent comes from
    std::vector<ImportPoint> points;
    int line = 0; ///< of the last own point
};

/// "3 dendrites", "1 dendrite".
std::string counted(std::size_t count, const std::string& singular, const std::string& plural);

/// A length for people: at most four digits, "12.35 µm".
std::string micrometres(double length);

/// Turns sections with exactly one root into a Morphology as NEURON's Import3d does: sections without length
/// are dropped and their children handed on, a root of one point becomes a cylinder as long as thick, names
/// count up within each type, sections stand in the order of their types' numbers, and every section is moved
/// to where it is connected. Numbers pass through eight digits and single precision, as they do there. Says
/// in `notices` what was dropped and moved.
Morphology finishImport(std::vector<ImportSection> sections, Notices& notices);

} // namespace phiscope
