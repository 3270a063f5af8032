#pragma once

#include "model/scene/scene.h"

#include <filesystem>

namespace phiscope {

struct BuiltCell;
struct Segments;

/// By its ending: .swc, .asc, .xml or .hoc.
bool isMorphologyFile(const std::filesystem::path& file);

/// A scene around a cell from a file, with the membrane's defaults.
Scene sceneAround(const std::filesystem::path& file);

/// True for a cell that is much taller along y than along z, as microscopes see cells and many
/// reconstructions keep them: it is best looked at down the z axis.
bool standsAlongY(const Segments& segments);

/// Adds a probe beside the cell that spans its height, so that there is something to see at once.
void addProbeBeside(Scene& scene, const BuiltCell& cell);

} // namespace phiscope
