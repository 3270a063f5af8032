#include "model/forward/field_grid.h"

#include "model/forward/blas.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/stimulus_field.h"
#include "model/support/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace phiscope {

namespace {

Result<Eigen::MatrixXd> potentials(const Medium& medium, CurrentSource source, const Eigen::Matrix3Xd& points,
                                   const Segments& segments) {
    const auto model = makePotentialModel(medium, source, points);
    if (!model) {
        return tl::unexpected<Error>(model.error());
    }
    return checkedMatrix(**model, segments);
}

/// The share of [from, to] of a segment's length lies in one cell.
struct Piece {
    int cell = 0;
    double share = 0.0;
};

/// Cuts the way from `a` to `b` at the borders of the boxes. Both in cells: x along the columns, y along the
/// rows, z from -0.5 to 0.5 through the thickness.
std::vector<Piece> piecesOf(const Eigen::Vector3d& a, const Eigen::Vector3d& b, int columns, int rows) {
    const Eigen::Vector3d low(0.0, 0.0, -0.5);
    const Eigen::Vector3d high(columns, rows, 0.5);
    const Eigen::Vector3d way = b - a;
    const auto cellAt = [&](const Eigen::Vector3d& p) {
        const int column = std::clamp(static_cast<int>(std::floor(p.x())), 0, columns - 1);
        const int row = std::clamp(static_cast<int>(std::floor(p.y())), 0, rows - 1);
        return row * columns + column;
    };
    double from = 0.0;
    double to = 1.0;
    for (Eigen::Index k = 0; k < 3; ++k) {
        if (way[k] == 0.0) {
            if (a[k] < low[k] || a[k] >= high[k]) {
                return {};
            }
            continue;
        }
        const double t0 = (low[k] - a[k]) / way[k];
        const double t1 = (high[k] - a[k]) / way[k];
        from = std::max(from, std::min(t0, t1));
        to = std::min(to, std::max(t0, t1));
    }
    if (way.isZero(0.0)) {
        return {{cellAt(a), 1.0}};
    }
    if (!(to > from)) {
        return {};
    }
    std::vector<double> cuts{from, to};
    for (Eigen::Index k = 0; k < 2; ++k) {
        const double p = a[k] + from * way[k];
        const double q = a[k] + to * way[k];
        for (double border = std::ceil(std::min(p, q)); border <= std::max(p, q); border += 1.0) {
            cuts.push_back(std::clamp((border - a[k]) / way[k], from, to));
        }
    }
    std::ranges::sort(cuts);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        if (cuts[i + 1] > cuts[i]) {
            pieces.push_back({cellAt(a + 0.5 * (cuts[i] + cuts[i + 1]) * way), cuts[i + 1] - cuts[i]});
        }
    }
    return pieces;
}

double percentile(std::vector<float>& magnitudes, double share) {
    if (magnitudes.empty()) {
        return 0.0;
    }
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(magnitudes.size() - 1));
    std::nth_element(magnitudes.begin(), magnitudes.begin() + at, magnitudes.end());
    return static_cast<double>(magnitudes[static_cast<std::size_t>(at)]);
}

std::string roundedGib(double bytes) {
    std::string text = std::to_string(std::max(1L, std::lround(bytes / (1024.0 * 1024.0 * 1024.0))));
    return text + " GiB";
}

} // namespace

Result<std::shared_ptr<const FieldGrid>> FieldGrid::make(const FieldSlice& slice, const Segments& segments,
                                                         int resolution, const Stop& stop) {
    std::shared_ptr<FieldGrid> grid(new FieldGrid);
    grid->plane_ = slicePlane(slice, resolution);
    grid->segments_ = segments.size();
    grid->quantity_ = slice.quantity;
    if (slice.quantity == FieldSlice::Quantity::csd) {
        grid->makeDensity(slice, segments);
        return grid;
    }
    const auto done = grid->makePotential(slice, segments, stop);
    if (!done) {
        return tl::unexpected<Error>(done.error());
    }
    return *done ? grid : nullptr;
}

Result<std::shared_ptr<const FieldGrid>>
FieldGrid::makeStimulus(const FieldSlice& slice, const std::vector<Probe>& probes, int resolution) {
    if (probes.empty()) {
        return fail("No contact stimulates.", "Right-click a contact and choose “Stimulate here”.");
    }
    std::shared_ptr<FieldGrid> grid(new FieldGrid);
    grid->plane_ = slicePlane(slice, resolution);
    grid->segments_ = static_cast<int>(probes.size());
    grid->quantity_ = FieldSlice::Quantity::stimulus;
    const Eigen::Matrix3Xd points = grid->plane_.points();
    grid->potential_.resize(grid->segments_, points.cols());
    for (int k = 0; k < grid->segments_; ++k) {
        const Result<Eigen::VectorXd> pattern =
            stimulusPatternAt(probes[static_cast<std::size_t>(k)], points);
        if (!pattern) {
            return tl::unexpected<Error>(pattern.error());
        }
        grid->potential_.row(k) = pattern->transpose().cast<float>();
    }
    return grid;
}

