#include "widgets/plots/contact_axis.h"

#include "model/probes/probe_design.h"

#include <QCoreApplication>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace phiscope {

namespace {

constexpr double leastUm = 0.5; ///< nearer contacts have one depth

/// True where no two of the coordinates fall together.
bool distinct(const Eigen::VectorXd& values) {
    std::vector<double> sorted(values.data(), values.data() + values.size());
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end(),
                              [](double a, double b) { return b - a < leastUm; }) == sorted.end();
}

/// True where the contacts lie along the line from the first to the last, as on one shank.
bool inOneRow(const Eigen::Matrix3Xd& positions) {
    const Eigen::Vector3d along = positions.rightCols<1>() - positions.col(0);
    const Eigen::Matrix3Xd from = positions.colwise() - positions.col(0);
    const Eigen::Vector3d unit = along.stableNormalized();
    constexpr double wide = 0.02; // of the length
    return (from - unit * (unit.transpose() * from)).colwise().norm().maxCoeff() <= wide * along.norm();
}

/// 1, 2, ... by place: shank by shank, each upwards, each row from the left. Contacts further apart across
/// than three times the smallest distance of two contacts are on different shanks.
Eigen::VectorXd ranks(const Probe& probe) {
    const ProbeDesign design = designOf(probe);
    const std::size_t count = design.contactsUm.size();
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto across = [&](std::size_t k) {
        return design.contactsUm[k][0];
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return across(a) < across(b); });
    const double gap = 3.0 * smallestDistance(design);
    std::vector<int> shank(count, 0);
    for (std::size_t i = 1; i < count; ++i) {
        const bool next = across(order[i]) - across(order[i - 1]) > gap;
        shank[order[i]] = shank[order[i - 1]] + (next ? 1 : 0);
    }
    const auto key = [&](std::size_t k) {
        const auto& [u, v, w] = design.contactsUm[k];
        return std::tuple(shank[k], std::llround(v / leastUm), std::llround(-w / leastUm), u);
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
    Eigen::VectorXd values(static_cast<Eigen::Index>(count));
    for (std::size_t i = 0; i < count; ++i) {
        values[static_cast<Eigen::Index>(order[i])] = static_cast<double>(i + 1);
    }
    return values;
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
    if (count > 1 && (slanted || !distinct(values)) && inOneRow(positions)) {
        values = (positions.colwise() - positions.col(0)).transpose() * along.normalized();
        axis.label = tr("along the probe (µm)");
    }
    if (count > 1 && !distinct(values)) {
        values = ranks(probe);
        const bool numbers = values.isApprox(Eigen::VectorXd::LinSpaced(count, 1.0, double(count)));
        axis.label = numbers ? tr("contact") : tr("contact, by place");
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
