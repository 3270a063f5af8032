#pragma once

#include "model/forward/source_kernels.h"
#include "model/geometry/segments.h"

#include <Eigen/Core>

namespace phiscope {

/// One kernel of source_kernels.h.
using SourceKernel = void (*)(const kernels::Contacts&, const kernels::SourceSegment&, double*);

/// The matrix of channels × segments whose column k is `kernel` of segment k, made on all cores where that
/// pays; column 0 comes from `rootKernel`. `contacts` is channels × 3 in µm, `sigma` in S/m.
Eigen::MatrixXd sourceMatrix(const Eigen::MatrixX3d& contacts, double sigma, const Segments& segments,
                             SourceKernel rootKernel, SourceKernel kernel);

/// Segments that are worth a thread of their own where a column has `rows` entries that each cost as much as
/// `cost` line sources: the grain of `parallelBlocks`.
int columnGrain(Eigen::Index rows, double cost = 1.0);

/// Segment `k` as the kernels take it. `scale` as they document it.
kernels::SourceSegment sourceSegment(const Segments& segments, int k, double scale);

/// `contacts` (channels × 3, µm) for a kernel; valid as long as the matrix.
kernels::Contacts contactsView(const Eigen::MatrixX3d& contacts);

} // namespace phiscope
