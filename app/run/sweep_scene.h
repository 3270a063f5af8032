#pragma once

#include "app/run/run_scene.h"

namespace phiscope {

/// Runs a scene with one of its numbers at several values and writes how large the signals are, and the
/// signals, as tables: what the window's panel shows, again and by one command. A value that fails is said
/// and left empty; the others are not held up.
ExitCode sweepScene(const RunOptions& options);

} // namespace phiscope
