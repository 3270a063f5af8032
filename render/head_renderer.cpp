#include "render/head_renderer.h"

#include "render/head_renderer_private.h"
#include "render/system_font.h"

#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCommand.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace phiscope {

namespace {

constexpr int sphereLevels = 5; // 10242 points
constexpr double discMm = 6.0;  // radius of a magnetometer's disc
constexpr int discCorners = 16;
constexpr double pickPx = 12.0;

const TriangleSphere& unitSphere() {
    static const TriangleSphere sphere = triangleSphere(sphereLevels);
    return sphere;
}

vtkSmartPointer<vtkPolyData> scalpMesh() {
    const TriangleSphere& sphere = unitSphere();
    vtkNew<vtkPoints> points;
    vtkNew<vtkFloatArray> normals;
    normals->SetName("normals");
    normals->SetNumberOfComponents(3);
    for (Eigen::Index k = 0; k < sphere.points.cols(); ++k) {
        const Eigen::Vector3d p = sphere.points.col(k);
        points->InsertNextPoint(p.data());
        normals->InsertNextTuple3(p.x(), p.y(), p.z());
    }
    vtkNew<vtkCellArray> polys;
    for (const auto& [a, b, c] : sphere.triangles) {
        const std::array<vtkIdType, 3> ids{a, b, c};
        polys->InsertNextCell(3, ids.data());
    }
    auto mesh = vtkSmartPointer<vtkPolyData>::New();
    mesh->SetPoints(points);
    mesh->SetPolys(polys);
    mesh->GetPointData()->SetNormals(normals);
    return mesh;
}

/// The eye of the first picture: from the front, a little from the right and from above.
const Eigen::Vector3d& firstView() {
    static const Eigen::Vector3d view = Eigen::Vector3d(0.62, 0.74, 0.36).normalized();
    return view;
}

} // namespace

HeadRenderer::HeadRenderer()
    : d_(std::make_unique<Private>()) {
    Private& d = *d_;
    d.onStart->SetClientData(&d);
    d.onStart->SetCallback(
        [](vtkObject*, unsigned long, void* self, void*) { static_cast<Private*>(self)->prepare(); });
    d.onEnd->SetClientData(&d);
    d.onEnd->SetCallback([](vtkObject*, unsigned long, void* self, void*) {
        auto* p = static_cast<Private*>(self);
        if (!p->arrow.shaderWorked() && !p->arrow.usesMesh()) {
            p->arrow.useMesh(true);
            p->tell();
        }
    });
    d.renderer->AddObserver(vtkCommand::StartEvent, d.onStart);
    d.renderer->AddObserver(vtkCommand::EndEvent, d.onEnd);
    d.renderer->SetUseFXAA(true); // silhouettes and cut edges are hard
    d.renderer->AddActor(d.scalp.actor());
    d.renderer->AddActor(d.features.actor());
    for (Private::Layer& layer : d.faces) {
        layer.actor->SetMapper(layer.mapper);
        layer.actor->GetProperty()->SetAmbient(0.5);
        layer.actor->GetProperty()->SetDiffuse(0.5);
        d.renderer->AddActor(layer.actor);
    }
    d.cortexActor->SetMapper(d.cortexMapper);
    d.renderer->AddActor(d.cortexActor);
    d.sensorActor->SetMapper(d.sensorMapper);
    d.sensorActor->GetProperty()->LightingOff();
    d.renderer->AddActor(d.sensorActor);
    d.renderer->AddActor(d.arrow.actor());
    d.arrow.setForward(1.0F); // it stands on the cut faces and must not sink into them
    d.sensorColours->SetName("colours");
    d.sensorColours->SetNumberOfComponents(3);

    d.scalp.setMesh(scalpMesh(), d.radii.back());
    static const vtkSmartPointer<vtkPolyData> features = headFeatures(); // some milliseconds to make
    d.features.setMesh(features, d.radii.back());
    d.features.setHollow(featuresFrom);
    d.camera.viewAngleDeg = 22.0;
    setFontFile({});
    d.applyTheme();
    d.applyShown();
    d.aimArrow();
    fit();
}

