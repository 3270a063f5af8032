#pragma once

#include <functional>

namespace phiscope {

/// Cores that the machine offers to this process, at least 1.
int coreCount();

/// Splits [0, count) into neighbouring blocks, one a core, and runs `work(from, to)` on each: on the calling
/// thread where there is too little for two (`grain` is the smallest block worth a thread), on short-lived
/// threads beside it otherwise. Returns when all are done. `work` must not throw.
void parallelBlocks(int count, int grain, const std::function<void(int from, int to)>& work);

} // namespace phiscope
