#pragma once

#include "model/scene/parameters.h"

#include <QString>

namespace phiscope {

class Document;

/// What the panels of knobs and of sweeps have in common: how a number is called, and how it is turned.

/// The knob with this id; null where there is none.
const Knob* findKnob(const Scene& scene, const std::string& id);
/// The number that it turns; none where that is not there any more.
std::optional<Parameter> parameterOf(const Scene& scene, const Knob& knob);

/// Sets the number, kept within its limits. False, and nothing is changed, where the other numbers rule the
/// value out, as a rise that is longer than the decay. Edits merge until the gesture ends.
bool turnTo(Document& document, const Parameter& parameter, double value);

/// "Synapse 3 · Weight".
QString knobName(const Document& document, const Parameter& parameter);
/// "0.00125 µS": as many digits as a knob can tell apart.
QString knobValueText(const FieldInfo& info, double value);

} // namespace phiscope
