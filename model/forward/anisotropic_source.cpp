#include "model/forward/anisotropic_source.h"

#include "model/forward/image_kernels.h"
#include "model/forward/source_columns.h"
#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double scale = 1.0 / (4.0 * std::numbers::pi); // the conductivities are in the stretched distances

/// Where a contact inside the segment's radius is taken to be.
Eigen::Vector3d movedToSurface(const Eigen::Vector3d& contact, const Eigen::Vector3d& start,
                               const Eigen::Vector3d& along, double radius) {
    const double u = std::clamp((contact - start).dot(along) / along.squaredNorm(), 0.0, 1.0);
    const Eigen::Vector3d closest = start + u * along;
    const double distance = (contact - closest).norm();
    if (distance >= 1e-12) {
        return contact + (contact - closest) * (radius - distance) / distance;
    }
    const Eigen::Vector3d across = along.x() != 0.0 ? Eigen::Vector3d(-along.y(), along.x(), 0.0)
                                                    : Eigen::Vector3d(0.0, along.z(), -along.y());
    return contact + across.normalized() * radius;
}

} // namespace

AnisotropicSource::AnisotropicSource(const Eigen::Matrix3Xd& contacts, const Eigen::Vector3d& sigma,
                                     CurrentSource source)
    : contacts_(contacts.transpose())
    , stretch_(std::sqrt(sigma.y() * sigma.z()), std::sqrt(sigma.x() * sigma.z()),
               std::sqrt(sigma.x() * sigma.y()))
    , stretched_(contacts_ * stretch_.asDiagonal())
    , source_(source) {
    assert(sigma.minCoeff() > 0.0);
}

void AnisotropicSource::pointColumn(const Segments& segments, int k, double* out) const {
    const double weights[3] = {stretch_.x() * stretch_.x(), stretch_.y() * stretch_.y(),
                               stretch_.z() * stretch_.z()};
    kernels::anisotropicPoint(contactsView(contacts_), sourceSegment(segments, k, scale), weights, out);
}

void AnisotropicSource::lineColumn(const Segments& segments, int k, double* distance2, double* out) const {
    const kernels::SourceSegment plain = sourceSegment(segments, k, scale);
    kernels::SourceSegment source = plain;
    for (int axis = 0; axis < 3; ++axis) {
        source.start[axis] *= stretch_(axis);
        source.end[axis] *= stretch_(axis);
    }
    std::fill_n(out, contacts_.rows(), 0.0);
    kernels::addBareLine(contactsView(stretched_), source, out);
    kernels::segmentDistance2(contactsView(contacts_), plain, distance2);
    const double radius2 = plain.radius * plain.radius;
    for (Eigen::Index i = 0; i < contacts_.rows(); ++i) {
        if (distance2[i] < radius2) {
            const Eigen::Vector3d moved =
                movedToSurface(contacts_.row(i).transpose(), segments.start.col(k),
                               segments.end.col(k) - segments.start.col(k), plain.radius)
                    .cwiseProduct(stretch_);
            out[i] = 0.0;
            kernels::addBareLine({&moved.x(), &moved.y(), &moved.z(), 1}, source, out + i);
        }
    }
}

Eigen::MatrixXd AnisotropicSource::matrix(const Segments& segments) const {
    Eigen::MatrixXd matrix(contacts_.rows(), segments.size());
    parallelBlocks(segments.size(), columnGrain(contacts_.rows(), 1.5), [&](int from, int to) {
        Eigen::VectorXd distance2(contacts_.rows());
        for (int k = from; k < to; ++k) {
            const bool point = source_ == CurrentSource::point ||
                               (source_ == CurrentSource::rootAsPoint && k == 0) ||
                               segments.start.col(k) == segments.end.col(k);
            if (point) {
                pointColumn(segments, k, matrix.col(k).data());
            } else {
                lineColumn(segments, k, distance2.data(), matrix.col(k).data());
            }
        }
    });
    return matrix;
}

} // namespace phiscope
