#pragma once

#include "model/geometry/morphology.h"
#include "model/support/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace phiscope {

/// A cell as read from a file, and what there is to say about the reading.
struct MorphologyImport {
    Morphology morphology;
    Notices notices;      ///< everything that was repaired, skipped or moved
    std::string somaNote; ///< how the soma was understood, a whole sentence

    bool operator==(const MorphologyImport&) const = default;
};

/// Largest morphology file that is read, in bytes. Real ones have a few megabytes.
constexpr std::uintmax_t maxMorphologyBytes = std::uintmax_t{512} * 1024 * 1024;

/// Reads a morphology by the ending of its name: .swc, Neurolucida .asc, MorphML .xml. Sections come in the
/// order, with the names, connections and points that LFPy (NEURON's Import3d) gives them. A .hoc file is a
/// program and is refused here; importHoc (model/simulation/hoc_import.h) runs it in a process of its own.
Result<MorphologyImport> readMorphology(const std::filesystem::path& file);

/// The same from a file's content. `fileName` gives the format by its ending and is named in errors.
Result<MorphologyImport> parseMorphology(std::string_view text, std::string_view fileName);

} // namespace phiscope
