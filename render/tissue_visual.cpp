#include "render/tissue_visual.h"

#include "render/annotations.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>

namespace phiscope {

namespace {

constexpr float linePx = 0.6F;
constexpr double textPx = 11.5;
constexpr double margin = 16.0;

} // namespace

TissueVisual::TissueVisual(vtkRenderer* renderer)
    : renderer_(renderer) {
    renderer_->AddActor(cones_.actor());
}

TissueVisual::~TissueVisual() {
    renderer_->RemoveActor(cones_.actor());
}

void TissueVisual::update(const std::optional<Medium>& medium, const Eigen::Vector3d& low,
                          const Eigen::Vector3d& high) {
    if (medium == medium_ && low == low_ && high == high_) {
        return;
    }
    medium_ = medium;
    low_ = low;
    high_ = high;
    lines_ = medium ? tissueSketch(*medium, low, high) : std::vector<TissueLine>{};
    std::vector<RoundedCone> cones;
    for (const TissueLine& line : lines_) {
        for (Eigen::Index i = 0; i + 1 < line.points.cols(); ++i) {
            cones.push_back(
                {line.points.col(i).cast<float>(), line.points.col(i + 1).cast<float>(), 0.0F, 0.0F});
        }
    }
    cones_.setCones(cones);
    cones_.setVisible(!cones.empty());
}

void TissueVisual::grow(Eigen::Vector3d& low, Eigen::Vector3d& high) const {
    for (const TissueLine& line : lines_) {
        low = low.cwiseMin(line.points.rowwise().minCoeff());
        high = high.cwiseMax(line.points.rowwise().maxCoeff());
    }
}

std::vector<Eigen::Vector3d> TissueVisual::cornersNear(const Eigen::Vector3d& low,
                                                       const Eigen::Vector3d& high) const {
    std::vector<Eigen::Vector3d> near;
    const double beyond = 0.5 * (high - low).maxCoeff();
    for (const TissueLine& line : lines_) {
        const bool flat = medium_->kind == Medium::Kind::slice;
        const double z = line.points(2, 0);
        for (Eigen::Index i = 0;
             flat && z > low.z() - beyond && z < high.z() + beyond && i < line.points.cols(); ++i) {
            near.emplace_back(line.points.col(i));
        }
    }
    return near;
}

void TissueVisual::prepare(const ViewFrame& frame) {
    const Colour ground = mix(frame.theme.viewTop, frame.theme.viewBottom, 0.5F);
    cones_.paint(mix(ground, frame.theme.dimText, 0.45F));
    cones_.setPixelRadius(linePx * static_cast<float>(frame.ratio));
    cones_.setViewHeight(frame.height);
}

void TissueVisual::drawFaces(Canvas2D& canvas, const ViewFrame& frame) const {
    bool first = true;
    for (const TissueLine& line : lines_) {
        if (!line.filled) {
            continue;
        }
        std::vector<Canvas2D::Point> corners;
        for (Eigen::Index i = 0; i + 1 < line.points.cols(); ++i) {
            const auto at = frame.project(line.points.col(i));
            if (!at) {
                corners.clear(); // a part lies behind the eye
                break;
            }
            corners.emplace_back(at->head<2>());
        }
        if (corners.size() > 2) {
            canvas.polygon(corners, first ? frame.theme.accent : frame.theme.dimText, 0.045F);
        }
        first = false;
    }
}

void TissueVisual::drawLabels(Canvas2D& canvas, const ViewFrame& frame, bool axes, bool outside) const {
    if (!medium_) {
        return;
    }
    const double unit = frame.ratio;
    std::vector<std::array<Canvas2D::Point, 2>> taken;
    const auto write = [&](const std::string& text, Canvas2D::Point at) {
        const double wide = canvas.textWidth(text, textPx * unit);
        at.x() = std::min(at.x(), frame.width - margin * unit - wide);
        const Canvas2D::Point low = at - Canvas2D::Point(2.0, 7.0) * unit;
        const Canvas2D::Point high = at + Canvas2D::Point(wide + 2.0 * unit, 7.0 * unit);
        const bool free = std::ranges::none_of(taken, [&](const auto& other) {
            return low.x() < other[1].x() && other[0].x() < high.x() && low.y() < other[1].y() &&
                   other[0].y() < high.y();
        });
        if (!free || low.y() < 0.0 || high.y() > frame.height) {
            return;
        }
        taken.push_back({low, high});
        canvas.veil(low, high, 6.0 * unit, frame.theme.viewTop, frame.theme.viewBottom, 0.5F);
        canvas.text(text, at, textPx * unit, frame.theme.dimText, Anchor::left);
    };
    const Canvas2D::Point corner(100.0 * unit, frame.height - 100.0 * unit); // of the orientation axes
    for (const TissueLine& line : lines_) {
        if (line.above.empty() && line.below.empty()) {
            continue;
        }
        // Where the line begins at the left, in view.
        std::optional<Canvas2D::Point> left;
        for (Eigen::Index i = 0; i < line.points.cols(); ++i) {
            const auto at = frame.project(line.points.col(i));
            const bool inView = at && at->x() > margin * unit && at->x() < frame.width - margin * unit &&
                                at->y() > margin * unit && at->y() < frame.height - margin * unit;
            const bool onAxes = at && axes && at->x() < corner.x() && at->y() > corner.y();
            if (inView && !onAxes && (!left || at->x() < left->x() - 0.5)) {
                left = at->head<2>();
            }
        }
        if (left) {
            const Canvas2D::Point aside(3.0 * unit, 0.0);
            const Canvas2D::Point down(0.0, 10.0 * unit);
            if (!line.above.empty()) {
                write(line.above, *left + aside - down);
            }
            if (!line.below.empty()) {
                write(line.below, *left + aside + down);
            }
        }
    }
    if (medium_->kind == Medium::Kind::anisotropic) {
        drawConductivities(canvas, frame, *medium_, axes);
    }
    if (outside) {
        const Canvas2D::Point at((margin + 4.0) * unit, (margin + 6.0) * unit);
        canvas.disc(at, 4.0 * unit, frame.theme.warn);
        canvas.text("outside the slice", at + Canvas2D::Point(10.0 * unit, 0.0), textPx * unit,
                    frame.theme.text, Anchor::left);
    }
}

void TissueVisual::drawConductivities(Canvas2D& canvas, const ViewFrame& frame, const Medium& medium,
                                      bool axes) {
    const double unit = frame.ratio;
    if (frame.width < 420.0 * unit) {
        return;
    }
    const Canvas2D::Point origin((axes ? 128.0 : margin + 30.0) * unit,
                                 frame.height - (margin + 30.0) * unit);
    const double most = *std::ranges::max_element(medium.sigmaXyz);
    constexpr std::array<const char*, 3> names{"x", "y", "z"};
    for (std::size_t k = 0; k < 3; ++k) {
        const auto axis = static_cast<Eigen::Index>(k);
        const Colour colour = axisColour(static_cast<int>(k), frame.theme);
        const double length = 30.0 * unit * medium.sigmaXyz[k] / most;
        const Canvas2D::Point way =
            length * Canvas2D::Point(frame.camera.right()[axis], -frame.camera.trueUp()[axis]);
        canvas.line(origin - way, origin + way, 2.0 * unit, colour, 0.85F);
        canvas.disc(origin + way, 2.6 * unit, colour);
        canvas.disc(origin - way, 2.6 * unit, colour);
        const std::string text = std::string(names[k]) + " " + tickText(medium.sigmaXyz[k]) + "\u2009S/m";
        canvas.text(text, origin + Canvas2D::Point(44.0, -16.0 + 16.0 * static_cast<double>(k)) * unit,
                    textPx * unit, colour, Anchor::left);
    }
}

} // namespace phiscope
