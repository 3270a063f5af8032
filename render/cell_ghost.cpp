#include "render/cell_ghost.h"

#include "model/geometry/pose_map.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <vector>

namespace phiscope {

namespace {

constexpr float linePx = 0.75F;
/// How much of the lines is seen: enough to tell where the cell was, and never taken for the cell.
constexpr std::uint8_t strengthOnDark = 120;
constexpr std::uint8_t strengthOnLight = 64;

} // namespace

CellGhost::CellGhost(vtkRenderer* renderer) {
    cones_.actor()->ForceTranslucentOn();
    renderer->AddActor(cones_.actor());
}

void CellGhost::update(const PlacedCell* cell, const Distortion& distortion) {
    std::vector<RoundedCone> cones;
    if (cell != nullptr && distortion.factor != 0.0 && cell->segments.size() > 0) {
        const Eigen::Vector3d soma = somaPosition(cell->morphology, cell->segments);
        // A matrix with numbers on its diagonal only, none of them 0.
        const Eigen::Vector3d back = distortionMap(distortion).diagonal().cwiseInverse();
        const auto place = [&](const PathPoint& p) -> Eigen::Vector3d {
            return soma + back.cwiseProduct(Eigen::Vector3d(p.x, p.y, p.z) - soma);
        };
        low_ = soma;
        high_ = soma;
        for (const Section& section : cell->morphology.sections) {
            Eigen::Vector3d from = place(section.points.front());
            for (std::size_t k = 1; k < section.points.size(); ++k) {
                const Eigen::Vector3d to = place(section.points[k]);
                cones.push_back({from.cast<float>(), to.cast<float>(), 0.0F, 0.0F});
                from = to;
                low_ = low_.cwiseMin(to);
                high_ = high_.cwiseMax(to);
            }
        }
    }
    cones_.setCones(cones);
    cones_.setVisible(wanted_);
}

void CellGhost::setVisible(bool visible) {
    wanted_ = visible;
    cones_.setVisible(visible);
}

void CellGhost::prepare(const ViewFrame& frame) {
    const std::uint32_t rgb = frame.theme.dimText.rgb();
    const ConeActor::Rgba colour{static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
                                 static_cast<std::uint8_t>(rgb),
                                 frame.theme.dark ? strengthOnDark : strengthOnLight};
    cones_.paint([&](int) { return colour; });
    cones_.setPixelRadius(linePx * static_cast<float>(frame.ratio));
    cones_.setViewHeight(frame.height);
}

} // namespace phiscope
