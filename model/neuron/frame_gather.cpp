#include "model/neuron/frame_gather.h"

#if defined(__SSE2__) && !defined(__SANITIZE_THREAD__)
#define PHISCOPE_STREAM 1 // the thread sanitizer does not see streaming stores
#include <emmintrin.h>
#endif

#include <cstddef>
#include <utility>

namespace phiscope {

FrameGather::FrameGather(std::vector<int> nodes)
    : nodes_(std::move(nodes)) {
    for (std::size_t i = 0; i + 4 <= nodes_.size(); i += 4) {
        const int first = nodes_[i];
        inRow_.push_back(
            nodes_[i + 1] == first + 1 && nodes_[i + 2] == first + 2 && nodes_[i + 3] == first + 3 ? 1 : 0);
    }
}

#ifdef PHISCOPE_STREAM

namespace {

bool aligned(const void* place) {
    return reinterpret_cast<std::uintptr_t>(place) % 16 == 0;
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
    const int* node = nodes_.data();
    const std::size_t count = nodes_.size();
    if (!aligned(potentials) || !aligned(currents)) {
        copyPotentials(node, count, v, potentials);
        copyCurrents(node, count, current, currents);
        return;
    }
    // One pass, as for every frame of a cell with a multiple of four segments.
    const std::size_t quadruples = inRow_.size();
    for (std::size_t k = 0; k < quadruples; ++k) {
        const int* n = node + 4 * k;
        __m128d v0;
        __m128d v1;
        __m128d current0;
        __m128d current1;
        if (inRow_[k] != 0) {
            v0 = _mm_loadu_pd(v + n[0]);
            v1 = _mm_loadu_pd(v + n[0] + 2);
            current0 = _mm_loadu_pd(current + n[0]);
            current1 = _mm_loadu_pd(current + n[0] + 2);
        } else {
            v0 = _mm_set_pd(v[n[1]], v[n[0]]);
            v1 = _mm_set_pd(v[n[3]], v[n[2]]);
            current0 = _mm_set_pd(current[n[1]], current[n[0]]);
            current1 = _mm_set_pd(current[n[3]], current[n[2]]);
        }
        _mm_stream_ps(potentials + 4 * k, _mm_movelh_ps(_mm_cvtpd_ps(v0), _mm_cvtpd_ps(v1)));
        _mm_stream_pd(currents + 4 * k, current0);
        _mm_stream_pd(currents + 4 * k + 2, current1);
    }
    for (std::size_t i = 4 * quadruples; i < count; ++i) {
        potentials[i] = static_cast<float>(v[node[i]]);
        currents[i] = current[node[i]];
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
