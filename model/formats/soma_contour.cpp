#include "model/formats/soma_contour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace phiscope {

namespace {

constexpr int resampledPoints = 101;
constexpr int discs = 21;
/// What hoc adds when it compares numbers.
constexpr double hocEpsilon = 1e-11;

/// `values` at `at`, linear between the ascending `positions` and constant beyond their ends.
std::vector<double> interpolate(const std::vector<double>& at, const std::vector<double>& positions,
                                const std::vector<double>& values) {
    std::vector<double> result;
    result.reserve(at.size());
    std::size_t next = 1;
    for (const double x : at) {
        while (next < positions.size() && positions[next] < x) {
            ++next;
        }
        if (x <= positions.front()) {
            result.push_back(values.front());
        } else if (next >= positions.size()) {
            result.push_back(values.back());
        } else {
            const double t = (x - positions[next - 1]) / (positions[next] - positions[next - 1]);
            result.push_back((1.0 - t) * values[next - 1] + t * values[next]);
        }
    }
    return result;
}

/// A contour in 100 equal steps of its length seen from above, from its first to its last point. The edge
/// that closes it is left out, as in NEURON.
Eigen::Matrix3Xd resample(const Contour& contour) {
    const std::size_t n = contour.size();
    std::vector<double> path(n, 0.0);
    std::array<std::vector<double>, 3> coordinates;
    for (std::size_t i = 0; i < n; ++i) {
        if (i > 0) {
            const double dx = contour[i].x - contour[i - 1].x;
            const double dy = contour[i].y - contour[i - 1].y;
            path[i] = path[i - 1] + std::sqrt(dx * dx + dy * dy);
        }
        coordinates[0].push_back(contour[i].x);
        coordinates[1].push_back(contour[i].y);
        coordinates[2].push_back(contour[i].z);
    }
    std::vector<double> at(resampledPoints);
    for (int k = 0; k < resampledPoints; ++k) {
        at[static_cast<std::size_t>(k)] = k * (path.back() / 100.0);
    }
    Eigen::Matrix3Xd points(3, resampledPoints);
    for (int axis = 0; axis < 3; ++axis) {
        const std::vector<double> values = interpolate(at, path, coordinates[static_cast<std::size_t>(axis)]);
        points.row(axis) = Eigen::RowVectorXd::Map(values.data(), resampledPoints);
    }
    return points;
}

/// Summed from the first to the last, as everything here that decides a sign.
Eigen::Vector3d mean(const Eigen::Matrix3Xd& points) {
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    for (Eigen::Index k = 0; k < points.cols(); ++k) {
        sum += points.col(k);
    }
    return sum / static_cast<double>(points.cols());
}

/// One flank of the soma: where along the axis, and how far out.
struct Flank {
    std::vector<double> along;
    std::vector<double> out;

    void add(double position, double distance) {
        along.push_back(position);
        out.push_back(distance);
    }

    /// Takes out what does not go on in the axis' direction, so that the flank has one width everywhere.
    void makeMonotonic() {
        for (std::size_t j = along.size(); j-- > 1;) {
            if (along[j] <= along[j - 1] + hocEpsilon) {
                along.erase(along.begin() + static_cast<std::ptrdiff_t>(j));
                out.erase(out.begin() + static_cast<std::ptrdiff_t>(j));
                if (j != along.size()) {
                    ++j;
                }
            }
        }
    }
};

double perimeter(const Contour& contour) {
    double sum = 0.0;
    for (std::size_t i = 0; i < contour.size(); ++i) {
        const ImportPoint& a = contour[i];
        const ImportPoint& b = contour[(i + 1) % contour.size()];
        sum += std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
    }
    return sum;
}

/// c and s with c x + s y = |(x, y)|.
struct Givens {
    Givens(double x, double y) {
        const double norm = std::sqrt(x * x + y * y);
        if (norm > 0.0) {
            c = x / norm;
            s = y / norm;
        }
    }
    double c = 1.0;
    double s = 0.0;
};

/// A Householder reflection I - beta v vᵀ that maps a column's part from `first` on to the first of its axes.
struct Reflection {
    Eigen::Vector3d v = Eigen::Vector3d::Zero();
    double beta = 0.0;
    int first = 0;

    Reflection(const Eigen::Matrix3d& matrix, int column)
        : first(column + 1) {
        double squares = 0.0;
        for (int i = first; i < 3; ++i) {
            v[i] = matrix(i, column);
            squares += v[i] * v[i];
        }
        const double norm = std::sqrt(squares);
        if (norm > 0.0) {
            beta = 1.0 / (norm * (norm + std::abs(v[first])));
            v[first] += v[first] > 0.0 ? norm : -norm;
        }
    }

