#pragma once

#include "app/run/run_scene.h"
#include "model/analysis/physics_guard.h"
#include "model/scene/validate.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/simulation.h"

#include <memory>
#include <string>
#include <vector>

/// What every run of phiscope-run is made of: words on stderr, Ctrl-C, the way from a scene to a recording.
namespace phiscope {

/// From here on Ctrl-C asks the run to end instead of ending the program.
void listenForInterrupts();
bool wasInterrupted();

ExitCode say(const Error& error, ExitCode code);
void say(const Problem& problem, const std::string& file);
void say(const Notices& notices, const std::string& file, bool quiet);
/// What makes no physical sense; of errors too only a warning, since the scene can be run.
void say(const std::vector<Finding>& findings, bool quiet);

CellSourceOptions cellOptions(const RunOptions& options);
/// Places that are not on the cell; of mechanisms that find no section only a warning, as in LFPy.
std::vector<Problem> misplaced(const Scene& scene, const Morphology& morphology, bool quiet);

/// NEURON's words go to stderr.
Result<std::unique_ptr<Simulation>> startRun(const Scene& scene, const BuiltCell& cell,
                                             const RunOptions& options);
/// To its end, or until Ctrl-C, with its progress on the terminal.
RunStatus follow(Simulation& simulation, const RunOptions& options);

} // namespace phiscope
