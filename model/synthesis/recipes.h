#pragma once

#include "model/geometry/morphology.h"
#include "model/synthesis/arbor.h"
#include "model/synthesis/shapes.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// The recipes behind `shapes()`; not for use outside model/synthesis.
namespace phiscope::synthesis {

/// Values of a shape's parameters: defaults with overrides, all checked.
class Values {
public:
    explicit Values(std::map<std::string, double> values)
        : values_(std::move(values)) {}
    double operator[](const std::string& key) const { return values_.at(key); }
    int count(const std::string& key) const { return static_cast<int>(std::lround(values_.at(key))); }

private:
    std::map<std::string, double> values_;
};

struct Recipe {
    ShapeInfo info;
    Morphology (*grow)(const Values& values, std::uint64_t seed) = nullptr;
};

Recipe l5PyramidalRecipe();
Recipe l23PyramidalRecipe();
Recipe spinyStellateRecipe();
Recipe basketRecipe();
Recipe purkinjeRecipe();
Recipe ballAndStickRecipe();

/// Somata: (z, diameter) profiles about the origin.
using SomaProfile = std::vector<std::pair<double, double>>;
SomaProfile pyramidalSoma(double diameterUm);
SomaProfile roundSoma(double diameterUm, double elongation = 1.0);

/// Where a stem leaves the soma: just inside its surface in that direction.
Eigen::Vector3d somaSurface(const SomaProfile& profile, const Eigen::Vector3d& direction);

/// A short unbranched axon: initial segment about 1.5 µm wide, narrowing to 0.8 µm.
void growAxonStub(Arbor& arbor, const SomaProfile& soma, const Eigen::Vector3d& direction, double lengthUm,
                  Random random);

} // namespace phiscope::synthesis
