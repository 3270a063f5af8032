#pragma once

#include <cstdint>
#include <vector>

namespace phiscope {

/// Currents that are injected anew at each time step. Knows nothing of NEURON but where it reads them.
class PlayedCurrents {
public:
    /// `values`, one a step, must outlive this and never be empty; `amplitude` is what NEURON reads.
    void add(double* amplitude, const std::vector<double>& values) {
        played_.push_back({amplitude, values.data(), static_cast<std::int64_t>(values.size())});
    }
    void clear() {
        played_.clear();
        rewind();
    }
    /// To the first step.
    void rewind() { step_ = 0; }
    /// Before every step. After the last value the currents stay as they are.
    void next() {
        if (played_.empty()) {
            return;
        }
        write();
    }

private:
    struct Played {
        double* amplitude;
        const double* values;
        std::int64_t count;
    };
    void write();

    std::vector<Played> played_;
    std::int64_t step_ = 0;
};

} // namespace phiscope
