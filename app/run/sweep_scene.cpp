#include "app/run/sweep_scene.h"

#include "app/run/run_steps.h"
#include "model/analysis/sweep_tables.h"
#include "model/scene/scene_file.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <vector>

namespace phiscope {

namespace {

constexpr int usualCount = 5;
constexpr int mostValues = 1000;

/// What --sweep names: a number, and the values that it takes.
struct Plan {
    Parameter parameter;
    std::vector<double> values;
};

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == at) {
            parts.emplace_back();
        } else {
            parts.back().push_back(c);
        }
    }
    return parts;
}

template <typename T>
bool readNumber(const std::string& text, T& value) {
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end;
}

/// "synapse-1/weight_uS", or the id of a knob.
Result<Knob> knobNamed(const Scene& scene, const std::string& name) {
    if (const auto knob = std::ranges::find(scene.knobs, name, &Knob::id); knob != scene.knobs.end()) {
        return *knob;
    }
    const std::size_t slash = name.find('/');
    Knob knob;
    knob.object = name.substr(0, slash);
    knob.key = slash == std::string::npos ? "" : name.substr(slash + 1);
    if (findParameter(scene, knob.object, knob.key)) {
        return knob;
    }
    if (!hasObject(scene, knob.object)) {
        return fail("--sweep: \"" + knob.object + "\" is no knob and no object of the scene.",
                    "Name a knob by its id, or an object and its number: synapse-1/weight_uS.");
    }
    std::string all;
    for (const std::string& key : numbersOf(scene, knob.object)) {
        all += (all.empty() ? "" : ", ") + key;
    }
    return fail("--sweep: \"" + knob.object + "\" has no number \"" + knob.key + "\".",
                "It has " + all + ".");
}

Result<Plan> planOf(const Scene& scene, const std::string& what) {
    const std::size_t equals = what.find('=');
    Result<Knob> knob = knobNamed(scene, what.substr(0, equals));
    if (!knob) {
        return tl::unexpected(knob.error());
    }
    int count = usualCount;
    if (equals != std::string::npos) {
        const std::vector<std::string> parts = split(what.substr(equals + 1), ':');
        const bool log = parts.size() == 4 && parts[3] == "log";
        if (parts.size() < 3 || parts.size() > 4 || (parts.size() == 4 && !log && parts[3] != "linear") ||
            !readNumber(parts[0], knob->low) || !readNumber(parts[1], knob->high) ||
            !readNumber(parts[2], count)) {
            return fail("--sweep: \"" + what.substr(equals + 1) + "\" is not of the form from:to:count.",
                        "Example: synapse-1/weight_uS=0.001:0.02:5, with :log behind it in equal factors.");
        }
        if (parts.size() == 4) {
            knob->scale = log ? Knob::Scale::logarithmic : Knob::Scale::linear;
        }
    } else if (knob->id.empty()) {
        return fail("--sweep: from where to where?", "Example: " + what + "=1:2:5.");
    }
    if (!(knob->low < knob->high) || count < 2 || count > mostValues) {
        return fail("--sweep: this needs 2 to " + std::to_string(mostValues) +
                    " values from a smaller to a larger one.");
    }
    if (knob->scale == Knob::Scale::logarithmic && !(knob->low > 0.0)) {
        return fail("--sweep: equal factors need values above 0.");
    }
    const auto parameter = findParameter(scene, knob->object, knob->key);
    if (!parameter) {
        return fail("--sweep: the number of this knob is not there any more.");
    }
    return Plan{*parameter, sweepValues(*knob, count, parameter->info)};
}

/// The recording of one of the scenes, or why there is none.
struct Ran {
    BuiltCell cell;
    std::shared_ptr<const Recording> recording;
};

Result<Ran> ran(const Scene& scene, const RunOptions& options) {
    Result<BuiltCell> cell = buildCell(scene.cell, cellOptions(options));
    if (!cell) {
        return tl::unexpected(cell.error());
    }
    if (const auto problems = misplaced(scene, cell->morphology, options.quiet); !problems.empty()) {
        return fail(problems.front().text);
    }
    const auto simulation = startRun(scene, *cell, options);
    if (!simulation) {
        return tl::unexpected(simulation.error());
    }
    if (const RunStatus status = follow(**simulation, options); status.state == RunStatus::State::failed) {
        return tl::unexpected(status.error);
    }
    return Ran{std::move(*cell), (*simulation)->recording()};
}

ExitCode write(const SweepTable& table, const RunOptions& options) {
    const auto sizes = options.folder / "sizes.csv";
    const auto signals = options.folder / "signals.csv";
    for (const Result<void>& written : {writeSweepSizes(table, sizes), writeSweepSignals(table, signals)}) {
        if (!written) {
            return say(written.error(), ExitCode::runFailed);
        }
    }
    if (!options.quiet) {
        std::printf("Wrote %s\nWrote %s\n", sizes.c_str(), signals.c_str());
    }
    return ExitCode::ok;
}

} // namespace

ExitCode sweepScene(const RunOptions& options) {
    const Result<SceneFile> file = readScene(options.scene);
    if (!file) {
        return say(file.error(), ExitCode::badInput);
    }
    say(file->notices, options.scene.string(), options.quiet);
    const Result<Plan> plan = planOf(file->scene, options.sweep);
    if (!plan) {
        return say(plan.error(), ExitCode::usage);
    }
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error) {
        return say({"the folder can not be made: " + error.message() + ".", {}, options.folder.string()},
                   ExitCode::runFailed);
    }
    const FieldInfo& info = plan->parameter.info;
    SweepTable table;
    table.number = objectName(file->scene, plan->parameter.object) + " " + info.label;
    table.unit = info.unit;
    table.values = plan->values;
    table.signals.resize(plan->values.size());
    const std::vector<SweepPoint> points = sweepPoints(file->scene, plan->parameter, plan->values);
    listenForInterrupts();
    bool allWell = true;
    const auto failed = [&](std::size_t k, const std::string& why) {
        allWell = false;
        say({table.number + " " + numberText(points[k].value) + ": " + why, {}, {}}, ExitCode::runFailed);
    };
    for (std::size_t k = 0; k < points.size(); ++k) {
        if (!points[k].problem.empty()) {
            failed(k, points[k].problem);
        }
        if (!points[k].problem.empty() || points[k].run != k) {
            continue; // it is seen in the run of another
        }
        if (!options.quiet) {
            std::fprintf(stderr, "%s %s %s\n", table.number.c_str(), numberText(points[k].value).c_str(),
                         table.unit.c_str());
        }
        const Result<Ran> run = ran(points[k].scene, options);
        if (wasInterrupted()) {
            std::fputs("phiscope-run: cancelled; no results were written.\n", stderr);
            return ExitCode::cancelled;
        }
        for (std::size_t other = k; other < points.size(); ++other) {
            if (points[other].run != k || !points[other].problem.empty()) {
                continue;
            }
            if (run) {
                table.signals[other] = std::make_shared<const SweepSignals>(
                    sweepSignals(points[other].scene, run->cell, *run->recording));
            } else {
                failed(other, run.error().message());
            }
        }
    }
    table.channels = allChannels(table.signals);
    const ExitCode written = write(table, options);
    return allWell ? written : ExitCode::runFailed;
}

} // namespace phiscope
