#pragma once

#include <string>

namespace phiscope {

/// A number of the scene that the person has within reach: a slider from `low` to `high`. How it is looked
/// at, not what is simulated: only the number itself is.
struct Knob {
    enum class Scale { linear, logarithmic };
    std::string id;
    std::string object; ///< id of an object of the scene, "cell" or "run"
    std::string key;    ///< which number of it (model/scene/parameters.h): "weight_uS", "position_um/2"
    double low = 0.0;   ///< in the number's unit
    double high = 1.0;
    Scale scale = Scale::linear;

    bool operator==(const Knob&) const = default;
};

} // namespace phiscope
