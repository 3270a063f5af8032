#pragma once

#include "render/theme.h"

#include <vtkSmartPointer.h>

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

class vtkActor2D;
class vtkPolyData;
class vtkRenderer;
class vtkTextActor;

namespace phiscope {

/// Where a text's anchor lies in its box.
enum class Anchor { left, centre, right };

/// Flat drawing over the scene with soft edges, in device pixels from the top left corner. Filled afresh for
/// every picture: begin, draw, finish. Later shapes lie over earlier ones; texts lie over all shapes.
class Canvas2D {
public:
    using Point = Eigen::Vector2d;

    Canvas2D(vtkRenderer* renderer, int layer);
    ~Canvas2D();
    Canvas2D(const Canvas2D&) = delete;
    Canvas2D& operator=(const Canvas2D&) = delete;

    void begin(int widthPx, int heightPx);
    void finish();

    void line(std::span<const Point> points, double width, Colour colour, float alpha = 1.0F);
    void line(Point from, Point to, double width, Colour colour, float alpha = 1.0F);
    void disc(Point centre, double radius, Colour colour, float alpha = 1.0F);
    void ring(Point centre, double radius, double width, Colour colour, float alpha = 1.0F);
    /// A halo that fades to nothing at `radius`.
    void glow(Point centre, double radius, Colour colour, float alpha);
    /// Convex, either turn.
    void polygon(std::span<const Point> points, Colour colour, float alpha = 1.0F);
    void outline(std::span<const Point> points, double width, Colour colour, float alpha = 1.0F);
    /// A veil of the view's own ground (`top` to `bottom`) behind texts, fading out over `fade` pixels beyond
    /// its corners.
    void veil(Point low, Point high, double fade, Colour top, Colour bottom, float alpha);
    /// Hard-edged, one colour a row from top to bottom.
    void bands(Point low, Point high, std::span<const Colour> topToBottom);

    /// `baselineCentre` is the vertical middle of the letters. `sizePx` is the font size.
    void text(const std::string& text, Point at, double sizePx, Colour colour, Anchor anchor,
              float alpha = 1.0F);
    /// Width of the box of a text in pixels.
    double textWidth(const std::string& text, double sizePx);
    void setFontFile(const std::string& file);

private:
    std::uint32_t vertex(Point p, Colour colour, float alpha);
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c);
    vtkTextActor* textActor();

    vtkRenderer* renderer_;
    int layer_;
    int height_ = 1;
    std::string fontFile_;
    std::vector<float> points_;
    std::vector<std::uint8_t> colours_;
    std::vector<std::uint32_t> triangles_;
    vtkSmartPointer<vtkPolyData> data_;
    vtkSmartPointer<vtkActor2D> actor_;
    std::vector<vtkSmartPointer<vtkTextActor>> texts_;
    std::size_t textsUsed_ = 0;
};

} // namespace phiscope
