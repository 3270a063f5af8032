#pragma once

#include "widgets/quantity.h"

#include <Eigen/Core>

namespace phiscope {

/// "x 40  y −20.5  z 120 µm"
inline QString coordinateText(const Eigen::Vector3d& pointUm) {
    return QStringLiteral("x %1  y %2  z %3 µm")
        .arg(formatNumber(pointUm.x(), 6), formatNumber(pointUm.y(), 6), formatNumber(pointUm.z(), 6));
}

} // namespace phiscope
