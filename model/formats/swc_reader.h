#pragma once

#include "model/formats/morphology_reader.h"

#include <string_view>

namespace phiscope {

/// Reads an SWC file (Cannon et al. 1998, J Neurosci Methods 84, 49-54) into
/// the sections that NEURON's Import3d_SWC_read makes of it. A run of samples of one type without branches is
/// a section. Conventions for the soma: one sample is a ball; three samples of equal radius with the first in
/// the middle (NeuroMorpho.Org) are a ball; any other run is a section as drawn. Neurites start at their own
/// first sample, joined to the soma by a wire, where they grow from a ball or from inside the soma.
Result<MorphologyImport> parseSwc(std::string_view text, std::string_view fileName);

} // namespace phiscope
