#pragma once

#include <Eigen/Core>

#include <vector>

namespace phiscope {

/// Gauss–Legendre quadrature of 16 points on [−1, 1].
struct GaussRule {
    Eigen::ArrayXd nodes;
    Eigen::ArrayXd weights;
};

/// Nodes and weights from the eigenvalues of the Jacobi matrix (Golub & Welsch, Math. Comp. 23:221, 1969).
const GaussRule& gaussRule();

/// Ends of panels from `from` to `to` for an integrand that varies within `finest` about `centre` and the
/// slower the farther away: edges lie at the centre and at ± finest · 2^k beside it, but no panel is wider
/// than `widest`. On such panels gaussRule() is exact to rounding for sqrt(u² + finest²) and its like.
std::vector<double> gradedPanels(double from, double to, double centre, double finest, double widest);

/// Calls `add(x, weight)` for every node of every panel.
template <typename Add>
void forEachNode(const std::vector<double>& panels, const Add& add) {
    const GaussRule& rule = gaussRule();
    for (std::size_t i = 1; i < panels.size(); ++i) {
        const double middle = 0.5 * (panels[i - 1] + panels[i]);
        const double half = 0.5 * (panels[i] - panels[i - 1]);
        for (Eigen::Index k = 0; k < rule.nodes.size(); ++k) {
            add(middle + half * rule.nodes[k], half * rule.weights[k]);
        }
    }
}

} // namespace phiscope
