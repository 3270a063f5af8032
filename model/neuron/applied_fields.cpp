#include "model/neuron/applied_fields.h"

#include <algorithm>

namespace phiscope {

void AppliedFields::set(const std::vector<PlannedField>& fields, const std::vector<int>& nodes,
                        int nodeCount) {
    clear();
    if (fields.empty()) {
        return;
    }
    fields_ = &fields;
    nodes_ = nodes;
    atNodes_.assign(static_cast<std::size_t>(nodeCount), 0.0);
    last_.assign(fields.size(), 0.0);
}

void AppliedFields::clear() {
    fields_ = nullptr;
    nodes_.clear();
    atNodes_.clear();
    last_.clear();
    active_ = false;
    step_ = 0;
}

void AppliedFields::next() {
    if (fields_ == nullptr) {
        return;
    }
    bool same = true;
    bool any = false;
    for (std::size_t k = 0; k < fields_->size(); ++k) {
        const std::vector<double>& currents = (*fields_)[k].currentNa;
        const double now = step_ < std::ssize(currents) ? currents[static_cast<std::size_t>(step_)] : 0.0;
        same = same && now == last_[k];
        any = any || now != 0.0;
        last_[k] = now;
    }
    ++step_;
    active_ = any;
    if (same || !any) {
        return;
    }
    sum_.setZero(std::ssize(nodes_));
    for (std::size_t k = 0; k < fields_->size(); ++k) {
        if (last_[k] != 0.0) {
            sum_ += last_[k] * (*fields_)[k].pattern;
        }
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        atNodes_[static_cast<std::size_t>(nodes_[i])] = sum_(static_cast<Eigen::Index>(i));
    }
}

} // namespace phiscope
