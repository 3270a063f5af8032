#include "model/forward/slice_source.h"

#include "model/forward/fit_into_slice.h"
#include "model/forward/source_columns.h"
#include "model/support/parallel.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>

namespace phiscope {

namespace {

constexpr double onPlaneUm = 1e-9; // LFPykit's tolerance

/// What a contact in the slice sees: sources below and above it.
struct Series {
    std::vector<kernels::Image> below; ///< of positive z - place, seen from the top of the slice on
    std::vector<kernels::Image> above; ///< seen from its bottom on
};

/// LFPykit's terms, n = 0 … steps - 1, up to those too small to be seen. The source itself is in both lists.
Series imageSeries(const SliceMedium& medium) {
    const double saline =
        (medium.sigmaTissue - medium.sigmaSaline) / (medium.sigmaTissue + medium.sigmaSaline);
    const double glass = (medium.sigmaTissue - medium.sigmaGlass) / (medium.sigmaTissue + medium.sigmaGlass);
    const double h = medium.thicknessUm;
    Series series;
    double power = 1.0;
    // No image is nearer than the source itself, so beside that a weight below rounding is not seen.
    for (int n = 0; n < medium.imageSteps && std::abs(power) > 1e-18; ++n) {
        series.below.push_back({-1.0, 2.0 * n * h, power});
        series.below.push_back({1.0, 2.0 * n * h, power * glass});
        series.above.push_back({-1.0, -2.0 * n * h, power});
        series.above.push_back({1.0, -2.0 * (n + 1) * h, power * saline});
        power *= saline * glass;
    }
    return series;
}

std::vector<kernels::Image> scaled(std::vector<kernels::Image> images, double factor) {
    for (kernels::Image& image : images) {
        image.weight *= factor;
    }
    return images;
}

kernels::SourceSegment liftedTo(kernels::SourceSegment segment, double depth) {
    segment.end[2] += depth - segment.start[2];
    segment.start[2] = depth;
    return segment;
}

/// φ of one line at one contact, the distance to the line counted as at least a trace.
double nearLine(const kernels::Contacts& contact, const kernels::SourceSegment& segment) {
    const Eigen::Map<const Eigen::Vector3d> start(segment.start);
    const Eigen::Map<const Eigen::Vector3d> end(segment.end);
    const Eigen::Vector3d along = end - start;
    const Eigen::Vector3d place = Eigen::Vector3d(*contact.x, *contact.y, *contact.z) - start;
    const double l = place.dot(along) / along.squaredNorm();
    double value = 0.0;
    // |place × along|² = (distance · length)²: LFPykit's own test of lying on the line.
    if (l >= 0.0 && l <= 1.0 && place.cross(along).squaredNorm() <= 1e-12) {
        kernels::lineSource(contact, segment, &value);
    } else {
        kernels::addBareLine(contact, segment, &value);
    }
    return value;
}

} // namespace

Result<std::unique_ptr<ForwardModel>> SliceSource::create(const Eigen::Matrix3Xd& contacts,
                                                          const SliceMedium& medium, CurrentSource source) {
    if (source != CurrentSource::point) {
        const std::string what =
            source == CurrentSource::line ? "Line sources" : "Cells with the root as a point";
        for (Eigen::Index i = 0; i < contacts.cols(); ++i) {
            if (std::abs(contacts(2, i) - medium.bottomUm) > onPlaneUm) {
                return fail(what +
                                " in a slice are calculated only at its bottom, on the glass, and contact " +
                                std::to_string(i + 1) + " lies elsewhere.",
                            "Move the contacts to the bottom of the slice, or choose point sources.");
            }
        }
        if (std::abs(medium.sigmaGlass) > onPlaneUm) {
            return fail(what + " in a slice are calculated only on glass that does not conduct.",
                        "Set the conductivity of the glass to 0, or choose point sources.");
        }
    }
    return std::unique_ptr<ForwardModel>(new SliceSource(contacts, medium, source));
}

SliceSource::SliceSource(const Eigen::Matrix3Xd& contacts, const SliceMedium& medium, CurrentSource source)
    : contacts_(contacts.transpose())
    , medium_(medium)
    , source_(source) {
    assert(medium.sigmaTissue > 0.0 && medium.sigmaSaline >= 0.0 && medium.sigmaGlass >= 0.0);
    assert(medium.thicknessUm > 0.0 && medium.imageSteps >= 1);
    contacts_.col(2).array() -= medium.bottomUm;

    const Series series = imageSeries(medium);
    const double throughSaline = 2.0 * medium.sigmaTissue / (medium.sigmaTissue + medium.sigmaSaline);
    const double throughGlass = 2.0 * medium.sigmaTissue / (medium.sigmaTissue + medium.sigmaGlass);
    Images inside = series.below;
    inside.insert(inside.end(), series.above.begin() + 1, series.above.end()); // the source once
    std::array<Region, 3> regions;
    regions[0].images = std::move(inside);
    regions[1].images = scaled(series.below, throughSaline);
    regions[2].images = scaled(series.above, throughGlass);
    for (Eigen::Index i = 0; i < contacts_.rows(); ++i) {
        const double z = contacts_(i, 2);
        const std::size_t region = z > medium.thicknessUm + onPlaneUm ? 1 : z < -onPlaneUm ? 2 : 0;
        regions[region].channels.push_back(i);
    }
    for (Region& region : regions) {
        if (!region.channels.empty()) {
            region.contacts = contacts_(region.channels, Eigen::all);
            regions_.push_back(std::move(region));
        }
    }

    if (source != CurrentSource::point) {
        const double ratio =
            (medium.sigmaTissue - medium.sigmaSaline) / (medium.sigmaTissue + medium.sigmaSaline);
        double power = 1.0;
        for (int n = 0; n < medium.imageSteps && std::abs(power) > 1e-18; ++n) {
            for (const double side : n == 0 ? std::vector{0.0} : std::vector{1.0, -1.0}) {
                Eigen::MatrixX3d image = contacts_;
                image.col(2).setConstant(side * 2.0 * n * medium.thicknessUm);
                lineContacts_.push_back(std::move(image));
                lineWeights_.push_back(2.0 * power);
            }
            power *= ratio;
        }
    }
}

bool SliceSource::isPoint(const Segments& segments, int k) const {
    return source_ == CurrentSource::point || (source_ == CurrentSource::rootAsPoint && k == 0) ||
           segments.start.col(k) == segments.end.col(k);
}

Result<void> SliceSource::check(const Segments& segments) const {
    if (Result<void> inside = checkInsideSlice(segments, medium_.bottomUm, medium_.topUm()); !inside) {
        return inside;
    }
    if (source_ != CurrentSource::rootAsPoint) {
        return {};
    }
    const kernels::Contacts view = contactsView(contacts_);
    Eigen::VectorXd distance2(contacts_.rows());
    Eigen::VectorXi near = Eigen::VectorXi::Zero(contacts_.rows());
    for (int k = 0; k < segments.size(); ++k) {
        kernels::SourceSegment segment = sourceSegment(segments, k, 1.0);
        segment.start[2] -= medium_.bottomUm;
        segment.end[2] -= medium_.bottomUm;
        kernels::segmentDistance2(view, segment, distance2.data());
        near.array() += (distance2.array() < segment.radius * segment.radius).cast<int>();
    }
    for (Eigen::Index i = 0; i < near.size(); ++i) {
        if (near(i) > 0 && near(i) < segments.size()) {
            return fail(
                "Contact " + std::to_string(i + 1) +
                    " touches the cell, and with the root as a point the method of images has no rule "
                    "for that.",
                "Move the contact away from the cell, or choose line sources.");
        }
    }
    return {};
}

void SliceSource::pointColumn(const kernels::SourceSegment& segment, Scratch& scratch,
                              Eigen::Ref<Eigen::VectorXd> out) const {
    for (const Region& region : regions_) {
        kernels::imagePoints(contactsView(region.contacts), segment, region.images, scratch.distance2.data(),
                             scratch.column.data());
        for (std::size_t i = 0; i < region.channels.size(); ++i) {
            out(region.channels[i]) = scratch.column(static_cast<Eigen::Index>(i));
        }
    }
}

void SliceSource::lineColumn(const kernels::SourceSegment& segment, bool liftImages, Scratch& scratch,
                             double* out) const {
    const Eigen::Index count = contacts_.rows();
    std::fill_n(out, count, 0.0);
    kernels::SourceSegment weighted = segment;
    for (std::size_t image = 0; image < lineContacts_.size(); ++image) {
        weighted.scale = segment.scale * lineWeights_[image];
        kernels::addBareLine(contactsView(lineContacts_[image]), weighted, out);
    }
    kernels::segmentDistance2(contactsView(contacts_), segment, scratch.distance2.data());
    for (Eigen::Index i = 0; i < count; ++i) {
        if (scratch.distance2(i) >= segment.radius * segment.radius) {
            continue;
        }
        const kernels::SourceSegment lifted = liftedTo(segment, segment.radius);
        out[i] = 0.0;
        for (std::size_t image = 0; image < lineContacts_.size(); ++image) {
            const double* at = lineContacts_[image].data() + i;
            kernels::SourceSegment seen = image == 0 || liftImages ? lifted : segment;
            seen.scale = segment.scale * lineWeights_[image];
            out[i] += nearLine({at, at + count, at + 2 * count, 1}, seen);
        }
    }
}

Eigen::MatrixXd SliceSource::matrix(const Segments& segments) const {
    const double scale = 1.0 / (4.0 * std::numbers::pi * medium_.sigmaTissue);
    const double cost = source_ == CurrentSource::point ? medium_.imageSteps : 2 * medium_.imageSteps;
    Eigen::MatrixXd matrix(contacts_.rows(), segments.size());
    parallelBlocks(segments.size(), columnGrain(contacts_.rows(), cost), [&](int from, int to) {
        Scratch scratch{Eigen::VectorXd(contacts_.rows()), Eigen::VectorXd(contacts_.rows())};
        for (int k = from; k < to; ++k) {
            kernels::SourceSegment segment = sourceSegment(segments, k, scale);
            segment.start[2] -= medium_.bottomUm;
            segment.end[2] -= medium_.bottomUm;
            if (isPoint(segments, k)) {
                pointColumn(segment, scratch, matrix.col(k));
            } else {
                lineColumn(segment, source_ == CurrentSource::line, scratch, matrix.col(k).data());
            }
        }
    });
    return matrix;
}

} // namespace phiscope
