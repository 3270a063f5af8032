#include "model/formats/asc_parser.h"

#include "model/formats/asc_lexer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <utility>

namespace phiscope {

namespace {

using Kind = AscToken::Kind;

constexpr double farthestUm = 1e6; ///< a metre from the origin: the file's unit cannot be the micrometre

std::string lowerCase(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// How many of each kind were skipped, and where the first stood.
struct Skipped {
    std::size_t count = 0;
    int line = 0;

    void add(int where) {
        line = count == 0 ? where : line;
        ++count;
    }
};

class AscParser {
public:
    AscParser(std::string_view text, std::string_view fileName, Notices& notices)
        : lexer_(text)
        , fileName_(fileName)
        , notices_(notices) {}

    Result<AscDrawing> parse() {
        if (lexer_.current().kind == Kind::end) {
            return fail("The file is empty.", "A Neurolucida file has contours and trees in parentheses.",
                        fileName_);
        }
        std::vector<int> openSets;
        while (lexer_.current().kind != Kind::end) {
            if (auto done = object(openSets); !done) {
                return tl::unexpected(done.error());
            }
        }
        if (!openSets.empty()) {
            return neverClosed(openSets.back());
        }
        noteSkipped();
        return std::move(drawing_);
    }

private:
    tl::unexpected<Error> failAt(int line, std::string what, std::string remedy) const {
        return fail(std::move(what), std::move(remedy), fileName_, line);
    }

    tl::unexpected<Error> neverClosed(int line) const {
        return failAt(line, "the parenthesis opened here is never closed.",
                      "The file may be cut off; fetch it again, or add what is missing.");
    }

    tl::unexpected<Error> unexpectedAt(const AscToken& token) const {
        switch (token.kind) {
        case Kind::openText:
            return failAt(token.line, "a quoted name is not closed.", "Add the second quotation mark.");
        case Kind::close:
            return failAt(token.line, "a parenthesis is closed that was never opened.",
                          "Remove it, or add the one that is missing before.");
        case Kind::bar:
            return failAt(token.line, "a bar stands outside of a split.",
                          "Bars separate the branches of a split, within its parentheses.");
        default:
            return failAt(token.line, "this does not belong here.",
                          "Points are written (x y z diameter), in parentheses.");
        }
    }

    Result<void> object(std::vector<int>& openSets) {
        const AscToken token = lexer_.current();
        if (token.kind == Kind::comma) {
            lexer_.advance();
            return {};
        }
        if (token.kind == Kind::close && !openSets.empty()) {
            openSets.pop_back();
            lexer_.advance();
            return {};
        }
        if (token.kind == Kind::label || token.kind == Kind::number || token.kind == Kind::text) {
            strayWords_.add(token.line);
            lexer_.advance();
            return {};
        }
        if (token.kind != Kind::open) {
            return unexpectedAt(token);
        }
        const AscToken& next = lexer_.ahead(1);
        switch (next.kind) {
        case Kind::text:
            return contour();
        case Kind::label:
            if (isSet(next)) {
                openSets.push_back(token.line);
                lexer_.advance();
                lexer_.advance();
                if (lexer_.current().kind == Kind::text) {
                    lexer_.advance();
                }
                return {};
            }
            if (lexer_.ahead(2).kind == Kind::open) {
                markers_.add(token.line);
            }
            return skipBalanced();
        case Kind::open:
            return tree();
        case Kind::close:
            return skipBalanced();
        default:
            return unexpectedAt(next.kind == Kind::end ? token : next);
        }
    }

    static bool isSet(const AscToken& token) {
        return token.text == "Set" || token.text == "set" || token.text == "SET";
    }

    /// Leaves out everything from this parenthesis to the one that closes it.
    Result<void> skipBalanced() {
        std::vector<int> open;
        do {
            const AscToken token = lexer_.current();
            if (token.kind == Kind::end) {
                return neverClosed(open.back());
            }
            if (token.kind == Kind::openText) {
                return unexpectedAt(token);
            }
            if (token.kind == Kind::open) {
                open.push_back(token.line);
            } else if (token.kind == Kind::close) {
                open.pop_back();
            }
            lexer_.advance();
        } while (!open.empty());
        return {};
    }

    Result<void> skipSpine() {
        const int line = lexer_.current().line;
        spines_.add(line);
        while (lexer_.current().kind != Kind::spineClose) {
            if (lexer_.current().kind == Kind::end) {
                return failAt(line, "the spine begun here with < has no >.",
                              "The file may be cut off; fetch it again, or add what is missing.");
            }
            lexer_.advance();
        }
        lexer_.advance();
        return {};
    }

    /// (x y z d), commas allowed, with anything behind.
    Result<ImportPoint> point() {
        const int line = lexer_.current().line;
        lexer_.advance();
        std::array<double, 4> numbers{};
        std::size_t count = 0;
        while (count < numbers.size() &&
               (lexer_.current().kind == Kind::number || lexer_.current().kind == Kind::comma)) {
            if (lexer_.current().kind == Kind::number) {
                const double value = lexer_.current().number;
                if (!std::isfinite(value) || std::abs(value) > farthestUm) {
                    return failAt(lexer_.current().line, "a point has a number beyond a metre.",
                                  "Neurolucida files are in micrometres; scale the file's numbers.");
                }
                numbers[count++] = value;
            }
            lexer_.advance();
        }
        if (count < 2) {
            if (lexer_.current().kind == Kind::end) {
                return neverClosed(line);
            }
            return failAt(line, "a point needs at least x and y.", "Points are written (x y z diameter).");
        }
        // Behind the diameter there may be a name, and the parameters of a curve in parentheses.
        while (lexer_.current().kind == Kind::label || lexer_.current().kind == Kind::number ||
               lexer_.current().kind == Kind::comma) {
            lexer_.advance();
        }
        if (lexer_.current().kind == Kind::open) {
            if (auto curve = skipBalanced(); !curve) {
                return tl::unexpected(curve.error());
            }
        }
        if (lexer_.current().kind != Kind::close) {
            return neverClosed(line);
        }
        lexer_.advance();
        return ImportPoint{numbers[0], numbers[1], numbers[2], numbers[3]};
    }

    Result<void> contour() {
        const int line = lexer_.current().line;
        lexer_.advance();
        const std::string name = lowerCase(lexer_.current().text);
        const bool soma = name == "cellbody" || name == "cell body" || name == "soma";
        lexer_.advance();
        Contour points;
        while (lexer_.current().kind != Kind::close) {
            if (lexer_.current().kind == Kind::end) {
                return neverClosed(line);
            }
            if (lexer_.current().kind == Kind::open && lexer_.ahead(1).kind == Kind::number) {
                Result<ImportPoint> read = point();
                if (!read) {
                    return tl::unexpected(read.error());
                }
                points.push_back(*read);
            } else if (lexer_.current().kind == Kind::open) {
                if (auto skipped = skipBalanced(); !skipped) {
                    return skipped;
                }
            } else if (lexer_.current().kind == Kind::openText) {
                return unexpectedAt(lexer_.current());
            } else {
                lexer_.advance();
            }
        }
        lexer_.advance();
        if (!soma) {
            contours_.add(line);
        } else if (points.size() < 3) {
            notices_.push_back({Notice::Level::warning,
                                "A soma contour has fewer than three points and was left out.", line});
        } else {
            drawing_.somata.push_back({std::move(points), line});
        }
        return {};
    }

    /// A branch that is being read.
    struct Branch {
        ImportSection section;
        bool ended = false; ///< its split has been read; nothing can follow
    };

    /// A split that is open: where its branches grow, and what goes on when it closes.
    struct Split {
        int line = 0;
        int parent = -1;
    };

    void beginBranch(int parent) {
        branch_ = Branch{};
        branch_.section.parent = parent;
        branch_.section.type = treeType_;
    }

    /// Files the branch read so far; returns the section that further branches grow from. The first point of
    /// a branch is the last of its parent, unless the file repeats it.
    int finishBranch() {
        ImportSection& section = branch_.section;
        if (branch_.ended || section.points.empty()) {
            branch_.ended = true;
            return section.parent;
        }
        if (section.parent >= 0) {
            const ImportSection& parent = drawing_.branches[static_cast<std::size_t>(section.parent)];
            if (!parent.points.back().samePlace(section.points.front())) {
                ImportPoint first = parent.points.back();
                first.diameter = section.points.front().diameter;
                section.points.insert(section.points.begin(), first);
            }
        }
        drawing_.branches.push_back(std::move(section));
        branch_.ended = true;
        return static_cast<int>(drawing_.branches.size()) - 1;
    }

    /// The properties in front of a tree; the last one names its type.
    Result<void> treeProperties() {
        treeType_ = 0;
        bool named = false;
        while (lexer_.current().kind == Kind::comma ||
               (lexer_.current().kind == Kind::open && lexer_.ahead(1).kind == Kind::label)) {
            if (lexer_.current().kind == Kind::comma) {
                lexer_.advance();
                continue;
            }
            const std::string_view name = lexer_.ahead(1).text;
            const int line = lexer_.current().line;
            if (!isSet(lexer_.ahead(1))) {
                const int type = name == "Axon" ? 2 : name == "Dendrite" ? 3 : name == "Apical" ? 4 : 0;
                if (named && type == 0) {
                    // NEURON goes by the last property alone, and so do the sections' names.
                    notices_.push_back({Notice::Level::warning,
                                        "The tree's kind is followed by another property; its branches are "
                                        "of no known kind.",
                                        line});
                }
                named = type != 0;
                treeType_ = type;
            }
            if (auto skipped = skipBalanced(); !skipped) {
                return skipped;
            }
        }
        return {};
    }

    Result<void> tree() {
        const int line = lexer_.current().line;
        lexer_.advance();
        if (auto properties = treeProperties(); !properties) {
            return properties;
        }
        beginBranch(-1);
        std::vector<Split> splits;
        while (true) {
            const AscToken token = lexer_.current();
            switch (token.kind) {
            case Kind::end:
                return neverClosed(splits.empty() ? line : splits.back().line);
            case Kind::open:
                if (auto opened = openInTree(splits); !opened) {
                    return opened;
                }
                break;
            case Kind::bar:
                if (splits.empty()) {
                    return unexpectedAt(token);
                }
                finishBranch();
                beginBranch(splits.back().parent);
                lexer_.advance();
                break;
            case Kind::close:
                finishBranch();
                lexer_.advance();
                if (splits.empty()) {
                    return {};
                }
                // Back on the branch that was split: it has ended.
                beginBranch(splits.back().parent);
                branch_.ended = true;
                splits.pop_back();
                break;
            case Kind::spineOpen:
                if (auto skipped = skipSpine(); !skipped) {
                    return skipped;
                }
                break;
            case Kind::text:
                texts_.add(token.line);
                lexer_.advance();
                if (lexer_.current().kind == Kind::close && splits.empty() &&
                    branch_.section.points.size() == 1 && !branch_.ended) {
                    // A text with its place looks like a tree of one point.
                    lexer_.advance();
                    return {};
                }
                break;
            case Kind::label: // how the branch ends: Normal, Incomplete, ...
            case Kind::comma:
                lexer_.advance();
                break;
            default:
                return unexpectedAt(token);
            }
        }
    }

    Result<void> openInTree(std::vector<Split>& splits) {
        const int line = lexer_.current().line;
        switch (lexer_.ahead(1).kind) {
        case Kind::number: {
            if (branch_.ended) {
                return failAt(line, "a point follows after the end of its branch.",
                              "Put a bar between branches, and points before the split.");
            }
            const Result<ImportPoint> read = point();
            if (!read) {
                return tl::unexpected(read.error());
            }
            if (!(read->diameter > 0.0)) {
                // A text's place needs no diameter.
                if (lexer_.current().kind == Kind::text && branch_.section.points.empty()) {
                    branch_.section.points.push_back(*read);
                    return {};
                }
                return failAt(line,
                              read->diameter < 0.0 ? "the point's diameter is negative."
                                                   : "the point has no diameter, or a diameter of zero.",
                              "Points are written (x y z diameter); give it that of its neighbours.");
            }
            branch_.section.points.push_back(*read);
            branch_.section.line = line;
            return {};
        }
        case Kind::open:
        case Kind::bar: {
            if (branch_.ended) {
                return failAt(line, "a branch splits a second time.",
                              "Put all its branches into one pair of parentheses, with bars between.");
            }
            lexer_.advance();
            const int parent = finishBranch();
            splits.push_back({line, parent});
            beginBranch(parent);
            return {};
        }
        case Kind::label:
            markers_.add(line);
            return skipBalanced();
        case Kind::text:
            contours_.add(line);
            return skipBalanced();
        case Kind::close:
            return skipBalanced();
        case Kind::end:
            return neverClosed(line);
        default:
            return unexpectedAt(lexer_.ahead(1));
        }
    }

    void note(const Skipped& skipped, const std::string& singular, const std::string& plural) {
        if (skipped.count > 0) {
            notices_.push_back({Notice::Level::information,
                                counted(skipped.count, singular, plural) + " skipped.", skipped.line});
        }
    }

    void noteSkipped() {
        note(markers_, "marker or property was", "markers or properties were");
        note(spines_, "spine was", "spines were");
        note(texts_, "text was", "texts were");
        note(contours_, "contour that is no soma was", "contours that are no soma were");
        note(strayWords_, "word outside of parentheses was", "words outside of parentheses were");
    }

    AscLexer lexer_;
    std::string fileName_;
    Notices& notices_;
    AscDrawing drawing_;
    Branch branch_;
    int treeType_ = 0;
    Skipped markers_;
    Skipped spines_;
    Skipped texts_;
    Skipped contours_;
    Skipped strayWords_;
};

} // namespace

Result<AscDrawing> parseAscDrawing(std::string_view text, std::string_view fileName, Notices& notices) {
    return AscParser(text, fileName, notices).parse();
}

} // namespace phiscope
