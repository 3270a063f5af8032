#include "app/reference/array_comparison.h"
#include "app/reference/families.h"
#include "app/reference/probe_models.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

/// What the forward models read of segments: ends and diameters. `cell` holds lists of [start, end] for each
/// coordinate and a diameter, or [at start, at end], for each segment.
Segments segmentsOf(const json& cell) {
    const auto count = static_cast<Eigen::Index>(cell.at("x").size());
    Segments segments;
    segments.start.resize(3, count);
    segments.end.resize(3, count);
    segments.diameter.resize(count);
    segments.diameterEnds.resize(2, count);
    const char* const axes[] = {"x", "y", "z"};
    for (Eigen::Index k = 0; k < count; ++k) {
        const auto at = static_cast<std::size_t>(k);
        for (int axis = 0; axis < 3; ++axis) {
            const json& ends = cell.at(axes[axis]).at(at);
            segments.start(axis, k) = ends.at(0).get<double>();
            segments.end(axis, k) = ends.at(1).get<double>();
        }
        const json& d = cell.at("d").at(at);
        segments.diameterEnds(0, k) = d.is_array() ? d.at(0).get<double>() : d.get<double>();
        segments.diameterEnds(1, k) = d.is_array() ? d.at(1).get<double>() : d.get<double>();
        segments.diameter(k) = 0.5 * segments.diameterEnds.col(k).sum();
    }
    segments.length = (segments.end - segments.start).colwise().norm();
    return segments;
}

/// An array that lists only what is not zero, with all its values.
json withoutGaps(const json& expected) {
    if (!expected.contains("nonzero_index")) {
        return expected;
    }
    const auto shape = expected.at("shape").get<std::vector<std::size_t>>();
    std::size_t count = 1;
    for (const std::size_t extent : shape) {
        count *= extent;
    }
    std::vector<double> values(count, 0.0);
    const json& index = expected.at("nonzero_index");
    for (std::size_t i = 0; i < index.size(); ++i) {
        std::size_t at = 0;
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            at = at * shape[axis] + index[i].at(axis).get<std::size_t>();
        }
        values.at(at) = numberOf(expected.at("nonzero_values").at(i));
    }
    json full = expected;
    full["shape"] = json::array({count});
    full["values"] = values;
    return full;
}

/// One variant: the model LFPykit's class stands for, or that it must refuse.
class Variant {
public:
    Variant(const json& input, const json& expected, const Segments& segments, const Tolerance& tolerance,
            std::string where, CaseReport& report)
        : input_(input)
        , expected_(expected)
        , segments_(segments)
        , tolerance_(tolerance)
        , where_(std::move(where))
        , report_(report) {}

    void check() {
        const bool drawn = expected_.contains("recorded_points");
        const ProbeModel probe = drawn ? makeAveragedModel(input_, expected_.at("recorded_points"), segments_)
                                       : makeProbeModel(input_, segments_);
        if (!probe.missing.empty()) {
            report_.skipPart(probe.missing);
            return;
        }
        if (expected_.contains("raises")) {
            probe.model ? report_.differs(where_, "accepted, expected " + expected_.at("raises").dump() +
                                                      ": " + expected_.at("message").dump())
                        : report_.agrees(where_ + " refused", 0.0);
            return;
        }
        if (!probe.model) {
            report_.differs(where_, probe.model.error().message());
            return;
        }
        compareMatrix((*probe.model)->matrix(probe.segments));
        compareSqueezed(probe.segments);
        if (expected_.contains("disc_average_limit")) {
            compareAverage();
        }
    }

private:
    void compareMatrix(const Eigen::MatrixXd& matrix) {
        std::set<std::pair<std::int64_t, std::int64_t>> ill;
        for (const json& entry : expected_.value("ill_conditioned", json::array())) {
            ill.emplace(entry.at(0).get<std::int64_t>(), entry.at(1).get<std::int64_t>());
        }
        const json expected = withoutGaps(expected_.at("M"));
        NdArray got = toNdArray(matrix);
        if (expected_.at("M").contains("nonzero_index")) { // a grid: channels over several axes
            got.shape = {matrix.size()};
        }
        compareArray(got, expected, tolerance_, where_ + " M", report_,
                     [&](std::span<const std::int64_t> index) {
                         return index.size() == 2 && ill.contains({index[0], index[1]});
                     });
    }

    void compareSqueezed(const Segments& squeezed) {
        if (!expected_.contains("z_after_squeeze")) {
            return;
        }
        Eigen::MatrixXd z(squeezed.size(), 2);
        z.col(0) = squeezed.start.row(2).transpose();
        z.col(1) = squeezed.end.row(2).transpose();
        compareNumbers(toNdArray(z).values, flat(expected_.at("z_after_squeeze")), tolerance_,
                       where_ + " z_after_squeeze", report_);
        compareNumbers(toNdArray(squeezed.length).values, expected_.at("length_after_squeeze"), tolerance_,
                       where_ + " length_after_squeeze", report_);
        compareNumbers(toNdArray(squeezed.area).values, expected_.at("area_after_squeeze"), tolerance_,
                       where_ + " area_after_squeeze", report_);
    }

    /// The mean over the surface by quadrature, which the points that LFPykit drew only approach.
    void compareAverage() {
        const ProbeModel probe = makeProbeModel(input_, segments_);
        const json& limit = expected_.at("disc_average_limit");
        compareNumbers(toNdArray((*probe.model)->matrix(segments_)).values, flat(limit), tolerance_,
                       where_ + " disc_average_limit", report_);
    }

    static json flat(const json& rows) {
        json list = json::array();
        for (const json& row : rows) {
            list.insert(list.end(), row.begin(), row.end());
        }
        return list;
    }

    const json& input_;
    const json& expected_;
    const Segments& segments_;
    const Tolerance& tolerance_;
    std::string where_;
    CaseReport& report_;
};

} // namespace

void checkForwardModels(const json& referenceCase, CaseReport& report) {
    const Tolerance tolerance = toleranceOf(referenceCase);
    const Segments segments = segmentsOf(referenceCase.at("input").at("cell"));
    const json& variants = referenceCase.at("input").at("variants");
    for (std::size_t i = 0; i < variants.size(); ++i) {
        Variant(variants[i], referenceCase.at("expected").at("variants").at(i), segments, tolerance,
                "variant " + std::to_string(i) + " (" + variants[i].at("model").get<std::string>() + ")",
                report)
            .check();
    }
}

} // namespace phiscope::reference
