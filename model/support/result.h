#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>
#include <vector>

namespace phiscope {

/// Something that went wrong and that a person can do something about.
/// `what` says what happened, `remedy` what to do; both are whole sentences.
struct Error {
    std::string what;
    std::string remedy;
    std::string file; ///< as the person named it; empty where no file is concerned
    int line = 0;     ///< 1-based; 0 where no line is concerned

    /// "cell.swc, line 214: the parent 9 is not defined yet. Sort the samples by id."
    std::string message() const {
        std::string text = file;
        if (line > 0) {
            text += (text.empty() ? "line " : ", line ") + std::to_string(line);
        }
        if (!text.empty()) {
            text += ": ";
        }
        text += what;
        if (!remedy.empty()) {
            text += " " + remedy;
        }
        return text;
    }

    bool operator==(const Error&) const = default;
};

/// A value, or the reason in words for people why there is none.
template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(std::string what, std::string remedy = {}, std::string file = {},
                                  int line = 0) {
    return tl::unexpected<Error>(Error{std::move(what), std::move(remedy), std::move(file), line});
}

/// Something that a reader noticed and dealt with; never dropped, always shown to the person.
struct Notice {
    enum class Level { information, warning };
    Level level = Level::information;
    std::string text; ///< a whole sentence
    int line = 0;     ///< 1-based line of the file; 0 where none is concerned

    bool operator==(const Notice&) const = default;
};

using Notices = std::vector<Notice>;

} // namespace phiscope
