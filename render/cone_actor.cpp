#include "render/cone_actor.h"

#include "render/cone_shader.h"

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCommand.h>
#include <vtkFloatArray.h>
#include <vtkMatrix3x3.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLCamera.h>
#include <vtkOpenGLHelper.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProgram.h>
#include <vtkShaderProperty.h>
#include <vtkUnsignedCharArray.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phiscope {

namespace {

constexpr int sides = 8;
constexpr int quadCorners = 4;
constexpr int tubeCorners = 2 * sides;

/// Tells when VTK draws the actor with its shader, and hands out the renderer that does it.
class ConeMapper : public vtkOpenGLPolyDataMapper {
public:
    static ConeMapper* New();
    vtkTypeMacro(ConeMapper, vtkOpenGLPolyDataMapper)

        void RenderPiece(vtkRenderer* renderer, vtkActor* actor) override {
        current = renderer;
        vtkOpenGLPolyDataMapper::RenderPiece(renderer, actor);
        current = nullptr;
    }

    vtkRenderer* current = nullptr;
    bool failed = false;

protected:
    void UpdateShaders(vtkOpenGLHelper& helper, vtkRenderer* renderer, vtkActor* actor) override {
        vtkOpenGLPolyDataMapper::UpdateShaders(helper, renderer, actor);
        if (helper.Program == nullptr) {
            // VTK would draw with a null program and crash; its own plain shader stands in for this picture.
            failed = true;
            actor->GetShaderProperty()->ClearAllShaderReplacements();
            vtkOpenGLPolyDataMapper::UpdateShaders(helper, renderer, actor);
        }
    }
};
vtkStandardNewMacro(ConeMapper)

} // namespace

struct ConeActor::Private {
    std::vector<RoundedCone> cones;
    vtkNew<vtkActor> actor;
    vtkNew<ConeMapper> mapper;
    vtkNew<vtkPolyData> data;
    vtkNew<vtkUnsignedCharArray> colours;
    vtkNew<vtkCallbackCommand> onShader;
    bool mesh = false;
    bool outline = false;
    float push = 0.0F;
    float leastPx = 0.8F;
    float growPx = 0.0F;
    float cueNear = 0.0F;
    float cueFar = 1.0F;
    float cueStrength = 0.0F;
    Colour top;
    Colour bottom;
    int viewHeight = 1;

    void setUniforms(vtkShaderProgram* program);
    void buildQuads();
    void buildMesh();
    void installShader();
};

void ConeActor::Private::setUniforms(vtkShaderProgram* program) {
    vtkRenderer* renderer = mapper->current;
    if (renderer == nullptr || mesh || mapper->failed) {
        return;
    }
    auto* camera = vtkOpenGLCamera::SafeDownCast(renderer->GetActiveCamera());
    vtkMatrix4x4* worldToView = nullptr;
    vtkMatrix3x3* normals = nullptr;
    vtkMatrix4x4* viewToClip = nullptr;
    vtkMatrix4x4* worldToClip = nullptr;
    camera->GetKeyMatrices(renderer, worldToView, normals, viewToClip, worldToClip);
    const bool parallel = camera->GetParallelProjection() != 0;
    const double tangent = std::tan(camera->GetViewAngle() * std::numbers::pi / 360.0);
    const std::array<float, 4> pixel{
        parallel ? static_cast<float>(2.0 * camera->GetParallelScale() / viewHeight) : 0.0F,
        parallel ? 0.0F : static_cast<float>(2.0 * tangent / viewHeight), leastPx, growPx};
    const std::array<float, 4> cue{cueNear, cueFar, cueStrength, static_cast<float>(viewHeight)};
    const std::array<float, 3> topRgb{top.r, top.g, top.b};
    const std::array<float, 3> bottomRgb{bottom.r, bottom.g, bottom.b};
    program->SetUniformMatrix("rcProjection", viewToClip);
    program->SetUniform4f("rcPixel", pixel.data());
    program->SetUniformi("rcParallel", parallel ? 1 : 0);
    program->SetUniformi("rcOutline", outline ? 1 : 0);
    program->SetUniformf("rcPush", push);
    program->SetUniform4f("rcCue", cue.data());
    program->SetUniform3f("rcTop", topRgb.data());
    program->SetUniform3f("rcBottom", bottomRgb.data());
}

