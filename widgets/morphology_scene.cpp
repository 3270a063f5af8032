#include "widgets/morphology_scene.h"

#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace phiscope {

namespace fs = std::filesystem;

namespace {

/// Lower and upper corner of the box around the segments.
std::pair<Eigen::Vector3d, Eigen::Vector3d> bounds(const Segments& segments) {
    return {segments.start.rowwise().minCoeff().cwiseMin(segments.end.rowwise().minCoeff()),
            segments.start.rowwise().maxCoeff().cwiseMax(segments.end.rowwise().maxCoeff())};
}

} // namespace

bool standsAlongY(const Segments& segments) {
    if (segments.size() == 0) {
        return false;
    }
    const auto [low, high] = bounds(segments);
    return high.y() - low.y() > 1.5 * (high.z() - low.z());
}

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
    const auto [low, high] = bounds(segments);
    const Eigen::Vector3d soma = somaPosition(cell.placed.morphology, segments);
    // The probe stands as the cell does; the cell itself stays as the file has it.
    const Eigen::Vector3d extent = high - low;
    const bool alongY = standsAlongY(segments);
    const int axis = alongY ? 1 : 2;
    Probe probe;
    probe.id = newId(scene, "probe");
    probe.spacingUm =
        std::clamp(std::round(extent[axis] / (probe.contactCount - 1) / 5.0) * 5.0, 10.0, 200.0);
    probe.positionUm = {std::round(soma.x() + 50.0), std::round(soma.y()), std::round(soma.z())};
    probe.positionUm[static_cast<std::size_t>(axis)] = std::round(0.5 * (low[axis] + high[axis]));
    if (alongY) {
        probe.directionUm = {0.0, 1.0, 0.0};
    }
    scene.probes.push_back(probe);
}

} // namespace phiscope
