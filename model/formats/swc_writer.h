#pragma once

#include "model/geometry/morphology.h"

#include <string>

namespace phiscope {

/// A morphology as the text of an SWC file. What parseMorphology makes of it has the same sections (in the
/// order of their types, as always) with the same shape, segments and connections, as far as SWC can say it:
///  - a neurite's first sample on a soma is repeated, so that its own diameter is kept,
///  - a branch attached inside of a neurite splits that neurite in two,
///  - sections of one type that follow each other without a branch become one,
///  - neurites on the middle of a soma that is not straight are moved onto the line between its ends,
///  - names other than soma, axon, dend, apic and dend_N, and Ra, cm and nseg, are lost.
/// `comment` goes into the head, line by line.
std::string writeSwc(const Morphology& morphology, const std::string& comment = {});

} // namespace phiscope