HeadRenderer::~HeadRenderer() {
    d_->renderer->RemoveAllObservers();
    if (vtkRenderWindow* window = d_->renderer->GetRenderWindow()) {
        window->RemoveRenderer(d_->renderer); // and with it all that lives in its OpenGL context
    }
}

vtkRenderer* HeadRenderer::renderer() const {
    return d_->renderer;
}

void HeadRenderer::setOnChanged(std::function<void()> callback) {
    d_->changed = std::move(callback);
}

void HeadRenderer::setViewport(int widthPx, int heightPx, double pixelRatio) {
    if (widthPx == d_->width && heightPx == d_->height && pixelRatio == d_->deviceRatio) {
        return;
    }
    d_->width = std::max(1, widthPx);
    d_->height = std::max(1, heightPx);
    d_->deviceRatio = pixelRatio;
    d_->ratio = pixelRatio * static_cast<double>(d_->theme.textScale);
    if (!d_->cameraByHand) {
        d_->fitCamera();
    }
    d_->tell();
}

int HeadRenderer::width() const {
    return d_->width;
}

int HeadRenderer::height() const {
    return d_->height;
}

void HeadRenderer::setTransparentBackground(bool transparent) {
    d_->transparent = transparent;
    d_->renderer->SetGradientBackground(!transparent);
    d_->renderer->SetBackgroundAlpha(transparent ? 0.0 : 1.0);
}

const Eigen::Matrix3Xd& HeadRenderer::scalpDirections() {
    return unitSphere().points;
}

void HeadRenderer::setSpheres(const std::array<double, 4>& radiiMm) {
    Private& d = *d_;
    if (d.spheres && radiiMm == d.radii) {
        return;
    }
    d.spheres = true;
    d.radii = radiiMm;
    d.scalp.setScale(radiiMm.back());
    d.features.setScale(radiiMm.back());
    d.applyShown();
    if (!d.cameraByHand) {
        d.fitCamera();
    }
    d.tell();
}

void HeadRenderer::setCortex(const Eigen::Matrix3Xd& points, const Eigen::Matrix3Xd& normals) {
    Private& d = *d_;
    d.spheres = false;
    d.cortex = points;
    d.cortexNormals = normals;
    vtkNew<vtkPoints> where;
    vtkNew<vtkFloatArray> turned;
    turned->SetName("normals");
    turned->SetNumberOfComponents(3);
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetName("depth");
    colours->SetNumberOfComponents(3);
    vtkNew<vtkCellArray> dots;
    const Eigen::Vector3d middle = points.rowwise().mean();
    const double farthest = (points.colwise() - middle).colwise().norm().maxCoeff();
    for (Eigen::Index k = 0; k < points.cols(); ++k) {
        const vtkIdType id = where->InsertNextPoint(points.col(k).data());
        turned->InsertNextTuple3(normals(0, k), normals(1, k), normals(2, k));
        dots->InsertNextCell(1, &id);
        // Deep folds are darker, so that the surface can be read.
        const double depth = 1.0 - (points.col(k) - middle).norm() / std::max(farthest, 1e-9);
        const auto shade = static_cast<float>(std::clamp(1.15 - 1.3 * depth, 0.35, 1.0));
        for (const float part : {0.87F, 0.72F, 0.70F}) {
            colours->InsertNextValue(static_cast<unsigned char>(255.0F * part * shade));
        }
    }
    vtkNew<vtkPolyData> cloud;
    cloud->SetPoints(where);
    cloud->SetVerts(dots);
    cloud->GetPointData()->SetNormals(turned);
    cloud->GetPointData()->SetScalars(colours);
    d.cortexMapper->SetInputData(cloud);
    d.cortexActor->GetProperty()->SetAmbient(0.35);
    d.cortexActor->GetProperty()->SetDiffuse(0.75);
    d.applyShown();
    if (!d.cameraByHand) {
        d.fitCamera();
    }
    d.tell();
}

