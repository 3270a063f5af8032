#include "render/canvas2d.h"

#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkIdTypeArray.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkProperty2D.h>
#include <vtkRenderer.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>
#include <vtkUnsignedCharArray.h>
#include <vtk_glew.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double feather = 0.5; // half a pixel either side of an edge

/// Draws in order, later over earlier: VTK's own flat actors test depth, and what comes first wins.
class FlatActor : public vtkActor2D {
public:
    static FlatActor* New();
    vtkTypeMacro(FlatActor, vtkActor2D)

        int RenderOverlay(vtkViewport* viewport) override {
        auto* window = vtkOpenGLRenderWindow::SafeDownCast(viewport->GetVTKWindow());
        if (window == nullptr) {
            return 0;
        }
        vtkOpenGLState::ScopedglEnableDisable keep(window->GetState(), GL_DEPTH_TEST);
        window->GetState()->vtkglDisable(GL_DEPTH_TEST);
        return vtkActor2D::RenderOverlay(viewport);
    }
};
vtkStandardNewMacro(FlatActor)

    Eigen::Vector2d leftOf(const Eigen::Vector2d& direction) {
    return {direction.y(), -direction.x()};
}

} // namespace

Canvas2D::Canvas2D(vtkRenderer* renderer, int layer)
    : renderer_(renderer)
    , layer_(layer)
    , data_(vtkSmartPointer<vtkPolyData>::New())
    , actor_(vtkSmartPointer<FlatActor>::New()) {
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(data_);
    mapper->SetScalarModeToUsePointData();
    actor_->SetMapper(mapper);
    actor_->GetProperty()->SetDisplayLocationToForeground();
    actor_->SetLayerNumber(layer);
    actor_->VisibilityOff();
    actor_->PickableOff();
    renderer_->AddActor2D(actor_);
}

Canvas2D::~Canvas2D() {
    renderer_->RemoveActor2D(actor_);
    for (const auto& text : texts_) {
        renderer_->RemoveActor2D(text);
    }
}

void Canvas2D::begin(int /*widthPx*/, int heightPx) {
    height_ = heightPx;
    points_.clear();
    colours_.clear();
    triangles_.clear();
    textsUsed_ = 0;
}

void Canvas2D::finish() {
    const auto count = static_cast<vtkIdType>(points_.size() / 3);
    actor_->SetVisibility(count > 0);
    if (count > 0) {
        vtkNew<vtkFloatArray> coordinates;
        coordinates->SetNumberOfComponents(3);
        coordinates->SetNumberOfTuples(count);
        std::ranges::copy(points_, coordinates->GetPointer(0));
        vtkNew<vtkPoints> points;
        points->SetData(coordinates);
        vtkNew<vtkUnsignedCharArray> colours;
        colours->SetNumberOfComponents(4);
        colours->SetNumberOfTuples(count);
        std::ranges::copy(colours_, colours->GetPointer(0));
        const auto n = static_cast<vtkIdType>(triangles_.size() / 3);
        vtkNew<vtkIdTypeArray> offsets;
        offsets->SetNumberOfValues(n + 1);
        for (vtkIdType i = 0; i <= n; ++i) {
            offsets->SetValue(i, 3 * i);
        }
        vtkNew<vtkIdTypeArray> corners;
        corners->SetNumberOfValues(3 * n);
        std::ranges::copy(triangles_, corners->GetPointer(0));
        vtkNew<vtkCellArray> cells;
        cells->SetData(offsets, corners);
        data_->SetPoints(points);
        data_->SetPolys(cells);
        data_->GetPointData()->SetScalars(colours);
    }
    for (std::size_t i = textsUsed_; i < texts_.size(); ++i) {
        texts_[i]->VisibilityOff();
    }
}

