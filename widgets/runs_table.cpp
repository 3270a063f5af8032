#include "widgets/runs_table.h"

#include "model/formats/csv_writer.h"
#include "model/forward/projector.h"

#include <functional>

namespace phiscope {

Result<void> writeRunsTable(const std::filesystem::path& file, const RunsPanel::Answer& answer,
                            const std::string& probe) {
    // Both comparisons have the same times: they are of the same two runs.
    const RunDifference& times = answer.potential;
    std::vector<CsvColumn> columns{{"Time", "ms"}};
    std::vector<std::function<double(std::int64_t)>> values{[&times](std::int64_t row) {
        return static_cast<double>(row) * times.dtMs;
    }};
    const auto add = [&](const std::string& what, Eigen::Index channel, const auto& of,
                         const Eigen::MatrixXd& difference) {
        for (const std::size_t which : {0U, 1U}) {
            columns.push_back({what + (which == 0 ? ", A" : ", B"), "mV"});
            values.emplace_back([&times, &answer, of, channel, which](std::int64_t row) {
                return interpolated(of(which), channel, frameIn(row, times.dtMs, answer.dtMs.at(which)));
            });
        }
        columns.push_back({what + ", B − A", "mV"});
        values.emplace_back([&difference, channel](std::int64_t row) { return difference(channel, row); });
    };
    if (times.values.size() > 0) {
        add(
            "Soma potential", 0,
            [&answer](std::size_t which) -> Eigen::Ref<const Eigen::MatrixXd> {
                return *answer.soma.at(which);
            },
            times.values);
    }
    if (answer.difference) {
        for (Eigen::Index contact = 0; contact < answer.difference->rows(); ++contact) {
            add(
                probe + " contact " + std::to_string(contact + 1), contact,
                [&answer](std::size_t which) -> Eigen::Ref<const Eigen::MatrixXd> {
                    return answer.signals.at(which)->values();
                },
                *answer.difference);
        }
    }
    return writeCsv(file, columns, times.values.cols(), [&values](std::int64_t row, int column) {
        return values[static_cast<std::size_t>(column)](row);
    });
}

} // namespace phiscope
