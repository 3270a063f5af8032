#pragma once

#include "model/geometry/segments.h"
#include "render/cone_actor.h"
#include "render/view_frame.h"

class vtkRenderer;

namespace phiscope {

/// The cell as it was before its tissue was pressed or stretched: hair lines along its sections.
class CellGhost {
public:
    explicit CellGhost(vtkRenderer* renderer);

    /// Where the cell would stand without the distortion that it has; nothing for null or without a factor.
    void update(const PlacedCell* cell, const Distortion& distortion);
    void setVisible(bool visible);
    bool visible() const { return cones_.visible(); }
    void prepare(const ViewFrame& frame);
    void useMesh(bool mesh) { cones_.useMesh(mesh); }
    bool shaderWorked() const { return cones_.shaderWorked(); }

    Eigen::Vector3d low() const { return low_; }
    Eigen::Vector3d high() const { return high_; }

private:
    ConeActor cones_;
    bool wanted_ = true;
    Eigen::Vector3d low_{0.0, 0.0, 0.0};
    Eigen::Vector3d high_{0.0, 0.0, 0.0};
};

} // namespace phiscope
