#pragma once

#include "model/analysis/sweep_signals.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// What a sweep gave as tables (CSV), the same from the window and from phiscope-run.
namespace phiscope {

struct SweepTable {
    std::string number; ///< what was turned: "Synapse 1 Weight"
    std::string unit;
    std::vector<double> values;
    /// One a value; null where there is nothing.
    std::vector<std::shared_ptr<const SweepSignals>> signals;
    std::vector<SweepChannel> channels; ///< which of them are written
};

/// The soma and every contact of every probe that any of the values has.
std::vector<SweepChannel> allChannels(const std::vector<std::shared_ptr<const SweepSignals>>& signals);

/// A row a value: the value, and peak to peak how large each signal is; "nan" where there is none.
Result<void> writeSweepSizes(const SweepTable& table, const std::filesystem::path& file);

/// A row a frame: the time, then all signals of the first value, of the second… Where the values have
/// different time steps each has a time of its own before its signals.
Result<void> writeSweepSignals(const SweepTable& table, const std::filesystem::path& file);

} // namespace phiscope
