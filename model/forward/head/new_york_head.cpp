#include "model/forward/head/new_york_head.h"

#include "model/formats/hdf5_file.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <new>
#include <system_error>

namespace phiscope {

namespace {

using hdf5::Failure;
using hdf5::File;
using hdf5::Shape;
using RowMajor3 = Eigen::Matrix<double, 3, Eigen::Dynamic, Eigen::RowMajor>;

const char* const verticesPath = "/sa/cortex75K/vc";
const char* const normalsPath = "/sa/cortex75K/normals";
const char* const leadFieldPath = "/sa/cortex75K/V_fem";
const char* const electrodesPath = "/sa/locs_3D";
const char* const remedy = "Choose the file sa_nyhead.mat, or download it again.";

void require(bool holds, const std::string& what) {
    if (!holds) {
        throw Failure{what};
    }
}

/// The first three rows of a table of `rows` rows.
Eigen::Matrix3Xd readPoints(const File& file, const char* path, std::uint64_t rows) {
    constexpr std::uint64_t most = 10'000'000;
    require(file.has(path), std::string(path) + " is missing");
    const Shape shape = file.shape(path);
    require(shape.size() == 2 && shape[0] == rows && shape[1] > 0 && shape[1] <= most,
            std::string(path) + " is not a table of " + std::to_string(rows) + " rows");
    RowMajor3 points(3, static_cast<Eigen::Index>(shape[1]));
    file.readBlock(path, {0, 0}, {3, shape[1]}, points.data());
    require(points.allFinite(), std::string(path) + " holds numbers that are not finite");
    return points;
}

Result<void> checkRegular(const std::filesystem::path& path) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found) {
        return fail("there is no such file.", "Check the name and the folder.", path.string());
    }
    if (status.type() != std::filesystem::file_type::regular) {
        return fail("this is not a regular file.", remedy, path.string());
    }
    return {};
}

/// Runs `read` and turns what the HDF5 layer throws into an error about the file.
template <typename Read>
auto guarded(const std::filesystem::path& path, const Read& read) -> Result<decltype(read())> {
    if (auto ok = checkRegular(path); !ok) {
        return tl::unexpected(ok.error());
    }
    try {
        return read();
    } catch (const Failure& failure) {
        return fail("the head model cannot be read: " + failure.what + ".", remedy, path.string());
    } catch (const std::bad_alloc&) {
        return fail("there is not enough memory for this head model.", "Close other programs.",
                    path.string());
    }
}

} // namespace

Result<NewYorkHead> NewYorkHead::open(const std::filesystem::path& path) {
    return guarded(path, [&] {
        const File file = File::open(path);
        NewYorkHead head;
        head.file_ = path;
        head.vertices_ = readPoints(file, verticesPath, 3);
        head.normals_ = readPoints(file, normalsPath, 3);
        head.electrodes_ = readPoints(file, electrodesPath, 6);
        require(head.normals_.cols() == head.vertices_.cols(),
                std::string(normalsPath) + " has not one column for each vertex");
        for (Eigen::Index k = 0; k < head.normals_.cols(); ++k) {
            const double length = head.normals_.col(k).norm();
            require(length > 0.0, std::string(normalsPath) + " holds a normal without a direction");
            head.normals_.col(k) /= length;
        }
        require(file.has(leadFieldPath), std::string(leadFieldPath) + " is missing");
        const Shape expected{3, static_cast<std::uint64_t>(head.vertices_.cols()),
                             static_cast<std::uint64_t>(head.electrodes_.cols())};
        require(file.shape(leadFieldPath) == expected,
                std::string(leadFieldPath) + " does not fit the vertices and electrodes");
        return head;
    });
}

NewYorkHead::Place NewYorkHead::nearestPlace(const Eigen::Vector3d& pointMm) const {
    Eigen::Index nearest = 0;
    double least = (vertices_.col(0) - pointMm).squaredNorm();
    for (Eigen::Index k = 1; k < vertices_.cols(); ++k) {
        const double square = (vertices_.col(k) - pointMm).squaredNorm();
        if (square < least) {
            least = square;
            nearest = k;
        }
    }
    Place place{static_cast<int>(nearest), vertices_.col(nearest), normals_.col(nearest), std::sqrt(least),
                std::nullopt};
    if (!(place.distanceMm <= 2.0)) {
        char text[160];
        std::snprintf(text, sizeof text,
                      "The nearest place on the cortex is %.1f mm away from the one asked for. "
                      "The dipole stands there.",
                      place.distanceMm);
        place.warning = Notice{Notice::Level::warning, text, 0};
    }
    return place;
}

const std::vector<NewYorkHead::NamedPlace>& NewYorkHead::namedPlaces() {
    static const std::vector<NamedPlace> places{
        {"calcarine_sulcus", {5.0, -86.0, 2.0}},
        {defaultPlace, {18.0, 8.0, 71.0}},
        {"parietal_lobe", {54.0, -48.0, 55.9}},
        {"occipital_lobe", {-24.7, -103.3, -1.46}},
    };
    return places;
}

Result<NewYorkHead::Place> NewYorkHead::namedPlace(const std::string& name) const {
    std::string known;
    for (const NamedPlace& place : namedPlaces()) {
        if (name == place.name) {
            return nearestPlace(place.pointMm);
        }
        known += (known.empty() ? "" : ", ") + std::string(place.name);
    }
    return fail("The New York head has no place called “" + name + "”.", "It knows " + known + ".");
}

Result<Eigen::MatrixXd> NewYorkHead::matrixOfVertex(int vertex) const {
    if (vertex < 0 || vertex >= vertices_.cols()) {
        return fail("The New York head has no vertex " + std::to_string(vertex) + ".",
                    "Its vertices go from 0 to " + std::to_string(vertices_.cols() - 1) + ".");
    }
    return guarded(file_, [&]() -> Eigen::MatrixXd {
        const File file = File::open(file_);
        RowMajor3 field(3, electrodes_.cols());
        file.readBlock(leadFieldPath, {0, static_cast<std::uint64_t>(vertex), 0},
                       {3, 1, static_cast<std::uint64_t>(electrodes_.cols())}, field.data());
        require(field.allFinite(), std::string(leadFieldPath) + " holds numbers that are not finite");
        return 1e-9 * field.transpose();
    });
}

Result<Eigen::MatrixXd> NewYorkHead::matrix(const Eigen::Vector3d& dipoleUm) const {
    return matrixOfVertex(nearestPlace(1e-3 * dipoleUm).vertex);
}

NewYorkHead::NearestElectrode NewYorkHead::nearestElectrode(int vertex) const {
    NearestElectrode nearest{0, std::numeric_limits<double>::infinity()};
    for (Eigen::Index k = 0; k < electrodes_.cols(); ++k) {
        const double distance = (electrodes_.col(k) - vertices_.col(vertex)).norm();
        if (distance < nearest.distanceMm) {
            nearest = {static_cast<int>(k), distance};
        }
    }
    return nearest;
}

Eigen::Matrix3d rotationToSurfaceNormal(const Eigen::Vector3d& normal, const Eigen::Vector3d& axis) {
    const Eigen::Vector3d to = normal.normalized();
    const Eigen::Vector3d from = axis.normalized();
    const double angle = std::acos(std::clamp(from.dot(to), -1.0, 1.0));
    Eigen::Vector3d about = from.cross(to);
    const double length = about.norm();
    if (length <= 1e-9) {
        return std::cos(angle) * Eigen::Matrix3d::Identity();
    }
    about /= length;
    return Eigen::AngleAxisd(angle, about).toRotationMatrix();
}

} // namespace phiscope
