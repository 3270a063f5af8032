#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace phiscope {

/// A potential outside the membrane as NEURON's steps need it.
struct PlannedField {
    Eigen::VectorXd pattern;       ///< at each segment, mV per nA
    std::vector<double> currentNa; ///< mean of each time step, warm-up included
};

/// The sum of several such fields at NEURON's nodes, step by step. Knows nothing of NEURON but the numbers of
/// its nodes. Where no current flows there is no field, and nothing is calculated.
class AppliedFields {
public:
    /// `fields` must outlive this. `nodes`: of each segment; the others are without membrane, and their
    /// potential does not matter.
    void set(const std::vector<PlannedField>& fields, const std::vector<int>& nodes, int nodeCount);
    void clear();
    void next(); ///< before every step
    bool empty() const { return fields_ == nullptr; }
    /// mV, one a node; nullptr where there is no field in this step.
    const double* potentials() const { return active_ ? atNodes_.data() : nullptr; }

private:
    const std::vector<PlannedField>* fields_ = nullptr;
    std::vector<int> nodes_;
    std::vector<double> atNodes_;
    Eigen::VectorXd sum_;
    std::vector<double> last_; ///< currents that atNodes_ was made of
    bool active_ = false;
    std::int64_t step_ = 0;
};

} // namespace phiscope
