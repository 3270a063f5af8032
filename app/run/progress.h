#pragma once

#include "model/simulation/simulation.h"

#include <chrono>
#include <string>

namespace phiscope {

/// Tells a person how a run goes, on stderr: on a terminal one line that is drawn again and again, with a bar
/// and the time left; elsewhere a plain line every tenth of the way. For other programs a JSON object a line.
class Progress {
public:
    enum class Style { silent, lines, bar, json };

    /// silent where `quiet`, a bar where stderr is a terminal.
    static Style styleFor(bool quiet);

    explicit Progress(Style style)
        : style_(style) {}
    /// Leaves the terminal's line free.
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(const RunStatus& status);
    /// Removes the bar, so that something else can be printed.
    void clear();

private:
    Style style_;
    bool drawn_ = false;
    int tenths_ = 0;
    int percents_ = -1;
};

/// "[####------]  42 %, 12.5 of 100 ms, 3 s left": what the bar shows, for a terminal of `columns`.
std::string progressLine(const RunStatus& status, int columns);

/// {"share": 0.42, "elapsed_s": 1.5, "left_s": 2.1}: for programs; without "left_s" while that is not known.
std::string progressJson(const RunStatus& status);

/// "8 s", "2 min 5 s", "3 h 10 min".
std::string durationText(double seconds);

} // namespace phiscope
