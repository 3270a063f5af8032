#include "model/scene/scene_file.h"
#include "model/support/atomic_file.h"
#include "model/support/sha256.h"

#include <algorithm>

namespace phiscope {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largestMorphology = std::uintmax_t{2} << 30U;

std::string pathFrom(const fs::path& file, const fs::path& folder) {
    const fs::path whole = fs::absolute(file).lexically_normal();
    if (folder.empty()) {
        return whole.generic_string();
    }
    const fs::path relative = whole.lexically_relative(fs::absolute(folder).lexically_normal());
    return (relative.empty() ? whole : relative).generic_string();
}

template <typename T>
bool hasId(const std::vector<T>& objects, const std::string& id) {
    return std::any_of(objects.begin(), objects.end(), [&](const T& object) { return object.id == id; });
}

} // namespace

Result<MorphologySource> referToMorphology(const fs::path& file, const fs::path& sceneFolder) {
    const Result<std::string> content = readWholeFile(file, largestMorphology);
    if (!content) {
        return tl::unexpected(content.error());
    }
    MorphologySource source;
    source.kind = MorphologySource::Kind::file;
    source.path = pathFrom(file, sceneFolder);
    source.sha256 = sha256(*content);
    return source;
}

Result<MorphologySource> embedMorphology(const MorphologySource& source, const fs::path& sceneFolder) {
    if (source.kind != MorphologySource::Kind::file) {
        return source;
    }
    Result<std::string> content = readWholeFile(sceneFolder / source.path, largestMorphology);
    if (!content) {
        return tl::unexpected(content.error());
    }
    MorphologySource embedded = source;
    embedded.kind = MorphologySource::Kind::embedded;
    embedded.path = fs::path(source.path).filename().generic_string();
    embedded.sha256 = sha256(*content);
    embedded.text = std::move(*content);
    return embedded;
}

MorphologySource rebaseMorphology(MorphologySource source, const fs::path& fromFolder,
                                  const fs::path& toFolder) {
    if (source.kind == MorphologySource::Kind::file && !source.path.empty()) {
        source.path = pathFrom(fromFolder / source.path, toFolder);
    }
    return source;
}

std::string newId(const Scene& scene, const std::string& kind) {
    for (int k = 1;; ++k) {
        std::string id = kind + "-" + std::to_string(k);
        if (!hasId(scene.synapses, id) && !hasId(scene.groups, id) && !hasId(scene.stimuli, id) &&
            !hasId(scene.probes, id) && !hasId(scene.slices, id) && !hasId(scene.heads, id) &&
            !hasId(scene.knobs, id)) {
            return id;
        }
    }
}

} // namespace phiscope
