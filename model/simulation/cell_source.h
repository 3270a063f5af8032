#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/support/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phiscope {

/// A cell of a scene, ready to be simulated, looked at and recorded from.
struct BuiltCell {
    Morphology morphology; ///< unplaced, as read or grown
    std::vector<int> nseg; ///< one a section
    PlacedCell placed;     ///< moved and turned by the cell's pose
    Pose pose;             ///< of `placed`; the scene's may be a drag ahead
    Notices notices;       ///< what the reader noticed; a file that has changed since the scene was saved
    std::string somaNote;  ///< how the soma was read; empty where there is nothing to say
};

struct CellSourceOptions {
    std::filesystem::path sceneFolder; ///< relative paths of the scene start here
    bool allowHoc = false;             ///< the person agreed that program code in the file may run
    std::filesystem::path runProgram;  ///< phiscope-run, for .hoc files; empty: beside this program
};

/// The cell that the scene describes. Takes from a millisecond to some tenths of a second, and for a .hoc
/// file a child process: not for the GUI thread. Errors name the file.
Result<BuiltCell> buildCell(const Cell& cell, const CellSourceOptions& options);

/// Whether building needs program code in a file to run, so that the person must be asked first.
bool needsConsent(const MorphologySource& source);

} // namespace phiscope