void ConeActor::Private::installShader() {
    vtkShaderProperty* shader = actor->GetShaderProperty();
    shader->ClearAllShaderReplacements();
    if (mesh) {
        return;
    }
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Dec", true, cone_shader::vertexDeclarations,
                                       false);
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true, cone_shader::vertexPosition, false);
    shader->AddFragmentShaderReplacement("//VTK::PositionVC::Dec", true, cone_shader::fragmentDeclarations,
                                         false);
    shader->AddFragmentShaderReplacement("//VTK::PositionVC::Impl", true, cone_shader::fragmentPosition,
                                         false);
    shader->AddFragmentShaderReplacement("//VTK::Normal::Impl", true, cone_shader::fragmentNormal, false);
    shader->AddFragmentShaderReplacement("//VTK::Light::Impl", true, cone_shader::fragmentLight, false);
}

void ConeActor::Private::buildQuads() {
    const auto n = static_cast<vtkIdType>(cones.size());
    vtkNew<vtkPoints> points;
    points->SetNumberOfPoints(n * quadCorners);
    std::array<vtkNew<vtkFloatArray>, 2> ends;
    const std::array<const char*, 2> names{"segA", "segB"};
    for (std::size_t e = 0; e < 2; ++e) {
        ends[e]->SetName(names[e]);
        ends[e]->SetNumberOfComponents(4);
        ends[e]->SetNumberOfTuples(n * quadCorners);
    }
    vtkNew<vtkCellArray> triangles;
    triangles->AllocateExact(2 * n, 6 * n);
    for (vtkIdType i = 0; i < n; ++i) {
        const RoundedCone& c = cones[static_cast<std::size_t>(i)];
        // The shader places the corners; these only have to differ (VTK drops triangles without area) and
        // to span the cone for the bounding box.
        const float spread = std::max({c.radiusA, c.radiusB, 1e-3F});
        const vtkIdType base = i * quadCorners;
        points->SetPoint(base, c.a.x() - spread, c.a.y() - spread, c.a.z() - spread);
        points->SetPoint(base + 1, c.b.x() + spread, c.b.y() - spread, c.b.z() + spread);
        points->SetPoint(base + 2, c.a.x() - spread, c.a.y() + spread, c.a.z() + spread);
        points->SetPoint(base + 3, c.b.x() + spread, c.b.y() + spread, c.b.z() - spread);
        for (vtkIdType k = 0; k < quadCorners; ++k) {
            ends[0]->SetTuple4(base + k, c.a.x(), c.a.y(), c.a.z(), c.radiusA);
            ends[1]->SetTuple4(base + k, c.b.x(), c.b.y(), c.b.z(), c.radiusB);
        }
        const std::array<vtkIdType, 3> one{base, base + 1, base + 2};
        const std::array<vtkIdType, 3> two{base + 2, base + 1, base + 3};
        triangles->InsertNextCell(3, one.data());
        triangles->InsertNextCell(3, two.data());
    }
    colours->SetNumberOfTuples(n * quadCorners);
    colours->FillValue(255);
    data->Initialize();
    data->SetPoints(points);
    data->SetPolys(triangles);
    data->GetPointData()->SetScalars(colours);
    data->GetPointData()->AddArray(ends[0]);
    data->GetPointData()->AddArray(ends[1]);
}

void ConeActor::Private::buildMesh() {
    const vtkSmartPointer<vtkPolyData> tubes = ConeActor::mesh(cones);
    colours->SetNumberOfTuples(tubes->GetNumberOfPoints());
    colours->FillValue(255);
    data->Initialize();
    data->ShallowCopy(tubes);
    data->GetPointData()->SetScalars(colours);
}

