#include "app/reference/probe_models.h"

#include "model/forward/anisotropic_source.h"
#include "model/forward/averaged_contacts.h"
#include "model/forward/contact_surface.h"
#include "model/forward/dipole.h"
#include "model/forward/fit_into_slice.h"
#include "model/forward/laminar_csd.h"
#include "model/forward/line_source.h"
#include "model/forward/point_source.h"
#include "model/forward/root_as_point.h"
#include "model/forward/slice_source.h"
#include "model/forward/sphere_source.h"
#include "model/forward/volumetric_csd.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

using Model = Result<std::unique_ptr<ForwardModel>>;

Eigen::VectorXd vectorOf(const json& list) {
    const auto values = list.get<std::vector<double>>();
    return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

Eigen::Matrix3Xd contactsOf(const json& probe) {
    Eigen::Matrix3Xd contacts(3, static_cast<Eigen::Index>(probe.at("x").size()));
    contacts.row(0) = vectorOf(probe.at("x")).transpose();
    contacts.row(1) = vectorOf(probe.at("y")).transpose();
    contacts.row(2) = vectorOf(probe.at("z")).transpose();
    return contacts;
}

std::optional<CurrentSource> sourceOf(const json& probe) {
    const auto name = probe.at("model").get<std::string>();
    const std::string method = name == "PointSourcePotential"  ? "pointsource"
                               : name == "LineSourcePotential" ? "linesource"
                                                               : probe.value("method", "linesource");
    if (method == "pointsource") {
        return CurrentSource::point;
    }
    if (method == "linesource") {
        return CurrentSource::line;
    }
    return method == "root_as_point" ? std::optional(CurrentSource::rootAsPoint) : std::nullopt;
}

Model infiniteModel(const Eigen::Matrix3Xd& points, const json& sigma, CurrentSource source) {
    if (sigma.is_array()) {
        return std::make_unique<AnisotropicSource>(points, Eigen::Vector3d(vectorOf(sigma)), source);
    }
    const auto value = sigma.get<double>();
    if (source == CurrentSource::point) {
        return std::make_unique<PointSource>(points, value);
    }
    if (source == CurrentSource::line) {
        return std::make_unique<LineSource>(points, value);
    }
    return std::make_unique<RootAsPointSource>(points, value);
}

SliceMedium sliceOf(const json& probe) {
    SliceMedium medium; // LFPykit's defaults
    medium.sigmaTissue = probe.value("sigma_T", medium.sigmaTissue);
    medium.sigmaSaline = probe.value("sigma_S", medium.sigmaSaline);
    medium.sigmaGlass = probe.value("sigma_G", medium.sigmaGlass);
    medium.thicknessUm = probe.value("h", medium.thicknessUm);
    medium.bottomUm = probe.value("z_shift", medium.bottomUm);
    medium.imageSteps = probe.value("steps", medium.imageSteps);
    return medium;
}

ContactSurface surfaceOf(const json& probe) {
    const auto shape = probe.value("contact_shape", "circle");
    if (shape == "rect") {
        return {ContactSurface::Shape::rectangle, probe.at("r").get<std::array<double, 2>>()};
    }
    const auto size = probe.at("r").get<double>();
    return {shape == "circle" ? ContactSurface::Shape::circle : ContactSurface::Shape::square, {size, size}};
}

bool isAveraged(const json& probe) { // LFPykit: n, N and r must all be set (features B04)
    return probe.value("n", json()).is_number() && probe.value("N", json()).is_array() &&
           !probe.value("r", json()).is_null();
}

/// What makes the potential's model for any points, or nothing where the probe measures something else.
std::optional<AveragedContacts::MakeModel> potentialOf(const json& probe) {
    const auto name = probe.at("model").get<std::string>();
    const std::optional<CurrentSource> source = sourceOf(probe);
    if (!source) {
        return {};
    }
    if (name == "PointSourcePotential" || name == "LineSourcePotential" || name == "RecExtElectrode") {
        return [sigma = probe.value("sigma", json(0.3)), source](const Eigen::Matrix3Xd& points) {
            return infiniteModel(points, sigma, *source);
        };
    }
    if (name == "RecMEAElectrode") {
        return [medium = sliceOf(probe), source](const Eigen::Matrix3Xd& points) -> Model {
            return SliceSource::create(points, medium, *source);
        };
    }
    return {};
}

/// LFPykit's sphere leaves out the azimuth: contacts and sources as seen after turning all onto one meridian.
Eigen::Matrix3Xd ontoMeridian(const Eigen::VectorXd& radius, const Eigen::VectorXd& theta) {
    Eigen::Matrix3Xd places(3, radius.size());
    places.row(0) = (radius.array() * theta.array().sin()).transpose();
    places.row(1).setZero();
    places.row(2) = (radius.array() * theta.array().cos()).transpose();
    return places;
}

ProbeModel sphereModel(const json& probe, Segments segments) {
    const Eigen::Matrix3Xd middles = segments.midpoints();
    const Eigen::VectorXd radius = middles.colwise().norm();
    const Eigen::VectorXd theta = (middles.row(2).transpose().array() / radius.array()).acos();
    segments.start = segments.end = ontoMeridian(radius, theta);
    SphereMedium medium;
    medium.radiusUm = probe.value("R", medium.radiusUm);
    medium.sigmaInside = probe.value("sigma_i", medium.sigmaInside);
    medium.sigmaOutside = probe.value("sigma_o", medium.sigmaOutside);
    medium.terms = probe.value("n_max", medium.terms);
    const json& r = probe.at("r");
    return {std::make_unique<SphereSource>(ontoMeridian(vectorOf(r.at(0)), vectorOf(r.at(1))), medium),
            std::move(segments),
            {}};
}

Model laminarModel(const json& probe) {
    const json& z = probe.at("z");
    Eigen::Matrix2Xd edges(2, static_cast<Eigen::Index>(z.size()));
    for (std::size_t i = 0; i < z.size(); ++i) {
        edges.col(static_cast<Eigen::Index>(i)) << z[i].at(0).get<double>(), z[i].at(1).get<double>();
    }
    return std::make_unique<LaminarCsd>(edges, vectorOf(probe.at("r")), Eigen::Vector3d::Zero(),
                                        Eigen::Vector3d::UnitZ(), LaminarCsd::Rule::lfpykit);
}

Model volumetricModel(const json& probe) {
    std::array<std::vector<double>, 3> edges;
    probe.at("x").get_to(edges[0]);
    probe.at("y").get_to(edges[1]);
    probe.at("z").get_to(edges[2]);
    return std::make_unique<VolumetricCsd>(std::move(edges), probe.value("dl", 1.0));
}

/// Squeezed where the probe does so; the model refuses a cell that is too large itself.
Result<Segments> squeezed(const json& probe, const Segments& segments) {
    const json factor = probe.value("squeeze_cell_factor", json());
    if (!factor.is_number()) {
        return segments;
    }
    const SliceMedium medium = sliceOf(probe);
    return fitIntoSlice(segments, medium.bottomUm, medium.topUm(), factor.get<double>());
}

ProbeModel potentialModel(const json& probe, const AveragedContacts::MakeModel& make,
                          const Segments& segments, const Eigen::Matrix3Xd& points,
                          const std::optional<Eigen::VectorXd>& weights) {
    Result<Segments> seen = squeezed(probe, segments);
    if (!seen) {
        return {tl::unexpected(seen.error()), segments, {}};
    }
    Model model = weights ? AveragedContacts::create(points, *weights, make) : make(points);
    if (model) {
        if (const Result<void> accepted = (*model)->check(*seen); !accepted) {
            model = tl::unexpected(accepted.error());
        }
    }
    return {std::move(model), std::move(*seen), {}};
}

} // namespace

