#pragma once

#include "model/support/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phiscope {

/// A column of a table that goes to other programs: numbers, or texts where there are no numbers.
struct TableColumn {
    std::string name;  ///< of the dataset: "mid_x"
    std::string title; ///< in the first line of a CSV file: "mid x (µm)"
    std::string unit;  ///< "µm"; empty where it has none
    std::string about; ///< a sentence
    std::vector<double> numbers;
    std::vector<std::string> texts;

    std::size_t rows() const { return texts.empty() ? numbers.size() : texts.size(); }
};

/// All digits, with a line of titles.
std::string tableText(const std::vector<TableColumn>& columns, char separator);

/// As CSV, or as HDF5 where the name ends in .h5 or .hdf5: one dataset a column with its unit and sentence as
/// attributes. All columns are equally long.
Result<void> writeTable(const std::filesystem::path& file, const std::vector<TableColumn>& columns);

} // namespace phiscope
