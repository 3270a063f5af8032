#include "model/analysis/digital_filter.h"

#include "model/support/parallel.h"

#include <algorithm>

namespace phiscope {
namespace {

/// So many channels are filtered side by side: the recursion runs along time, vector units across channels.
constexpr Eigen::Index lanes = 8;
using Lanes = Eigen::Array<double, lanes, 1>;
using Section = DigitalFilter::Section;

/// Filters frames [0, count) in place, `step` values apart, starting where `data` points.
void run(const std::vector<Section>& sections, double* data, Eigen::Index count, Eigen::Index step) {
    struct State {
        Lanes first, second;
    };
    // Transposed direct form II in the state in which the first frame has lasted for ever.
    std::vector<State> states;
    states.reserve(sections.size());
    Lanes input = Eigen::Map<const Lanes>(data);
    for (const Section& s : sections) {
        const Lanes output = input * ((s.b0 + s.b1 + s.b2) / (1.0 + s.a1 + s.a2));
        states.push_back({output - s.b0 * input, s.b2 * input - s.a2 * output});
        input = output;
    }
    for (Eigen::Index k = 0; k < count; ++k, data += step) {
        Eigen::Map<Lanes> frame(data);
        Lanes value = frame;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const Section& s = sections[i];
            State& state = states[i];
            const Lanes output = s.b0 * value + state.first;
            state.first = s.b1 * value - s.a1 * output + state.second;
            state.second = s.b2 * value - s.a2 * output;
            value = output;
        }
        frame = value;
    }
}

} // namespace

Eigen::Index DigitalFilter::reflectedFrames() const {
    const auto shorter = std::count_if(sections_.begin(), sections_.end(),
                                       [](const Section& s) { return s.b2 == 0.0 && s.a2 == 0.0; });
    return 3 * (2 * static_cast<Eigen::Index>(sections_.size()) + 1 - shorter);
}

Eigen::MatrixXd DigitalFilter::apply(const Eigen::Ref<const Eigen::MatrixXd>& signals, bool bothWays) const {
    const Eigen::Index channels = signals.rows();
    const Eigen::Index frames = signals.cols();
    Eigen::MatrixXd result(channels, frames);
    if (channels == 0 || frames == 0) {
        return result;
    }
    const Eigen::Index pad = bothWays ? std::min(reflectedFrames(), frames - 1) : 0;
    const auto blocks = static_cast<int>((channels + lanes - 1) / lanes);
    parallelBlocks(blocks, 1, [&](int from, int to) {
        Eigen::MatrixXd buffer = Eigen::MatrixXd::Zero(lanes, frames + 2 * pad);
        for (int block = from; block < to; ++block) {
            const Eigen::Index channel = block * lanes;
            const Eigen::Index used = std::min(lanes, channels - channel);
            const auto here = signals.middleRows(channel, used);
            auto copy = buffer.topRows(used);
            copy.middleCols(pad, frames) = here;
            for (Eigen::Index k = 1; k <= pad; ++k) {
                copy.col(pad - k) = 2.0 * here.col(0) - here.col(k);
                copy.col(pad + frames - 1 + k) = 2.0 * here.col(frames - 1) - here.col(frames - 1 - k);
            }
            run(sections_, buffer.data(), buffer.cols(), lanes);
            if (bothWays) {
                run(sections_, buffer.data() + lanes * (buffer.cols() - 1), buffer.cols(), -lanes);
            }
            result.middleRows(channel, used) = copy.middleCols(pad, frames);
        }
    });
    return result;
}

Eigen::MatrixXd DigitalFilter::zeroPhase(const Eigen::Ref<const Eigen::MatrixXd>& signals) const {
    return apply(signals, true);
}

Eigen::MatrixXd DigitalFilter::causal(const Eigen::Ref<const Eigen::MatrixXd>& signals) const {
    return apply(signals, false);
}

} // namespace phiscope
