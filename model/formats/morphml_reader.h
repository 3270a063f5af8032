#pragma once

#include "model/formats/morphology_reader.h"

#include <string_view>

namespace phiscope {

/// Reads MorphML, the morphology level of NeuroML 1 (Crook et al. 2007, Neuroinformatics 5, 96-104), into the
/// sections that NEURON's Import3d_MorphML makes of it: one for each cable, all named dend_0[i], attached to
/// the parent's cable at its end or where the cable says. Unlike NEURON, which loses that first piece, a
/// cable whose first segment has no proximal point begins at the distal point of the segment's parent, as the
/// format has it.
Result<MorphologyImport> parseMorphMl(std::string_view text, std::string_view fileName);

} // namespace phiscope
