#include "render/slice_visual.h"

#include "render/colour_maps.h"
#include "render/slice_shader.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkTexture.h>
#include <vtkUniforms.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace phiscope {

namespace {

constexpr double handlePx = 5.0; // radius of a corner's handle, logical pixels
constexpr double borderReach = 5.0;
constexpr double cornerReach = 9.0;
constexpr double roomPx = 6.0; // beyond the edge, for its soft end

} // namespace

struct SliceVisual::Private {
    explicit Private(vtkRenderer* into)
        : renderer(into) {}

    vtkRenderer* renderer;
    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> places;
    vtkNew<vtkPolyData> quad;
    vtkNew<vtkPolyDataMapper> mapper;
    vtkNew<vtkActor> actor;
    /// Place on the colour table, place among the lines, nothing: only pictures of three floats reach OpenGL
    /// as they are, others become bytes.
    vtkNew<vtkImageData> field;
    vtkNew<vtkTexture> fieldTexture;
    vtkNew<vtkImageData> colours;
    vtkNew<vtkTexture> coloursTexture;
    std::optional<Theme::Kind> coloursOf;
    double room = -1.0; ///< µm beyond the edge, as the quad is made now

    void setSize(int columns, int rows) {
        if (field->GetDimensions()[0] != columns || field->GetDimensions()[1] != rows) {
            field->SetDimensions(columns, rows, 1);
            field->AllocateScalars(VTK_FLOAT, 3);
        }
    }
    float* fieldValues() const { return static_cast<float*>(field->GetScalarPointer()); }
    void setColours(const Theme& theme);
    void setQuad(const SlicePlane& plane, double beyond);
};

void SliceVisual::Private::setColours(const Theme& theme) {
    if (coloursOf == theme.kind) {
        return;
    }
    coloursOf = theme.kind;
    const ColourTable table = colourTable(ColourMap::field, theme);
    auto* out = static_cast<unsigned char*>(colours->GetScalarPointer());
    for (const Colour& colour : table) {
        const std::uint32_t rgb = colour.rgb();
        *out++ = static_cast<unsigned char>(rgb >> 16U);
        *out++ = static_cast<unsigned char>(rgb >> 8U);
        *out++ = static_cast<unsigned char>(rgb);
    }
    colours->Modified();
}

void SliceVisual::Private::setQuad(const SlicePlane& plane, double beyond) {
    room = beyond;
    const double u = beyond / plane.width;
    const double v = beyond / plane.height;
    const std::array<Eigen::Vector2d, 4> corners{Eigen::Vector2d(-u, -v), Eigen::Vector2d(1 + u, -v),
                                                 Eigen::Vector2d(1 + u, 1 + v), Eigen::Vector2d(-u, 1 + v)};
    for (vtkIdType i = 0; i < 4; ++i) {
        const Eigen::Vector2d& place = corners[static_cast<std::size_t>(i)];
        points->SetPoint(i, plane.at(place.x(), place.y()).data());
        places->SetTuple2(i, place.x(), place.y());
    }
    points->Modified();
    places->Modified();
    quad->Modified();
}

SliceVisual::SliceVisual(vtkRenderer* renderer)
    : d_(std::make_unique<Private>(renderer)) {
    Private& d = *d_;
    d.points->SetNumberOfPoints(4);
    d.places->SetNumberOfComponents(2);
    d.places->SetNumberOfTuples(4);
    d.places->SetName("places");
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell({0, 1, 2});
    cells->InsertNextCell({0, 2, 3});
    d.quad->SetPoints(d.points);
    d.quad->SetPolys(cells);
    d.quad->GetPointData()->SetTCoords(d.places);
    d.mapper->SetInputData(d.quad);
    d.mapper->ScalarVisibilityOff();
    d.actor->SetMapper(d.mapper);
    d.actor->PickableOff();
    // Blended by hand over what is there already: see the class.
    d.actor->ForceOpaqueOn();

    d.setSize(1, 1);
    std::fill_n(d.fieldValues(), 3, 0.0F);
    d.fieldTexture->SetInputData(d.field);
    d.fieldTexture->SetColorModeToDirectScalars();
    d.fieldTexture->InterpolateOn();
    d.fieldTexture->SetWrap(vtkTexture::ClampToEdge);
    d.colours->SetDimensions(256, 1, 1);
    d.colours->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    d.setColours(Theme::darkTheme());
    d.coloursTexture->SetInputData(d.colours);
    d.coloursTexture->InterpolateOn();
    d.coloursTexture->SetWrap(vtkTexture::ClampToEdge);

    vtkProperty* property = d.actor->GetProperty();
    property->LightingOff();
    property->SetTexture("slField", d.fieldTexture);
    property->SetTexture("slColours", d.coloursTexture);
    vtkShaderProperty* shader = d.actor->GetShaderProperty();
    shader->AddFragmentShaderReplacement("//VTK::TCoord::Impl", true, slice_shader::fragmentColour, false);
    renderer->AddActor(d.actor);
    update({});
}

SliceVisual::~SliceVisual() {
    d_->renderer->RemoveActor(d_->actor);
}

vtkActor* SliceVisual::actor() const {
    return d_->actor;
}

void SliceVisual::update(const FieldSlice& slice) {
    slice_ = slice;
    plane_ = slicePlane(slice);
    d_->room = -1.0;
    d_->actor->SetVisibility(slice.visible ? 1 : 0);
}

std::array<Eigen::Vector3d, 4> SliceVisual::corners() const {
    return {plane_.at(0, 0), plane_.at(1, 0), plane_.at(1, 1), plane_.at(0, 1)};
}

