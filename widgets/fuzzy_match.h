#pragma once

#include <QString>

#include <optional>

namespace phiscope {

/// How well what was typed fits a text: every word of it must be found in the text, its letters in order but
/// not necessarily side by side ("fscr" finds "Full screen"). Higher is better; unset: it does not fit.
/// Letters at the start of words and side by side count most; case does not matter. An empty query fits
/// everything with 0.
std::optional<int> fuzzyMatch(const QString& query, const QString& text);

} // namespace phiscope