void HeadRenderer::setElectrodes(const Eigen::Matrix3Xd& positions, std::vector<std::string> names,
                                 const Eigen::Vector3d& centre) {
    d_->electrodes = positions;
    d_->names = std::move(names);
    d_->centre = centre;
    d_->electrodeValues.clear();
    d_->chosen.clear();
    d_->nearest = -1;
    d_->tell();
}

void HeadRenderer::setSensors(const Eigen::Matrix3Xd& positions) {
    Private& d = *d_;
    d.sensors = positions;
    d.sensorValues.clear();
    d.sensorField.resize(3, 0);
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> polys;
    for (Eigen::Index k = 0; k < positions.cols(); ++k) {
        const Eigen::Vector3d normal = positions.col(k).normalized();
        const Eigen::Vector3d a = normal.unitOrthogonal();
        const Eigen::Vector3d b = normal.cross(a);
        std::array<vtkIdType, discCorners> ids{};
        for (int i = 0; i < discCorners; ++i) {
            const double angle = 2.0 * std::numbers::pi * i / discCorners;
            const Eigen::Vector3d corner =
                positions.col(k) + discMm * (std::cos(angle) * a + std::sin(angle) * b);
            ids[static_cast<std::size_t>(i)] = points->InsertNextPoint(corner.data());
        }
        polys->InsertNextCell(discCorners, ids.data());
    }
    vtkNew<vtkPolyData> discs;
    discs->SetPoints(points);
    discs->SetPolys(polys);
    d.sensorColours->SetNumberOfTuples(points->GetNumberOfPoints());
    discs->GetPointData()->SetScalars(d.sensorColours);
    d.sensorMapper->SetInputData(discs);
    d.paintSensors();
    d.applyShown();
    d.tell();
}

void HeadRenderer::setDipole(const Eigen::Vector3d& place) {
    if (place == d_->place) {
        return;
    }
    d_->place = place;
    d_->applyCut();
    d_->aimArrow();
    d_->tell();
}

void HeadRenderer::setMoment(const Eigen::Vector3d& direction, double lengthMm, const std::string& text) {
    if (direction == d_->direction && lengthMm == d_->arrowLength && text == d_->momentText) {
        return;
    }
    d_->direction = direction;
    d_->arrowLength = lengthMm;
    d_->momentText = text;
    d_->aimArrow();
    d_->tell();
}

void HeadRenderer::setColouring(const HeadColouring& colouring) {
    if (colouring == d_->colouring) {
        return;
    }
    d_->colouring = colouring;
    d_->applyColours();
    d_->tell();
}

void HeadRenderer::setScalpValues(std::span<const float> values) {
    if (d_->measure == Measure::eeg) {
        d_->scalp.setValues(values);
    }
    d_->tell();
}

void HeadRenderer::setElectrodeValues(std::span<const float> values) {
    d_->electrodeValues.assign(values.begin(), values.end());
    d_->tell();
}

void HeadRenderer::setSensorValues(std::span<const float> values) {
    d_->sensorValues.assign(values.begin(), values.end());
    d_->paintSensors();
    d_->tell();
}

void HeadRenderer::setSensorField(const Eigen::Matrix3Xd& field, double largest) {
    d_->sensorField = field;
    d_->largestField = largest;
    d_->tell();
}

void HeadRenderer::setMeasure(Measure measure) {
    if (measure != d_->measure) {
        d_->measure = measure;
        if (measure == Measure::meg) {
            d_->scalp.setValues({});
        }
        d_->applyShown();
        if (!d_->cameraByHand) {
            d_->fitCamera();
        }
        d_->tell();
    }
}

void HeadRenderer::setCutOpen(bool on) {
    if (on != d_->cutOpen) {
        d_->cutOpen = on;
        d_->applyCut();
        d_->tell();
    }
}

void HeadRenderer::setNamesShown(bool shown) {
    d_->namesShown = shown;
    d_->tell();
}

void HeadRenderer::setChosen(std::vector<std::pair<int, Colour>> electrodes) {
    d_->chosen = std::move(electrodes);
    d_->tell();
}

void HeadRenderer::setNearest(int electrode) {
    d_->nearest = electrode;
    d_->tell();
}

