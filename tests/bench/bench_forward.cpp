#include "model/forward/field_grid.h"
#include "model/forward/line_source.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/projector.h"
#include "model/probes/probe_kinds.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <cmath>
#include <memory>
#include <vector>

namespace phiscope::bench {

namespace {

Result<double> lineMatrix(int effort) {
    const Result<SimulationJob> job = passiveCell(1552);
    if (!job) {
        return tl::unexpected(job.error());
    }
    const Segments segments = segmentsOf(*job);
    const LineSource model(contactBlock(1024), 0.3);
    return 1e3 * bestSeconds(2 * effort, [&] { static_cast<void>(model.matrix(segments)); });
}

/// From the call that says where the probe now is to all its traces, matrix included: 16001 samples of 588
/// segments. `matrix(shift)` builds it for a probe `shift` µm further on.
template <typename MatrixAt>
Result<double> movedMs(int effort, const MatrixAt& matrix) {
    const Result<SimulationJob> job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    RecordingLayout layout;
    layout.segments = 588;
    layout.frames = 16001;
    auto recording = Recording::create(layout);
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        double* currents = (*recording)->writeCurrents(frame);
        for (int k = 0; k < layout.segments; ++k) {
            currents[k] = std::sin(0.001 * static_cast<double>(frame) * (1 + k % 7));
        }
    }
    (*recording)->publish(layout.frames);
    (*recording)->finish();
    const Segments segments = segmentsOf(*job);
    Projector projector(*recording);
    double shift = 0.0;
    const auto move = [&] {
        shift += 1.0;
        projector.setMatrixBuilder([&segments, &matrix, shift] { return matrix(segments, shift); });
        projector.wait();
    };
    move(); // the first has no signals before it to take over from
    return 1e3 * bestSeconds(2 * effort, move);
}

Result<double> movedProbe(int effort) {
    return movedMs(effort, [](const Segments& segments, double shift) {
        Eigen::Matrix3Xd contacts = contactBlock(64);
        contacts.row(0).array() += shift;
        return LineSource(contacts, 0.3).matrix(segments);
    });
}

/// The largest probe that people place every day; each of its square sites is averaged over its surface.
Result<double> movedNeuropixels(int effort) {
    const ProbeKind& kind = *probeKind("neuropixels-1.0");
    const auto sites = withSites(kind.design, kind.sites);
    if (!sites) {
        return tl::unexpected(sites.error());
    }
    return movedMs(effort, [&](const Segments& segments, double shift) {
        return probeMatrixOrThrow(makeProbe(*sites, placementOf(*sites, {60.0 + shift, 0.0, 0.0})), segments);
    });
}

/// A plane of 128 x 128 points beside the cell.
FieldSlice benchSlice() {
    FieldSlice slice;
    slice.positionUm = {0.0, -20.0, 0.0};
    slice.resolution = 128;
    return slice;
}

/// What the field of the shown moment costs while it plays.
Result<double> sliceFrame(int effort) {
    const Result<SimulationJob> job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    const auto grid = FieldGrid::make(benchSlice(), segmentsOf(*job), 128);
    if (!grid) {
        return tl::unexpected(grid.error());
    }
    Eigen::VectorXd currents(588);
    for (int k = 0; k < 588; ++k) {
        currents(k) = std::sin(1.7 * k);
    }
    std::vector<float> values(static_cast<std::size_t>((*grid)->plane().cells()));
    return 1e3 * bestSeconds(20 * effort, [&] { (*grid)->values(currents.data(), values); });
}

Result<double> sliceMatrix(int effort) {
    const Result<SimulationJob> job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    const Segments segments = segmentsOf(*job);
    return 1e3 *
           bestSeconds(effort, [&] { static_cast<void>(FieldGrid::make(benchSlice(), segments, 128)); });
}

} // namespace

std::vector<BenchRow> forwardRows() {
    return {
        {"line_matrix", "ms", 15.0, "matrix of 1024 contacts x 1552 line sources", lineMatrix},
        {"moved_probe", "ms", 40.0, "all traces of 64 contacts x 16001 samples x 588 segments after a move",
         movedProbe},
        {"moved_neuropixels", "ms", 1000.0,
         "all traces of 384 square sites x 16001 samples x 588 segments after a move", movedNeuropixels},
        {"slice_frame", "ms", 10.0, "field of one moment at 128x128 points x 588 segments", sliceFrame},
        {"slice_matrix", "ms", 250.0, "matrix of a field slice, 128x128 points x 588 line sources",
         sliceMatrix},
    };
}

} // namespace phiscope::bench