ConeActor::ConeActor()
    : d_(std::make_unique<Private>()) {
    d_->colours->SetName("colour");
    d_->colours->SetNumberOfComponents(4);
    d_->mapper->SetInputData(d_->data);
    d_->mapper->SetVBOShiftScaleMethod(0); // segA and segB are in unshifted coordinates
    d_->mapper->MapDataArrayToVertexAttribute("segA", "segA", vtkDataObject::FIELD_ASSOCIATION_POINTS);
    d_->mapper->MapDataArrayToVertexAttribute("segB", "segB", vtkDataObject::FIELD_ASSOCIATION_POINTS);
    d_->onShader->SetClientData(d_.get());
    d_->onShader->SetCallback([](vtkObject*, unsigned long, void* self, void* program) {
        static_cast<Private*>(self)->setUniforms(static_cast<vtkShaderProgram*>(program));
    });
    d_->mapper->AddObserver(vtkCommand::UpdateShaderEvent, d_->onShader);
    d_->actor->SetMapper(d_->mapper);
    d_->actor->GetProperty()->SetAmbient(0.0);
    d_->actor->GetProperty()->SetDiffuse(1.0);
    d_->actor->GetProperty()->SetSpecular(0.0);
    d_->actor->VisibilityOff();
    d_->installShader();
}

ConeActor::~ConeActor() {
    d_->mapper->RemoveObserver(d_->onShader); // the mapper may outlive this
}

vtkActor* ConeActor::actor() const {
    return d_->actor;
}

void ConeActor::setCones(std::span<const RoundedCone> cones) {
    d_->cones.assign(cones.begin(), cones.end());
    if (d_->mesh) {
        d_->buildMesh();
    } else {
        d_->buildQuads();
    }
    setVisible(d_->actor->GetVisibility() != 0 && !cones.empty());
}

int ConeActor::count() const {
    return static_cast<int>(d_->cones.size());
}

void ConeActor::paint(Colour colour) {
    const std::uint32_t rgb = colour.rgb();
    const Rgba value{static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
                     static_cast<std::uint8_t>(rgb), 255};
    paint([&](int) { return value; });
}

ConeActor::Rgba* ConeActor::colours() {
    static_assert(sizeof(Rgba) == 4);
    return d_->cones.empty() ? nullptr : reinterpret_cast<Rgba*>(d_->colours->GetPointer(0));
}

void ConeActor::coloursChanged() {
    d_->colours->Modified();
    d_->data->Modified();
}

int ConeActor::cornersPerCone() const {
    return d_->mesh ? tubeCorners : quadCorners;
}

void ConeActor::setVisible(bool visible) {
    d_->actor->SetVisibility(visible && !d_->cones.empty());
}

bool ConeActor::visible() const {
    return d_->actor->GetVisibility() != 0;
}

void ConeActor::setPixelRadius(float leastPx, float growPx) {
    d_->leastPx = leastPx;
    d_->growPx = growPx;
}

void ConeActor::setOutline(bool outline) {
    d_->outline = outline;
    d_->push = outline ? 2.5F : 0.0F;
}

void ConeActor::setForward(float radii) {
    d_->push = -radii;
}

void ConeActor::setDepthCue(Colour groundTop, Colour groundBottom, float nearUm, float farUm,
                            float strength) {
    d_->top = groundTop;
    d_->bottom = groundBottom;
    d_->cueNear = nearUm;
    d_->cueFar = farUm;
    d_->cueStrength = strength;
}

void ConeActor::setViewHeight(int heightPx) {
    d_->viewHeight = std::max(heightPx, 1);
}

