#pragma once

#include "model/formats/morphology_reader.h"
#include "model/support/result.h"

#include <filesystem>
#include <string_view>

namespace phiscope {

/// Reads the cell that a NEURON .hoc file builds. Such a file is a program: it can quit, hang, crash and
/// start other programs, so `runProgram` (phiscope-run) runs it as a child process, which is killed with all
/// its offspring when `timeLimitSeconds` are over. That protects this process, not the person's files: ask
/// the person first.
///
/// Every section comes with the file's nseg; Ra and cm where they differ from NEURON's defaults. Blocks until
/// the child has answered: not for the GUI thread.
Result<MorphologyImport> importHoc(const std::filesystem::path& file, const std::filesystem::path& runProgram,
                                   double timeLimitSeconds = 20.0);

/// phiscope-run beside the running program.
std::filesystem::path defaultRunProgram();

/// What the child wrote, checked as anything that comes from outside. `fileName` is named in errors.
Result<MorphologyImport> parseHocAnswer(std::string_view text, const std::string& fileName);

} // namespace phiscope
