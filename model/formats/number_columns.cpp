#include "model/formats/number_columns.h"

#include "model/formats/text_scanner.h"
#include "model/scene/fields.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace phiscope {

namespace {

constexpr std::size_t mostNumbers = 1'000'000;

/// Words of a line, what separates them and comments taken away.
std::vector<std::string_view> wordsOf(std::string_view line) {
    constexpr std::string_view separators = " \t\v\f,;";
    line = line.substr(0, line.find('#'));
    std::vector<std::string_view> words;
    for (std::size_t begin = line.find_first_not_of(separators); begin != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = line.find_first_not_of(separators, end);
    }
    return words;
}

/// Gives every line with numbers to `take`, which says what is wrong with them or nothing.
Result<void> readLines(std::string_view text, const std::string& file,
                       const std::function<std::string(const std::vector<double>&)>& take) {
    LineScanner lines(text);
    std::string_view line;
    std::size_t read = 0;
    while (lines.next(line)) {
        const std::vector<std::string_view> words = wordsOf(line);
        std::vector<double> numbers;
        std::string_view wrong;
        for (const std::string_view word : words) {
            const auto number = parseNumber<double>(word);
            if (number && std::isfinite(*number)) {
                numbers.push_back(*number);
            } else if (wrong.empty()) {
                wrong = word;
            }
        }
        if (words.empty() || (numbers.empty() && read == 0)) {
            continue; // a heading
        }
        if (!wrong.empty()) {
            return fail("“" + std::string(wrong.substr(0, 40)) + "” is not a number.",
                        "Numbers are written as 12.5, with blanks, commas, semicolons or tabs between.", file,
                        lines.line());
        }
        if (line.find(';') != std::string_view::npos && line.find(',') != std::string_view::npos) {
            return fail("The line has commas and semicolons, so that commas may be decimal ones.",
                        "Write decimal points: 12.5.", file, lines.line());
        }
        read += numbers.size();
        if (read > mostNumbers) {
            return fail("There are more than a million numbers.", "Take a shorter piece, or fewer samples.",
                        file, lines.line());
        }
        if (std::string problem = take(numbers); !problem.empty()) {
            return fail(std::move(problem), {}, file, lines.line());
        }
    }
    if (read == 0) {
        return fail("There is no number in this text.", {}, file);
    }
    return {};
}

} // namespace

Result<std::vector<double>> readSpikeTimes(std::string_view text, const std::string& file) {
    std::vector<double> times;
    const auto read = readLines(text, file, [&times](const std::vector<double>& numbers) {
        times.insert(times.end(), numbers.begin(), numbers.end());
        return std::string();
    });
    if (!read) {
        return tl::unexpected(read.error());
    }
    return times;
}

Result<CurrentSamples> readCurrentSamples(std::string_view text, const std::string& file) {
    CurrentSamples samples;
    const auto read = readLines(text, file, [&samples](const std::vector<double>& numbers) -> std::string {
        if (numbers.size() != 2) {
            return (numbers.size() == 1 ? std::string("There is one number")
                                        : "There are " + std::to_string(numbers.size()) + " numbers") +
                   " in this line; two are needed: the time in ms and the current in nA.";
        }
        if (numbers[0] < 0.0) {
            return "The time is " + numberText(numbers[0]) +
                   " ms; times are counted from the delay and must not be below 0.";
        }
        if (!samples.timesMs.empty() && !(numbers[0] > samples.timesMs.back())) {
            return "The time is " + numberText(numbers[0]) + " ms; it must be later than the one before, " +
                   numberText(samples.timesMs.back()) + " ms.";
        }
        samples.timesMs.push_back(numbers[0]);
        samples.currentsNa.push_back(numbers[1]);
        return {};
    });
    if (!read) {
        return tl::unexpected(read.error());
    }
    return samples;
}

} // namespace phiscope
