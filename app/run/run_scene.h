#pragma once

#include "model/formats/flat_figure.h"

#include <filesystem>

namespace phiscope {

/// How phiscope-run ends. Part of its interface: scripts rely on the numbers.
enum class ExitCode {
    ok = 0,
    runFailed = 1,   ///< NEURON, memory or the disk gave out
    usage = 2,       ///< the command line makes no sense
    badInput = 3,    ///< the scene, or a file that it refers to, cannot be read or is not valid
    cancelled = 130, ///< by Ctrl-C or SIGTERM; no results are written
};

struct RunOptions {
    std::filesystem::path scene;
    std::filesystem::path results; ///< empty: none
    std::filesystem::path csv;     ///< empty: none
    std::filesystem::path outline; ///< the cell flat on a plane, .svg; empty: none
    FlatFigureOptions figure;      ///< of the outline
    std::string sweep;             ///< "knob-1", "synapse-1/weight_uS=0.001:0.02:5"; empty: none
    std::filesystem::path folder;  ///< for the tables of a sweep
    bool allowCode = false;        ///< .hoc files may run
    bool quiet = false;            ///< only errors
    bool progress = false;         ///< as JSON on stdout, for other programs
};

/// Runs a scene and writes what was asked for; only draws where nothing else than an outline was asked for
/// that needs no values. Errors go to stderr, one line each.
ExitCode runScene(const RunOptions& options);

/// Says everything that is wrong with a scene, one line each, without running it.
ExitCode checkScene(const RunOptions& options);

} // namespace phiscope
