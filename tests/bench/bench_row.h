#pragma once

#include "model/support/result.h"

#include <functional>
#include <string>
#include <vector>

namespace phiscope::bench {

/// One figure of the table. Ratios are preferred to times: they mean the same on a slower machine.
struct BenchRow {
    std::string name;  ///< for --only: "lfp_256"
    std::string unit;  ///< "x" for ratios, "ms"
    double goal = 0.0; ///< reached where the value is not above it
    std::string title; ///< for people: what is measured
    /// Measures; `effort` >= 1 is how many times everything is done, the best counts.
    std::function<Result<double>(int effort)> measure;
    /// Asked after it: under which conditions; empty: nothing to say.
    std::function<std::string()> how = {};
};

std::vector<BenchRow> simulationRows(); ///< bench_simulation.cpp
std::vector<BenchRow> forwardRows();    ///< bench_forward.cpp
std::vector<BenchRow> headRows();       ///< bench_head.cpp
std::vector<BenchRow> tissueRows();     ///< bench_tissue.cpp
std::vector<BenchRow> formatRows();     ///< bench_formats.cpp
std::vector<BenchRow> analysisRows();   ///< bench_analysis.cpp
#ifdef PHISCOPE_GUI
std::vector<BenchRow> panelRows();  ///< bench_panels.cpp
std::vector<BenchRow> renderRows(); ///< bench_render.cpp
std::vector<BenchRow> widgetRows(); ///< bench_widgets.cpp
std::vector<BenchRow> windowRows(); ///< bench_window.cpp
#endif

} // namespace phiscope::bench
