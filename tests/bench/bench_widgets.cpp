#include "tests/bench/bench_row.h"

namespace phiscope::bench {

std::vector<BenchRow> widgetRows() {
    return {};
}

} // namespace phiscope::bench
