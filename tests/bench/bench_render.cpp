#include "render/offscreen.h"
#include "render/scene_renderer.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <cstddef>
#include <memory>
#include <random>
#include <vector>

namespace phiscope::bench {

namespace {

constexpr int width = 900;
constexpr int height = 700;

Result<std::shared_ptr<const PlacedCell>> placedCell(int segments) {
    const Result<SimulationJob> job = passiveCell(segments);
    if (!job) {
        return tl::unexpected(job.error());
    }
    return std::make_shared<const PlacedCell>(placeCell(job->morphology, job->nseg, Pose{}));
}

/// New colours for every segment, a turned view, and the whole picture with its legends.
Result<double> frame(int effort) {
    constexpr int segments = 20000;
    auto cell = placedCell(segments);
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    auto offscreen = OffscreenRenderer::create();
    if (!offscreen) {
        return tl::unexpected(offscreen.error());
    }
    SceneRenderer scene;
    scene.setViewport(width, height, 1.0);
    scene.setCell(*cell);
    scene.setColouring({true, ColourMap::potential, -80.0F, 40.0F, "Membrane potential", "mV"});
    scene.setView(StandardView::front);
    std::vector<float> values(segments);
    int step = 0;
    const auto draw = [&] {
        ++step;
        for (std::size_t k = 0; k < values.size(); ++k) {
            values[k] = -80.0F + static_cast<float>((7 * k + 11 * static_cast<std::size_t>(step)) % 120);
        }
        scene.setCellValues(values);
        Camera camera = scene.camera();
        camera.orbit(0.02, 0.0);
        scene.setCamera(camera);
        (*offscreen)->draw(scene, width, height);
    };
    draw(); // shaders and buffers are made with the first picture
    return 1e3 * bestSeconds(10 * effort, draw);
}

/// Mean over places all over the picture, hits and misses.
Result<double> pick(int effort) {
    constexpr int segments = 200000;
    constexpr int picks = 2000;
    auto cell = placedCell(segments);
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    SceneRenderer scene;
    scene.setViewport(width, height, 1.0);
    scene.setCell(*cell);
    scene.setView(StandardView::front);
    std::mt19937 random(5);
    std::vector<Eigen::Vector2d> places;
    for (int i = 0; i < picks; ++i) {
        places.emplace_back(static_cast<double>(random() % width), static_cast<double>(random() % height));
    }
    int hits = 0;
    const double seconds = bestSeconds(effort, [&] {
        for (const Eigen::Vector2d& place : places) {
            hits += scene.pick(place.x(), place.y()).hit() ? 1 : 0;
        }
    });
    if (hits == 0) {
        return fail("None of the picks hit the cell: there is nothing to measure.");
    }
    return 1e3 * seconds / picks;
}

} // namespace

std::vector<BenchRow> renderRows() {
    return {
        {"frame", "ms", 30.0, "frame of 20000 segments, new colours, turned, 900x700, software OpenGL",
         frame},
        {"pick", "ms", 0.1, "one pick among 200000 segments", pick},
    };
}

} // namespace phiscope::bench
