#pragma once

#include "model/scene/measurement.h"
#include "render/cone_actor.h"
#include "render/view_frame.h"

#include <vtkNew.h>

#include <Eigen/Core>

#include <functional>
#include <optional>
#include <vector>

class vtkActor;
class vtkPolyData;
class vtkPolyDataMapper;
class vtkRenderer;

namespace phiscope {

/// The contacts of a probe that are surfaces: thin plates of true size and direction, the same from both
/// sides, with a rim that keeps them visible from afar and edge on. Empty for contacts that are points.
class ContactPlates {
public:
    explicit ContactPlates(vtkRenderer* renderer);
    ~ContactPlates();
    ContactPlates(const ContactPlates&) = delete;
    ContactPlates& operator=(const ContactPlates&) = delete;

    void update(const Probe& probe, const Eigen::Matrix3Xd& contacts);
    bool empty() const { return edges_.empty(); }
    /// The rims as rounded cones, for an outline.
    const std::vector<RoundedCone>& rims() const { return rims_; }
    /// Round the edge of a contact: 3 × points, µm.
    const Eigen::Matrix3Xd& edge(Eigen::Index contact) const {
        return edges_[static_cast<std::size_t>(contact)];
    }

    void setVisible(bool visible);
    void useMesh(bool mesh) { rim_.useMesh(mesh); }
    bool shaderWorked() const { return rim_.shaderWorked(); }
    void prepare(const ViewFrame& frame, const std::function<Colour(int)>& colourOf);

    /// How far beyond the contact's middle its face reaches to the right, in pixels.
    double reachRight(Eigen::Index contact, const ViewFrame& frame) const;
    /// Distance of a pixel from the face as seen, in device pixels; 0 on it. Nothing where it is not in view.
    std::optional<double> distance(Eigen::Index contact, double x, double y, const ViewFrame& frame) const;

private:
    vtkRenderer* renderer_;
    vtkNew<vtkActor> faces_;
    vtkNew<vtkPolyDataMapper> mapper_;
    vtkNew<vtkPolyData> mesh_;
    ConeActor rim_;
    std::vector<Eigen::Matrix3Xd> edges_;
    std::vector<RoundedCone> rims_;
};

} // namespace phiscope
