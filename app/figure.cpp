#include "app/command_line.h"
#include "model/analysis/probe_filter.h"
#include "model/forward/field_grid.h"
#include "model/forward/listening.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/projector.h"
#include "model/scene/scene_file.h"
#include "model/scene/stimulation.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/simulation.h"
#include "render/offscreen.h"
#include "render/scene_renderer.h"
#include "render/theme.h"
#include "widgets/gallery_dialog.h"
#include "widgets/morphology_scene.h"
#include "widgets/scene_picture.h"
#include "widgets/view_font.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>

namespace phiscope {

namespace {

Result<Scene> sceneToDraw(const std::string& file) {
    if (file.empty()) {
        if (auto scene = exampleScene(QStringLiteral("l5_pyramidal"))) {
            return std::move(*scene);
        }
        return fail("the built-in example is missing.");
    }
    if (isMorphologyFile(file)) {
        return sceneAround(file);
    }
    auto read = readScene(file);
    if (!read) {
        return tl::unexpected<Error>(std::move(read.error()));
    }
    for (const Notice& notice : read->notices) {
        std::cerr << "phiscope: " << notice.text << "\n";
    }
    return std::move(read->scene);
}

Result<void> draw(const CommandLine& line) {
    auto scene = sceneToDraw(line.file);
    if (!scene) {
        return tl::unexpected<Error>(std::move(scene.error()));
    }
    CellSourceOptions options;
    if (!line.file.empty()) {
        if (!line.file.empty()) {
            options.sceneFolder = std::filesystem::absolute(line.file).parent_path();
        }
    }
    auto cell = buildCell(scene->cell, options);
    if (!cell) {
        return tl::unexpected<Error>(std::move(cell.error()));
    }
    if (isMorphologyFile(line.file)) {
        addProbeBeside(*scene, *cell);
    }
    auto placed = std::make_shared<const PlacedCell>(cell->placed);
    auto run = Simulation::start({cell->morphology, cell->nseg, *scene, {}});
    if (!run) {
        return tl::unexpected<Error>(std::move(run.error()));
    }
    std::map<std::string, std::unique_ptr<Projector>> projectors;
    for (const Probe& probe : scene->probes) {
        auto projector = std::make_unique<Projector>((*run)->recording());
        Result<Eigen::MatrixXd> matrix = probeMatrix(probe, *placed);
        if (!matrix) {
            return tl::unexpected<Error>(std::move(matrix.error()));
        }
        projector->setMatrix(std::move(*matrix));
        projectors[probe.id] = std::move(projector);
    }
    const RunStatus status = (*run)->wait();
    if (status.state != RunStatus::State::finished) {
        return tl::unexpected<Error>(status.error);
    }

    auto offscreen = OffscreenRenderer::create();
    if (!offscreen) {
        return tl::unexpected<Error>(std::move(offscreen.error()));
    }
    SceneRenderer renderer;
    renderer.setTheme(Theme::of(line.theme.value_or(Theme::Kind::dark)));
    renderer.setFontFile(viewFontFile());
    ScenePicture picture(renderer);
    picture.setScene(*scene);
    picture.setCell(placed);
    picture.setRun({(*run)->recording(), placed, std::make_shared<const Scene>(*scene)});
    for (auto& [id, projector] : projectors) {
        projector->wait();
        auto traces = projector->signals();
        const auto probe = std::find_if(scene->probes.begin(), scene->probes.end(),
                                        [&key = id](const Probe& each) { return each.id == key; });
        if (traces && probe->filter.kind != SignalFilter::Kind::none) {
            const auto passed = filtered(traces->values(), traces->dtMs(), probe->filter);
            if (!passed) {
                return tl::unexpected<Error>(passed.error());
            }
            traces = Signals::derived(*traces, *passed);
        }
        picture.setProbeSignals(id, traces);
    }
    for (const FieldSlice& slice : scene->slices) {
        if (!slice.visible) {
            continue;
        }
        auto grid = slice.quantity == FieldSlice::Quantity::stimulus
                        ? FieldGrid::makeStimulus(slice, stimulatingProbes(*scene), slice.resolution)
                        : FieldGrid::make(slice, placed->segments, slice.resolution);
        if (!grid) {
            return tl::unexpected<Error>(std::move(grid.error()));
        }
        picture.setSliceGrid(slice.id, std::move(*grid));
    }
    if (const Listener listener = listenerOf(*scene); listens(scene->view) && listener) {
        auto heard = listenAt(listener, *placed);
        if (!heard) {
            return tl::unexpected<Error>(std::move(heard.error()));
        }
        const double size = contributionSize(*heard, *(*run)->recording());
        picture.setListening(std::make_shared<const Listening>(std::move(*heard)), size);
    }
    const double pixelRatio = line.dpi / 96.0;
    renderer.setViewport(line.width, line.height, pixelRatio);
    if (scene->view.cameraSet) {
        Camera camera;
        camera.position = Eigen::Vector3d(scene->view.cameraPosition.data());
        camera.focus = Eigen::Vector3d(scene->view.cameraFocus.data());
        camera.up = Eigen::Vector3d(scene->view.cameraUp.data());
        camera.parallelScale = scene->view.cameraParallelScale;
        camera.perspective = scene->view.perspective;
        renderer.setCamera(camera);
    } else {
        renderer.setView(standsAlongY(placed->segments) ? StandardView::top : StandardView::front);
    }
    picture.show(line.atMs.value_or(scene->view.timeMs));
    auto image = (*offscreen)->render(renderer, line.width, line.height, pixelRatio);
    if (!image) {
        return tl::unexpected<Error>(std::move(image.error()));
    }
    return writePng(*image, line.figure, line.dpi);
}

} // namespace

int writeFigure(const CommandLine& line) {
    const auto done = draw(line);
    if (!done) {
        std::cerr << "phiscope: " << done.error().message() << "\n";
        return exit_code::failed;
    }
    return exit_code::ok;
}

} // namespace phiscope