void ConeActor::useMesh(bool mesh) {
    if (mesh == d_->mesh) {
        return;
    }
    // Colours are one a cone in both forms; carry them over.
    std::vector<Rgba> kept;
    if (Rgba* old = colours()) {
        const int corners = cornersPerCone();
        for (int i = 0; i < count(); ++i) {
            kept.push_back(old[static_cast<std::ptrdiff_t>(i) * corners]);
        }
    }
    d_->mesh = mesh;
    d_->installShader();
    if (mesh) {
        d_->mapper->RemoveVertexAttributeMapping("segA");
        d_->mapper->RemoveVertexAttributeMapping("segB");
        d_->actor->GetProperty()->SetAmbient(0.3);
        d_->actor->GetProperty()->SetDiffuse(0.75);
        d_->buildMesh();
    } else {
        d_->mapper->MapDataArrayToVertexAttribute("segA", "segA", vtkDataObject::FIELD_ASSOCIATION_POINTS);
        d_->mapper->MapDataArrayToVertexAttribute("segB", "segB", vtkDataObject::FIELD_ASSOCIATION_POINTS);
        d_->actor->GetProperty()->SetAmbient(0.0);
        d_->actor->GetProperty()->SetDiffuse(1.0);
        d_->buildQuads();
    }
    paint([&](int i) { return kept[static_cast<std::size_t>(i)]; });
}

bool ConeActor::usesMesh() const {
    return d_->mesh;
}

bool ConeActor::shaderWorked() const {
    return !d_->mapper->failed;
}

vtkSmartPointer<vtkPolyData> ConeActor::mesh(std::span<const RoundedCone> cones) {
    const auto n = static_cast<vtkIdType>(cones.size());
    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> normals;
    normals->SetNumberOfComponents(3);
    points->SetNumberOfPoints(n * tubeCorners);
    normals->SetNumberOfTuples(n * tubeCorners);
    vtkNew<vtkCellArray> triangles;
    const auto add = [&](vtkIdType a, vtkIdType b, vtkIdType c) {
        const std::array<vtkIdType, 3> corners{a, b, c};
        triangles->InsertNextCell(3, corners.data());
    };
    for (vtkIdType i = 0; i < n; ++i) {
        const RoundedCone& cone = cones[static_cast<std::size_t>(i)];
        Eigen::Vector3f a = cone.a;
        Eigen::Vector3f b = cone.b;
        if ((b - a).norm() < 1e-6F) { // a sphere: a barrel of its length and width
            a.z() -= cone.radiusA;
            b.z() += cone.radiusB;
        }
        const Eigen::Vector3f axis = (b - a).normalized();
        const Eigen::Vector3f first = axis.unitOrthogonal();
        const Eigen::Vector3f second = axis.cross(first);
        const float slope = (cone.radiusA - cone.radiusB) / (b - a).norm();
        const vtkIdType base = i * tubeCorners;
        for (vtkIdType k = 0; k < sides; ++k) {
            const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(k) / sides;
            const Eigen::Vector3f out = std::cos(angle) * first + std::sin(angle) * second;
            const Eigen::Vector3f normal = (out + slope * axis).normalized();
            const Eigen::Vector3f atA = a + cone.radiusA * out;
            const Eigen::Vector3f atB = b + cone.radiusB * out;
            points->SetPoint(base + k, atA.x(), atA.y(), atA.z());
            points->SetPoint(base + sides + k, atB.x(), atB.y(), atB.z());
            normals->SetTuple3(base + k, normal.x(), normal.y(), normal.z());
            normals->SetTuple3(base + sides + k, normal.x(), normal.y(), normal.z());
            const vtkIdType next = (k + 1) % sides;
            add(base + k, base + next, base + sides + k);
            add(base + next, base + sides + next, base + sides + k);
        }
        for (vtkIdType k = 1; k + 1 < sides; ++k) {
            add(base, base + k + 1, base + k);
            add(base + sides, base + sides + k, base + sides + k + 1);
        }
    }
    auto result = vtkSmartPointer<vtkPolyData>::New();
    result->SetPoints(points);
    result->SetPolys(triangles);
    result->GetPointData()->SetNormals(normals);
    return result;
}

} // namespace phiscope
