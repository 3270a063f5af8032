#include "tests/bench/bench_row.h"

namespace phiscope::bench {

std::vector<BenchRow> renderRows() {
    return {};
}

} // namespace phiscope::bench
