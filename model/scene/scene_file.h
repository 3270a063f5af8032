#pragma once

#include "model/scene/scene.h"
#include "model/scene/validate.h"
#include "model/support/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Scenes as JSON: readable, the same bytes for the same scene, units in the names of the keys. What a newer
/// version wrote is kept; what an older one wrote is converted step by step.
namespace phiscope {

struct SceneFile {
    Scene scene;
    Notices notices; ///< keys that were not known, a conversion from an older version
};

/// Fails with the first problem (file, line, JSON path, what is wrong) where the text is not a valid scene.
Result<SceneFile> parseScene(std::string_view json, std::string_view fileName);
Result<SceneFile> readScene(const std::filesystem::path& file);

/// All problems of a text at once; none for a scene that parseScene reads.
std::vector<Problem> findProblems(std::string_view json);

/// JSON, indented, ending in a line feed. Reading it gives an equal scene, and writing that the same bytes.
std::string writeScene(const Scene& scene);

/// Writes beside and renames: the file is always the old one or the whole new one. Fails without touching the
/// file where the scene has problems, or the disk is full or read-only.
Result<void> saveScene(const Scene& scene, const std::filesystem::path& file);

/// A reference to a morphology file from a scene in `sceneFolder`, with its checksum.
Result<MorphologySource> referToMorphology(const std::filesystem::path& file,
                                           const std::filesystem::path& sceneFolder);

/// The same source with the file's content within, so that the scene needs no other file.
Result<MorphologySource> embedMorphology(const MorphologySource& source,
                                         const std::filesystem::path& sceneFolder);

/// The same source for a scene that moves to another folder.
MorphologySource rebaseMorphology(MorphologySource source, const std::filesystem::path& fromFolder,
                                  const std::filesystem::path& toFolder);

/// "synapse-3": an identifier that no object of the scene has.
std::string newId(const Scene& scene, const std::string& kind);

} // namespace phiscope
