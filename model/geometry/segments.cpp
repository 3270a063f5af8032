#include "model/geometry/segments.h"

#include "model/geometry/section_integrals.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace phiscope {

namespace {

/// Position along a section by linear interpolation over the arc; asked for in ascending order.
class PathPosition {
public:
    explicit PathPosition(const Section& section)
        : section_(section)
        , arc_(arcLengths(section)) {}

    double length() const { return arc_.back(); }

    Eigen::Vector3d at(double arc) {
        while (next_ + 1 < arc_.size() && arc_[next_] < arc) {
            ++next_;
        }
        const double step = arc_[next_] - arc_[next_ - 1];
        const double fraction = step > 0.0 ? std::clamp((arc - arc_[next_ - 1]) / step, 0.0, 1.0) : 0.0;
        const Eigen::Vector3d a = point(next_ - 1);
        return a + fraction * (point(next_) - a);
    }

private:
    Eigen::Vector3d point(std::size_t i) const {
        const PathPoint& p = section_.points[i];
        return {p.x, p.y, p.z};
    }

    const Section& section_;
    std::vector<double> arc_;
    std::size_t next_ = 1;
};

} // namespace

Segments makeSegments(const Morphology& morphology, std::span<const int> nseg) {
    assert(nseg.size() == morphology.sections.size());
    Segments segments;
    segments.firstOfSection.reserve(nseg.size() + 1);
    int total = 0;
    for (const int count : nseg) {
        segments.firstOfSection.push_back(total);
        total += count;
    }
    segments.firstOfSection.push_back(total);
    segments.start.resize(3, total);
    segments.end.resize(3, total);
    segments.diameter.resize(total);
    segments.diameterEnds.resize(2, total);
    segments.area.resize(total);
    segments.length.resize(total);
    segments.section.reserve(static_cast<std::size_t>(total));
    segments.x.reserve(static_cast<std::size_t>(total));

    int index = 0;
    for (std::size_t s = 0; s < nseg.size(); ++s) {
        const Section& section = morphology.sections[s];
        const int count = nseg[s];
        const std::vector<SegmentIntegrals> integrals = integrateSection(section, count);
        PathPosition path(section);
        Eigen::Vector3d border = path.at(0.0);
        for (int k = 0; k < count; ++k, ++index) {
            const SegmentIntegrals& segment = integrals[static_cast<std::size_t>(k)];
            segments.start.col(index) = border;
            border = path.at(path.length() * (k + 1) / count);
            segments.end.col(index) = border;
            segments.diameter[index] = segment.diameter;
            segments.diameterEnds.col(index) << segment.diameterStart, segment.diameterEnd;
            segments.area[index] = segment.area;
            segments.length[index] = path.length() / count;
            segments.section.push_back(static_cast<int>(s));
            segments.x.push_back((k + 0.5) / count);
        }
    }
    return segments;
}

} // namespace phiscope
