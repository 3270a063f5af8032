#include "model/forward/make_forward_model.h"

#include "model/forward/anisotropic_source.h"
#include "model/forward/averaged_contacts.h"
#include "model/forward/contact_surface.h"
#include "model/forward/dipole_source.h"
#include "model/forward/fit_into_slice.h"
#include "model/forward/head/head_source.h"
#include "model/forward/line_source.h"
#include "model/forward/point_source.h"
#include "model/forward/probe_surface.h"
#include "model/forward/root_as_point.h"
#include "model/forward/slice_source.h"
#include "model/forward/sphere_source.h"

#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace phiscope {

namespace {

using Model = Result<std::unique_ptr<ForwardModel>>;

std::unique_ptr<ForwardModel> infiniteModel(const Eigen::Matrix3Xd& points, double sigma,
                                            CurrentSource source) {
    switch (source) {
    case CurrentSource::line:
        return std::make_unique<LineSource>(points, sigma);
    case CurrentSource::point:
        return std::make_unique<PointSource>(points, sigma);
    case CurrentSource::rootAsPoint:
        return std::make_unique<RootAsPointSource>(points, sigma);
    case CurrentSource::dipole:
        return std::make_unique<DipoleSource>(points, sigma);
    }
    std::abort(); // an enumerator without a model is an error of the program
}

/// Another model for a cell that is pressed flat into its slice first.
class SqueezedModel : public ForwardModel {
public:
    static Model create(Model inner, const Medium& slice) {
        if (!inner || slice.squeeze == 0.0) {
            return inner;
        }
        return std::unique_ptr<ForwardModel>(new SqueezedModel(std::move(*inner), slice));
    }

    Result<void> check(const Segments& segments) const override {
        return squeezed(segments).and_then([&](const Segments& flat) { return inner_->check(flat); });
    }
    Eigen::MatrixXd matrix(const Segments& segments) const override {
        return inner_->matrix(squeezed(segments).value());
    }
    int channels() const override { return inner_->channels(); }
    std::string unit() const override { return inner_->unit(); }

private:
    SqueezedModel(std::unique_ptr<ForwardModel> inner, const Medium& slice)
        : inner_(std::move(inner))
        , slice_(slice) {}

    Result<Segments> squeezed(const Segments& segments) const {
        return fitIntoSlice(segments, slice_.sliceBottomUm, slice_.sliceBottomUm + slice_.sliceThicknessUm,
                            slice_.squeeze);
    }

    std::unique_ptr<ForwardModel> inner_;
    Medium slice_;
};

Model averagedModel(const Probe& probe, const Eigen::Matrix3Xd& contacts,
                    const AveragedContacts::MakeModel& make) {
    const ContactSurface surface = contactSurface(probe).value();
    const bool random = probe.averaging == Probe::Averaging::random;
    SurfacePoints face = random ? randomPoints(surface, probe.averagingPoints, probe.averagingSeed)
                                : quadraturePoints(surface);
    const Eigen::Index n = face.weights.size();
    Eigen::Matrix3Xd points(3, contacts.cols() * n);
    for (Eigen::Index i = 0; i < contacts.cols(); ++i) {
        if (random && i > 0) { // every contact has points of its own
            face = randomPoints(surface, probe.averagingPoints,
                                probe.averagingSeed + static_cast<std::uint64_t>(i));
        }
        points.middleCols(i * n, n) = placedOnContact(face, contacts.col(i), contactNormal(probe, i));
    }
    return AveragedContacts::create(points, face.weights, make);
}

} // namespace

Model makePotentialModel(const Medium& medium, CurrentSource source, const Eigen::Matrix3Xd& points,
                         const Morphology* morphology) {
    if (source == CurrentSource::dipole && medium.kind != Medium::Kind::infinite) {
        return fail("One dipole for the whole cell is calculated only in infinite, even tissue.",
                    "Choose that tissue or other current sources.");
    }
    switch (medium.kind) {
    case Medium::Kind::infinite:
        return infiniteModel(points, medium.sigma, source);
    case Medium::Kind::anisotropic:
        return std::make_unique<AnisotropicSource>(points, Eigen::Vector3d(medium.sigmaXyz.data()), source);
    case Medium::Kind::slice:
        return SqueezedModel::create(
            SliceSource::create(points,
                                {medium.sigmaTissue, medium.sigmaSaline, medium.sigmaGlass,
                                 medium.sliceThicknessUm, medium.sliceBottomUm, medium.imageSteps},
                                source),
            medium);
    case Medium::Kind::sphere:
        if (source != CurrentSource::point) {
            return fail("In a sphere only point sources are calculated.", "Choose point sources.");
        }
        return std::make_unique<SphereSource>(
            points, SphereMedium{Eigen::Vector3d(medium.sphereCentreUm.data()), medium.sphereRadiusUm,
                                 medium.sigmaInside, medium.sigmaOutside});
    case Medium::Kind::head:
        if (morphology == nullptr) {
            return fail("This is not calculated in a head.", "Choose another tissue.");
        }
        return HeadSource::create(points, Eigen::Vector3d(medium.headCentreUm.data()), *morphology);
    }
    std::abort();
}

Model makeForwardModel(const Probe& probe, const Morphology* morphology) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    if (probe.contactShape == Probe::ContactShape::point) {
        return makePotentialModel(probe.medium, probe.source, contacts, morphology);
    }
    return averagedModel(probe, contacts, [&](const Eigen::Matrix3Xd& points) {
        return makePotentialModel(probe.medium, probe.source, points, morphology);
    });
}

Result<void> checkProbe(const Probe& probe, const PlacedCell& cell) {
    return makeForwardModel(probe, &cell.morphology)
        .and_then([&](const std::unique_ptr<ForwardModel>& model) { return model->check(cell.segments); });
}

Result<Eigen::MatrixXd> probeMatrix(const Probe& probe, const Segments& segments) {
    return makeForwardModel(probe).and_then(
        [&](const std::unique_ptr<ForwardModel>& model) { return checkedMatrix(*model, segments); });
}

Result<Eigen::MatrixXd> probeMatrix(const Probe& probe, const PlacedCell& cell) {
    return makeForwardModel(probe, &cell.morphology)
        .and_then(
            [&](const std::unique_ptr<ForwardModel>& model) { return checkedMatrix(*model, cell.segments); });
}

namespace {

Eigen::MatrixXd orThrow(Result<Eigen::MatrixXd> matrix) {
    if (!matrix) {
        throw std::runtime_error(matrix.error().message());
    }
    return std::move(*matrix);
}

} // namespace

Eigen::MatrixXd probeMatrixOrThrow(const Probe& probe, const Segments& segments) {
    return orThrow(probeMatrix(probe, segments));
}

Eigen::MatrixXd probeMatrixOrThrow(const Probe& probe, const PlacedCell& cell) {
    return orThrow(probeMatrix(probe, cell));
}

} // namespace phiscope
