#pragma once

#include "model/scene/measurement.h"
#include "render/camera.h"

namespace phiscope {

/// A field slice in the hand: how it was when it was taken, and how it is when the mouse is elsewhere. Pixel
/// positions are device pixels from the top left corner.
class SliceDrag {
public:
    enum class Way {
        alongNormal, ///< seen face on: up pushes it away
        inPlane,
        turn, ///< by a corner, about its middle
    };
    SliceDrag() = default;
    SliceDrag(const FieldSlice& slice, Way way, const Eigen::Vector3d& takenAtUm, int corner, double x,
              double y);

    FieldSlice at(double x, double y, const Camera& camera, int widthPx, int heightPx) const;
    const FieldSlice& start() const { return start_; }

private:
    FieldSlice moved(double x, double y, const Camera& camera, int widthPx, int heightPx) const;
    FieldSlice turned(double x, double y, const Camera& camera, int widthPx, int heightPx) const;

    FieldSlice start_;
    Way way_ = Way::alongNormal;
    Eigen::Vector3d takenAt_{0.0, 0.0, 0.0};
    int corner_ = 0;
    double fromX_ = 0.0;
    double fromY_ = 0.0;
};

/// The orientation of a new slice: square to the axis that the eye looks along most.
FieldSlice::Orientation facingOrientation(const Camera& camera);

/// Turns a slice so that the eye looks on it square, its height upwards on the screen.
FieldSlice facing(const FieldSlice& slice, const Camera& camera);

/// `slice` large enough for a cell with these bounds and some room around it, in whole steps of 50 µm.
FieldSlice sizedFor(const FieldSlice& slice, const Eigen::Vector3d& low, const Eigen::Vector3d& high);

} // namespace phiscope
