#include "render/annotations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace phiscope {

namespace {

constexpr double margin = 16.0;    // logical pixels from the edges of the view
constexpr double textSize = 12.5;  // 9.5 pt
constexpr double smallText = 11.5; // 8.5 pt
constexpr float veilAlpha = 0.72F; // what passes behind a text stays a hint
constexpr const char* minusSign = "\u2212";

} // namespace

double niceBelow(double most) {
    const double power = std::pow(10.0, std::floor(std::log10(most)));
    for (const double step : {5.0, 2.0}) {
        if (step * power <= most * (1.0 + 1e-9)) {
            return step * power;
        }
    }
    return power;
}

std::vector<double> niceTicks(double low, double high, int most) {
    if (!(high > low) || !std::isfinite(high - low)) {
        return {low};
    }
    // Many ticks are good, and ticks at both ends of the range better still.
    double step = high - low;
    double best = 0.0;
    const double power = std::pow(10.0, std::floor(std::log10((high - low) / most)));
    for (const double factor : {1.0, 2.0, 2.5, 4.0, 5.0, 10.0, 20.0, 25.0, 40.0, 50.0}) {
        const double candidate = factor * power;
        const double first = std::ceil(low / candidate - 1e-9);
        const double last = std::floor(high / candidate + 1e-9);
        const double count = last - first + 1.0;
        const bool closed =
            std::abs(first * candidate - low) + std::abs(last * candidate - high) < 1e-6 * (high - low);
        const double score = count + (closed ? 2.0 : 0.0) - (factor == 2.5 || factor == 4.0 ? 0.5 : 0.0);
        if (count <= most && score > best) {
            best = score;
            step = candidate;
        }
    }
    std::vector<double> ticks;
    for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1.0) {
        ticks.push_back(k == 0.0 ? 0.0 : k * step);
    }
    return ticks;
}

std::string tickText(double value) {
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.4g", std::abs(value));
    std::string text = buffer.data();
    // The program may run in a locale with a decimal comma.
    std::ranges::replace(text, ',', '.');
    return value < 0.0 ? minusSign + text : text;
}

std::string lengthText(double micrometres) {
    if (micrometres >= 1000.0) {
        return tickText(micrometres / 1000.0) + " mm";
    }
    if (micrometres < 0.5) {
        return tickText(micrometres * 1000.0) + " nm";
    }
    return tickText(micrometres) + " \u00b5m";
}

void ScaleBar::draw(Canvas2D& canvas, const ViewFrame& frame) {
    const double unit = frame.ratio;
    const double perPixel = frame.camera.micrometresPerPixel(frame.height);
    const double room = std::min(130.0 * unit, 0.3 * frame.width);
    lengthUm_ = niceBelow(room * perPixel);
    lengthPx_ = lengthUm_ / perPixel;
    const double right = frame.width - margin * unit;
    const double bottom = frame.height - margin * unit;
    const double thick = std::max(2.0 * unit, 1.0);
    const double left = right - lengthPx_;
    canvas.veil({left, bottom - thick - 20.0 * unit}, {right, bottom}, margin * unit, frame.theme.viewTop,
                frame.theme.viewBottom, veilAlpha);
    const std::array<Canvas2D::Point, 4> bar{Canvas2D::Point(left, bottom - thick),
                                             Canvas2D::Point(right, bottom - thick),
                                             Canvas2D::Point(right, bottom), Canvas2D::Point(left, bottom)};
    canvas.polygon(bar, frame.theme.text, 0.92F);
    canvas.text(lengthText(lengthUm_), {0.5 * (left + right), bottom - thick - 11.0 * unit}, textSize * unit,
                frame.theme.text, Anchor::centre, 0.92F);
}

Colour axisColour(int axis, const Theme& theme) {
    const Colour full = axis == 0 ? theme.bad : axis == 1 ? theme.good : theme.accent;
    return mix(full, theme.text, 0.15F);
}