void HeadRenderer::setHover(const HeadPick& pick) {
    if (!(pick == d_->hover)) {
        d_->hover = pick;
        d_->tell();
    }
}

void HeadRenderer::setTheme(const Theme& theme) {
    d_->theme = theme;
    d_->ratio = d_->deviceRatio * static_cast<double>(theme.textScale);
    d_->applyTheme();
    d_->tell();
}

const Theme& HeadRenderer::theme() const {
    return d_->theme;
}

void HeadRenderer::setFontFile(const std::filesystem::path& file) {
    const std::string name = file.empty() ? systemFont() : file.string();
    d_->marks.setFontFile(name);
    d_->furniture.setFontFile(name);
    d_->tell();
}

const Camera& HeadRenderer::camera() const {
    return d_->camera;
}

void HeadRenderer::setCamera(const Camera& camera) {
    d_->camera = camera;
    d_->cameraByHand = true;
    d_->tell();
}

void HeadRenderer::fit() {
    d_->cameraByHand = false;
    d_->camera.up = Eigen::Vector3d::UnitZ();
    d_->camera.focus.setZero();
    d_->camera.position = 600.0 * firstView();
    d_->fitCamera();
    d_->tell();
}

double HeadRenderer::lastArrowLengthMm() const {
    return d_->arrowLength;
}

bool HeadRenderer::dipoleInSight() const {
    const Private& d = *d_;
    if (!d.spheres) {
        return true;
    }
    const double radius = d.radii.back();
    const Eigen::Vector3d way = (d.camera.position - d.place).normalized();
    for (double at = 1.0; at < 2.2 * radius; at += 1.0) {
        const Eigen::Vector3d p = d.place + at * way;
        if (p.norm() < radius && !d.cut.removes(p)) {
            return false;
        }
    }
    return true;
}

HeadPick HeadRenderer::pick(double x, double y) const {
    const Private& d = *d_;
    const Eigen::Vector2d mouse(x, y);
    const auto distanceTo = [&](const Eigen::Vector3d& point) {
        const auto at = d.camera.project(point, d.width, d.height);
        return at ? (at->head<2>() - mouse).norm() : std::numeric_limits<double>::infinity();
    };
    const double reach = pickPx * d.ratio;
    if (distanceTo(d.place) < 1.25 * reach) {
        return {HeadPick::Kind::dipole, 0};
    }
    const bool eeg = d.measure == Measure::eeg;
    const Eigen::Matrix3Xd& dots = eeg ? d.electrodes : d.sensors;
    HeadPick best;
    double closest = reach;
    for (Eigen::Index k = 0; k < dots.cols(); ++k) {
        const double away = distanceTo(dots.col(k));
        if (away < closest && d.facesEye(dots.col(k)) && !(eeg && d.cut.removes(dots.col(k)))) {
            closest = away;
            best = {eeg ? HeadPick::Kind::electrode : HeadPick::Kind::sensor, static_cast<int>(k)};
        }
    }
    if (best.kind != HeadPick::Kind::none || d.spheres) {
        return best;
    }
    // The nearest vertex to the eye among those under the mouse.
    double nearestToEye = std::numeric_limits<double>::infinity();
    for (Eigen::Index k = 0; k < d.cortex.cols(); ++k) {
        const auto at = d.camera.project(d.cortex.col(k), d.width, d.height);
        if (at && (at->head<2>() - mouse).norm() < 0.6 * reach && at->z() < nearestToEye) {
            nearestToEye = at->z();
            best = {HeadPick::Kind::cortex, static_cast<int>(k)};
        }
    }
    return best;
}

Eigen::Vector3d HeadRenderer::onSphere(double x, double y, double radius) const {
    const Ray ray = d_->camera.ray(x, y, d_->width, d_->height);
    const double along = -ray.origin.dot(ray.direction);
    const Eigen::Vector3d nearest = ray.origin + along * ray.direction;
    const double inside = radius * radius - nearest.squaredNorm();
    if (inside <= 0.0) {
        return radius * nearest.normalized();
    }
    return ray.origin + (along - std::sqrt(inside)) * ray.direction;
}

} // namespace phiscope