    /// To a column, the factors multiplied in another order than for rows: rounding matters, see below.
    void applyToColumn(double* values) const {
        double product = 0.0;
        for (int i = first; i < 3; ++i) {
            product += v[i] * values[i];
        }
        for (int i = first; i < 3; ++i) {
            values[i] -= beta * v[i] * product;
        }
    }

    /// To the vector that begins at `values`, its elements `stride` apart.
    void apply(double* values, std::ptrdiff_t stride) const {
        double product = 0.0;
        for (int i = first; i < 3; ++i) {
            product += v[i] * values[i * stride];
        }
        for (int i = first; i < 3; ++i) {
            values[i * stride] -= beta * product * v[i];
        }
    }
};

} // namespace

SymmetricEigen symmetricEigen(const Eigen::Matrix3d& matrix) {
    // To tridiagonal form, a reflection for each of the first two columns. The second only turns a sign, but
    // it does turn it. Matrices are stored by columns.
    Eigen::Matrix3d t = matrix;
    const Reflection outer(t, 0);
    for (int column = 1; column < 3; ++column) {
        outer.applyToColumn(t.col(column).data());
    }
    for (int row = 0; row < 3; ++row) {
        outer.apply(t.data() + row, 3);
    }
    const Reflection inner(t, 1);
    inner.applyToColumn(t.col(2).data());
    for (int row = 0; row < 3; ++row) {
        inner.apply(t.data() + row, 3);
    }
    SymmetricEigen result;
    Eigen::Matrix3d& q = result.vectors;
    q = Eigen::Matrix3d::Identity();
    for (int column = 0; column < 3; ++column) {
        inner.apply(q.col(column).data(), 1);
        outer.apply(q.col(column).data(), 1);
    }
    Eigen::Vector3d& a = result.values;
    a = t.diagonal();
    std::array<double, 2> b{t(0, 1), t(1, 2)};

    int low = 0;
    // Converges cubically: a handful of sweeps; the bound is for numbers that are none.
    for (int sweep = 0; sweep < 100 && low < 2;) {
        int high = 2;
        for (int i = low; i < 2; ++i) {
            if (b[static_cast<std::size_t>(i)] == 0.0) {
                high = i;
                break;
            }
        }
        if (high <= low) {
            low = high + 1;
            continue;
        }
        ++sweep;
        const auto bAt = [&](int i) -> double& {
            return b[static_cast<std::size_t>(i)];
        };
        // Wilkinson's shift.
        const double d = (a[high - 1] - a[high]) / 2.0;
        const double b2 = bAt(high - 1) * bAt(high - 1);
        const double shift = a[high] - b2 / (d + (d >= 0.0 ? 1.0 : -1.0) * std::sqrt(d * d + b2));
        double x = a[low] - shift;
        double bulge = bAt(low);
        for (int k = low; k < high; ++k) {
            const Givens g(x, bulge);
            const double c = g.c;
            const double s = g.s;
            if (k > low) {
                bAt(k - 1) = c * x + s * bulge;
            }
            // The order of these sums decides, by rounding, whether one more sweep is made, which may turn
            // the signs.
            const double cc = c * c;
            const double ss = 1.0 - cc;
            const double cs = -(c * s);
            const double upper = a[k];
            const double lower = a[k + 1];
            const double side = bAt(k);
            a[k] = cc * upper + ss * lower - 2.0 * cs * side;
            a[k + 1] = ss * upper + cc * lower + 2.0 * cs * side;
            bAt(k) = cs * (upper - lower) + (cc - ss) * side;
            x = bAt(k);
            if (k + 1 < high) {
                bulge = s * bAt(k + 1);
                bAt(k + 1) *= c;
            }
            const Eigen::Vector3d left = q.col(k);
            const Eigen::Vector3d right = q.col(k + 1);
            q.col(k) = c * left + s * right;
            q.col(k + 1) = c * right - s * left;
        }
        for (int i = low; i < high; ++i) {
            if (std::abs(bAt(i)) <
                std::numeric_limits<double>::epsilon() * (std::abs(a[i]) + std::abs(a[i + 1]))) {
                bAt(i) = 0.0;
            }
        }
    }
    return result;
}

Eigen::Vector3d contourCentre(const Contour& contour) {
    return resample(contour).rowwise().mean();
}