void OrientationAxes::draw(Canvas2D& canvas, const ViewFrame& frame) {
    const double unit = frame.ratio;
    const double length = 26.0 * unit;
    const Canvas2D::Point origin((margin + 30.0) * unit, frame.height - (margin + 30.0) * unit);
    // A slice or the cell may lie behind it.
    const Canvas2D::Point room(0.6 * length, 0.6 * length);
    canvas.veil(origin - room, origin + room, 0.9 * length, frame.theme.viewTop, frame.theme.viewBottom,
                veilAlpha);
    struct Axis {
        Eigen::Vector2d direction;
        double depth = 0.0;
        const char* name = "";
        Colour colour;
    };
    const Eigen::Vector3d right = frame.camera.right();
    const Eigen::Vector3d up = frame.camera.trueUp();
    const Eigen::Vector3d forward = frame.camera.forward();
    const std::array<const char*, 3> names{"x", "y", "z"};
    std::array<Axis, 3> axes;
    for (Eigen::Index k = 0; k < 3; ++k) {
        axes[static_cast<std::size_t>(k)] = {Eigen::Vector2d(right[k], -up[k]), forward[k],
                                             names[static_cast<std::size_t>(k)],
                                             axisColour(static_cast<int>(k), frame.theme)};
    }
    std::ranges::sort(axes, [](const Axis& a, const Axis& b) { return a.depth > b.depth; });
    for (const Axis& axis : axes) {
        const double seen = axis.direction.norm();
        // An axis that points at the eye or away from it is a dot without a name.
        if (seen < 0.12) {
            canvas.disc(origin, 2.6 * unit, axis.colour);
            continue;
        }
        const Canvas2D::Point end = origin + axis.direction * length;
        canvas.line(origin, end, 2.0 * unit, axis.colour);
        const Canvas2D::Point label = end + axis.direction / seen * (8.0 * unit);
        // The axis that faces the eye more gives its name up where two would lie on each other.
        const bool free = std::ranges::all_of(axes, [&](const Axis& other) {
            return &other == &axis || other.direction.norm() <= seen ||
                   (origin + other.direction * length + other.direction.normalized() * (8.0 * unit) - label)
                           .norm() > 12.0 * unit;
        });
        if (seen > 0.3 && free) {
            canvas.text(axis.name, label, smallText * unit, axis.colour, Anchor::centre);
        }
    }
}

