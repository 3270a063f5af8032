#pragma once

#include "model/geometry/segments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace phiscope::testing {

inline Section section(std::string name, SectionType type, int parent, std::vector<PathPoint> points,
                       double parentX = 1.0) {
    Section result;
    result.name = std::move(name);
    result.type = type;
    result.parent = parent;
    result.parentX = parentX;
    result.points = std::move(points);
    return result;
}

/// The cell of LFPy's ball_and_sticks.hoc as NEURON holds it: a soma, a stem on its middle, a fork.
inline Morphology ballAndSticks() {
    Morphology cell;
    cell.name = "ball_and_sticks";
    cell.sections = {section("soma[0]", SectionType::soma, -1, {{0, 0, 0, 25}, {0, 0, 35, 25}}),
                     section("dend[0]", SectionType::dendrite, 0, {{0, 0, 17.5F, 5}, {0, 0, 132.5F, 5}}, 0.5),
                     section("dend[1]", SectionType::dendrite, 1, {{0, 0, 132.5F, 2}, {-50, 20, 182.5F, 1}}),
                     section("dend[2]", SectionType::dendrite, 1, {{0, 0, 132.5F, 2}, {30, 0, 142.5F, 2}})};
    return cell;
}

/// A bent soma with a step in diameter and a bent, tapering dendrite; NEURON's numbers for it are below.
inline Morphology bentCell() {
    Morphology cell;
    cell.sections = {
        section("soma", SectionType::soma, -1, {{0, 0, 0, 10}, {0, 0, 5, 14}, {0, 0, 5, 12}, {3, 0, 12, 6}}),
        section("dend", SectionType::dendrite, 0, {{3, 0, 12, 2}, {10, 4, 30, 1.5F}, {60, 4, 31, 0.5F}})};
    return cell;
}

/// A random tree of `count` sections with one to nine pieces each.
inline Morphology randomCell(unsigned seed, int count) {
    std::mt19937 random(seed);
    std::normal_distribution<float> step(0.0F, 9.0F);
    std::uniform_real_distribution<float> width(0.2F, 4.0F);
    Morphology cell;
    for (int s = 0; s < count; ++s) {
        const int parent = s == 0 ? -1 : static_cast<int>(random() % static_cast<unsigned>(s));
        PathPoint p;
        if (parent >= 0) {
            p = cell.sections[static_cast<std::size_t>(parent)].points.back();
        }
        p.diameter = width(random);
        std::vector<PathPoint> points{p};
        for (unsigned k = 0; k < 1 + random() % 9; ++k) {
            p = {p.x + step(random), p.y + step(random), p.z + step(random), width(random)};
            points.push_back(p);
        }
        const bool soma = s == 0;
        cell.sections.push_back(section(soma ? "soma[0]" : "dend[" + std::to_string(s - 1) + "]",
                                        soma ? SectionType::soma : SectionType::dendrite, parent, points));
    }
    return cell;
}

/// Fails with both numbers and the relative error.
inline void checkNear(double actual, double expected, double relative = 1e-9, double absolute = 1e-12) {
    const double error = std::abs(actual - expected);
    CHECK_MESSAGE(error <= relative * std::abs(expected) + absolute,
                  "got " << actual << ", expected " << expected << ", error " << error);
}

inline void checkNear(const Eigen::MatrixXd& actual, const Eigen::MatrixXd& expected, double absolute) {
    REQUIRE(actual.rows() == expected.rows());
    REQUIRE(actual.cols() == expected.cols());
    const double error = actual.size() == 0 ? 0.0 : (actual - expected).cwiseAbs().maxCoeff();
    CHECK_MESSAGE(error <= absolute, "largest difference " << error);
}

} // namespace phiscope::testing
