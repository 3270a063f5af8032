#include "model/formats/morphology_reader.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace phiscope::bench {

namespace {

namespace fs = std::filesystem;

/// A tree of `points` samples: 200 branches, each leaving the one before at its middle, wound like a spring
/// so that no two points coincide.
std::string largeSwc(int points) {
    std::string text = "# made for a benchmark\n1 1 0 0 0 8 -1\n";
    const int branch = (points - 1) / 200;
    int id = 1;
    int before = 1;
    char line[128];
    for (int b = 0; b < 200; ++b) {
        int parent = before;
        for (int i = 0; i < branch; ++i) {
            ++id;
            const double s = i + 1.0;
            std::snprintf(line, sizeof line, "%d 3 %.3f %.3f %.3f %.3f %d\n", id,
                          10.0 * std::cos(0.1 * s) + b, 10.0 * std::sin(0.1 * s) - b, 0.7 * s + 3.0 * b,
                          0.3 + 1.0 / s, parent);
            text += line;
            parent = id;
            if (i == branch / 2) {
                before = id;
            }
        }
    }
    return text;
}

Result<double> readSwc(int effort) {
    const fs::path file = fs::temp_directory_path() / ("phiscope-bench-" + std::to_string(getpid()) + ".swc");
    {
        std::ofstream stream(file, std::ios::binary);
        stream << largeSwc(100000);
    }
    Result<MorphologyImport> read = fail("Not read.");
    const double seconds = bestSeconds(effort, [&] { read = readMorphology(file); });
    std::error_code ignored;
    fs::remove(file, ignored);
    if (!read) {
        return tl::unexpected(read.error());
    }
    return 1e3 * seconds;
}

} // namespace

std::vector<BenchRow> formatRows() {
    return {{"read_swc", "ms", 300.0, "read an SWC file of 100 000 points", readSwc}};
}

} // namespace phiscope::bench
