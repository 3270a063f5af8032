#pragma once

#include "render/theme.h"

#include <optional>
#include <string>

namespace phiscope {

/// What the program was asked to do.
struct CommandLine {
    std::string file;   ///< to open; empty: the built-in example
    std::string grab;   ///< picture of the window to write
    std::string figure; ///< picture of the 3-D view to write, without a display
    int width = 1600;
    int height = 1000;
    double dpi = 96.0;
    std::optional<double> atMs; ///< where the time cursor stands
    std::optional<Theme::Kind> theme;
    bool another = false; ///< a program of its own, even where one runs
    std::string show;     ///< panel to bring before the others; empty: as they are
};

namespace exit_code {
constexpr int ok = 0;
constexpr int failed = 1;    ///< the file, the run or the picture
constexpr int usage = 2;     ///< the command line
constexpr int noDisplay = 3; ///< a window was asked for and there is no display
} // namespace exit_code

/// Reads the arguments. Where the program should end at once (help, version, a mistake), `exitCode` is set
/// and the words were printed.
CommandLine parseCommandLine(int argc, char** argv, std::optional<int>& exitCode);

/// Runs the scene and draws the 3-D view into a PNG through EGL; needs no display and no QApplication.
int writeFigure(const CommandLine& line);

} // namespace phiscope
