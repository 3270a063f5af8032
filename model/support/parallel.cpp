#include "model/support/parallel.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace phiscope {

int coreCount() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallelBlocks(int count, int grain, const std::function<void(int, int)>& work) {
    if (count <= 0) {
        return;
    }
    const int blocks = std::clamp(count / std::max(1, grain), 1, coreCount());
    const auto edge = [&](int block) {
        return static_cast<int>(static_cast<long long>(count) * block / blocks);
    };
    std::vector<std::thread> helpers;
    helpers.reserve(static_cast<std::size_t>(blocks - 1));
    for (int block = 1; block < blocks; ++block) {
        helpers.emplace_back(work, edge(block), edge(block + 1));
    }
    work(0, edge(1));
    for (std::thread& helper : helpers) {
        helper.join();
    }
}

} // namespace phiscope
