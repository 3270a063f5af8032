#include "model/neuron/gather_frame.h"

#if defined(__SSE2__) && !defined(__SANITIZE_THREAD__)
#define PHISCOPE_STREAM 1 // the thread sanitizer does not see streaming stores
#include <emmintrin.h>
#endif

#include <cstdint>

namespace phiscope {

#ifdef PHISCOPE_STREAM

namespace {

bool aligned(const void* place) {
    return reinterpret_cast<std::uintptr_t>(place) % 16 == 0;
}

} // namespace

void gatherFrame(const int* node, std::size_t count, const double* v, const double* current,
                 float* potentials, double* currents) {
    std::size_t i = 0;
    if (aligned(potentials) && aligned(currents)) {
        // One pass where both arrays allow it, as for every cell of a multiple of four segments.
        for (; i + 4 <= count; i += 4) {
            const int a = node[i];
            const int b = node[i + 1];
            const int c = node[i + 2];
            const int d = node[i + 3];
            const __m128 low = _mm_cvtpd_ps(_mm_set_pd(v[b], v[a]));
            const __m128 high = _mm_cvtpd_ps(_mm_set_pd(v[d], v[c]));
            _mm_stream_ps(potentials + i, _mm_movelh_ps(low, high));
            _mm_stream_pd(currents + i, _mm_set_pd(current[b], current[a]));
            _mm_stream_pd(currents + i + 2, _mm_set_pd(current[d], current[c]));
        }
        for (; i < count; ++i) {
            potentials[i] = static_cast<float>(v[node[i]]);
            currents[i] = current[node[i]];
        }
        return;
    }
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

    i = 0;
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

void publishFence() {
    _mm_sfence();
}

#else

void gatherFrame(const int* node, std::size_t count, const double* v, const double* current,
                 float* potentials, double* currents) {
    for (std::size_t i = 0; i < count; ++i) {
        const int k = node[i];
        potentials[i] = static_cast<float>(v[k]);
        currents[i] = current[k];
    }
}

void publishFence() {}

#endif

} // namespace phiscope
