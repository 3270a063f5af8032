#pragma once

#include "render/camera.h"
#include "render/theme.h"

namespace phiscope {

/// What every visual needs to know of the picture that is about to be drawn.
struct ViewFrame {
    Camera camera;
    int width = 1; ///< device pixels
    int height = 1;
    double ratio = 1.0; ///< device pixels a logical pixel
    Theme theme;
    float depthNear = 0.0F; ///< distances in µm between which far things fade
    float depthFar = 1.0F;

    std::optional<Eigen::Vector3d> project(const Eigen::Vector3d& point) const {
        return camera.project(point, width, height);
    }
};

} // namespace phiscope
