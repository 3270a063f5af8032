#include "model/neuron/frame_gather.h"

#include <doctest/doctest.h>
#include <vector>

using namespace phiscope;

TEST_CASE("every value arrives, at every size and alignment, and nothing beyond") {
    std::vector<double> v(200);
    std::vector<double> current(200);
    for (std::size_t i = 0; i < v.size(); ++i) {
        v[i] = -70.0 + 0.1 * static_cast<double>(i);
        current[i] = 1e-3 * static_cast<double>(i * i);
    }
    int wrong = 0;
    for (std::size_t count = 0; count < 40; ++count) {
        std::vector<int> node(count);
        for (std::size_t i = 0; i < count; ++i) {
            // Runs of five neighbours, far from each other; the last ones run backwards.
            const std::size_t at = (i / 5) * 37 + (i < 30 ? i % 5 : 4 - i % 5);
            node[i] = static_cast<int>(at % v.size());
        }
        const FrameGather gather(node);
        for (std::size_t floatOffset = 0; floatOffset < 8; ++floatOffset) {
            for (std::size_t doubleOffset = 0; doubleOffset < 4; ++doubleOffset) {
                std::vector<float> potentials(60, 1.0F);
                std::vector<double> currents(60, 2.0);
                gather.copy(v.data(), current.data(), potentials.data() + floatOffset,
                            currents.data() + doubleOffset);
                FrameGather::fence();
                for (std::size_t i = 0; i < potentials.size(); ++i) {
                    const bool inside = i >= floatOffset && i < floatOffset + count;
                    const auto from = inside ? static_cast<std::size_t>(node[i - floatOffset]) : 0;
                    wrong += potentials[i] != (inside ? static_cast<float>(v[from]) : 1.0F) ? 1 : 0;
                }
                for (std::size_t i = 0; i < currents.size(); ++i) {
                    const bool inside = i >= doubleOffset && i < doubleOffset + count;
                    const auto from = inside ? static_cast<std::size_t>(node[i - doubleOffset]) : 0;
                    wrong += currents[i] != (inside ? current[from] : 2.0) ? 1 : 0;
                }
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("scattered values are collected at every alignment") {
    const std::vector<double> values{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0};
    int wrong = 0;
    for (std::size_t count = 0; count <= values.size(); ++count) {
        std::vector<const double*> from;
        for (std::size_t i = 0; i < count; ++i) {
            from.push_back(&values[(i * 3) % values.size()]);
        }
        for (std::size_t offset = 0; offset < 4; ++offset) {
            std::vector<double> to(16, -1.0);
            FrameGather::collect(from, to.data() + offset);
            FrameGather::fence();
            for (std::size_t i = 0; i < to.size(); ++i) {
                const bool inside = i >= offset && i < offset + count;
                wrong += to[i] != (inside ? *from[i - offset] : -1.0) ? 1 : 0;
            }
        }
    }
    CHECK(wrong == 0);
}
