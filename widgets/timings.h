#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

namespace phiscope {

/// How long the things took lately that a person waits for, in ms. Any thread may add and read.
class Timings {
public:
    enum class What {
        run,     ///< one NEURON run
        matrix,  ///< the forward matrix of one probe
        signals, ///< from a probe's move, or a recording, to all its samples
        frame,   ///< the 3-D view, from the start of drawing to the screen
        loop,    ///< how late the window answers
    };
    static constexpr std::size_t kinds = 5;
    /// Older ones are forgotten.
    static constexpr std::size_t most = 240;

    struct Summary {
        std::size_t count = 0; ///< of all, also those forgotten
        double last = 0.0;
        double median = 0.0;
        double slowest = 0.0; ///< that 1 % exceed
    };

    void add(What what, double ms);
    Summary summary(What what) const;
    /// The newest ones, oldest first.
    std::vector<double> newest(What what) const;

private:
    struct Series {
        std::deque<double> ms;
        std::size_t count = 0;
    };
    mutable std::mutex mutex_;
    std::array<Series, kinds> series_;
};

} // namespace phiscope