std::uint32_t Canvas2D::vertex(Point p, Colour colour, float alpha) {
    points_.push_back(static_cast<float>(p.x()));
    points_.push_back(static_cast<float>(height_ - p.y()));
    points_.push_back(0.0F);
    const std::uint32_t rgb = colour.rgb();
    colours_.push_back(static_cast<std::uint8_t>(rgb >> 16U));
    colours_.push_back(static_cast<std::uint8_t>(rgb >> 8U));
    colours_.push_back(static_cast<std::uint8_t>(rgb));
    colours_.push_back(static_cast<std::uint8_t>(std::clamp(alpha, 0.0F, 1.0F) * 255.0F + 0.5F));
    return static_cast<std::uint32_t>(points_.size() / 3 - 1);
}

void Canvas2D::triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    triangles_.insert(triangles_.end(), {a, b, c});
}

void Canvas2D::line(std::span<const Point> points, double width, Colour colour, float alpha) {
    if (points.size() < 2) {
        return;
    }
    // Across the line alpha rises over a pixel, stays, and falls; a thin line is all rise and fall, with the
    // same light in sum. Thinner than a pixel means fainter, not interrupted.
    const bool thin = width <= 1.7;
    const double half = std::max(width, 1.0) * (thin ? 1.0 : 0.5);
    const float strength = alpha * static_cast<float>(std::min(width, 1.0));
    const std::size_t count = thin ? 3 : 4;
    const std::array<double, 4> across =
        thin ? std::array<double, 4>{-half, 0.0, half, 0.0}
             : std::array<double, 4>{-half - feather, -half + feather, half - feather, half + feather};
    std::array<std::uint32_t, 4> before{};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point& p = points[i];
        Point in = i > 0 ? Point(p - points[i - 1]) : Point(points[1] - p);
        Point out = i + 1 < points.size() ? Point(points[i + 1] - p) : in;
        in.normalize();
        out.normalize();
        if (!in.allFinite()) {
            in = Point(1.0, 0.0);
        }
        if (!out.allFinite()) {
            out = in;
        }
        Point normal = leftOf(in) + leftOf(out);
        normal = normal.norm() > 1e-6 ? Point(normal.normalized()) : leftOf(in);
        // A mitre, cut off where the line turns sharply.
        const double stretch = std::min(1.0 / std::max(normal.dot(leftOf(in)), 1e-3), 1.6);
        std::array<std::uint32_t, 4> here{};
        for (std::size_t k = 0; k < count; ++k) {
            const bool edge = k == 0 || k + 1 == count;
            here[k] = vertex(p + normal * (across[k] * stretch), colour, edge ? 0.0F : strength);
        }
        if (i > 0) {
            for (std::size_t k = 0; k + 1 < count; ++k) {
                triangle(before[k], here[k], before[k + 1]);
                triangle(here[k], here[k + 1], before[k + 1]);
            }
        }
        before = here;
    }
}

void Canvas2D::line(Point from, Point to, double width, Colour colour, float alpha) {
    const std::array<Point, 2> ends{from, to};
    line(ends, width, colour, alpha);
}

void Canvas2D::disc(Point centre, double radius, Colour colour, float alpha) {
    const int n = std::clamp(static_cast<int>(radius * 2.5), 16, 64);
    const std::uint32_t middle = vertex(centre, colour, alpha);
    const std::uint32_t first = middle + 1;
    for (int i = 0; i < n; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / n;
        const Point out(std::cos(angle), std::sin(angle));
        vertex(centre + out * std::max(radius - feather, 0.0), colour, alpha);
        vertex(centre + out * (radius + feather), colour, 0.0F);
    }
    for (int i = 0; i < n; ++i) {
        const auto a = first + static_cast<std::uint32_t>(2 * i);
        const auto b = first + static_cast<std::uint32_t>(2 * ((i + 1) % n));
        triangle(middle, a, b);
        triangle(a, a + 1, b);
        triangle(b, a + 1, b + 1);
    }
}

void Canvas2D::ring(Point centre, double radius, double width, Colour colour, float alpha) {
    const int n = std::clamp(static_cast<int>(radius * 2.5), 20, 96);
    std::vector<Point> circle;
    for (int i = 0; i <= n; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / n;
        circle.emplace_back(centre + radius * Point(std::cos(angle), std::sin(angle)));
    }
    line(circle, width, colour, alpha);
}

