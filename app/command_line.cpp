#include "app/command_line.h"

#include "widgets/app_theme.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace phiscope {

namespace {

/// "1600x1000"; an empty string where it is one, else what is wrong.
std::string readSize(const std::string& text, int& width, int& height) {
    int w = 0;
    int h = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%dx%d%n", &w, &h, &used) != 2 ||
        static_cast<std::size_t>(used) != text.size()) {
        return "the size \"" + text + "\" is not of the form 1600x1000";
    }
    if (w < 64 || h < 64 || w > 16384 || h > 16384) {
        return "each side must be from 64 to 16384 pixels";
    }
    width = w;
    height = h;
    return {};
}

} // namespace

CommandLine parseCommandLine(int argc, char** argv, std::optional<int>& exitCode) {
    CommandLine line;
    std::string size;
    std::string theme;
    CLI::App app{"See the electric field of a neuron.", "phiscope"};
    app.set_version_flag("--version", "Phiscope " PHISCOPE_VERSION);
    app.add_option("file", line.file, "Scene, morphology (.swc .asc .xml .hoc) or results (.phiscope.h5)");
    auto* grab = app.add_option("--grab", line.grab, "Run to the end, write a picture of the window, leave");
    auto* figure = app.add_option("--figure", line.figure,
                                  "Run to the end, write a picture of the 3-D view, leave; needs no display");
    grab->excludes(figure);
    app.add_option("--size", size, "Width x height in pixels (1600x1000)");
    app.add_option("--dpi", line.dpi, "Dots per inch of a figure: text and lines grow with it")
        ->check(CLI::Range(36.0, 1200.0));
    app.add_option("--at", line.atMs, "Time shown, in ms")->check(CLI::NonNegativeNumber);
    app.add_option("--show", line.show,
                   "Panel to open in front: scene, property, history, signals, csd, spectrum, compare, runs, "
                   "head, log, checks, scatter, performance, segments, dendrogram, knobs or "
                   "sweep")
        ->check(CLI::IsMember({"scene", "property", "history", "signals", "csd", "spectrum", "compare",
                               "runs", "head", "log", "checks", "scatter", "performance", "segments",
                               "dendrogram", "knobs", "sweep"}));
    app.add_option("--theme", theme, "dark, light, high-contrast or projector")
        ->check(CLI::IsMember({"dark", "light", "high-contrast", "projector"}));
    app.add_flag("--new", line.another, "Start another Phiscope, even where one runs already");
    app.footer(
        "With no file, the built-in example opens and runs. Where Phiscope runs already, the file opens "
        "there.\n"
        "Exit codes: 0 all went well, 1 it failed, 2 wrong arguments, 3 there is no display.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exitCode = app.exit(error) == 0 ? exit_code::ok : exit_code::usage;
        return line;
    }
    if (!size.empty()) {
        if (const std::string problem = readSize(size, line.width, line.height); !problem.empty()) {
            std::cerr << "phiscope: --size: " << problem << ".\n";
            exitCode = exit_code::usage;
        }
    }
    if (!theme.empty()) {
        line.theme = AppTheme::kindOf(QString::fromStdString(theme));
    }
    return line;
}

} // namespace phiscope
