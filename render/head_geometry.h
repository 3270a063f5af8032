#pragma once

#include <vtkSmartPointer.h>

#include <Eigen/Core>

#include <array>
#include <vector>

class vtkPolyData;

namespace phiscope {

/// A unit sphere of nearly equal triangles: an icosahedron whose triangles are halved `levels` times.
/// Points: 10 · 4^levels + 2; corners run counter-clockwise seen from outside.
struct TriangleSphere {
    Eigen::Matrix3Xd points;
    std::vector<std::array<int, 3>> triangles;
};
TriangleSphere triangleSphere(int levels);

/// The part of a head that is taken away so that one looks inside: a wedge of 90 degrees about the line from
/// the centre through the dipole, as deep as `depth`, and `margin` wider, so that the dipole stands free. u,
/// v and d are orthogonal unit vectors; a point p is gone where p·u > -margin, p·v > -margin and p·d > depth.
struct HeadCut {
    bool on = false;
    Eigen::Vector3d u{1.0, 0.0, 0.0};
    Eigen::Vector3d v{0.0, 1.0, 0.0};
    Eigen::Vector3d d{0.0, 0.0, 1.0};
    double depth = 0.0;
    double margin = 0.0;

    bool removes(const Eigen::Vector3d& p) const {
        return on && p.dot(u) > -margin && p.dot(v) > -margin && p.dot(d) > depth;
    }
};
/// The wedge whose edge runs through `place` and that opens towards `towards` as far as that can be.
HeadCut headCut(const Eigen::Vector3d& place, const Eigen::Vector3d& towards, double depth,
                double margin = 0.0);

/// The three faces that a cut lays open in the shell between two radii, with normals.
vtkSmartPointer<vtkPolyData> cutFaces(const HeadCut& cut, double innerRadius, double outerRadius);

/// Features begin this far from the centre of the unit sphere; nearer parts of their mesh are not to be
/// drawn.
constexpr double featuresFrom = 1.004;

/// What makes a unit sphere a head: face, nose, ears and neck, grown smoothly out of it. x to the right ear,
/// y to the nose, z up. Decoration: no model knows of it.
vtkSmartPointer<vtkPolyData> headFeatures();

} // namespace phiscope
