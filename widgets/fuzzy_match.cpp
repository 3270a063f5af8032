#include "widgets/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <limits>
#include <vector>

namespace phiscope {

namespace {

constexpr int wordStart = 10;  // a letter that begins a word
constexpr int sideBySide = 12; // a letter right after the one before: more than another word's start
constexpr int plainLetter = 1;
constexpr int none = std::numeric_limits<int>::min() / 2;

bool beginsWord(const QString& text, qsizetype k) {
    return k == 0 || !text[k - 1].isLetterOrNumber();
}

/// The best of all ways to find the letters of `word` in order: best[k] is the score where the last letter
/// so far lies at k.
std::optional<int> matchWord(const QString& word, const QString& text) {
    std::vector<int> best(static_cast<std::size_t>(text.size()), none);
    for (qsizetype letter = 0; letter < word.size(); ++letter) {
        std::vector<int> next(best.size(), none);
        int before = letter == 0 ? 0 : none; // best that ends anywhere before k
        for (qsizetype k = 0; k < text.size(); ++k) {
            const auto at = static_cast<std::size_t>(k);
            if (text[k] == word[letter] && before > none) {
                const int here = beginsWord(text, k) ? wordStart : plainLetter;
                const bool joined = letter > 0 && k > 0 && best[at - 1] > none;
                next[at] = std::max(before + here, joined ? best[at - 1] + std::max(here, sideBySide) : none);
            }
            if (letter > 0) {
                before = std::max(before, best[at]);
            }
        }
        best = std::move(next);
    }
    const auto top = std::max_element(best.begin(), best.end());
    return top == best.end() || *top <= none ? std::nullopt : std::optional(*top);
}

} // namespace

std::optional<int> fuzzyMatch(const QString& query, const QString& text) {
    const QString where = text.toCaseFolded();
    int sum = 0;
    for (const QString& word : query.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto score = matchWord(word, where);
        if (!score) {
            return std::nullopt;
        }
        sum += *score;
    }
    return sum;
}

} // namespace phiscope