std::vector<ImportPoint> contourToDiscs(const Contour& contour) {
    Eigen::Matrix3Xd points = resample(contour);
    const Eigen::Vector3d centre = mean(points);
    points.colwise() -= centre;
    Eigen::Matrix3d moments = Eigen::Matrix3d::Zero();
    for (int k = 0; k < resampledPoints; ++k) {
        moments += points.col(k) * points.col(k).transpose();
    }
    const SymmetricEigen eigen = symmetricEigen(moments);
    int largest = 0;
    int smallest = 0;
    eigen.values.maxCoeff(&largest);
    eigen.values.minCoeff(&smallest);
    if (largest == smallest) {
        return {};
    }
    const Eigen::Vector3d major = eigen.vectors.col(largest);
    // Across the axis, and level.
    Eigen::Vector3d minor = eigen.vectors.col(3 - smallest - largest);
    minor.z() = 0.0;
    if (!(minor.norm() > 0.0)) {
        return {};
    }
    minor.normalize();

    // Once round, from the farthest point along the axis: down one flank to the lowest point and up the
    // other.
    const Eigen::RowVectorXd along = major.transpose() * points;
    const Eigen::RowVectorXd out = minor.transpose() * points;
    int top = 0;
    along.maxCoeff(&top);
    const auto rotated = [&](const Eigen::RowVectorXd& values, int i) {
        return values[(top + i) % resampledPoints];
    };
    int bottom = 0;
    for (int i = 1; i < resampledPoints; ++i) {
        bottom = rotated(along, i) < rotated(along, bottom) ? i : bottom;
    }
    Flank one;
    Flank other;
    for (int i = bottom - 1; i >= 0; --i) {
        one.add(rotated(along, i), rotated(out, i));
    }
    for (int i = bottom; i < resampledPoints; ++i) {
        other.add(rotated(along, i), rotated(out, i));
    }
    if (one.along.empty() || other.along.empty()) {
        return {};
    }
    one.makeMonotonic();
    other.makeMonotonic();

    std::vector<double> all = one.along;
    all.insert(all.end(), other.along.begin(), other.along.end());
    std::sort(all.begin(), all.end());
    if (all.size() < 3) {
        return {};
    }
    const double from = all[1];
    const double step = (all[all.size() - 2] - from) / (discs - 1);
    std::vector<double> at(discs);
    for (int k = 0; k < discs; ++k) {
        at[static_cast<std::size_t>(k)] = from + k * step;
    }
    const std::vector<double> oneOut = interpolate(at, one.along, one.out);
    const std::vector<double> otherOut = interpolate(at, other.along, other.out);
    std::vector<ImportPoint> result;
    for (std::size_t k = 0; k < at.size(); ++k) {
        const Eigen::Vector3d p = major * at[k] + centre;
        result.push_back({p.x(), p.y(), p.z(), std::abs(oneOut[k] - otherOut[k])});
    }
    // The tips would have no width.
    result.front().diameter = (result[0].diameter + result[1].diameter) / 2.0;
    result.back().diameter = (result[discs - 1].diameter + result[discs - 2].diameter) / 2.0;
    const bool valid = step > 0.0 && std::all_of(result.begin(), result.end(), [](const ImportPoint& p) {
                           return std::isfinite(p.diameter) && p.diameter > 0.0;
                       });
    return valid ? result : std::vector<ImportPoint>{};
}

std::vector<ImportPoint> stackToDiscs(const std::vector<Contour>& stack) {
    std::vector<ImportPoint> result;
    for (const Contour& contour : stack) {
        const Eigen::Matrix3Xd points = resample(contour);
        const Eigen::Vector3d centre = mean(points);
        const double meanRadius = (points.colwise() - centre).colwise().norm().mean();
        const double diameter = meanRadius + perimeter(contour) / (2.0 * std::numbers::pi);
        result.push_back({centre.x(), centre.y(), centre.z(), diameter});
    }
    return result;
}

Eigen::Vector3d stackCentre(const std::vector<Contour>& stack) {
    std::vector<Eigen::Vector3d> centres;
    std::vector<double> path;
    for (const Contour& contour : stack) {
        centres.push_back(contourCentre(contour));
        const double step = path.empty() ? 0.0 : (centres.back() - centres[centres.size() - 2]).norm();
        path.push_back(path.empty() ? 0.0 : path.back() + step);
    }
    const double half = path.back() / 2.0;
    if (half == 0.0) {
        return centres.front();
    }
    const auto beyond =
        static_cast<std::size_t>(std::upper_bound(path.begin(), path.end(), half) - path.begin());
    const double t = (half - path[beyond - 1]) / (path[beyond] - path[beyond - 1]);
    return t * centres[beyond] + (1.0 - t) * centres[beyond - 1];
}

} // namespace phiscope
