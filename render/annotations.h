#pragma once

#include "render/canvas2d.h"
#include "render/colour_maps.h"
#include "render/view_frame.h"

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

/// Which way x, y and z point, bottom left.
class OrientationAxes {
public:
    static void draw(Canvas2D& canvas, const ViewFrame& frame);
};

/// What the colours of the cell mean, top right.
class ColourBar {
public:
    struct Content {
        ColourTable table;
        double low = 0.0;
        double high = 1.0;
        std::string title;
        std::string unit;
    };
    static void draw(Canvas2D& canvas, const ViewFrame& frame, const Content& content);
};

} // namespace phiscope
