#include "model/analysis/quadrature.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace phiscope {

const GaussRule& gaussRule() {
    static const GaussRule rule = [] {
        constexpr int points = 16;
        const Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(points);
        Eigen::VectorXd beside(points - 1);
        for (int k = 1; k < points; ++k) {
            beside[k - 1] = k / std::sqrt(4.0 * k * k - 1.0);
        }
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
        solver.computeFromTridiagonal(diagonal, beside);
        return GaussRule{solver.eigenvalues().array(),
                         2.0 * solver.eigenvectors().row(0).array().square().transpose()};
    }();
    return rule;
}

std::vector<double> gradedPanels(double from, double to, double centre, double finest, double widest) {
    assert(to >= from && finest > 0.0 && widest > 0.0);
    std::vector<double> graded{from, to};
    const auto offer = [&](double edge) {
        if (edge > from && edge < to) {
            graded.push_back(edge);
        }
    };
    offer(centre);
    const double reach = std::max(std::abs(from - centre), std::abs(to - centre));
    for (double distance = finest; distance < reach; distance *= 2.0) {
        offer(centre - distance);
        offer(centre + distance);
    }
    std::sort(graded.begin(), graded.end());
    std::vector<double> panels{from};
    for (std::size_t i = 1; i < graded.size(); ++i) {
        const double width = graded[i] - graded[i - 1];
        const int pieces = std::max(1, static_cast<int>(std::ceil(width / widest)));
        for (int k = 1; k < pieces; ++k) {
            panels.push_back(graded[i - 1] + width * k / pieces);
        }
        panels.push_back(graded[i]);
    }
    return panels;
}

} // namespace phiscope
