#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace phiscope {

/// A word of a Neurolucida text file.
struct AscToken {
    enum class Kind {
        end,
        number,
        open,       ///< (
        close,      ///< )
        bar,        ///< |
        comma,      ///< ,
        spineOpen,  ///< <
        spineClose, ///< >
        text,       ///< "in quotes"
        openText,   ///< a quote that its line does not close
        label,      ///< any other word
    };
    Kind kind = Kind::end;
    double number = 0.0;   ///< of a number; infinite where it is too large
    std::string_view text; ///< of a text (without quotes) or a label; lives as long as the file's text
    int line = 0;
};

/// Splits a Neurolucida text file into words, three of which can be seen at a time. Comments run from a
/// semicolon to the end of the line.
class AscLexer {
public:
    explicit AscLexer(std::string_view text);

    const AscToken& current() const { return window_[0]; }
    /// The next (1) and the next but one (2).
    const AscToken& ahead(std::size_t count) const { return window_[count]; }
    void advance();

private:
    AscToken read();
    void skipBlanksAndComments();

    std::string_view text_;
    std::size_t position_ = 0;
    int line_ = 1;
    std::array<AscToken, 3> window_;
};

} // namespace phiscope
