#include "model/forward/line_source.h"
#include "model/forward/projector.h"
#include "model/neuron/benchmark_support.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace phiscope::bench {

namespace {

/// Time of a run that also does `extra`, over the time of bare NEURON just before and after it; the median
/// of `effort` such ratios. A machine that grows hot or busy spoils both alike, and neither a lucky nor an
/// unlucky run counts.
template <typename Run>
Result<double> ratioToBare(int effort, const SimulationJob& job, const Run& run) {
    std::vector<double> ratios;
    Result<double> before = bareRunSeconds(job);
    for (int i = 0; i < effort; ++i) {
        const Result<double> with = run();
        Result<double> after = bareRunSeconds(job);
        if (!before || !with || !after) {
            return tl::unexpected(!before ? before.error() : !with ? with.error() : after.error());
        }
        ratios.push_back(*with / (0.5 * (*before + *after)));
        before = std::move(after);
    }
    const auto middle = ratios.begin() + effort / 2;
    std::nth_element(ratios.begin(), middle, ratios.end());
    return *middle;
}

Result<double> recordingRatio(int effort) {
    const Result<SimulationJob> job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    return ratioToBare(effort, *job, [&] { return recordedRunSeconds(*job); });
}

/// Recording with the signals of a probe kept up to date meanwhile, until the last frame of both is there.
Result<double> probeRatio(int effort, int segments, int contacts) {
    const Result<SimulationJob> job = passiveCell(segments);
    if (!job) {
        return tl::unexpected(job.error());
    }
    const Eigen::MatrixXd matrix = LineSource(contactBlock(contacts), 0.3).matrix(segmentsOf(*job));
    return ratioToBare(effort, *job, [&] {
        std::unique_ptr<Projector> projector;
        const RunObserver observer{[&](const std::shared_ptr<const Recording>& recording) {
                                       projector = std::make_unique<Projector>(recording);
                                       projector->setMatrix(matrix);
                                   },
                                   [&] {
                                       projector->wait();
                                   }};
        return recordedRunSeconds(*job, observer);
    });
}

} // namespace

std::vector<BenchRow> simulationRows() {
    return {
        {"recording", "x", 1.05, "record v and i of 588 segments, 16000 steps / bare NEURON", recordingRatio},
        {"lfp_256", "x", 1.15, "the same with the LFP of 256 line-source contacts / bare NEURON",
         [](int effort) {
             return probeRatio(effort, 588, 256);
         }},
        {"lfp_1024", "x", 1.8, "1552 segments and 1024 contacts, 16000 steps / bare NEURON",
         [](int effort) {
             return probeRatio(effort, 1552, 1024);
         }},
    };
}

} // namespace phiscope::bench