void Canvas2D::glow(Point centre, double radius, Colour colour, float alpha) {
    constexpr int n = 32;
    constexpr int rings = 6;
    const std::uint32_t middle = vertex(centre, colour, alpha);
    for (int r = 1; r <= rings; ++r) {
        const float t = static_cast<float>(r) / rings;
        const float fade = alpha * (1.0F - t) * (1.0F - t);
        for (int i = 0; i < n; ++i) {
            const double angle = 2.0 * std::numbers::pi * i / n;
            vertex(centre + radius * t * Point(std::cos(angle), std::sin(angle)), colour, fade);
        }
    }
    for (std::uint32_t r = 0; r < rings; ++r) {
        for (std::uint32_t i = 0; i < n; ++i) {
            const std::uint32_t next = (i + 1) % n;
            const std::uint32_t outer = middle + 1 + r * n;
            if (r == 0) {
                triangle(middle, outer + i, outer + next);
            } else {
                const std::uint32_t inner = outer - n;
                triangle(inner + i, outer + i, inner + next);
                triangle(inner + next, outer + i, outer + next);
            }
        }
    }
}

void Canvas2D::polygon(std::span<const Point> points, Colour colour, float alpha) {
    if (points.size() < 3) {
        return;
    }
    double area = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point& p = points[i];
        const Point& q = points[(i + 1) % points.size()];
        area += p.x() * q.y() - q.x() * p.y();
    }
    const double turn = area > 0.0 ? 1.0 : -1.0;
    const auto n = static_cast<std::uint32_t>(points.size());
    const auto first = static_cast<std::uint32_t>(points_.size() / 3);
    for (std::uint32_t i = 0; i < n; ++i) {
        const Point before = (points[i] - points[(i + n - 1) % n]).normalized();
        const Point after = (points[(i + 1) % n] - points[i]).normalized();
        Point out = (leftOf(before) + leftOf(after)) * turn;
        out.normalize();
        const double stretch = std::min(1.0 / std::max(out.dot(leftOf(before) * turn), 1e-3), 2.5);
        vertex(points[i] - out * (feather * stretch), colour, alpha);
        vertex(points[i] + out * (feather * stretch), colour, 0.0F);
    }
    for (std::uint32_t i = 1; i + 1 < n; ++i) {
        triangle(first, first + 2 * i, first + 2 * (i + 1));
    }
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t a = first + 2 * i;
        const std::uint32_t b = first + 2 * ((i + 1) % n);
        triangle(a, a + 1, b);
        triangle(b, a + 1, b + 1);
    }
}

void Canvas2D::outline(std::span<const Point> points, double width, Colour colour, float alpha) {
    std::vector<Point> closed(points.begin(), points.end());
    closed.push_back(points[0]);
    line(closed, width, colour, alpha);
}

void Canvas2D::veil(Point low, Point high, double fade, Colour top, Colour bottom, float alpha) {
    constexpr int steps = 5; // a smooth fall to nothing, not a straight one
    const std::array<double, 2 * steps + 2> xs = [&] {
        std::array<double, 2 * steps + 2> result{};
        for (std::size_t i = 0; i <= steps; ++i) {
            const double out = fade * (1.0 - static_cast<double>(i) / steps);
            result[i] = -out;
            result[2 * steps + 1 - i] = out;
        }
        return result;
    }();
    constexpr std::uint32_t n = 2 * steps + 2;
    const auto first = static_cast<std::uint32_t>(points_.size() / 3);
    for (std::uint32_t j = 0; j < n; ++j) {
        for (std::uint32_t i = 0; i < n; ++i) {
            const double beyond = std::min(std::hypot(xs[i], xs[j]) / fade, 1.0);
            const double rest = 1.0 - beyond;
            const double y = (j <= steps ? low.y() : high.y()) + xs[j];
            const Colour ground = mix(top, bottom, static_cast<float>(std::clamp(y / height_, 0.0, 1.0)));
            vertex({(i <= steps ? low.x() : high.x()) + xs[i], y}, ground,
                   alpha * static_cast<float>(rest * rest * (3.0 - 2.0 * rest)));
        }
    }
    for (std::uint32_t j = 0; j + 1 < n; ++j) {
        for (std::uint32_t i = 0; i + 1 < n; ++i) {
            const std::uint32_t a = first + j * n + i;
            triangle(a, a + 1, a + n);
            triangle(a + 1, a + n + 1, a + n);
        }
    }
}

