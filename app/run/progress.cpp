#include "app/run/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace phiscope {

namespace {

std::string milliseconds(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value + 0.0); // no "-0"
    return text;
}

int terminalColumns() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

double shareDone(const RunStatus& status) {
    return std::clamp(status.progress(), 0.0, 1.0);
}

} // namespace

std::string durationText(double seconds) {
    const auto whole = static_cast<long>(std::ceil(std::max(seconds, 0.0)));
    if (whole < 60) {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600) {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string progressLine(const RunStatus& status, int columns) {
    std::string text = std::to_string(static_cast<int>(100.0 * shareDone(status))) + " %, " +
                       milliseconds(status.timeMs) + " of " + milliseconds(status.stopMs) + " ms";
    if (status.remainingSeconds >= 0.0) {
        text += ", " + durationText(status.remainingSeconds) + " left";
    }
    constexpr int widest = 40;
    const int room = std::min(widest, columns - static_cast<int>(text.size()) - 4);
    if (room < 4) {
        return text;
    }
    const int filled = static_cast<int>(std::lround(shareDone(status) * room));
    return "[" + std::string(static_cast<std::size_t>(filled), '#') +
           std::string(static_cast<std::size_t>(room - filled), '-') + "] " + text;
}

std::string progressJson(const RunStatus& status) {
    char text[160];
    int length = std::snprintf(text, sizeof text, R"({"share": %.4f, "elapsed_s": %.4g)", shareDone(status),
                               status.elapsedSeconds);
    std::string line(text, static_cast<std::size_t>(length));
    if (status.remainingSeconds >= 0.0 && !status.ended()) {
        length = std::snprintf(text, sizeof text, R"(, "left_s": %.4g)", status.remainingSeconds);
        line.append(text, static_cast<std::size_t>(length));
    }
    return line + "}";
}

Progress::Style Progress::styleFor(bool quiet) {
    if (quiet) {
        return Style::silent;
    }
    return ::isatty(STDERR_FILENO) == 1 ? Style::bar : Style::lines;
}

void Progress::show(const RunStatus& status) {
    switch (style_) {
    case Style::silent:
        return;
    case Style::bar:
        // Back to the line's start; what was there before is wiped at its end.
        std::fprintf(stderr, "\r%s\x1b[K", progressLine(status, terminalColumns()).c_str());
        std::fflush(stderr);
        drawn_ = true;
        return;
    case Style::lines: {
        const int tenths = static_cast<int>(10.0 * shareDone(status));
        if (tenths > tenths_) {
            tenths_ = tenths;
            std::fprintf(stderr, "%s\n", progressLine(status, 0).c_str());
        }
        return;
    }
    case Style::json:
        if (const int percents = static_cast<int>(100.0 * shareDone(status));
            percents > percents_ || status.ended()) {
            percents_ = percents;
            std::printf("%s\n", progressJson(status).c_str());
            std::fflush(stdout);
        }
        return;
    }
}

void Progress::clear() {
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
        drawn_ = false;
    }
}

} // namespace phiscope
