#pragma once

#include "render/canvas2d.h"
#include "render/colour_maps.h"
#include "render/view_frame.h"

#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// 1, 2 or 5 times a power of ten: the largest that is not above `most`.
double niceBelow(double most);

/// Round values from `low` to `high`, between three and six of them where there is room.
std::vector<double> niceTicks(double low, double high, int most = 5);

/// "0.5", "−20", "1000": no more digits than needed, a true minus sign.
std::string tickText(double value);

/// Length in µm with the unit that reads best: "50 µm", "2 mm".
std::string lengthText(double micrometres);

/// A bar of round length at the depth of the focus, bottom right.
class ScaleBar {
public:
    void draw(Canvas2D& canvas, const ViewFrame& frame);
    double lengthUm() const { return lengthUm_; }
    double lengthPx() const { return lengthPx_; }

private:
    double lengthUm_ = 0.0;
    double lengthPx_ = 0.0;
};

/// Colour of x (0), y and z.
Colour axisColour(int axis, const Theme& theme);

/// Which way x, y and z point, bottom left.
class OrientationAxes {
public:
    static void draw(Canvas2D& canvas, const ViewFrame& frame);
};

/// What colours mean, top right; one below the other.
class ColourBar {
public:
    struct Tick {
        double value = 0.0;
        double place = 0.0; ///< 0 at the low end, 1 at the high one
    };
    struct Content {
        ColourTable table;
        std::string title;
        std::string unit;
        std::string lowWord; ///< what the ends stand for, beside the bar; may be empty
        std::string highWord;
        std::vector<Tick> ticks; ///< ascending; those for which there is no room are left out
        std::string note{};      ///< a word below the bar; may be empty
    };
    /// Ticks at round values of a range with equal steps.
    static std::vector<Tick> evenTicks(double low, double high);
    /// Ticks at 1, 2, 5, 10 … of a range with equal factors; 0 < low < high.
    static std::vector<Tick> factorTicks(double low, double high);
    static void draw(Canvas2D& canvas, const ViewFrame& frame, std::span<const Content> bars);
    /// Whether a point (device pixels from the top left) lies on the first of `count` bars, its numbers or
    /// its heading.
    static bool firstContains(const ViewFrame& frame, std::size_t count, double x, double y);
};

} // namespace phiscope