void Canvas2D::bands(Point low, Point high, std::span<const Colour> topToBottom) {
    const double step = (high.y() - low.y()) / static_cast<double>(topToBottom.size());
    for (std::size_t i = 0; i < topToBottom.size(); ++i) {
        const double y0 = low.y() + step * static_cast<double>(i);
        const double y1 = y0 + step;
        const Colour c = topToBottom[i];
        const std::uint32_t a = vertex({low.x(), y0}, c, 1.0F);
        vertex({high.x(), y0}, c, 1.0F);
        vertex({low.x(), y1}, c, 1.0F);
        vertex({high.x(), y1}, c, 1.0F);
        triangle(a, a + 1, a + 2);
        triangle(a + 1, a + 3, a + 2);
    }
}

vtkTextActor* Canvas2D::textActor() {
    if (textsUsed_ == texts_.size()) {
        auto actor = vtkSmartPointer<vtkTextActor>::New();
        actor->GetProperty()->SetDisplayLocationToForeground();
        actor->SetLayerNumber(layer_ + 1);
        actor->PickableOff();
        actor->SetTextScaleModeToNone();
        renderer_->AddActor2D(actor);
        texts_.push_back(actor);
    }
    return texts_[textsUsed_++];
}

namespace {

void style(vtkTextProperty* property, const std::string& fontFile, double sizePx) {
    if (fontFile.empty()) {
        property->SetFontFamilyToArial();
    } else {
        property->SetFontFamily(VTK_FONT_FILE);
        property->SetFontFile(fontFile.c_str());
    }
    property->BoldOff();
    property->ItalicOff();
    property->ShadowOff();
    property->SetFontSize(static_cast<int>(std::lround(sizePx)));
}

} // namespace

void Canvas2D::text(const std::string& text, Point at, double sizePx, Colour colour, Anchor anchor,
                    float alpha) {
    vtkTextActor* actor = textActor();
    vtkTextProperty* property = actor->GetTextProperty();
    style(property, fontFile_, sizePx);
    property->SetColor(colour.r, colour.g, colour.b);
    property->SetOpacity(alpha);
    switch (anchor) {
    case Anchor::left:
        property->SetJustificationToLeft();
        break;
    case Anchor::centre:
        property->SetJustificationToCentered();
        break;
    case Anchor::right:
        property->SetJustificationToRight();
        break;
    }
    // The box of a text depends on its letters; the baseline does not. Digits are about 0.73 em high.
    property->SetVerticalJustificationToBottom();
    property->UseTightBoundingBoxOff();
    actor->SetInput(text.c_str());
    const std::array<double, 2> position{std::round(at.x()), std::round(height_ - at.y() - 0.62 * sizePx)};
    actor->SetPosition(position[0], position[1]);
    actor->VisibilityOn();
}

double Canvas2D::textWidth(const std::string& text, double sizePx) {
    vtkNew<vtkTextProperty> property;
    style(property, fontFile_, sizePx);
    std::array<int, 4> box{};
    constexpr int pointsPerInch = 72; // a point is a pixel, as in the views
    if (!vtkTextRenderer::GetInstance()->GetBoundingBox(property, text, box.data(), pointsPerInch)) {
        return 0.6 * sizePx * static_cast<double>(text.size());
    }
    return box[1] - box[0] + 1;
}

void Canvas2D::setFontFile(const std::string& file) {
    fontFile_ = file;
}

} // namespace phiscope