ProbeModel makeProbeModel(const json& probe, const Segments& segments) {
    const auto name = probe.at("model").get<std::string>();
    if (name == "CurrentDipoleMoment") {
        return {std::make_unique<DipoleMoment>(), segments, {}};
    }
    if (name == "LaminarCurrentSourceDensity") {
        return {laminarModel(probe), segments, {}};
    }
    if (name == "VolumetricCurrentSourceDensity") {
        return {volumetricModel(probe), segments, {}};
    }
    if (name == "OneSphereVolumeConductor") {
        return sphereModel(probe, segments);
    }
    const auto make = potentialOf(probe);
    if (!make) {
        return {nullptr, segments,
                sourceOf(probe) ? name : name + " with method " + probe.value("method", "")};
    }
    const Eigen::Matrix3Xd contacts = contactsOf(probe);
    if (!isAveraged(probe)) {
        return potentialModel(probe, *make, segments, contacts, {});
    }
    const SurfacePoints face = quadraturePoints(surfaceOf(probe));
    Eigen::Matrix3Xd points(3, contacts.cols() * face.weights.size());
    for (Eigen::Index i = 0; i < contacts.cols(); ++i) {
        const Eigen::Vector3d normal = vectorOf(probe.at("N").at(static_cast<std::size_t>(i)));
        points.middleCols(i * face.weights.size(), face.weights.size()) =
            placedOnContact(face, contacts.col(i), normal);
    }
    return potentialModel(probe, *make, segments, points, face.weights);
}

ProbeModel makeAveragedModel(const json& probe, const json& pointsOfContact, const Segments& segments) {
    const auto make = potentialOf(probe);
    if (!make) {
        return {nullptr, segments, probe.at("model").get<std::string>() + " averaged over contacts"};
    }
    const std::size_t n = pointsOfContact.at(0).size();
    Eigen::Matrix3Xd points(3, static_cast<Eigen::Index>(pointsOfContact.size() * n));
    Eigen::Index at = 0;
    for (const json& contact : pointsOfContact) {
        for (const json& point : contact) {
            points.col(at++) = vectorOf(point);
        }
    }
    const auto count = static_cast<Eigen::Index>(n);
    return potentialModel(probe, *make, segments, points,
                          Eigen::VectorXd::Constant(count, 1.0 / static_cast<double>(n)));
}

} // namespace phiscope::reference
