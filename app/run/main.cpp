#include "app/run/run_scene.h"
#include "app/run/sweep_scene.h"
#include "model/neuron/hoc_loader.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <unistd.h>

namespace {

constexpr const char* footer =
    "The results hold the scene, the cell, the recording and the signals of every probe (HDF5).\n"
    "Exit codes: 0 done; 1 the run failed; 2 the command line makes no sense; 3 a file cannot be read or is "
    "not valid; 130 cancelled by Ctrl-C.";

void addFigureOptions(CLI::App& app, phiscope::FlatFigureOptions& figure, CLI::Option* outline) {
    using Figure = phiscope::FlatFigureOptions;
    using phiscope::Projection;
    const std::map<std::string, Projection> planes{
        {"xz", Projection::xz}, {"xy", Projection::xy}, {"yz", Projection::yz}};
    const std::map<std::string, Figure::Parts> parts{{"sections", Figure::Parts::sections},
                                                     {"segments", Figure::Parts::segments}};
    const std::map<std::string, Figure::ColourBy> colours{{"plain", Figure::ColourBy::plain},
                                                          {"type", Figure::ColourBy::type},
                                                          {"potential", Figure::ColourBy::potential},
                                                          {"current", Figure::ColourBy::current}};
    const auto choice = [&](const char* name, auto& value, const auto& choices, const char* help) {
        app.add_option(name, value, help)
            ->transform(CLI::Transformer(choices).description(""))
            ->needs(outline);
    };
    choice("--projection", figure.plane, planes, "Outline: xz (default), xy or yz");
    choice("--outline-of", figure.parts, parts, "Outline: sections (default) or segments");
    choice("--outline-colour", figure.colourBy, colours,
           "Outline: plain (default), type, potential or current; the last two run the scene");
    app.add_option("--at", figure.timeMs, "Outline: the moment of its values in ms")->needs(outline);
    app.add_option("--um-per-mm", figure.umPerMm,
                   "Outline: how many µm one millimetre on paper is (default: so that it fits on A4)")
        ->check(CLI::Range(0.01, 1000.0))
        ->needs(outline);
    app.add_flag("--outline-synapses", figure.synapses, "Outline: mark the synapses")->needs(outline);
    app.add_flag("--outline-contacts", figure.contacts, "Outline: mark the contacts of visible probes")
        ->needs(outline);
}

int run(int argc, char** argv) {
    using namespace phiscope;
    CLI::App app("Runs a scene of Phiscope without a window.", "phiscope-run");
    app.footer(footer);
    app.set_version_flag("--version", std::string("phiscope-run ") + PHISCOPE_VERSION);
    RunOptions options;
    std::string scene;
    std::string results;
    std::string csv;
    std::string hoc;
    bool check = false;
    CLI::Option* sceneOption = app.add_option("scene", scene, "The scene, *.phiscope");
    app.add_option("-o,--output", results, "Write the results to this file, *.phiscope.h5");
    app.add_option("--csv", csv, "Write the signals of all probes to this table");
    std::string outline;
    CLI::Option* outlineOption =
        app.add_option("--outline", outline,
                       "Draw the cell flat and true to scale into this file, *.svg; nothing runs where "
                       "nothing else is asked for and its colours need no values");
    addFigureOptions(app, options.figure, outlineOption);
    std::string folder;
    CLI::Option* sweepOption =
        app.add_option("--sweep", options.sweep,
                       "Run the scene with one of its numbers at several values: a knob's id (knob-1), or an "
                       "object and its number with a range, OBJECT/NUMBER=FROM:TO:COUNT; :log behind it: in "
                       "equal factors");
    sweepOption->needs(
        app.add_option("--out-dir", folder, "Sweep: the folder for its tables, sizes.csv and signals.csv")
            ->needs(sweepOption));
    app.add_flag("--check", check, "Only say what is wrong with the scene");
    app.add_flag("--allow-code", options.allowCode,
                 "Let the program code in a .hoc cell run, with your rights: only for files that you trust");
    app.add_flag("-q,--quiet", options.quiet, "Print nothing but errors");
    app.add_flag("--progress", options.progress,
                 "Print how far the run is to the standard output, a JSON object a line, for other programs");
    app.add_option("--import-hoc", hoc,
                   "Run a .hoc file and print its cell as JSON (used by Phiscope itself)")
        ->excludes(sceneOption);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    if (!hoc.empty()) {
        return runHocImport(hoc, STDOUT_FILENO);
    }
    const auto usage = [](const char* what) {
        std::fprintf(stderr, "phiscope-run: %s See phiscope-run --help.\n", what);
        return static_cast<int>(ExitCode::usage);
    };
    if (scene.empty()) {
        return usage("which scene shall run?");
    }
    options.scene = scene;
    if (!options.sweep.empty()) {
        if (check || options.progress || !(results + csv + outline).empty()) {
            return usage("a sweep writes only its own tables.");
        }
        options.folder = folder;
        return static_cast<int>(sweepScene(options));
    }
    if (!check && results.empty() && csv.empty() && outline.empty()) {
        return usage("where shall the results go? Give -o FILE, --csv FILE or --outline FILE.");
    }
    if (!outline.empty() && !outline.ends_with(".svg")) {
        return usage("an outline is written as .svg; the window writes .pdf, too.");
    }
    options.results = results;
    options.csv = csv;
    options.outline = outline;
    return static_cast<int>(check ? checkScene(options) : runScene(options));
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("phiscope-run: there is not enough memory. Choose fewer segments or a shorter run.\n",
                   stderr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "phiscope-run: something unforeseen went wrong: %s.\n", error.what());
    }
    return static_cast<int>(phiscope::ExitCode::runFailed);
}