namespace {

constexpr double headingRoom = 28.0;
constexpr double barGap = 22.0;
constexpr double tickRoom = 15.0; // least distance between two numbers

void drawBar(Canvas2D& canvas, const ViewFrame& frame, const ColourBar::Content& content, double above,
             double height) {
    const double unit = frame.ratio;
    const double right = frame.width - margin * unit;
    const double top = above + headingRoom * unit;
    const double width = 10.0 * unit;
    const double x1 = std::round(right);
    const double x0 = x1 - std::round(width);
    const std::string heading =
        content.unit.empty() ? content.title : content.title + " (" + content.unit + ")";
    const double headingWidth = canvas.textWidth(heading, textSize * unit);
    canvas.veil({right - headingWidth, above}, {right, above + 16.0 * unit}, 14.0 * unit, frame.theme.viewTop,
                frame.theme.viewBottom, veilAlpha);
    const bool words = !content.lowWord.empty() || !content.highWord.empty();
    canvas.veil({x0 - (words ? 92.0 : 34.0) * unit, top}, {right, top + height}, 14.0 * unit,
                frame.theme.viewTop, frame.theme.viewBottom, veilAlpha);
    canvas.text(heading, {right, above + 7.0 * unit}, textSize * unit, frame.theme.text, Anchor::right);
    std::vector<Colour> rows(content.table.rbegin(), content.table.rend());
    const double y0 = std::round(top);
    const double y1 = std::round(top + height);
    canvas.bands({x0, y0}, {x1, y1}, rows);
    // From the ends inwards, so that the ends and the middle are never those without room.
    std::vector<ColourBar::Tick> order = content.ticks;
    std::ranges::stable_sort(order, [](const auto& a, const auto& b) {
        const auto rank = [](const ColourBar::Tick& t) {
            return t.place <= 0.0 || t.place >= 1.0 ? 0 : t.value == 0.0 ? 1 : 2;
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : std::abs(a.place - 0.5) > std::abs(b.place - 0.5);
    });
    std::vector<double> taken;
    double widest = 0.0;
    for (const ColourBar::Tick& tick : order) {
        const double y = y1 + (y0 - y1) * tick.place;
        if (std::ranges::any_of(taken, [&](double at) { return std::abs(at - y) < tickRoom * unit; })) {
            continue;
        }
        taken.push_back(y);
        canvas.line({x0 - 4.0 * unit, y}, {x0, y}, 1.0 * unit, frame.theme.dimText);
        canvas.text(tickText(tick.value), {x0 - 8.0 * unit, y}, smallText * unit, frame.theme.dimText,
                    Anchor::right);
        widest = std::max(widest, canvas.textWidth(tickText(tick.value), smallText * unit));
    }
    const double beside = x0 - 16.0 * unit - widest;
    canvas.text(content.highWord, {beside, y0}, smallText * unit, frame.theme.text, Anchor::right);
    canvas.text(content.lowWord, {beside, y1}, smallText * unit, frame.theme.text, Anchor::right);
    if (!content.note.empty()) {
        canvas.text(content.note, {right, y1 + 14.0 * unit}, smallText * unit, frame.theme.dimText,
                    Anchor::right);
    }
}

/// Of each of `count` bars; 0 where there is no room for bars that can be read.
double barHeight(const ViewFrame& frame, std::size_t count) {
    const double unit = frame.ratio;
    const auto bars = static_cast<double>(std::max<std::size_t>(count, 1));
    constexpr double foot = margin + 44.0; // of the scale bar
    const double room =
        (frame.height - (margin + foot + (bars - 1.0) * barGap) * unit) / bars - headingRoom * unit;
    const double height = std::min({168.0 * unit, 0.42 * frame.height, room});
    return height < 60.0 * unit || frame.width < 200.0 * unit ? 0.0 : height;
}

} // namespace

std::vector<ColourBar::Tick> ColourBar::evenTicks(double low, double high) {
    std::vector<Tick> ticks;
    for (const double value : niceTicks(low, high, 6)) {
        ticks.push_back({value, (value - low) / (high - low)});
    }
    return ticks;
}

std::vector<ColourBar::Tick> ColourBar::factorTicks(double low, double high) {
    std::vector<Tick> ticks;
    const double decades = std::log10(high / low);
    for (double power = std::pow(10.0, std::floor(std::log10(low) + 1e-9)); power <= high * (1.0 + 1e-9);
         power *= 10.0) {
        // Of many decades only the powers of ten.
        for (const double step : {1.0, 2.0, 5.0}) {
            const double value = step * power;
            if (value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9) &&
                (step == 1.0 || decades <= 2.5)) {
                ticks.push_back({value, std::log10(value / low) / decades});
            }
        }
    }
    return ticks;
}

bool ColourBar::firstContains(const ViewFrame& frame, std::size_t count, double x, double y) {
    const double unit = frame.ratio;
    const double height = barHeight(frame, count);
    const double right = frame.width - margin * unit;
    return count > 0 && height > 0.0 && x >= right - 48.0 * unit && x <= right + 4.0 * unit &&
           y >= margin * unit && y <= (margin + headingRoom + 18.0) * unit + height;
}

void ColourBar::draw(Canvas2D& canvas, const ViewFrame& frame, std::span<const Content> bars) {
    const double unit = frame.ratio;
    const double height = barHeight(frame, bars.size());
    if (height <= 0.0) {
        return;
    }
    double above = margin * unit;
    for (const Content& content : bars) {
        drawBar(canvas, frame, content, above, height);
        above += height + (headingRoom + barGap) * unit;
    }
}

} // namespace phiscope
