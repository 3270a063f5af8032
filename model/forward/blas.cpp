#include "model/forward/blas.h"

#include <algorithm>
#include <cblas.h>

namespace phiscope {

namespace {

/// Threads are ours to share out between NEURON and the products, so OpenBLAS starts none of its own.
void useOneThread() {
    static const bool single = (openblas_set_num_threads(1), true);
    static_cast<void>(single);
}

} // namespace

void multiply(const double* matrix, int channels, int segments, const double* currents, std::int64_t frames,
              double* out) {
    useOneThread();
    constexpr std::int64_t block = 1 << 20; // blasint may be 32 bits wide
    for (std::int64_t from = 0; from < frames && channels > 0; from += block) {
        const auto count = static_cast<blasint>(std::min(block, frames - from));
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, channels, count, segments, 1.0, matrix,
                    channels, currents + from * segments, std::max(1, segments), 0.0, out + from * channels,
                    channels);
    }
}

void multiplyTransposed(const float* matrix, int segments, int points, const float* currents, float* out) {
    useOneThread();
    if (segments > 0 && points > 0) {
        cblas_sgemv(CblasColMajor, CblasTrans, segments, points, 1.0F, matrix, segments, currents, 1, 0.0F,
                    out, 1);
    } else {
        std::fill(out, out + points, 0.0F);
    }
}

std::string productKernels() {
    return openblas_get_corename();
}

} // namespace phiscope
