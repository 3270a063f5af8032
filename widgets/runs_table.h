#pragma once

#include "widgets/runs_panel.h"

#include <filesystem>

namespace phiscope {

/// Two compared runs as a table: time, the soma's potential and that of each contact, of A, of B and B − A,
/// at the times at which they are compared. In mV.
Result<void> writeRunsTable(const std::filesystem::path& file, const RunsPanel::Answer& answer,
                            const std::string& probe);

} // namespace phiscope
