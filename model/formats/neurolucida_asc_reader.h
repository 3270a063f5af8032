#pragma once

#include "model/formats/morphology_reader.h"

#include <string_view>

namespace phiscope {

/// Reads a Neurolucida text file (.asc, version 3) into the sections that NEURON's Import3d_Neurolucida3
/// makes of it: contours named CellBody, Cell Body or Soma become the soma, trees become branches, each
/// joined by a wire to the soma's centre. Markers, spines, texts and other contours are skipped, and noticed.
Result<MorphologyImport> parseNeurolucidaAsc(std::string_view text, std::string_view fileName);

} // namespace phiscope
