#pragma once

#include "render/canvas2d.h"
#include "render/cone_actor.h"
#include "render/tissue_sketch.h"
#include "render/view_frame.h"

#include <optional>

class vtkRenderer;

namespace phiscope {

/// The tissue round the cell as a few faint lines with names: see tissueSketch. Anisotropic tissue: three
/// arrows beside the orientation axes, as long as the conductivities.
class TissueVisual {
public:
    explicit TissueVisual(vtkRenderer* renderer);
    ~TissueVisual();
    TissueVisual(const TissueVisual&) = delete;
    TissueVisual& operator=(const TissueVisual&) = delete;

    /// Nothing is drawn without a medium. `low`, `high`: the box about cell and contacts, µm.
    void update(const std::optional<Medium>& medium, const Eigen::Vector3d& low, const Eigen::Vector3d& high);
    const std::optional<Medium>& medium() const { return medium_; }
    const std::vector<TissueLine>& lines() const { return lines_; }
    void useMesh(bool mesh) { cones_.useMesh(mesh); }
    bool shaderWorked() const { return cones_.shaderWorked(); }

    /// Room for the lines between the near and the far end of the picture.
    void grow(Eigen::Vector3d& low, Eigen::Vector3d& high) const;
    /// Points of the faces that lie within half a height of the cell above or below it, for the fitted view.
    std::vector<Eigen::Vector3d> cornersNear(const Eigen::Vector3d& low, const Eigen::Vector3d& high) const;
    void prepare(const ViewFrame& frame);
    void drawFaces(Canvas2D& canvas, const ViewFrame& frame) const;
    /// `axes`: the orientation axes are shown, too. `outside`: segments lie outside.
    void drawLabels(Canvas2D& canvas, const ViewFrame& frame, bool axes, bool outside) const;

private:
    static void drawConductivities(Canvas2D& canvas, const ViewFrame& frame, const Medium& medium, bool axes);

    vtkRenderer* renderer_;
    ConeActor cones_;
    std::optional<Medium> medium_;
    Eigen::Vector3d low_{0.0, 0.0, 0.0};
    Eigen::Vector3d high_{0.0, 0.0, 0.0};
    std::vector<TissueLine> lines_;
};

} // namespace phiscope
