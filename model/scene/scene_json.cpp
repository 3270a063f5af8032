#include "model/scene/scene_json.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

namespace phiscope::scene_json {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t mostKeys = 10000;

/// Walks over the text and tells, through `reached`, how far the parser has come.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** reached)
        : at_(at)
        , reached_(reached) {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    CountingIterator operator++(int) {
        CountingIterator old = *this;
        ++*this;
        return old;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

private:
    const char* at_;
    const char** reached_;
};

/// Thrown out of the parser where it shall go no further.
struct Refusal {
    std::string what;
    std::string remedy;
};

/// Follows the parser's events: the pointer of where it is, its line, and what is refused.
class Follower {
public:
    Follower(const char* begin, const char* const* reached, std::string_view wanted)
        : counted_(begin)
        , reached_(reached)
        , wanted_(wanted) {}

    void onStart(bool array) {
        if (levels_.size() >= deepest) {
            throw Refusal{"it is nested more than " + std::to_string(deepest) + " levels deep.",
                          "Check that this is " + wanted_ + "."};
        }
        std::string pointer = here();
        if (!levels_.empty() && levels_.back().array && !array) {
            lines_[pointer] = line();
        }
        levels_.push_back({array, 0, {}, std::move(pointer), {}});
    }

    void onKey(const std::string& key) {
        Level& level = levels_.back();
        if (!level.keys.insert(key).second) {
            throw Refusal{"the key \"" + key + "\" is given twice in one object.", "Remove one of them."};
        }
        if (level.keys.size() > mostKeys) {
            throw Refusal{"an object has more than " + std::to_string(mostKeys) + " keys.",
                          "Check that this is " + wanted_ + "."};
        }
        level.key = key;
        lines_[here()] = line();
    }

    void onEnd() {
        levels_.pop_back();
        onValue();
    }

    void onValue() {
        if (!levels_.empty() && levels_.back().array) {
            ++levels_.back().index;
        }
    }

    int line() {
        lineCount_ += static_cast<int>(std::count(counted_, *reached_, '\n'));
        counted_ = *reached_;
        return lineCount_;
    }

    std::map<std::string, int, std::less<>> takeLines() { return std::move(lines_); }

private:
    struct Level {
        bool array = false;
        std::size_t index = 0;
        std::string key;
        std::string pointer;
        std::set<std::string> keys;
    };

    std::string here() const {
        if (levels_.empty()) {
            return {};
        }
        const Level& level = levels_.back();
        return level.pointer + "/" + (level.array ? std::to_string(level.index) : escaped(level.key));
    }

    const char* counted_;
    const char* const* reached_;
    std::string wanted_;
    int lineCount_ = 1;
    std::vector<Level> levels_;
    std::map<std::string, int, std::less<>> lines_;
};

/// The library's words without its prefix, on one line and not too long.
std::string reason(const std::string& what) {
    std::string text = what;
    const auto bracket = text.find("] ");
    if (bracket != std::string::npos) {
        text.erase(0, bracket + 2);
    }
    const auto column = text.find("column ");
    if (column != std::string::npos) {
        const auto colon = text.find(": ", column);
        if (colon != std::string::npos) {
            text.erase(0, colon + 2);
        }
    }
    std::string clean;
    for (const char c : text) {
        clean += static_cast<unsigned char>(c) < 0x20U ? ' ' : c;
    }
    constexpr std::size_t longest = 240;
    if (clean.size() > longest) {
        clean = clean.substr(0, longest) + "...";
    }
    return clean;
}

tl::unexpected<Error> syntaxError(std::string_view text, std::size_t byte, const std::string& what) {
    const std::size_t at = std::min(byte > 0 ? byte - 1 : 0, text.size());
    const std::string_view before = text.substr(0, at);
    const auto lineFeeds = std::count(before.begin(), before.end(), '\n');
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return fail(
        "this is not valid JSON (column " + std::to_string(at - lineStart + 1) + "): " + reason(what) + ".",
        "Correct the text there, or open an older copy of the file.", {}, static_cast<int>(lineFeeds) + 1);
}

} // namespace

std::string escaped(std::string_view key) {
    std::string text;
    for (const char c : key) {
        if (c == '~') {
            text += "~0";
        } else if (c == '/') {
            text += "~1";
        } else {
            text += c;
        }
    }
    return text;
}

std::vector<std::string> steps(std::string_view pointer) {
    std::vector<std::string> result;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        std::string step;
        for (std::size_t k = 0; k < end; ++k) {
            if (pointer[k] == '~' && k + 1 < end) {
                step += pointer[k + 1] == '1' ? '/' : '~';
                ++k;
            } else {
                step += pointer[k];
            }
        }
        result.push_back(std::move(step));
        pointer.remove_prefix(end);
    }
    return result;
}

std::string typeName(const Json& value) {
    switch (value.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "a list";
    case Json::value_t::string:
        return "a text";
    case Json::value_t::boolean:
        return value.get<bool>() ? "true" : "false";
    default:
        return "the number " + value.dump();
    }
}

Result<ParsedText> parse(std::string_view text, std::string_view wanted) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return fail("it is empty.", "Open an older copy of the file.");
    }
    const char* reached = text.data();
    Follower follower(text.data(), &reached, wanted);
    const auto onEvent = [&](int, Json::parse_event_t event, Json& value) {
        switch (event) {
        case Json::parse_event_t::object_start:
        case Json::parse_event_t::array_start:
            follower.onStart(event == Json::parse_event_t::array_start);
            break;
        case Json::parse_event_t::object_end:
        case Json::parse_event_t::array_end:
            follower.onEnd();
            break;
        case Json::parse_event_t::key:
            follower.onKey(value.get_ref<const std::string&>());
            break;
        case Json::parse_event_t::value:
            follower.onValue();
            break;
        }
        return true;
    };
    try {
        ParsedText parsed;
        parsed.root = Json::parse(CountingIterator(text.data(), &reached),
                                  CountingIterator(text.data() + text.size(), &reached), onEvent);
        parsed.lines = follower.takeLines();
        return parsed;
    } catch (const Json::parse_error& error) {
        return syntaxError(text, error.byte, error.what());
    } catch (const Json::exception& error) {
        return fail("this is not valid JSON: " + reason(error.what()) + ".", "Correct the text there.", {},
                    follower.line());
    } catch (const Refusal& refusal) {
        return fail(refusal.what, refusal.remedy, {}, follower.line());
    }
}

int lineOf(const Lines& lines, std::string_view pointer) {
    while (!pointer.empty()) {
        const auto at = lines.find(pointer);
        if (at != lines.end()) {
            return at->second;
        }
        pointer = pointer.substr(0, pointer.rfind('/'));
    }
    return 0;
}

} // namespace phiscope::scene_json
