#include "widgets/morphology_scene.h"

#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace phiscope {

namespace fs = std::filesystem;

bool isMorphologyFile(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".swc" || ending == ".asc" || ending == ".xml" || ending == ".hoc";
}

Scene sceneAround(const fs::path& file) {
    Scene scene;
    scene.title = file.stem().string();
    scene.cell.name = file.stem().string();
    scene.cell.morphology.kind = MorphologySource::Kind::file;
    scene.cell.morphology.path = fs::absolute(file).string();
    return scene;
}

void addProbeBeside(Scene& scene, const BuiltCell& cell) {
    const Segments& segments = cell.placed.segments;
    if (segments.size() == 0) {
        return;
    }
    const Eigen::Vector3d low =
        segments.start.rowwise().minCoeff().cwiseMin(segments.end.rowwise().minCoeff());
    const Eigen::Vector3d high =
        segments.start.rowwise().maxCoeff().cwiseMax(segments.end.rowwise().maxCoeff());
    const Eigen::Vector3d soma = somaPosition(cell.placed.morphology, segments);
    Probe probe;
    probe.id = newId(scene, "probe");
    probe.spacingUm =
        std::clamp(std::round((high.z() - low.z()) / (probe.contactCount - 1) / 5.0) * 5.0, 10.0, 200.0);
    probe.positionUm = {std::round(soma.x() + 50.0), std::round(soma.y()),
                        std::round(0.5 * (low.z() + high.z()))};
    scene.probes.push_back(probe);
}

} // namespace phiscope
