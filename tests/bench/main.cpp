// phiscope-bench: the figures that the program promises, measured on this machine.

#include "model/forward/blas.h"
#include "tests/bench/bench_row.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

using phiscope::bench::BenchRow;

std::vector<BenchRow> allRows() {
    std::vector<BenchRow> rows;
    const auto append = [&](std::vector<BenchRow> more) {
        rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    append(phiscope::bench::simulationRows());
    append(phiscope::bench::forwardRows());
    append(phiscope::bench::tissueRows());
    append(phiscope::bench::headRows());
    append(phiscope::bench::formatRows());
    append(phiscope::bench::analysisRows());
#ifdef PHISCOPE_GUI
    append(phiscope::bench::renderRows());
    append(phiscope::bench::widgetRows());
    append(phiscope::bench::panelRows());
    append(phiscope::bench::windowRows());
#endif
    return rows;
}

/// Two or three digits that mean something, whatever the size.
std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 10.0 ? "%.3g" : "%.1f", value);
    return text;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Measures what Phiscope promises about speed. Goals hold for two cores.\n"
        "Exit code 0; with --strict 1 where a goal is missed; 2 where something could not be measured.",
        "phiscope-bench"};
    bool asJson = false;
    bool list = false;
    bool strict = false;
    int effort = 5;
    std::vector<std::string> only;
    app.add_flag("--json", asJson,
                 R"(Write {"rows": [{"name", "value", "unit", "goal", "met", "how"}]} to standard output)");
    app.add_flag("--list", list, "Only list the names");
    app.add_flag("--strict", strict, "Exit code 1 where a goal is missed");
    app.add_option("--effort", effort,
                   "How often everything is measured; the best counts, of ratios the median")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--only", only, "Only this row; may be given several times");
    CLI11_PARSE(app, argc, argv);

    std::vector<BenchRow> rows = allRows();
    for (const std::string& name : only) {
        if (std::none_of(rows.begin(), rows.end(), [&](const BenchRow& row) { return row.name == name; })) {
            std::fprintf(stderr, "There is no row \"%s\". --list names them all.\n", name.c_str());
            return 2;
        }
    }
    if (!only.empty()) {
        std::erase_if(rows, [&](const BenchRow& row) {
            return std::find(only.begin(), only.end(), row.name) == only.end();
        });
    }
    if (list) {
        for (const BenchRow& row : rows) {
            std::printf("%-16s %s\n", row.name.c_str(), row.title.c_str());
        }
        return 0;
    }

    nlohmann::json result{{"rows", nlohmann::json::array()}};
    bool missed = false;
    bool broken = false;
    if (!asJson) {
        std::printf("%-16s %10s %10s  %-6s %s\n", "name", "value", "goal", "", "what");
    }
    for (const BenchRow& row : rows) {
        const auto value = row.measure(effort);
        if (!value) {
            broken = true;
            std::fprintf(stderr, "%s could not be measured: %s\n", row.name.c_str(),
                         value.error().message().c_str());
            continue;
        }
        const bool met = *value <= row.goal;
        const std::string how = row.how ? row.how() : std::string();
        missed = missed || !met;
        if (asJson) {
            result["rows"].push_back({{"name", row.name},
                                      {"value", *value},
                                      {"unit", row.unit},
                                      {"goal", row.goal},
                                      {"met", met},
                                      {"how", how}});
        } else {
            std::printf("%-16s %7s %-2s %7s %-2s  %-6s %s%s%s\n", row.name.c_str(),
                        shortNumber(*value).c_str(), row.unit.c_str(), shortNumber(row.goal).c_str(),
                        row.unit.c_str(), met ? "met" : "MISSED", row.title.c_str(), how.empty() ? "" : "; ",
                        how.c_str());
            std::fflush(stdout);
        }
    }
    if (!asJson) { // the same processor is much faster with one set than with another
        const char* pinned = std::getenv("OPENBLAS_CORETYPE");
        std::printf("Products run with OpenBLAS's kernels for %s%s.\n", phiscope::productKernels().c_str(),
                    pinned != nullptr ? ", as OPENBLAS_CORETYPE asks" : "");
    }
    if (asJson) {
        std::printf("%s\n", result.dump(2).c_str());
    }
    return broken ? 2 : strict && missed ? 1 : 0;
}
