#include "model/forward/fit_into_slice.h"

#include "model/scene/fields.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

namespace phiscope {

namespace {

std::string micrometres(double value) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.6g µm", value);
    return text.data();
}

/// "3, 4 and 7" or "3, 4, 5, 6 and 20 more".
std::string listed(const std::vector<int>& segments) {
    constexpr std::size_t shown = 4;
    const std::size_t count = segments.size();
    std::string text;
    for (std::size_t i = 0; i < std::min(count, shown); ++i) {
        const bool last = i + 1 == count;
        text += (i == 0 ? "" : last ? " and " : ", ") + std::to_string(segments[i]);
    }
    return count > shown ? text + " and " + std::to_string(count - shown) + " more" : text;
}

Result<void> checkRoot(const Segments& segments, double bottomUm, double topUm) {
    const double root = segments.midpoint(0).z();
    if (!(bottomUm < root && root < topUm)) {
        return fail("The root lies at z = " + micrometres(root) + ", outside the slice from " +
                        micrometres(bottomUm) + " to " + micrometres(topUm) + ".",
                    "Move the cell, or move the slice.");
    }
    return {};
}

} // namespace

Result<void> checkInsideSlice(const Segments& segments, double bottomUm, double topUm) {
    std::vector<int> outside;
    for (int k = 0; k < segments.size(); ++k) {
        const double low = std::min(segments.start(2, k), segments.end(2, k));
        const double high = std::max(segments.start(2, k), segments.end(2, k));
        if (!(low >= bottomUm && high <= topUm)) {
            outside.push_back(k);
        }
    }
    if (outside.empty()) {
        return {};
    }
    return fail((outside.size() == 1 ? "Segment " : "Segments ") + listed(outside) +
                    (outside.size() == 1 ? " leaves" : " leave") +
                    " the slice from z = " + micrometres(bottomUm) + " to " + micrometres(topUm) +
                    ", and the method of images holds only for sources inside it.",
                "Make the slice thicker, move or turn the cell, or fit it into the slice.");
}

Result<Segments> fitIntoSlice(const Segments& segments, double bottomUm, double topUm, double factor) {
    assert(factor > -1.0 && factor < 1.0);
    if (segments.size() == 0) {
        return segments;
    }
    if (!checkInsideSlice(segments, bottomUm, topUm)) {
        if (const Result<void> root = checkRoot(segments, bottomUm, topUm); !root) {
            return tl::unexpected(root.error());
        }
    }
    Segments pressed = segments;
    const double middle = segments.midpoint(0).z();
    const double keep = 1.0 - factor;
    pressed.start.row(2) = ((segments.start.row(2).array() - middle) * keep + middle).matrix();
    pressed.end.row(2) = ((segments.end.row(2).array() - middle) * keep + middle).matrix();
    pressed.length = (pressed.end - pressed.start).colwise().norm();
    const Eigen::ArrayXd taper = 0.5 * (segments.diameterEnds.row(1) - segments.diameterEnds.row(0));
    pressed.area = std::numbers::pi * 0.5 * segments.diameterEnds.colwise().sum().transpose().array() *
                   (taper.square() + pressed.length.array().square()).sqrt();
    if (const Result<void> fits = checkInsideSlice(pressed, bottomUm, topUm); !fits) {
        Error error = fits.error();
        error.what = "With a squeeze of " + std::to_string(static_cast<int>(std::lround(100.0 * factor))) +
                     " % the cell still does not fit. " + error.what;
        error.remedy = "Squeeze more, make the slice thicker, or move or turn the cell.";
        return tl::unexpected(std::move(error));
    }
    return pressed;
}

Result<double> smallestSqueeze(const Segments& segments, double bottomUm, double topUm) {
    if (segments.size() == 0 || checkInsideSlice(segments, bottomUm, topUm)) {
        return 0.0;
    }
    if (const Result<void> root = checkRoot(segments, bottomUm, topUm); !root) {
        return tl::unexpected(root.error());
    }
    const double middle = segments.midpoint(0).z();
    const double high = std::max(segments.start.row(2).maxCoeff(), segments.end.row(2).maxCoeff());
    const double low = std::min(segments.start.row(2).minCoeff(), segments.end.row(2).minCoeff());
    const double keep = std::min(high > topUm ? (topUm - middle) / (high - middle) : 1.0,
                                 low < bottomUm ? (middle - bottomUm) / (middle - low) : 1.0);
    // A little more, so that rounding leaves no end outside.
    return 1.0 - keep * (1.0 - 1e-12);
}

std::optional<double> fittingSqueeze(const Medium& medium, const Segments& segments) {
    if (medium.kind != Medium::Kind::slice) {
        return {};
    }
    const double bottom = medium.sliceBottomUm;
    const double top = bottom + medium.sliceThicknessUm;
    const Result<double> least = smallestSqueeze(segments, bottom, top);
    if (!least) {
        return {};
    }
    constexpr double digits = 1e4;
    double squeeze = std::ceil(*least * digits) / digits;
    if (!fitIntoSlice(segments, bottom, top, std::min(squeeze, 0.9999))) {
        squeeze += 1.0 / digits; // the last digit of the quotient
    }
    const auto* field = findField<Probe>("squeeze");
    if (!checkValue(field->info, squeeze).empty()) {
        return {}; // next to nothing would be left of the cell
    }
    return squeeze;
}

} // namespace phiscope
