#pragma once

class vtkRenderer;

namespace phiscope {

/// A picture that a renderer of its own draws: what windows and pictures without a display have to know of
/// it. Whoever renders adds `renderer()` to a render window, tells the size, and renders.
class Drawable {
public:
    virtual ~Drawable() = default;

    virtual vtkRenderer* renderer() const = 0;
    /// Device pixels, and device pixels a logical pixel (line widths and text follow it).
    virtual void setViewport(int widthPx, int heightPx, double pixelRatio) = 0;
    virtual void setTransparentBackground(bool transparent) = 0;

protected:
    Drawable() = default;
    Drawable(const Drawable&) = default;
    Drawable& operator=(const Drawable&) = default;
};

} // namespace phiscope
