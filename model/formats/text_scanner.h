#pragma once

#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace phiscope {

/// A file's text line by line, whatever ends the lines (LF, CR LF or CR) and with or without a byte order
/// mark in front. Lines are counted from 1.
class LineScanner {
public:
    explicit LineScanner(std::string_view text)
        : rest_(text) {
        if (rest_.substr(0, 3) == "\xEF\xBB\xBF") {
            rest_.remove_prefix(3);
        }
    }

    bool next(std::string_view& line) {
        if (rest_.empty()) {
            return false;
        }
        const std::size_t end = rest_.find_first_of("\r\n");
        line = rest_.substr(0, end);
        if (end == std::string_view::npos) {
            rest_ = {};
        } else {
            const bool both = rest_[end] == '\r' && end + 1 < rest_.size() && rest_[end + 1] == '\n';
            rest_.remove_prefix(end + (both ? 2 : 1));
        }
        ++line_;
        return true;
    }

    int line() const { return line_; }

private:
    std::string_view rest_;
    int line_ = 0;
};

/// Takes the next word off the front of `line`; empty at its end.
inline std::string_view takeWord(std::string_view& line) {
    constexpr std::string_view blanks = " \t\v\f";
    const std::size_t begin = line.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        line = {};
        return {};
    }
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    return word;
}

/// The number that all of `word` stands for, with a point as decimal separator whatever the locale. Nothing
/// where it is no number; infinite where it is too large.
template <typename Number>
std::optional<Number> parseNumber(std::string_view word) {
    if (word.size() > 1 && word.front() == '+' && word[1] != '-' && word[1] != '+') {
        word.remove_prefix(1);
    }
    Number value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (end != word.data() + word.size() || word.empty()) {
        return std::nullopt;
    }
    if (error == std::errc::result_out_of_range) {
        // Too small is as good as zero; from_chars does not say which of the two it was.
        const bool tiny =
            word.find("e-") != std::string_view::npos || word.find("E-") != std::string_view::npos;
        return tiny ? Number{0} : std::numeric_limits<Number>::infinity();
    }
    return error == std::errc() ? std::optional<Number>(value) : std::nullopt;
}

} // namespace phiscope