void SliceVisual::setState(bool selected, bool hovered) {
    selected_ = selected;
    hovered_ = hovered;
}

void SliceVisual::setValues(std::span<const float> values, int columns, int rows, const FieldScale& scale) {
    scale_ = scale;
    hasValues_ = !values.empty();
    if (!hasValues_) {
        return;
    }
    d_->setSize(columns, rows);
    float* out = d_->fieldValues();
    for (const float value : values) {
        const double v = std::isfinite(value) ? static_cast<double>(value) : 0.0;
        *out++ = static_cast<float>(std::clamp(scale.place(v), -1.0, 1.0));
        *out++ = static_cast<float>(scale.contourPlace(v));
        *out++ = 0.0F;
    }
    d_->field->Modified();
}

void SliceVisual::prepare(const ViewFrame& frame) {
    if (!slice_.visible) {
        return;
    }
    // Room for the edge's soft end, whose width is the same in pixels at every corner.
    double perPixel = 0.0;
    for (const Eigen::Vector3d& corner : corners()) {
        perPixel = std::max(perPixel, frame.camera.micrometresPerPixelAt(corner, frame.height));
    }
    const double room = roomPx * frame.ratio * perPixel;
    if (room > d_->room * 1.01 || room < d_->room * 0.5) {
        d_->setQuad(plane_, room);
    }
    d_->setColours(frame.theme);
    const bool marked = selected_ || hovered_ || ghost_;
    const Colour border = selected_ || ghost_ ? frame.theme.accent
                          : hovered_          ? frame.theme.text
                                              : mix(frame.theme.dimText, frame.theme.base, 0.25F);
    const std::array<float, 3> borderRgb{border.r, border.g, border.b};
    const Colour ink = frame.theme.dark ? Colour{1, 1, 1} : Colour{0, 0, 0};
    const std::array<float, 3> inkRgb{ink.r, ink.g, ink.b};
    const float opacity = !hasValues_ ? 0.07F : static_cast<float>(slice_.opacity);
    const auto most =
        static_cast<float>(static_cast<double>(scale_.contourLevels().size()) / 2.0 + 0.5); // lines a side
    const bool drawsLines = hasValues_ && slice_.contours && slice_.quantity != FieldSlice::Quantity::csd;
    vtkUniforms* uniforms = d_->actor->GetShaderProperty()->GetFragmentCustomUniforms();
    uniforms->SetUniform3f("slBorder", borderRgb.data());
    uniforms->SetUniform3f("slInk", inkRgb.data());
    uniforms->SetUniformf("slBorderPx", static_cast<float>((marked ? 1.8 : 1.0) * frame.ratio));
    uniforms->SetUniformf("slLinePx", static_cast<float>(0.9 * frame.ratio));
    uniforms->SetUniformf("slMostLines", drawsLines ? most : 0.0F);
    uniforms->SetUniformf("slOpacity", opacity);
    uniforms->SetUniformf("slHasField", hasValues_ ? 1.0F : 0.0F);
}

void SliceVisual::drawHandles(Canvas2D& canvas, const ViewFrame& frame) const {
    if (!slice_.visible || !(selected_ || hovered_) || ghost_) {
        return;
    }
    for (const Eigen::Vector3d& corner : corners()) {
        if (const auto at = frame.project(corner)) {
            const Colour colour = selected_ ? frame.theme.accent : frame.theme.text;
            canvas.disc(at->head<2>(), handlePx * frame.ratio, frame.theme.base, 0.9F);
            canvas.ring(at->head<2>(), handlePx * frame.ratio, 1.8 * frame.ratio, colour);
        }
    }
}

std::optional<SliceVisual::Hit> SliceVisual::pick(double x, double y, const ViewFrame& frame) const {
    if (!slice_.visible) {
        return {};
    }
    const Eigen::Vector2d mouse(x, y);
    const std::array<Eigen::Vector3d, 4> edge = corners();
    std::array<std::optional<Eigen::Vector3d>, 4> seen;
    for (std::size_t i = 0; i < 4; ++i) {
        seen[i] = frame.project(edge[i]);
        if (selected_ && seen[i] && (seen[i]->head<2>() - mouse).norm() <= cornerReach * frame.ratio) {
            return Hit{SlicePart::corner, static_cast<int>(i), seen[i]->z(), edge[i]};
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t j = (i + 1) % 4;
        if (!seen[i] || !seen[j]) {
            continue;
        }
        const Eigen::Vector2d from = seen[i]->head<2>();
        const Eigen::Vector2d way = seen[j]->head<2>() - from;
        const double t = std::clamp((mouse - from).dot(way) / std::max(way.squaredNorm(), 1e-9), 0.0, 1.0);
        if ((from + t * way - mouse).norm() <= borderReach * frame.ratio) {
            const Eigen::Vector3d point = edge[i] + t * (edge[j] - edge[i]);
            return Hit{SlicePart::border, -1, (point - frame.camera.position).dot(frame.camera.forward()),
                       point};
        }
    }
    const Ray ray = frame.camera.ray(x, y, frame.width, frame.height);
    const Eigen::Vector3d normal = plane_.normal();
    const double towards = ray.direction.dot(normal);
    if (std::abs(towards) < 1e-6) {
        return {};
    }
    const double t = (plane_.centre - ray.origin).dot(normal) / towards;
    const Eigen::Vector3d point = ray.origin + t * ray.direction;
    const Eigen::Vector2d place = plane_.placeOf(point);
    if (t <= 0.0 || place.minCoeff() < 0.0 || place.maxCoeff() > 1.0) {
        return {};
    }
    return Hit{SlicePart::inside, -1, (point - frame.camera.position).dot(frame.camera.forward()), point};
}

} // namespace phiscope
