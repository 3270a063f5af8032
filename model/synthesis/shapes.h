#pragma once

#include "model/geometry/morphology.h"
#include "model/support/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Procedural cells: shapes that look and measure like reconstructions and belong to nobody but this project.
namespace phiscope {

/// A number that a person may set before a shape is grown.
struct ShapeParameter {
    std::string key;   ///< with its unit, as in the scene file: "pia_um"
    std::string label; ///< for people: "Height of the pia"
    std::string unit;  ///< "µm", "" for counts and factors
    double defaultValue = 0.0;
    double minimum = 0.0;
    double maximum = 0.0;
    int decimals = 0; ///< 0: whole numbers only where `unit` is empty
    std::string help; ///< one sentence
};

struct ShapeInfo {
    std::string key;   ///< "l5_pyramidal"
    std::string title; ///< "Layer 5 pyramidal cell"
    std::string description;
    std::vector<ShapeParameter> parameters;
};

/// All shapes, in the order of the gallery.
const std::vector<ShapeInfo>& shapes();

/// The shape of that key; null where there is none.
const ShapeInfo* findShape(const std::string& key);

/// Grows a cell: soma midpoint near the origin, the pia along +z, coordinates and diameters in µm. Sections
/// are named soma[0], dend[i], apic[i], axon[i] and a parent always comes before its children.
/// The same key, seed and overrides give the same points on every machine.
/// Errors: unknown key, unknown parameter, a value outside its limits or not finite.
Result<Morphology> makeShape(const std::string& key, std::uint64_t seed = 1,
                             const std::map<std::string, double>& overrides = {});

} // namespace phiscope
