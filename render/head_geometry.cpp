#include "render/head_geometry.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkIdList.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace phiscope {

namespace {

using Vector = Eigen::Vector3d;

/// A mesh that grows by flat strips.
class Faces {
public:
    Faces() {
        normals_->SetName("normals");
        normals_->SetNumberOfComponents(3);
    }
    /// Two rows of as many points each, and the normal of all of them.
    void strip(const std::vector<Vector>& inner, const std::vector<Vector>& outer, const Vector& normal) {
        const vtkIdType first = points_->GetNumberOfPoints();
        for (std::size_t i = 0; i < inner.size(); ++i) {
            add(inner[i], normal);
            add(outer[i], normal);
        }
        for (std::size_t i = 0; i + 1 < inner.size(); ++i) {
            const vtkIdType k = first + static_cast<vtkIdType>(2 * i);
            triangle(k, k + 1, k + 2, inner[i], outer[i], inner[i + 1], normal);
            triangle(k + 1, k + 3, k + 2, outer[i], outer[i + 1], inner[i + 1], normal);
        }
    }
    vtkSmartPointer<vtkPolyData> take() {
        auto data = vtkSmartPointer<vtkPolyData>::New();
        data->SetPoints(points_);
        data->SetPolys(polys_);
        data->GetPointData()->SetNormals(normals_);
        return data;
    }

private:
    void add(const Vector& p, const Vector& n) {
        points_->InsertNextPoint(p.data());
        normals_->InsertNextTuple3(n.x(), n.y(), n.z());
    }
    /// Turned so that it agrees with the normal; flat ones are left out, since VTK would draw none after
    /// them.
    void triangle(vtkIdType a, vtkIdType b, vtkIdType c, const Vector& pa, const Vector& pb, const Vector& pc,
                  const Vector& normal) {
        const double area = (pb - pa).cross(pc - pa).dot(normal);
        if (std::abs(area) < 1e-12) {
            return;
        }
        const std::array<vtkIdType, 3> ids = area > 0.0 ? std::array{a, b, c} : std::array{a, c, b};
        polys_->InsertNextCell(3, ids.data());
    }

    vtkNew<vtkPoints> points_;
    vtkNew<vtkFloatArray> normals_;
    vtkNew<vtkCellArray> polys_;
};

// --- signed distances, negative inside (Quilez, iquilezles.org/articles/distfunctions: bounds, not exact)

double ellipsoid(const Vector& p, const Vector& radii) {
    const double k0 = p.cwiseQuotient(radii).norm();
    const double k1 = p.cwiseQuotient(radii.cwiseProduct(radii)).norm();
    return k1 > 0.0 ? k0 * (k0 - 1.0) / k1 : -radii.minCoeff();
}

/// A rod between two spheres of different size.
double rod(const Vector& p, const Vector& a, const Vector& b, double radiusA, double radiusB) {
    const Vector way = b - a;
    const double t = std::clamp((p - a).dot(way) / way.squaredNorm(), 0.0, 1.0);
    return (p - a - t * way).norm() - (radiusA + t * (radiusB - radiusA));
}

/// Union with a rounded seam of about `k`.
double blend(double a, double b, double k) {
    const double h = std::max(k - std::abs(a - b), 0.0) / k;
    return std::min(a, b) - h * h * k * 0.25;
}

double carve(double a, double b, double k) {
    return -blend(-a, b, k);
}

double headDistance(Vector p) {
    p.x() = std::abs(p.x()); // one half stands for both
    double head = p.norm() - 1.0;
    head = blend(head, ellipsoid(p - Vector(0.0, 0.48, -0.44), {0.70, 0.56, 0.62}), 0.16);    // face
    head = blend(head, ellipsoid(p - Vector(0.0, 0.36, -0.66), {0.58, 0.60, 0.66}), 0.20);    // jaw
    head = blend(head, ellipsoid(p - Vector(0.0, 0.80, -1.16), {0.20, 0.16, 0.14}), 0.20);    // chin
    head = blend(head, ellipsoid(p - Vector(0.27, 0.95, -0.06), {0.24, 0.08, 0.05}), 0.12);   // brow
    head = blend(head, ellipsoid(p - Vector(0.33, 0.91, -0.21), {0.13, 0.10, 0.07}), 0.05);   // closed eye
    head = blend(head, ellipsoid(p - Vector(0.36, 0.80, -0.50), {0.19, 0.16, 0.16}), 0.18);   // cheek
    head = blend(head, ellipsoid(p - Vector(0.0, 0.97, -0.80), {0.19, 0.08, 0.035}), 0.05);   // upper lip
    head = blend(head, ellipsoid(p - Vector(0.0, 0.955, -0.89), {0.15, 0.08, 0.04}), 0.04);   // lower lip
    head = blend(head, rod(p, {0.0, 0.98, -0.10}, {0.0, 1.19, -0.50}, 0.06, 0.095), 0.08);    // nose
    head = blend(head, ellipsoid(p - Vector(0.085, 1.09, -0.53), {0.075, 0.10, 0.06}), 0.05); // nostril
    const double neck = carve(rod(p, {0.0, -0.20, -0.6}, {0.0, -0.30, -2.2}, 0.50, 0.56), p.z() + 1.62, 0.12);
    head = blend(head, neck, 0.22);
    Vector ear = p - Vector(1.02, -0.06, -0.16);
    ear = Eigen::AngleAxisd(-0.42, Vector::UnitZ()) * ear; // stands off backwards
    ear = Eigen::AngleAxisd(0.18, Vector::UnitX()) * ear;
    double shell = ellipsoid(ear, {0.075, 0.17, 0.27});
    shell = carve(shell, ellipsoid(ear - Vector(0.07, 0.02, 0.02), {0.06, 0.10, 0.17}), 0.03);
    return blend(head, shell, 0.05);
}

} // namespace

