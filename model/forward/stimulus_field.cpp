#include "model/forward/stimulus_field.h"

#include "model/forward/contact_surface.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/probe_surface.h"

#include <utility>

namespace phiscope {

namespace {

constexpr double nearestPartOfRadius = 0.25;

/// Only the driving contacts, as a probe of their own, and their factors.
struct Drivers {
    Probe probe;
    Eigen::VectorXd factors;
};

double spaceFactor(const Probe& probe) {
    return probe.stimulation.halfSpace && probe.medium.kind == Medium::Kind::infinite ? 2.0 : 1.0;
}

Drivers driversOf(const Probe& probe) {
    const Eigen::Matrix3Xd places = contactPositions(probe);
    Drivers drivers{probe, {}};
    drivers.probe.layout = Probe::Layout::custom;
    drivers.probe.contactsUm.clear();
    drivers.probe.contactNormals.clear();
    drivers.probe.source = CurrentSource::point;
    std::vector<double> factors;
    for (Eigen::Index k = 0; k < places.cols(); ++k) {
        const double factor = stimulusFactor(probe.stimulation, static_cast<int>(k));
        if (factor != 0.0) {
            const Eigen::Vector3d normal = contactNormal(probe, k);
            drivers.probe.contactsUm.push_back({places(0, k), places(1, k), places(2, k)});
            drivers.probe.contactNormals.push_back({normal.x(), normal.y(), normal.z()});
            factors.push_back(factor * spaceFactor(probe));
        }
    }
    drivers.factors = Eigen::Map<const Eigen::VectorXd>(factors.data(), std::ssize(factors));
    return drivers;
}

Result<void> checkTissue(const Probe& probe) {
    if (probe.medium.kind == Medium::Kind::head) {
        return fail("The field of a stimulus is not calculated in a head.", "Choose another tissue.");
    }
    return {};
}

/// Points that drive current, as segments of length zero.
Segments pointSources(const Eigen::Matrix3Xd& places, double radiusUm) {
    Segments sources;
    const Eigen::Index n = places.cols();
    sources.start = places;
    sources.end = places;
    sources.diameter = Eigen::VectorXd::Constant(n, 2.0 * radiusUm);
    sources.diameterEnds = Eigen::Matrix2Xd::Constant(2, n, 2.0 * radiusUm);
    sources.area = Eigen::VectorXd::Zero(n);
    sources.length = Eigen::VectorXd::Zero(n);
    sources.section.assign(static_cast<std::size_t>(n), 0);
    sources.x.assign(static_cast<std::size_t>(n), 0.5);
    sources.firstOfSection = {0, static_cast<int>(n)};
    return sources;
}

} // namespace

Result<Eigen::VectorXd> stimulusPattern(const Probe& probe, const Segments& segments) {
    const Drivers drivers = driversOf(probe);
    if (drivers.factors.size() == 0) {
        return Eigen::VectorXd(Eigen::VectorXd::Zero(segments.size()));
    }
    return checkTissue(probe)
        .and_then([&] { return probeMatrix(drivers.probe, segments); })
        .map([&](const Eigen::MatrixXd& matrix) -> Eigen::VectorXd {
            return matrix.transpose() * drivers.factors;
        });
}

Result<Eigen::VectorXd> stimulusPatternAt(const Probe& probe, const Eigen::Matrix3Xd& points) {
    const Drivers drivers = driversOf(probe);
    if (drivers.factors.size() == 0) {
        return Eigen::VectorXd(Eigen::VectorXd::Zero(points.cols()));
    }
    // A face is the points over which recording takes the mean.
    SurfacePoints face{Eigen::Matrix2Xd::Zero(2, 1), Eigen::VectorXd::Ones(1)};
    if (const auto surface = contactSurface(probe)) {
        face = quadraturePoints(*surface, 3);
    }
    const Eigen::Index n = face.weights.size();
    Eigen::Matrix3Xd places(3, n * drivers.factors.size());
    Eigen::VectorXd weights(places.cols());
    for (Eigen::Index k = 0; k < drivers.factors.size(); ++k) {
        const Eigen::Vector3d centre(drivers.probe.contactsUm[static_cast<std::size_t>(k)].data());
        places.middleCols(k * n, n) = placedOnContact(face, centre, contactNormal(drivers.probe, k));
        weights.segment(k * n, n) = drivers.factors(k) * face.weights;
    }
    const Segments sources = pointSources(places, nearestPartOfRadius * probe.contactRadiusUm);
    Medium medium = probe.medium;
    medium.squeeze = 0.0; // of the cell, not of the electrode
    return checkTissue(probe)
        .and_then([&] { return makePotentialModel(medium, CurrentSource::point, points); })
        .and_then([&](const std::unique_ptr<ForwardModel>& model) { return checkedMatrix(*model, sources); })
        .map([&](const Eigen::MatrixXd& matrix) -> Eigen::VectorXd { return matrix * weights; });
}

Result<std::vector<AppliedField>> appliedFields(const Scene& scene, const Segments& segments) {
    std::vector<AppliedField> fields;
    for (const Probe& probe : scene.probes) {
        if (!stimulates(probe)) {
            continue;
        }
        const std::string name = "“" + probe.name + "” can not stimulate: ";
        if (const std::string problem = waveProblem(probe.stimulation); !problem.empty()) {
            return fail(name + problem, "Correct it in the probe's properties.");
        }
        Result<Eigen::VectorXd> pattern = stimulusPattern(probe, segments);
        if (!pattern) {
            return fail(name + pattern.error().what, pattern.error().remedy);
        }
        if (!pattern->allFinite()) {
            return fail(name + "its field has no finite value at the cell.", "Move the probe.");
        }
        fields.push_back({std::move(*pattern), stimulusCurrent(probe.stimulation)});
    }
    return fields;
}

Eigen::VectorXd appliedPotential(const std::vector<AppliedField>& fields, double timeMs, int segments) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(segments);
    for (const AppliedField& field : fields) {
        sum += currentAt(field.current, timeMs) * field.pattern;
    }
    return sum;
}

} // namespace phiscope
