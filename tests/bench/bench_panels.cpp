// What single parts of the window cost the thread that answers the hand, for large cells and scenes.
#include "model/simulation/cell_source.h"
#include "tests/bench/bench_application.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"
#include "widgets/app_theme.h"
#include "widgets/dendrogram_view.h"
#include "widgets/document.h"
#include "widgets/knobs_panel.h"
#include "widgets/run_pair_colours.h"
#include "widgets/segment_selection.h"

#include <QElapsedTimer>
#include <QPixmap>
#include <QSlider>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace phiscope::bench {

namespace {

Result<std::shared_ptr<const BuiltCell>> builtCell(int segments) {
    const Result<SimulationJob> job = passiveCell(segments);
    if (!job) {
        return tl::unexpected(job.error());
    }
    auto cell = std::make_shared<BuiltCell>();
    cell->morphology = job->morphology;
    cell->nseg = job->nseg;
    cell->placed = placeCell(job->morphology, job->nseg, Pose{});
    return std::shared_ptr<const BuiltCell>(std::move(cell));
}

/// Every segment has another colour than a frame ago, of the 256 of a table, as while a run plays.
Result<double> dendrogramByValue(int effort) {
    const auto running = application();
    const auto cell = builtCell(20000);
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    AppTheme theme{AppTheme::Kind::dark};
    Document document;
    SegmentSelection chosen(&document);
    DendrogramView view(&chosen, &theme);
    view.resize(900, 300);
    view.setCell(*cell);
    QPixmap screen(view.size());
    std::vector<std::uint32_t> colours(20000);
    std::uint32_t step = 0;
    const auto frame = [&] {
        ++step;
        for (std::size_t k = 0; k < colours.size(); ++k) {
            const auto level = static_cast<std::uint32_t>((7 * k + 11 * std::size_t{step}) % 256);
            colours[k] = level << 16U | (255U - level) << 8U | 0x60U;
        }
        view.setColours(colours);
        view.render(&screen);
    };
    frame();
    return 1e3 * bestSeconds(5 * effort, frame);
}

/// A run with values everywhere, of the cell's segments.
Result<RunData> waves(const std::shared_ptr<const BuiltCell>& cell, double phase) {
    RecordingLayout layout;
    layout.segments = cell->placed.segments.size();
    layout.frames = 1601;
    auto recording = Recording::create(layout);
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        for (int k = 0; k < layout.segments; ++k) {
            const auto value = static_cast<float>((k * 7 + frame * 3) % 100) + static_cast<float>(phase);
            (*recording)->writePotentials(frame)[k] = value;
            (*recording)->writeCurrents(frame)[k] = 1e-3 * static_cast<double>(value);
        }
        (*recording)->publish(frame + 1);
    }
    (*recording)->finish();
    return RunData{*recording, std::shared_ptr<const PlacedCell>(cell, &cell->placed),
                   std::make_shared<const Scene>()};
}

/// From a pair of runs to the first colours of their difference: the longest the view keeps a hand waiting.
Result<double> pairColours(int segments, int effort) {
    const auto cell = builtCell(segments);
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    const auto a = waves(*cell, 0.0);
    const auto b = waves(*cell, 5.0);
    if (!a || !b) {
        return tl::unexpected((a ? b : a).error());
    }
    std::vector<float> values;
    return 1e3 * bestSeconds(effort, [&] {
               RunPairColours colours(*a, *b, RunPairColours::Side::difference, true);
               colours.values(50.0, (*cell)->placed, values);
           });
}

/// Median of what a step of a knob keeps the window's thread, with `bytes` of morphology in the scene.
double knobStep(std::size_t bytes, int steps) {
    AppTheme theme{AppTheme::Kind::dark};
    Document document;
    Scene scene;
    scene.cell.morphology.kind = MorphologySource::Kind::embedded;
    scene.cell.morphology.path = "cell.swc";
    std::string& text = scene.cell.morphology.text;
    while (text.size() < bytes) {
        text += "# A comment, as long as what stands for a point of a cell would be.\n";
    }
    text += "1 1 0 0 0 8 -1\n2 1 8 0 0 8 1\n3 1 -8 0 0 8 1\n";
    Probe probe;
    probe.id = "probe";
    scene.probes = {probe};
    Knob knob;
    knob.id = "knob";
    knob.object = "probe";
    knob.key = "position_um/2";
    knob.high = 1000.0;
    scene.knobs = {knob};
    document.setScene(std::move(scene));
    KnobsPanel panel(&document, &theme);
    QSlider* slider = nullptr;
    for (QSlider* one : panel.findChildren<QSlider*>()) {
        slider = one;
    }
    std::vector<double> times;
    for (int k = 0; k < steps && slider != nullptr; ++k) {
        QElapsedTimer clock;
        clock.start();
        slider->setValue(100 + k % 800);
        times.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return times.empty() ? std::nan("") : *middle;
}

Result<double> knobWithText(int effort) {
    const auto running = application();
    constexpr std::size_t tenMegabytes = 10'000'000;
    const double with = knobStep(tenMegabytes, 10 * effort);
    const double without = knobStep(0, 10 * effort);
    return std::isnan(with) ? Result<double>(fail("There is no knob.")) : Result<double>(with - without);
}

} // namespace

std::vector<BenchRow> panelRows() {
    return {{"dendrogram_20k", "ms", 16.7,
             "dendrogram of 20000 segments, each in another of 256 colours than the frame before, 900x300",
             dendrogramByValue},
            {"pair_588", "ms", 20.0,
             "colours of the difference of two runs of 588 segments, with their range over 1601 frames",
             [](int effort) {
                 return pairColours(588, effort);
             }},
            {"pair_15505", "ms", 20.0, "the same for 15505 segments",
             [](int effort) {
                 return pairColours(15505, effort);
             }},
            {"knob_10mb", "ms", 2.0,
             "a step of a knob, what 10 MB of morphology within the scene add to it in the window's thread",
             knobWithText}};
}

} // namespace phiscope::bench