Result<bool> FieldGrid::makePotential(const FieldSlice& slice, const Segments& segments, const Stop& stop) {
    const double bytes = static_cast<double>(plane_.cells()) * segments.size() * sizeof(float);
    if (bytes > static_cast<double>(memoryLimitBytes)) {
        return fail("The field would take " + roundedGib(bytes) + " of memory: " +
                        std::to_string(plane_.columns) + " \u00d7 " + std::to_string(plane_.rows) +
                        " points times " + std::to_string(segments.size()) + " segments.",
                    "Choose a coarser resolution for the slice, or fewer segments for the cell.");
    }
    potential_.resize(segments.size(), plane_.cells());
    const Eigen::Matrix3Xd points = plane_.points();
    // Double precision of all cells at once would take more memory than the result.
    const int chunk = std::clamp((1 << 21) / std::max(1, segments.size()), 16, 2048);
    const bool second = slice.comparison.enabled && slice.shows != FieldSlice::Shows::model;
    const bool first = !second || slice.shows == FieldSlice::Shows::difference;
    for (int from = 0; from < plane_.cells(); from += chunk) {
        if (stop && stop()) {
            return false;
        }
        const int count = std::min(chunk, plane_.cells() - from);
        const Eigen::Matrix3Xd some = points.middleCols(from, count);
        Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(count, segments.size());
        if (first) {
            auto own = potentials(slice.medium, slice.source, some, segments);
            if (!own) {
                return tl::unexpected<Error>(std::move(own.error()));
            }
            matrix = std::move(*own);
        }
        if (second) {
            const auto other = potentials(slice.comparison.medium, slice.comparison.source, some, segments);
            if (!other) {
                return tl::unexpected<Error>(other.error());
            }
            matrix = first ? Eigen::MatrixXd(matrix - *other) : *other;
        }
        potential_.middleCols(from, count) = matrix.transpose().cast<float>();
    }
    return true;
}

void FieldGrid::makeDensity(const FieldSlice& slice, const Segments& segments) {
    const double volume = plane_.cellWidth() * plane_.cellHeight() * slice.csdThicknessUm;
    const Eigen::Vector3d normal = plane_.normal();
    const auto inCells = [&](const Eigen::Vector3d& point) {
        const Eigen::Vector2d place = plane_.placeOf(point);
        return Eigen::Vector3d(place.x() * plane_.columns, place.y() * plane_.rows,
                               (point - plane_.centre).dot(normal) / slice.csdThicknessUm);
    };
    std::vector<Eigen::Triplet<float>> entries;
    for (int k = 0; k < segments.size(); ++k) {
        for (const Piece& piece : piecesOf(inCells(segments.start.col(k)), inCells(segments.end.col(k)),
                                           plane_.columns, plane_.rows)) {
            entries.emplace_back(piece.cell, k, static_cast<float>(piece.share / volume));
        }
    }
    density_.resize(plane_.cells(), segments.size());
    density_.setFromTriplets(entries.begin(), entries.end()); // sums what falls into one box
}

void FieldGrid::values(const double* currents, std::span<float> out) const {
    const Eigen::VectorXf single = Eigen::Map<const Eigen::VectorXd>(currents, segments_).cast<float>();
    Eigen::Map<Eigen::VectorXf> result(out.data(), plane_.cells());
    if (quantity_ == FieldSlice::Quantity::csd) {
        result = density_ * single;
        return;
    }
    // Starting a thread costs about as much as a million entries.
    const int grain = (1 << 20) / std::max(1, segments_) + 1;
    parallelBlocks(plane_.cells(), grain, [&](int from, int to) {
        multiplyTransposed(potential_.data() + static_cast<std::ptrdiff_t>(from) * segments_, segments_,
                           to - from, single.data(), result.data() + from);
    });
}

double FieldGrid::magnitude(const double* currents) const {
    const Eigen::VectorXf single = Eigen::Map<const Eigen::VectorXd>(currents, segments_).cast<float>();
    std::vector<float> magnitudes;
    if (quantity_ == FieldSlice::Quantity::csd) {
        for (int row = 0; row < density_.outerSize(); ++row) {
            if (density_.outerIndexPtr()[row + 1] > density_.outerIndexPtr()[row]) {
                magnitudes.push_back(std::abs(density_.row(row).dot(single)));
            }
        }
        return percentile(magnitudes, 0.95);
    }
    constexpr int across = 16; // cells looked at along each side
    const int columnStep = std::max(1, plane_.columns / across);
    const int rowStep = std::max(1, plane_.rows / across);
    for (int row = rowStep / 2; row < plane_.rows; row += rowStep) {
        for (int column = columnStep / 2; column < plane_.columns; column += columnStep) {
            magnitudes.push_back(std::abs(potential_.col(row * plane_.columns + column).dot(single)));
        }
    }
    return percentile(magnitudes, 0.98);
}

double valueOnPlane(const SlicePlane& plane, std::span<const float> values, const Eigen::Vector3d& point) {
    const Eigen::Vector2d place = plane.placeOf(point);
    if (!(place.minCoeff() >= 0.0 && place.maxCoeff() <= 1.0) ||
        values.size() != static_cast<std::size_t>(plane.cells())) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    struct Between {
        int low;
        int high;
        double t;
    };
    const auto between = [](double at, int count) {
        const double x = std::clamp(at * count - 0.5, 0.0, count - 1.0);
        const int low = std::min(static_cast<int>(x), std::max(0, count - 2));
        return Between{low, std::min(low + 1, count - 1), x - low};
    };
    const Between c = between(place.x(), plane.columns);
    const Between r = between(place.y(), plane.rows);
    const auto at = [&](int column, int row) {
        return static_cast<double>(values[static_cast<std::size_t>(row * plane.columns + column)]);
    };
    return std::lerp(std::lerp(at(c.low, r.low), at(c.high, r.low), c.t),
                     std::lerp(at(c.low, r.high), at(c.high, r.high), c.t), r.t);
}

} // namespace phiscope
