#pragma once

#include <cstdint>
#include <string>

namespace phiscope {

/// out = matrix · currents, column-major and without gaps: (channels × segments) · (segments × frames).
/// Runs on the calling thread only, with OpenBLAS's kernels for this processor; any number of threads may
/// call it at once.
void multiply(const double* matrix, int channels, int segments, const double* currents, std::int64_t frames,
              double* out);

/// Which processor's kernels OpenBLAS has chosen, or was told to take by OPENBLAS_CORETYPE: "Haswell".
std::string productKernels();

} // namespace phiscope
