#pragma once

#include <cstdint>
#include <string>

namespace phiscope {

/// out = matrix · currents, column-major and without gaps: (channels × segments) · (segments × frames).
/// Runs on the calling thread only, with OpenBLAS's kernels for this processor; any number of threads may
/// call it at once.
void multiply(const double* matrix, int channels, int segments, const double* currents, std::int64_t frames,
              double* out);

/// out[p] = column p of `matrix` (segments × points, column-major, no gaps) times `currents`, in single
/// precision. Runs on the calling thread only; limited by how fast the matrix is read from memory.
void multiplyTransposed(const float* matrix, int segments, int points, const float* currents, float* out);

/// Which processor's kernels OpenBLAS has chosen, or was told to take by OPENBLAS_CORETYPE: "Haswell".
std::string productKernels();

} // namespace phiscope
