#include "model/neuron/played_currents.h"

namespace phiscope {

void PlayedCurrents::write() {
    for (const Played& played : played_) {
        if (step_ < played.count) {
            *played.amplitude = played.values[step_];
        }
    }
    ++step_;
}

} // namespace phiscope
