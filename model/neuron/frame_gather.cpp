#include "model/neuron/frame_gather.h"

#if defined(__SSE2__) && !defined(__SANITIZE_THREAD__)
#define PHISCOPE_STREAM 1 // the thread sanitizer does not see streaming stores
#include <immintrin.h>
#endif

#include <algorithm>
#include <cstddef>
#include <utility>

namespace phiscope {

namespace {

/// `limit`: the largest node that may be read.
FrameGather::Quad quadOf(const int* node, int limit) {
    int breaks = 0;
    int split = 4;
    for (int lane = 1; lane < 4; ++lane) {
        if (node[lane] != node[lane - 1] + 1) {
            ++breaks;
            split = lane;
        }
    }
    FrameGather::Quad quad{node[0], node[3] - 3, breaks <= 1 ? split : 0};
    // Lanes that are thrown away are read nonetheless.
    if (quad.second < 0 || quad.first + 3 > limit) {
        quad.split = 0;
    }
    return quad;
}

} // namespace

FrameGather::FrameGather(std::vector<int> nodes)
    : nodes_(std::move(nodes)) {
    const int limit = nodes_.empty() ? 0 : *std::max_element(nodes_.begin(), nodes_.end());
    for (std::size_t head = 0; head < quads_.size(); ++head) {
        for (std::size_t i = head; i + 4 <= nodes_.size(); i += 4) {
            quads_[head].push_back(quadOf(nodes_.data() + i, limit));
        }
    }
}

#ifdef PHISCOPE_STREAM

namespace {

bool aligned(const void* place) {
    return reinterpret_cast<std::uintptr_t>(place) % 16 == 0;
}

/// The first of four successive places that is aligned to four values.
template <typename T>
std::size_t firstAligned(const T* place) {
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(place) / sizeof(T) % 4;
    return (4 - beyond) % 4;
}

using Quad = FrameGather::Quad;

/// `potentials` and `currents` stand at a place that is aligned to four values each. Stores must go on from
/// frame to frame without a gap: a line that is left half written costs more than all that is saved here.
__attribute__((target("avx2"))) void copyQuads(const std::vector<Quad>& quads, const int* node,
                                               const double* v, const double* current, float* potentials,
                                               double* currents) {
    // Where the sign is set, the lane comes from `second`.
    alignas(32) static constexpr std::int64_t lanes[5][4] = {
        {}, {0, -1, -1, -1}, {0, 0, -1, -1}, {0, 0, 0, -1}, {0, 0, 0, 0}};
    for (const Quad& quad : quads) {
        __m256d four;
        __m256d fourCurrents;
        if (quad.split != 0) {
            const __m256d mask = _mm256_load_pd(reinterpret_cast<const double*>(lanes[quad.split]));
            four = _mm256_blendv_pd(_mm256_loadu_pd(v + quad.first), _mm256_loadu_pd(v + quad.second), mask);
            fourCurrents = _mm256_blendv_pd(_mm256_loadu_pd(current + quad.first),
                                            _mm256_loadu_pd(current + quad.second), mask);
        } else {
            four = _mm256_set_pd(v[node[3]], v[node[2]], v[node[1]], v[node[0]]);
            fourCurrents =
                _mm256_set_pd(current[node[3]], current[node[2]], current[node[1]], current[node[0]]);
        }
        _mm_stream_ps(potentials, _mm256_cvtpd_ps(four));
        _mm256_stream_pd(currents, fourCurrents);
        node += 4;
        potentials += 4;
        currents += 4;
    }
}

void copyPotentials(const int* node, std::size_t count, const double* v, float* potentials) {
    std::size_t i = 0;
    for (; i < count && !aligned(potentials + i); ++i) {
        potentials[i] = static_cast<float>(v[node[i]]);
    }
    for (; i + 4 <= count; i += 4) {
        const __m128 low = _mm_cvtpd_ps(_mm_set_pd(v[node[i + 1]], v[node[i]]));
        const __m128 high = _mm_cvtpd_ps(_mm_set_pd(v[node[i + 3]], v[node[i + 2]]));
        _mm_stream_ps(potentials + i, _mm_movelh_ps(low, high));
    }
    for (; i < count; ++i) {
        potentials[i] = static_cast<float>(v[node[i]]);
    }
}

void copyCurrents(const int* node, std::size_t count, const double* current, double* currents) {
    std::size_t i = 0;
    for (; i < count && !aligned(currents + i); ++i) {
        currents[i] = current[node[i]];
    }
    for (; i + 2 <= count; i += 2) {
        _mm_stream_pd(currents + i, _mm_set_pd(current[node[i + 1]], current[node[i]]));
    }
    for (; i < count; ++i) {
        currents[i] = current[node[i]];
    }
}

} // namespace

void FrameGather::copy(const double* v, const double* current, float* potentials, double* currents) const {
    static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
    const int* node = nodes_.data();
    const std::size_t count = nodes_.size();
    const std::size_t head = firstAligned(potentials);
    // Both blocks of a recording are aligned, so that their frames are shifted alike.
    if (!avx2 || head != firstAligned(currents) || count < head) {
        copyPotentials(node, count, v, potentials);
        copyCurrents(node, count, current, currents);
        return;
    }
    const auto single = [&](std::size_t i) {
        potentials[i] = static_cast<float>(v[node[i]]);
        currents[i] = current[node[i]];
    };
    for (std::size_t i = 0; i < head; ++i) {
        single(i);
    }
    const std::vector<Quad>& quads = quads_[head];
    copyQuads(quads, node + head, v, current, potentials + head, currents + head);
    for (std::size_t i = head + 4 * quads.size(); i < count; ++i) {
        single(i);
    }
}

void FrameGather::collect(const std::vector<const double*>& from, double* to) {
    const std::size_t count = from.size();
    std::size_t i = 0;
    if (count > 0 && !aligned(to)) {
        to[i] = *from[i];
        ++i;
    }
    for (; i + 2 <= count; i += 2) {
        _mm_stream_pd(to + i, _mm_set_pd(*from[i + 1], *from[i]));
    }
    for (; i < count; ++i) {
        to[i] = *from[i];
    }
}

void FrameGather::fence() {
    _mm_sfence();
}

#else

void FrameGather::copy(const double* v, const double* current, float* potentials, double* currents) const {
    const std::size_t count = nodes_.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto k = static_cast<std::size_t>(nodes_[i]);
        potentials[i] = static_cast<float>(v[k]);
        currents[i] = current[k];
    }
}

void FrameGather::collect(const std::vector<const double*>& from, double* to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        to[i] = *from[i];
    }
}

void FrameGather::fence() {}

#endif

} // namespace phiscope
