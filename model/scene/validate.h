#pragma once

#include "model/scene/scene.h"

#include <string>
#include <vector>

namespace phiscope {

/// A value that will not do.
struct Problem {
    std::string path; ///< JSON pointer of the value: "/synapses/3/tau1_ms"
    std::string text; ///< a whole sentence with the value and the limit
    int line = 0;     ///< 1-based line of the scene file; 0 where none is concerned

    bool operator==(const Problem&) const = default;
};

/// Everything that is wrong with one value, paths from the value itself ("/tau1_ms").
std::vector<Problem> validate(const Cell& cell);
std::vector<Problem> validate(const Synapse& synapse);
std::vector<Problem> validate(const SynapseGroup& group);
std::vector<Problem> validate(const Stimulus& stimulus);
std::vector<Problem> validate(const Probe& probe);
std::vector<Problem> validate(const FieldSlice& slice);
std::vector<Problem> validate(const Head& head);
std::vector<Problem> validate(const RunSettings& run);
std::vector<Problem> validate(const View& view);
std::vector<Problem> validate(const Knob& knob);

/// Everything that is wrong with a scene. Values that have no meaning with the other settings as they are
/// (the rise time of a synapse without one) are not looked at.
std::vector<Problem> validate(const Scene& scene);

/// What does not fit this cell: active synapses and electrodes on sections that it has not got, mechanisms
/// for no section.
std::vector<Problem> validateAgainstCell(const Scene& scene, const Morphology& morphology);

} // namespace phiscope
