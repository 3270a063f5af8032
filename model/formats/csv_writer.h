#pragma once

#include "model/support/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace phiscope {

struct CsvColumn {
    std::string title; ///< "Laminar probe 3"
    std::string unit;  ///< "mV"; empty where there is none
};

/// A text as a field of RFC 4180: in quotes where it must be.
std::string csvField(const std::string& text);

/// Value in row r of column c.
using CsvValue = std::function<double(std::int64_t r, int c)>;

/// A table as comma-separated values (RFC 4180) in UTF-8: a header "title (unit)", then `rows` lines. Decimal
/// points whatever the locale, and as many digits as it takes to get the same number back. Atomic.
Result<void> writeCsv(const std::filesystem::path& file, const std::vector<CsvColumn>& columns,
                      std::int64_t rows, const CsvValue& value);

} // namespace phiscope
