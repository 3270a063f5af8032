#pragma once

#include <filesystem>

namespace phiscope {

/// The child's side of importHoc (model/simulation/hoc_import.h): runs a .hoc file in this process, writes
/// its sections as one JSON document to `output` (a file descriptor) and returns the exit code: 0 where the
/// document says all, an error of the file included.
///
/// The file is a program with the rights of the person who runs it; it may end the process or never return.
/// What it prints does not reach `output`.
int runHocImport(const std::filesystem::path& file, int output);

} // namespace phiscope
