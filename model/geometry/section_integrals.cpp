#include "model/geometry/section_integrals.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace phiscope {

namespace {

/// Walks along a section and adds up, from the place reached so far to a given arc length.
class PathIntegrator {
public:
    explicit PathIntegrator(const Section& section)
        : section_(section)
        , arc_(arcLengths(section))
        , diameter_(diameterAt(0)) {}

    double length() const { return arc_.back(); }
    double diameter() const { return diameter_; }

    /// Adds the stretch up to arc length `to` to `integrals`; returns its ∫ 4 ds / (π d²).
    double advance(double to, SegmentIntegrals& integrals) {
        double resistance = 0.0;
        // Stops at every point on the way. Beyond the last point the last piece is prolonged: `to` exceeds
        // the length by rounding only.
        while (next_ + 1 < arc_.size() && arc_[next_] <= to) {
            resistance += addFrustum(arc_[next_], diameterAt(next_), integrals);
            ++next_;
        }
        const double from = arc_[next_ - 1];
        const double step = arc_[next_] - from;
        const double fraction = std::abs(step) < 1e-10 ? 1.0 : (to - from) / step;
        const double diameter = (1.0 - fraction) * diameterAt(next_ - 1) + fraction * diameterAt(next_);
        return resistance + addFrustum(to, diameter, integrals);
    }

private:
    double diameterAt(std::size_t point) const { return std::abs(section_.points[point].diameter); }

    double addFrustum(double position, double diameter, SegmentIntegrals& integrals) {
        const double length = std::max(position - position_, 0.0);
        const double sum = diameter + diameter_;
        const double rise = 0.5 * (diameter - diameter_);
        integrals.diameter += 0.5 * sum * length;
        integrals.area += 0.5 * std::numbers::pi * sum * std::sqrt(length * length + rise * rise);
        const double product = diameter * diameter_;
        const double resistance =
            length > 0.0 && product > 0.0 ? 4.0 * length / (std::numbers::pi * product) : 0.0;
        position_ = position;
        diameter_ = diameter;
        return resistance;
    }

    const Section& section_;
    std::vector<double> arc_;
    std::size_t next_ = 1; ///< the first point not yet passed
    double position_ = 0.0;
    double diameter_ = 0.0;
};

} // namespace

std::vector<SegmentIntegrals> integrateSection(const Section& section, int nseg) {
    assert(section.points.size() >= 2);
    assert(nseg >= 1);
    PathIntegrator path(section);
    const double step = path.length() / nseg;
    std::vector<SegmentIntegrals> result(static_cast<std::size_t>(nseg));
    for (int k = 0; k < nseg; ++k) {
        SegmentIntegrals& segment = result[static_cast<std::size_t>(k)];
        const double begin = k * step;
        segment.diameterStart = path.diameter();
        segment.firstHalfResistance = path.advance(begin + step / 2.0, segment);
        segment.secondHalfResistance = path.advance(begin + step, segment);
        segment.diameterEnd = path.diameter();
        // A section without length has no mean along its path: what stands at its ends must do.
        segment.diameter =
            step > 0.0 ? segment.diameter / step : 0.5 * (segment.diameterStart + segment.diameterEnd);
    }
    return result;
}

} // namespace phiscope
