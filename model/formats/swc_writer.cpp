#include "model/formats/swc_writer.h"

#include "model/geometry/shape_connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace phiscope {

namespace {

/// The shortest text that reads back as the same single-precision number.
void appendNumber(std::string& text, float value) {
    std::array<char, 40> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    text.append(buffer.data(), written.ptr);
}

int swcType(const Section& section) {
    switch (section.type) {
    case SectionType::soma:
        return 1;
    case SectionType::axon:
        return 2;
    case SectionType::dendrite:
        return 3;
    case SectionType::apical:
        return 4;
    case SectionType::other:
        break;
    }
    constexpr std::string_view prefix = "dend_";
    const std::string_view name = section.name;
    int number = 0;
    if (name.substr(0, prefix.size()) == prefix) {
        const std::string_view digits = name.substr(prefix.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    }
    return number > 4 || (number == 0 && name.substr(0, 6) == "dend_0") ? number : 5;
}

struct Sample {
    PathPoint point;
    int type = 0;
    int parent = -1; ///< 1-based id
};

class SwcWriter {
public:
    explicit SwcWriter(const Morphology& morphology)
        : morphology_(morphology)
        , children_(sectionChildren(morphology))
        , places_(morphology.sections.size())
        , ids_(morphology.sections.size()) {}

    std::vector<Sample> samples() {
        if (morphology_.sections.empty()) {
            return {};
        }
        // Branch by branch, so that a sample is followed by its first child.
        std::vector<int> open{rootSection(morphology_)};
        while (!open.empty()) {
            const int s = open.back();
            open.pop_back();
            addSection(s);
            const std::vector<int>& next = children_[static_cast<std::size_t>(s)];
            open.insert(open.end(), next.rbegin(), next.rend());
        }
        return std::move(samples_);
    }

private:
    const Section& section(int s) const { return morphology_.sections[static_cast<std::size_t>(s)]; }

    /// A soma that the reader makes of a single sample: three points along x, as long as thick.
    bool isBall(int s) const {
        const Section& soma = section(s);
        const std::vector<PathPoint>& p = soma.points;
        if (soma.type != SectionType::soma || soma.parent >= 0 || p.size() != 3) {
            return false;
        }
        const float radius = 0.5F * p[1].diameter;
        const bool level = p[0].y == p[1].y && p[2].y == p[1].y && p[0].z == p[1].z && p[2].z == p[1].z;
        const bool even = p[0].diameter == p[1].diameter && p[2].diameter == p[1].diameter;
        const auto reach = [&](float x) {
            return std::abs(std::abs(x - p[1].x) - radius);
        };
        const float precision = 1e-6F * (std::abs(p[1].x) + radius);
        const std::vector<int>& kids = children_[static_cast<std::size_t>(s)];
        return level && even && p[0].x < p[1].x && p[1].x < p[2].x && reach(p[0].x) <= precision &&
               reach(p[2].x) <= precision && std::all_of(kids.begin(), kids.end(), [&](int kid) {
                   return section(kid).parentX == 0.5 && section(kid).type != SectionType::soma;
               });
    }

    /// The section's points with one more wherever a child is attached between two.
    std::vector<PathPoint> pointsWithJoints(int s) {
        const Section& from = section(s);
        std::vector<PathPoint> points = from.points;
        std::set<double> joints;
        for (const int kid : children_[static_cast<std::size_t>(s)]) {
            if (section(kid).parentX > 0.0 && section(kid).parentX < 1.0) {
                joints.insert(section(kid).parentX);
            }
        }
        std::vector<double>& places = places_[static_cast<std::size_t>(s)];
        places = arcLengths(from);
        const double length = places.back();
        for (double& place : places) {
            place = length > 0.0 ? place / length : 0.0;
        }
        for (const double x : joints) {
            const auto next = std::lower_bound(places.begin(), places.end(), x);
            const auto i = static_cast<std::size_t>(next - places.begin());
            if (i == 0 || i >= places.size() || std::abs(places[i] - x) < 1e-6 ||
                std::abs(places[i - 1] - x) < 1e-6) {
                continue;
            }
            const auto t = static_cast<float>((x - places[i - 1]) / (places[i] - places[i - 1]));
            const PathPoint& a = points[i - 1];
            const PathPoint& b = points[i];
            const auto mix = [t](float u, float v) {
                return u + t * (v - u);
            };
            const PathPoint joint{mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), mix(a.diameter, b.diameter)};
            points.insert(points.begin() + static_cast<std::ptrdiff_t>(i), joint);
            places.insert(next, x);
        }
        return points;
    }

    /// The id of the sample of a section that is nearest to `x`.
    int sampleAt(int s, double x) const {
        const std::vector<double>& places = places_[static_cast<std::size_t>(s)];
        std::size_t best = 0;
        for (std::size_t i = 1; i < places.size(); ++i) {
            // Of several at the same place the outermost, to which the end belongs.
            const double gain = std::abs(places[best] - x) - std::abs(places[i] - x);
            best = gain > 0.0 || (gain == 0.0 && x >= 1.0) ? i : best;
        }
        return ids_[static_cast<std::size_t>(s)][best];
    }

    void addSection(int s) {
        const Section& from = section(s);
        const int type = swcType(from);
        if (isBall(s)) {
            samples_.push_back({from.points[1], type, -1});
            places_[static_cast<std::size_t>(s)] = {0.5};
            ids_[static_cast<std::size_t>(s)] = {1};
            return;
        }
        std::vector<PathPoint> points = pointsWithJoints(s);
        std::vector<double>& places = places_[static_cast<std::size_t>(s)];
        if (from.childX > 0.5) {
            std::reverse(points.begin(), points.end());
            std::reverse(places.begin(), places.end());
        }
        int parent = -1;
        std::vector<int>& ids = ids_[static_cast<std::size_t>(s)];
        for (const PathPoint& point : points) {
            if (ids.empty() && from.parent >= 0) {
                parent = sampleAt(from.parent, from.parentX);
                // The reader begins a branch with the sample that it grows from.
                if (samples_[static_cast<std::size_t>(parent) - 1].point == point &&
                    section(from.parent).type != SectionType::soma) {
                    ids.push_back(parent);
                    continue;
                }
            }
            samples_.push_back({point, type, parent});
            parent = static_cast<int>(samples_.size());
            ids.push_back(parent);
        }
    }

    const Morphology& morphology_;
    std::vector<std::vector<int>> children_;
    std::vector<std::vector<double>> places_; ///< x of every sample of each section
    std::vector<std::vector<int>> ids_;       ///< and its id
    std::vector<Sample> samples_;
};

} // namespace

std::string writeSwc(const Morphology& morphology, const std::string& comment) {
    std::string text;
    std::size_t begin = 0;
    while (begin < comment.size()) {
        const std::size_t end = std::min(comment.find('\n', begin), comment.size());
        text += "# " + comment.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    text += "# id type x y z radius parent (lengths in micrometres)\n";
    int id = 0;
    for (const Sample& sample : SwcWriter(morphology).samples()) {
        text += std::to_string(++id) + " " + std::to_string(sample.type);
        for (const float value :
             {sample.point.x, sample.point.y, sample.point.z, 0.5F * sample.point.diameter}) {
            text += ' ';
            appendNumber(text, value);
        }
        text += " " + std::to_string(sample.parent) + "\n";
    }
    return text;
}

} // namespace phiscope
