#include "render/contact_plates.h"

#include "model/forward/probe_surface.h"

#include <vtkActor.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {

constexpr float rimPx = 1.1F;

/// Thick enough that light falls on the rim, thin enough to be a plate.
float rimRadius(const ContactSurface& surface) {
    return static_cast<float>(0.012 * std::max(surface.sizeUm[0], 1e-3));
}

double crossing(const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
    return a.x() * b.y() - a.y() * b.x();
}

} // namespace

ContactPlates::ContactPlates(vtkRenderer* renderer)
    : renderer_(renderer) {
    mapper_->SetInputData(mesh_);
    mapper_->SetScalarModeToUseCellData();
    // Behind the rim by a little, so that the rim hides the hard edge of the face.
    mapper_->SetRelativeCoincidentTopologyPolygonOffsetParameters(1.0, 1.0);
    faces_->SetMapper(mapper_);
    faces_->PickableOff();
    vtkProperty* look = faces_->GetProperty();
    look->SetInterpolationToFlat();
    look->SetAmbient(0.8); // soft: a plate seen from the side stays its colour
    look->SetDiffuse(0.3);
    look->SetSpecular(0.0);
    renderer_->AddActor(faces_);
    renderer_->AddActor(rim_.actor());
    rim_.setForward(0.5F);
}

ContactPlates::~ContactPlates() {
    renderer_->RemoveActor(faces_);
    renderer_->RemoveActor(rim_.actor());
}

void ContactPlates::update(const Probe& probe, const Eigen::Matrix3Xd& contacts) {
    edges_.clear();
    rims_.clear();
    vtkNew<vtkPoints> points;
    vtkNew<vtkCellArray> faces;
    if (const auto surface = contactSurface(probe)) {
        const int corners = contacts.cols() > 200 ? 24 : 64;
        const Eigen::Matrix2Xd flat = edgePoints(*surface, corners);
        const float radius = rimRadius(*surface);
        for (Eigen::Index k = 0; k < contacts.cols(); ++k) {
            const Eigen::Matrix3Xd edge =
                (faceDirections(contactNormal(probe, k)) * flat).colwise() + contacts.col(k);
            std::vector<vtkIdType> ids;
            for (Eigen::Index i = 0; i < edge.cols(); ++i) {
                ids.push_back(points->InsertNextPoint(edge.col(i).data()));
                const Eigen::Vector3f a = edge.col(i).cast<float>();
                const Eigen::Vector3f b = edge.col((i + 1) % edge.cols()).cast<float>();
                rims_.push_back({a, b, radius, radius});
            }
            faces->InsertNextCell(static_cast<vtkIdType>(ids.size()), ids.data());
            edges_.push_back(edge);
        }
    }
    mesh_->SetPoints(points);
    mesh_->SetPolys(faces);
    rim_.setCones(rims_);
}

void ContactPlates::setVisible(bool visible) {
    faces_->SetVisibility(visible && !edges_.empty() ? 1 : 0);
    rim_.setVisible(visible && !edges_.empty());
}

void ContactPlates::prepare(const ViewFrame& frame, const std::function<Colour(int)>& colourOf) {
    if (edges_.empty()) {
        return;
    }
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(3);
    std::vector<ConeActor::Rgba> rim;
    for (std::size_t k = 0; k < edges_.size(); ++k) {
        const std::uint32_t face = colourOf(static_cast<int>(k)).rgb();
        colours->InsertNextTuple3(face >> 16U & 0xFFU, face >> 8U & 0xFFU, face & 0xFFU);
        const std::uint32_t edge = mix(colourOf(static_cast<int>(k)), frame.theme.text, 0.3F).rgb();
        rim.push_back({static_cast<std::uint8_t>(edge >> 16U), static_cast<std::uint8_t>(edge >> 8U),
                       static_cast<std::uint8_t>(edge), 255});
    }
    mesh_->GetCellData()->SetScalars(colours);
    const auto corners = static_cast<std::size_t>(edges_.front().cols());
    rim_.paint([&](int i) { return rim[static_cast<std::size_t>(i) / corners]; });
    rim_.setPixelRadius(rimPx * static_cast<float>(frame.ratio));
    rim_.setViewHeight(frame.height);
    rim_.setDepthCue(frame.theme.viewTop, frame.theme.viewBottom, frame.depthNear, frame.depthFar, 0.25F);
}

double ContactPlates::reachRight(Eigen::Index contact, const ViewFrame& frame) const {
    const Eigen::Matrix3Xd& around = edge(contact);
    const auto middle = frame.project(around.rowwise().mean());
    double reach = 0.0;
    for (Eigen::Index i = 0; middle && i < around.cols(); ++i) {
        if (const auto at = frame.project(around.col(i))) {
            reach = std::max(reach, at->x() - middle->x());
        }
    }
    return reach;
}

std::optional<double> ContactPlates::distance(Eigen::Index contact, double x, double y,
                                              const ViewFrame& frame) const {
    const Eigen::Matrix3Xd& around = edge(contact);
    const Eigen::Vector2d mouse(x, y);
    std::vector<Eigen::Vector2d> seen;
    for (Eigen::Index i = 0; i < around.cols(); ++i) {
        const auto at = frame.project(around.col(i));
        if (!at) {
            return {};
        }
        seen.emplace_back(at->head<2>());
    }
    double nearest = std::numeric_limits<double>::max();
    bool left = true;
    bool right = true;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const Eigen::Vector2d from = seen[i];
        const Eigen::Vector2d way = seen[(i + 1) % seen.size()] - from;
        const double side = crossing(way, mouse - from);
        left = left && side >= 0.0;
        right = right && side <= 0.0;
        const double t = std::clamp((mouse - from).dot(way) / std::max(way.squaredNorm(), 1e-12), 0.0, 1.0);
        nearest = std::min(nearest, (from + t * way - mouse).norm());
    }
    return left || right ? 0.0 : nearest; // a face is convex, and so is what is seen of it
}

} // namespace phiscope
