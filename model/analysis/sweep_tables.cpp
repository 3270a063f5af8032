#include "model/analysis/sweep_tables.h"

#include "model/formats/csv_writer.h"
#include "model/scene/fields.h"

#include <algorithm>
#include <limits>

namespace phiscope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// "Soma potential", "Laminar probe 3", with the unit; the probe's from the first value that has it.
CsvColumn columnOf(const SweepTable& table, const SweepChannel& channel) {
    if (channel.probe.empty()) {
        return {"Soma potential", "mV"};
    }
    for (const auto& signals : table.signals) {
        if (const ProbeSignals* probe = signals ? signals->probe(channel.probe) : nullptr) {
            return {probe->name + " " + std::to_string(channel.contact + 1), probe->unit};
        }
    }
    return {channel.probe + " " + std::to_string(channel.contact + 1), {}};
}

std::string valueText(const SweepTable& table, double value) {
    return table.number + " " + numberText(value) + (table.unit.empty() ? "" : " " + table.unit);
}

} // namespace

std::vector<SweepChannel> allChannels(const std::vector<std::shared_ptr<const SweepSignals>>& signals) {
    std::vector<SweepChannel> channels{{}};
    for (const auto& of : signals) {
        if (!of) {
            continue;
        }
        for (const ProbeSignals& probe : of->probes) {
            for (int contact = 0; contact < probe.values.rows(); ++contact) {
                // The number of contacts itself can be what is turned.
                if (const SweepChannel channel{probe.id, contact};
                    std::ranges::find(channels, channel) == channels.end()) {
                    channels.push_back(channel);
                }
            }
        }
    }
    return channels;
}

Result<void> writeSweepSizes(const SweepTable& table, const std::filesystem::path& file) {
    std::vector<CsvColumn> columns{{table.number, table.unit}};
    for (const SweepChannel& channel : table.channels) {
        CsvColumn column = columnOf(table, channel);
        column.title += " peak to peak";
        columns.push_back(std::move(column));
    }
    return writeCsv(file, columns, static_cast<std::int64_t>(table.values.size()),
                    [&](std::int64_t row, int column) {
                        const auto k = static_cast<std::size_t>(row);
                        if (column == 0) {
                            return table.values[k];
                        }
                        const SweepChannel& channel = table.channels[static_cast<std::size_t>(column) - 1];
                        return table.signals[k] ? table.signals[k]->size(channel) : none;
                    });
}

Result<void> writeSweepSignals(const SweepTable& table, const std::filesystem::path& file) {
    struct Source {
        double dtMs = 0.0;
        bool time = false;
        Eigen::VectorXd values;
    };
    std::vector<CsvColumn> columns;
    std::vector<Source> sources;
    Eigen::Index rows = 0;
    double firstDt = 0.0;
    bool oneClock = true;
    for (const auto& signals : table.signals) {
        if (signals) {
            firstDt = firstDt > 0.0 ? firstDt : signals->dtMs;
            oneClock = oneClock && signals->dtMs == firstDt;
        }
    }
    for (std::size_t k = 0; k < table.values.size(); ++k) {
        const auto& signals = table.signals[k];
        const double dtMs = signals ? signals->dtMs : firstDt;
        const std::string value = valueText(table, table.values[k]);
        if (k == 0 || !oneClock) {
            columns.push_back({oneClock ? "Time" : "Time, " + value, "ms"});
            sources.push_back({dtMs, true, {}});
        }
        for (const SweepChannel& channel : table.channels) {
            CsvColumn column = columnOf(table, channel);
            column.title += ", " + value;
            columns.push_back(std::move(column));
            sources.push_back({dtMs, false, signals ? signals->values(channel) : Eigen::VectorXd()});
            rows = std::max(rows, sources.back().values.size());
        }
    }
    return writeCsv(file, columns, rows, [&](std::int64_t row, int column) {
        const Source& source = sources[static_cast<std::size_t>(column)];
        if (source.time) {
            return static_cast<double>(row) * source.dtMs;
        }
        return row < source.values.size() ? source.values[row] : none;
    });
}

} // namespace phiscope
