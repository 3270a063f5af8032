#pragma once

#include "model/scene/scene.h"
#include "model/scene/validate.h"
#include "model/support/result.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What reading and writing scenes and other JSON files share. Only for .cpp files of the model: keeps the
/// JSON library out of other headers.
namespace phiscope::scene_json {

using Json = nlohmann::ordered_json;

using Lines = std::map<std::string, int, std::less<>>; ///< JSON pointer of a key or object → 1-based line

struct ParsedText {
    Json root;
    Lines lines;
};

/// JSON text with its lines. Fails on what is not JSON (line and column), on a key given twice, and on text
/// made to exhaust the program: nesting beyond 64, objects of more than 10 000 keys. `wanted` says in
/// remedies what the text should be.
Result<ParsedText> parse(std::string_view text, std::string_view wanted = "a scene of Phiscope");

/// The line of the nearest key or object at or above a pointer; 0 where there is none.
int lineOf(const Lines& lines, std::string_view pointer);

/// "/a~1b" from "a/b": one step of a JSON pointer.
std::string escaped(std::string_view key);
/// The steps of a JSON pointer, unescaped.
std::vector<std::string> steps(std::string_view pointer);

/// Turns a document of any older version into one of the current version. The result is the version it had.
Result<int> migrate(Json& root);

Json toJson(const Scene& scene);

/// Indented by two; lists of plain values on one line, wrapped at 100 columns.
/// Throws nlohmann::json::type_error where a text is not UTF-8 and `strict` is set.
std::string print(const Json& value, bool strict);

struct ReadScene {
    Scene scene;
    Notices notices;
    std::vector<Problem> problems;
};

/// Fails where the text is no JSON or no scene at all.
Result<ReadScene> read(std::string_view text);

/// Where the text is a string, "must be a number, but is a text": what JSON calls the type, for people.
std::string typeName(const Json& value);

} // namespace phiscope::scene_json
