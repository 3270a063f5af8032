#include "model/formats/asc_lexer.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace phiscope {

namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::string_view wordEnds = " \t\r\n\v\f()|,<>;\"";

AscToken::Kind punctuation(char c) {
    switch (c) {
    case '(':
        return AscToken::Kind::open;
    case ')':
        return AscToken::Kind::close;
    case '|':
        return AscToken::Kind::bar;
    case ',':
        return AscToken::Kind::comma;
    case '<':
        return AscToken::Kind::spineOpen;
    case '>':
        return AscToken::Kind::spineClose;
    default:
        return AscToken::Kind::end;
    }
}

bool beginsNumber(char c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

} // namespace

AscLexer::AscLexer(std::string_view text)
    : text_(text) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
        text_.remove_prefix(3);
    }
    for (AscToken& token : window_) {
        token = read();
    }
}

void AscLexer::advance() {
    window_[0] = window_[1];
    window_[1] = window_[2];
    window_[2] = read();
}

void AscLexer::skipBlanksAndComments() {
    while (position_ < text_.size()) {
        const char c = text_[position_];
        if (c == ';') {
            position_ = text_.find_first_of("\r\n", position_);
            position_ = position_ == std::string_view::npos ? text_.size() : position_;
        } else if (blanks.find(c) != std::string_view::npos) {
            const bool ofPair = c == '\r' && position_ + 1 < text_.size() && text_[position_ + 1] == '\n';
            line_ += (c == '\n' || (c == '\r' && !ofPair)) ? 1 : 0;
            ++position_;
        } else {
            return;
        }
    }
}

AscToken AscLexer::read() {
    skipBlanksAndComments();
    AscToken token;
    token.line = line_;
    if (position_ >= text_.size()) {
        return token;
    }
    const char c = text_[position_];
    token.kind = punctuation(c);
    if (token.kind != AscToken::Kind::end) {
        ++position_;
        return token;
    }
    if (c == '"') {
        const std::size_t end = text_.find_first_of("\"\r\n", position_ + 1);
        const bool closed = end != std::string_view::npos && text_[end] == '"';
        token.kind = closed ? AscToken::Kind::text : AscToken::Kind::openText;
        const std::size_t stop = end == std::string_view::npos ? text_.size() : end;
        token.text = text_.substr(position_ + 1, stop - position_ - 1);
        position_ = closed ? stop + 1 : stop;
        return token;
    }
    if (beginsNumber(c)) {
        // As scanf, a number ends where it cannot go on; "10um" is a number and a word.
        const std::size_t sign = c == '+' ? 1 : 0;
        const char* const begin = text_.data() + position_ + sign;
        const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), token.number);
        if (error != std::errc::invalid_argument && !(sign == 1 && *begin == '-')) {
            if (error == std::errc::result_out_of_range) {
                const std::string_view word(begin, static_cast<std::size_t>(end - begin));
                const bool tiny = word.find("e-") != word.npos || word.find("E-") != word.npos;
                token.number = tiny ? 0.0 : std::numeric_limits<double>::infinity();
            }
            token.kind = AscToken::Kind::number;
            position_ = static_cast<std::size_t>(end - text_.data());
            return token;
        }
    }
    token.kind = AscToken::Kind::label;
    const std::size_t end = text_.find_first_of(wordEnds, position_);
    token.text = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
    position_ += token.text.size();
    return token;
}

} // namespace phiscope
