#pragma once

#include "model/support/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace phiscope {

/// Numbers from text files or the clipboard: separated by blanks, tabs, commas, semicolons or line ends, with
/// points as decimal separators. "#" begins a comment; first lines without any number are headings. Where a
/// text is refused, the error has its line; `file` is only for that.

/// Times in ms, in the order of the text.
Result<std::vector<double>> readSpikeTimes(std::string_view text, const std::string& file = {});

struct CurrentSamples {
    std::vector<double> timesMs; ///< rising, from 0 on
    std::vector<double> currentsNa;
};

/// Two numbers a line: time in ms, current in nA.
Result<CurrentSamples> readCurrentSamples(std::string_view text, const std::string& file = {});

} // namespace phiscope
