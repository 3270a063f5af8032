#include "app/run/run_scene.h"

#include "app/run/run_steps.h"
#include "model/formats/csv_writer.h"
#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "model/support/atomic_file.h"
#include "render/paper_ink.h"

#include <chrono>
#include <cstdio>

namespace phiscope {

namespace {

/// What only the recording tells of that.
void sayCharge(const Scene& scene, const BuiltCell& cell, const Recording& recording, bool quiet) {
    if (quiet) {
        return;
    }
    std::vector<Finding> findings = checkPhysics(scene, cell.placed, &recording);
    std::erase_if(findings, [](const Finding& finding) {
        return finding.kind != Finding::Kind::chargeBalance && finding.kind != Finding::Kind::monopole;
    });
    say(findings, quiet);
}

Result<void> saveCsv(const Scene& scene, const BuiltCell& cell, const Recording& recording,
                     const std::filesystem::path& file) {
    const std::vector<ProbeSignals> probes = measure(scene, cell, recording);
    const Eigen::MatrixXd moment = dipoleMoment(cell, recording);
    std::vector<CsvColumn> columns{{"time", "ms"}};
    std::vector<const Eigen::MatrixXd*> matrices;
    std::vector<Eigen::Index> rows;
    for (const ProbeSignals& probe : probes) {
        for (Eigen::Index k = 0; k < probe.values.rows(); ++k) {
            columns.push_back({probe.name + " " + std::to_string(k + 1), probe.unit});
            matrices.push_back(&probe.values);
            rows.push_back(k);
        }
    }
    for (const char* axis : {"x", "y", "z"}) {
        columns.push_back({std::string("dipole moment ") + axis, "nA·µm"});
        matrices.push_back(&moment);
        rows.push_back(static_cast<Eigen::Index>(columns.back().title.back() - 'x'));
    }
    return writeCsv(file, columns, recording.frameCount(), [&](std::int64_t r, int c) {
        const auto k = static_cast<std::size_t>(c) - 1;
        return c == 0 ? recording.timeOf(r) : (*matrices[k])(rows[k], static_cast<Eigen::Index>(r));
    });
}

ExitCode saveOutline(const RunOptions& options, const Scene& scene, const BuiltCell& cell,
                     const Recording* recording) {
    const FlatFigure figure = flatFigure(scene, cell.placed, recording, options.figure, paperInk());
    if (const Result<void> saved = writeFileAtomically(options.outline, svgText(figure)); !saved) {
        return say(saved.error(), ExitCode::runFailed);
    }
    return ExitCode::ok;
}

ExitCode save(const RunOptions& options, const Scene& scene, const BuiltCell& cell,
              const Recording& recording) {
    if (!options.results.empty()) {
        if (const Result<void> saved = saveResults(scene, cell, recording, options.results); !saved) {
            return say(saved.error(), ExitCode::runFailed);
        }
    }
    if (!options.csv.empty()) {
        if (const Result<void> saved = saveCsv(scene, cell, recording, options.csv); !saved) {
            return say(saved.error(), ExitCode::runFailed);
        }
    }
    if (!options.outline.empty()) {
        return saveOutline(options, scene, cell, &recording);
    }
    return ExitCode::ok;
}

void sayWritten(const RunOptions& options) {
    for (const std::filesystem::path& file : {options.results, options.csv, options.outline}) {
        if (!file.empty() && !options.quiet) {
            std::printf("Wrote %s\n", file.c_str());
        }
    }
}

void saySummary(const RunOptions& options, const Scene& scene, const Recording& recording, double seconds) {
    if (options.quiet) {
        return;
    }
    long contacts = 0;
    for (const Probe& probe : scene.probes) {
        contacts += static_cast<long>(contactPositions(probe).cols());
    }
    std::printf("%d segments, %lld frames, %ld contacts in %.2f s\n", recording.layout().segments,
                static_cast<long long>(recording.frameCount()), contacts, seconds);
    sayWritten(options);
}

/// Whether the file can be written is asked before the run, not after an hour of it.
Result<void> tryWriting(const RunOptions& options) {
    for (const std::filesystem::path& file : {options.results, options.csv, options.outline}) {
        if (file.empty()) {
            continue;
        }
        std::error_code ignored;
        if (std::filesystem::equivalent(file, options.scene, ignored)) {
            return fail("the results would replace the scene itself.", "Choose another name.", file.string());
        }
        if (const Result<AtomicFile> trial = AtomicFile::create(file); !trial) {
            return tl::unexpected(trial.error());
        }
    }
    return {};
}

} // namespace

ExitCode runScene(const RunOptions& options) {
    const auto begin = std::chrono::steady_clock::now();
    const Result<SceneFile> file = readScene(options.scene);
    if (!file) {
        return say(file.error(), ExitCode::badInput);
    }
    const Scene& scene = file->scene;
    say(file->notices, options.scene.string(), options.quiet);
    const Result<BuiltCell> cell = buildCell(scene.cell, cellOptions(options));
    if (!cell) {
        return say(cell.error(), ExitCode::badInput);
    }
    say(cell->notices, scene.cell.morphology.path, options.quiet);
    if (const auto problems = misplaced(scene, cell->morphology, options.quiet); !problems.empty()) {
        for (const Problem& problem : problems) {
            say(problem, options.scene.string());
        }
        return ExitCode::badInput;
    }
    say(checkPhysics(scene, cell->placed), options.quiet);
    if (const Result<void> writable = tryWriting(options); !writable) {
        return say(writable.error(), ExitCode::runFailed);
    }

    if (options.results.empty() && options.csv.empty() && !options.outline.empty() &&
        !options.figure.byValue()) {
        const ExitCode drawn = saveOutline(options, scene, *cell, nullptr);
        if (drawn == ExitCode::ok) {
            sayWritten(options);
        }
        return drawn;
    }

    listenForInterrupts();
    Result<std::unique_ptr<Simulation>> simulation = startRun(scene, *cell, options);
    if (!simulation) {
        return say(simulation.error(), ExitCode::runFailed);
    }
    say((*simulation)->notices(), options.scene.string(), options.quiet);
    const RunStatus status = follow(**simulation, options);
    if (wasInterrupted() || status.state == RunStatus::State::cancelled) {
        std::fputs("phiscope-run: cancelled; no results were written.\n", stderr);
        return ExitCode::cancelled;
    }
    if (status.state == RunStatus::State::failed) {
        return say(status.error, ExitCode::runFailed);
    }
    const std::shared_ptr<const Recording> recording = (*simulation)->recording();
    sayCharge(scene, *cell, *recording, options.quiet);
    const ExitCode saved = save(options, scene, *cell, *recording);
    if (saved == ExitCode::ok) {
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
        saySummary(options, scene, *recording, elapsed.count());
    }
    return saved;
}

ExitCode checkScene(const RunOptions& options) {
    const std::string name = options.scene.string();
    constexpr std::uintmax_t largest = std::uintmax_t{512} << 20U;
    const Result<std::string> text = readWholeFile(options.scene, largest);
    if (!text) {
        return say(text.error(), ExitCode::badInput);
    }
    std::vector<Problem> problems = findProblems(*text);
    if (problems.empty()) {
        const Result<SceneFile> file = parseScene(*text, name);
        say(file->notices, name, options.quiet);
        const Result<BuiltCell> cell = buildCell(file->scene.cell, cellOptions(options));
        if (!cell) {
            return say(cell.error(), ExitCode::badInput);
        }
        say(cell->notices, file->scene.cell.morphology.path, options.quiet);
        problems = misplaced(file->scene, cell->morphology, options.quiet);
        say(checkPhysics(file->scene, cell->placed), options.quiet);
    }
    for (const Problem& problem : problems) {
        say(problem, name);
    }
    if (problems.empty() && !options.quiet) {
        std::printf("%s is a valid scene.\n", name.c_str());
    }
    return problems.empty() ? ExitCode::ok : ExitCode::badInput;
}

} // namespace phiscope
