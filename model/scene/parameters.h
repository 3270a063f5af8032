#pragma once

#include "model/scene/fields.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Every single number of a scene by name, for what turns one without knowing what it is: knobs and sweeps.
namespace phiscope {

/// One number of one object. The functions take any state of the scene in which the object is still there;
/// where it is not, `get` gives the field's default and `set` does nothing.
struct Parameter {
    FieldInfo info; ///< a number or a whole number; of a part of three the label names it, "Position z"
    std::string object;
    std::function<double(const Scene&)> get; ///< of what is not set: what a panel suggests
    std::function<void(Scene&, double)> set; ///< whole numbers are rounded; limits are not looked at
    std::function<bool(const Scene&)> applies;
};

/// The number that `key` names in the object with this id, in the cell ("cell") or the run ("run"). Parts of
/// a triple have their index behind the key: "position_um/2".
std::optional<Parameter> findParameter(const Scene& scene, const std::string& object, const std::string& key);

/// Keys of all numbers of an object that its properties show as things are, in their order; none where there
/// is no such object.
std::vector<std::string> numbersOf(const Scene& scene, const std::string& object);

/// True where `object` is "cell", "run" or the id of an object of the scene.
bool hasObject(const Scene& scene, const std::string& object);
/// Name for people of that object; empty where there is none.
std::string objectName(const Scene& scene, const std::string& object);

/// The table of the cell with what hangs on the cell itself: its shape's parameters ("shape/soma_um") and its
/// mechanisms' ("hh/gnabar_hh"; of a second mechanism of that name "hh#2/gnabar_hh").
Fields<Cell> fieldsOfCell(const Cell& cell);

/// A knob for the number with a range that makes sense around its value; no id.
Knob suggestedKnob(const Parameter& parameter, const Scene& scene);

/// `value` within the limits of the number; whole where it must be.
double withinLimits(const FieldInfo& info, double value);
/// Place of a value on a knob, 0 to 1, and back. Back, it has no more digits than the slider can tell apart.
double positionOnKnob(const Knob& knob, double value);
double valueOnKnob(const Knob& knob, double position, const FieldInfo& info);

/// `count` values from low to high, both ends included, evenly on the knob's scale; whole numbers once each.
std::vector<double> sweepValues(const Knob& knob, int count, const FieldInfo& info);

/// Takes away the knobs whose object is no longer there, and the second of two for one number.
void dropLostKnobs(Scene& scene);

} // namespace phiscope