TriangleSphere triangleSphere(int levels) {
    const double g = std::numbers::phi;
    std::vector<Vector> points{{-1, g, 0},  {1, g, 0},  {-1, -g, 0}, {1, -g, 0}, {0, -1, g},  {0, 1, g},
                               {0, -1, -g}, {0, 1, -g}, {g, 0, -1},  {g, 0, 1},  {-g, 0, -1}, {-g, 0, 1}};
    for (Vector& point : points) {
        point.normalize();
    }
    TriangleSphere sphere;
    sphere.triangles = {{0, 11, 5},  {0, 5, 1},  {0, 1, 7},  {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
                        {11, 10, 2}, {10, 7, 6}, {7, 1, 8},  {3, 9, 4},  {3, 4, 2},   {3, 2, 6}, {3, 6, 8},
                        {3, 8, 9},   {4, 9, 5},  {2, 4, 11}, {6, 2, 10}, {8, 6, 7},   {9, 8, 1}};
    for (int level = 0; level < levels; ++level) {
        std::map<std::pair<int, int>, int> middles;
        const auto middle = [&](int a, int b) {
            const auto [at, fresh] = middles.try_emplace(std::minmax(a, b), static_cast<int>(points.size()));
            if (fresh) {
                points.push_back(
                    (points[static_cast<std::size_t>(a)] + points[static_cast<std::size_t>(b)]).normalized());
            }
            return at->second;
        };
        std::vector<std::array<int, 3>> finer;
        finer.reserve(4 * sphere.triangles.size());
        for (const auto& [a, b, c] : sphere.triangles) {
            const int ab = middle(a, b);
            const int bc = middle(b, c);
            const int ca = middle(c, a);
            finer.insert(finer.end(), {{a, ab, ca}, {b, bc, ab}, {c, ca, bc}, {ab, bc, ca}});
        }
        sphere.triangles = std::move(finer);
    }
    sphere.points.resize(3, static_cast<Eigen::Index>(points.size()));
    for (std::size_t k = 0; k < points.size(); ++k) {
        sphere.points.col(static_cast<Eigen::Index>(k)) = points[k];
    }
    return sphere;
}

HeadCut headCut(const Eigen::Vector3d& place, const Eigen::Vector3d& towards, double depth, double margin) {
    HeadCut cut;
    cut.on = true;
    cut.depth = depth;
    cut.margin = margin;
    cut.d = place.norm() > 1e-9 ? Vector(place.normalized()) : Vector(Vector::UnitZ());
    // Where the dipole itself lies that way, the wedge opens upwards instead, so that the face stays whole;
    // in between it turns smoothly.
    Vector open = towards - towards.dot(cut.d) * cut.d;
    const double weight = std::clamp(1.6 - 2.0 * open.norm() / towards.norm(), 0.0, 1.0);
    open += weight * towards.norm() * (Vector::UnitZ() - cut.d.z() * cut.d);
    if (open.norm() < 1e-6) {
        open = cut.d.unitOrthogonal();
    }
    open.normalize();
    const Vector across = cut.d.cross(open);
    cut.u = (open + across) / std::numbers::sqrt2;
    cut.v = (open - across) / std::numbers::sqrt2;
    return cut;
}

vtkSmartPointer<vtkPolyData> cutFaces(const HeadCut& cut, double innerRadius, double outerRadius) {
    Faces faces;
    if (!cut.on || cut.depth >= outerRadius) {
        return faces.take();
    }
    constexpr int steps = 720; // corners fall between two of them: they must lie close
    const double lowest = std::max(cut.depth, 0.0);
    const double side = std::min(cut.margin, 0.9 * outerRadius);
    const auto reach = [](double radius, double distance) {
        return std::sqrt(std::max(0.0, radius * radius - distance * distance));
    };
    // How far a ray may go before it is `limit` behind the middle.
    const auto room = [](double component, double limit) {
        return component < 0.0 ? limit / -component : 1e9;
    };
    std::vector<Vector> inner;
    std::vector<Vector> outer;
    const auto wall = [&](const Vector& along, const Vector& normal) {
        inner.clear();
        outer.clear();
        const double least = reach(innerRadius, side);
        const double most = reach(outerRadius, side);
        const double first = -std::atan2(side, lowest);
        const double last = std::acos(std::min(1.0, lowest / std::max(most, 1e-9)));
        for (int i = 0; i <= steps; ++i) {
            const double angle = first + (last - first) * i / steps;
            const Vector way = std::cos(angle) * cut.d + std::sin(angle) * along;
            const double to = std::min(most, room(std::sin(angle), side));
            const double from = std::max(least, lowest / std::max(std::cos(angle), 1e-9));
            inner.push_back(std::min(from, to) * way - side * normal);
            outer.push_back(to * way - side * normal);
        }
        faces.strip(inner, outer, normal);
    };
    wall(cut.v, cut.u);
    wall(cut.u, cut.v);
    inner.clear();
    outer.clear();
    for (int i = 0; i <= steps; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / steps;
        const double most = std::min(room(std::cos(angle), side), room(std::sin(angle), side));
        const Vector way = std::cos(angle) * cut.u + std::sin(angle) * cut.v;
        inner.push_back(lowest * cut.d + std::min(most, reach(innerRadius, lowest)) * way);
        outer.push_back(lowest * cut.d + std::min(most, reach(outerRadius, lowest)) * way);
    }
    faces.strip(inner, outer, cut.d);
    return faces.take();
}

vtkSmartPointer<vtkPolyData> headFeatures() {
    constexpr double step = 0.03;
    const Vector low(-1.26, -1.08, -1.71);
    const Eigen::Vector3i size(85, 83, 92);
    vtkNew<vtkImageData> grid;
    grid->SetOrigin(low.data());
    grid->SetSpacing(step, step, step);
    grid->SetDimensions(size.x(), size.y(), size.z());
    vtkNew<vtkFloatArray> values;
    values->SetNumberOfValues(vtkIdType{size.x()} * size.y() * size.z());
    // Block by block: where a block's middle lies far from the surface, all of it does.
    constexpr int block = 6;
    constexpr double reach = 0.87 * block * step; // half of a block's diagonal
    for (int k0 = 0; k0 < size.z(); k0 += block) {
        for (int j0 = 0; j0 < size.y(); j0 += block) {
            for (int i0 = 0; i0 < size.x(); i0 += block) {
                const double middle =
                    headDistance(low + step * (Vector(i0, j0, k0).array() + 0.5 * block).matrix());
                const bool far = std::abs(middle) > 2.0 * reach;
                for (int k = k0; k < std::min(k0 + block, size.z()); ++k) {
                    for (int j = j0; j < std::min(j0 + block, size.y()); ++j) {
                        for (int i = i0; i < std::min(i0 + block, size.x()); ++i) {
                            const double d = far ? middle : headDistance(low + step * Vector(i, j, k));
                            values->SetValue((vtkIdType{k} * size.y() + j) * size.x() + i,
                                             static_cast<float>(-d));
                        }
                    }
                }
            }
        }
    }
    grid->GetPointData()->SetScalars(values);
    vtkNew<vtkFlyingEdges3D> surface;
    surface->SetInputData(grid);
    surface->SetValue(0, 0.0);
    surface->ComputeNormalsOff();
    surface->ComputeScalarsOff();
    surface->Update();
    vtkSmartPointer<vtkPolyData> mesh = surface->GetOutput();
    // The bare sphere is drawn by others.
    vtkNew<vtkCellArray> outside;
    vtkNew<vtkIdList> ids;
    for (vtkIdType k = 0; k < mesh->GetNumberOfPolys(); ++k) {
        mesh->GetPolys()->GetCellAtId(k, ids);
        for (vtkIdType i = 0; i < ids->GetNumberOfIds(); ++i) {
            Vector p;
            mesh->GetPoint(ids->GetId(i), p.data());
            if (p.norm() > featuresFrom) {
                outside->InsertNextCell(ids);
                break;
            }
        }
    }
    mesh->SetPolys(outside);
    vtkNew<vtkFloatArray> normals;
    normals->SetName("normals");
    normals->SetNumberOfComponents(3);
    normals->SetNumberOfTuples(mesh->GetNumberOfPoints());
    for (vtkIdType k = 0; k < mesh->GetNumberOfPoints(); ++k) {
        Vector p;
        mesh->GetPoint(k, p.data());
        constexpr double h = 1e-3;
        const double here = headDistance(p);
        const Vector normal =
            Vector(headDistance(p + h * Vector::UnitX()) - here, headDistance(p + h * Vector::UnitY()) - here,
                   headDistance(p + h * Vector::UnitZ()) - here)
                .normalized();
        normals->SetTuple3(k, normal.x(), normal.y(), normal.z());
    }
    mesh->GetPointData()->SetNormals(normals);
    return mesh;
}

} // namespace phiscope
