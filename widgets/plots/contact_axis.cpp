#include "widgets/plots/contact_axis.h"

#include <QCoreApplication>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

/// True where no two of the coordinates fall together.
bool distinct(const Eigen::VectorXd& values) {
    std::vector<double> sorted(values.data(), values.data() + values.size());
    std::sort(sorted.begin(), sorted.end());
    constexpr double leastUm = 0.5;
    return std::adjacent_find(sorted.begin(), sorted.end(),
                              [](double a, double b) { return b - a < leastUm; }) == sorted.end();
}

} // namespace

int ContactAxis::nearest(double at) const {
    int best = -1;
    for (int k = 0; k < static_cast<int>(coordinate.size()); ++k) {
        const auto i = static_cast<std::size_t>(k);
        if (best < 0 ||
            std::abs(coordinate[i] - at) < std::abs(coordinate[static_cast<std::size_t>(best)] - at)) {
            best = k;
        }
    }
    return best;
}

ContactAxis contactAxis(const Probe& probe) {
    const Eigen::Matrix3Xd positions = contactPositions(probe);
    const auto count = positions.cols();
    ContactAxis axis;
    if (count == 0) {
        return axis;
    }
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("ContactAxis", text);
    };
    Eigen::VectorXd values = positions.row(2).transpose();
    axis.label = tr("z (µm)");
    const Eigen::Vector3d along = positions.col(count - 1) - positions.col(0);
    const bool slanted = along.norm() > 0.0 && std::abs(along.z()) < 0.7 * along.norm();
    if (count > 1 && (slanted || !distinct(values))) {
        values = (positions.colwise() - positions.col(0)).transpose() * along.normalized();
        axis.label = tr("along the probe (µm)");
    }
    if (count > 1 && !distinct(values)) {
        values.setLinSpaced(count, 1.0, static_cast<double>(count));
        axis.label = tr("contact");
        axis.inMicrometres = false;
    }
    axis.coordinate.assign(values.data(), values.data() + count);
    axis.order.resize(static_cast<std::size_t>(count));
    std::iota(axis.order.begin(), axis.order.end(), 0);
    std::sort(axis.order.begin(), axis.order.end(), [&](int a, int b) { return values[a] < values[b]; });
    std::vector<double> gaps;
    for (std::size_t i = 1; i < axis.order.size(); ++i) {
        gaps.push_back(values[axis.order[i]] - values[axis.order[i - 1]]);
    }
    if (gaps.empty()) {
        axis.spacing = axis.inMicrometres ? std::max(probe.spacingUm, 1.0) : 1.0;
    } else {
        std::nth_element(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2),
                         gaps.end());
        axis.spacing = gaps[gaps.size() / 2];
    }
    axis.low = values.minCoeff() - 0.5 * axis.spacing;
    axis.high = values.maxCoeff() + 0.5 * axis.spacing;
    return axis;
}

} // namespace phiscope
