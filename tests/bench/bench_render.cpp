#include "model/forward/field_grid.h"
#include "model/forward/head/head_fields.h"
#include "render/head_renderer.h"
#include "render/offscreen.h"
#include "render/scene_renderer.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <cmath>
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

/// From the currents of a moment to its field on a slice with contour lines, drawn behind a cell.
Result<double> sliceShown(int effort) {
    constexpr int segments = 588;
    auto cell = placedCell(segments);
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    auto offscreen = OffscreenRenderer::create();
    if (!offscreen) {
        return tl::unexpected(offscreen.error());
    }
    const std::vector<FieldSlice> slices(1);
    const auto grid = FieldGrid::make(slices[0], (*cell)->segments, 128);
    if (!grid) {
        return tl::unexpected(grid.error());
    }
    SceneRenderer scene;
    scene.setViewport(width, height, 1.0);
    scene.setCell(*cell);
    scene.setSlices(slices);
    scene.setView(StandardView::front);
    Eigen::VectorXd currents(segments);
    std::vector<float> values(static_cast<std::size_t>((*grid)->plane().cells()));
    int step = 0;
    const auto draw = [&] {
        ++step;
        for (int k = 0; k < segments; ++k) {
            currents(k) = std::sin(1.7 * k + 0.1 * step);
        }
        (*grid)->values(currents.data(), values);
        SliceField field;
        field.values = values;
        field.columns = (*grid)->plane().columns;
        field.rows = (*grid)->plane().rows;
        scene.setSliceField({}, field);
        (*offscreen)->draw(scene, width, height);
    };
    draw();
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

/// New potentials on the whole scalp and at the electrodes, another moment, and the whole picture.
Result<double> headFrame(int effort) {
    auto offscreen = OffscreenRenderer::create();
    if (!offscreen) {
        return tl::unexpected(offscreen.error());
    }
    const Head head;
    const auto model = HeadModel::create(head, HeadRenderer::scalpDirections());
    if (!model) {
        return tl::unexpected(model.error());
    }
    const auto fields = (*model)->fields(head);
    if (!fields) {
        return tl::unexpected(fields.error());
    }
    HeadRenderer view;
    view.setElectrodes((*model)->electrodesMm(), (*model)->electrodeNames(), Eigen::Vector3d::Zero());
    view.setColouring({10.0, false, "EEG", "pV"});
    int step = 0;
    const auto draw = [&] {
        ++step;
        const Eigen::Vector3d moment(0.3, 0.1 * (step % 7), 1.0);
        const Eigen::VectorXf scalp = (fields->scalp * (1e9 * moment)).cast<float>();
        const Eigen::VectorXf dots = (fields->eeg * (1e9 * moment)).cast<float>();
        view.setScalpValues({scalp.data(), static_cast<std::size_t>(scalp.size())});
        view.setElectrodeValues({dots.data(), static_cast<std::size_t>(dots.size())});
        view.setMoment(moment.normalized(), 20.0 + step % 5, "1.2 nA·µm");
        (*offscreen)->draw(view, 640, 560);
    };
    draw();
    return 1e3 * bestSeconds(10 * effort, draw);
}

/// Lead fields of a new place of the dipole: scalp, electrodes and magnetometers.
Result<double> headPlace(int effort) {
    Head head;
    const auto model = HeadModel::create(head, HeadRenderer::scalpDirections());
    if (!model) {
        return tl::unexpected(model.error());
    }
    Result<double> sum = 0.0;
    const double seconds = bestSeconds(5 * effort, [&] {
        head.dipoleMm[0] += 0.1;
        const auto fields = (*model)->fields(head);
        sum = fields ? Result<double>(fields->scalp.sum()) : tl::unexpected(fields.error());
    });
    return sum ? Result<double>(1e3 * seconds) : sum;
}

} // namespace

std::vector<BenchRow> renderRows() {
    return {
        {"frame", "ms", 30.0, "frame of 20000 segments, new colours, turned, 900x700, software OpenGL",
         frame},
        {"head_frame", "ms", 30.0, "frame of the head, new scalp potentials, 640x560, software OpenGL",
         headFrame},
        {"head_place", "ms", 60.0, "lead fields of 10242 places on the scalp for a new dipole place",
         headPlace},
        {"slice_shown", "ms", 40.0,
         "field of a moment, 128x128 points x 588 segments, shown with contours, 900x700, software OpenGL",
         sliceShown},
        {"pick", "ms", 0.1, "one pick among 200000 segments", pick},
    };
}

} // namespace phiscope::bench
