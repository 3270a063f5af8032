#include "app/reference/probe_models.h"

#include "model/forward/dipole.h"
#include "model/forward/line_source.h"
#include "model/forward/point_source.h"
#include "model/forward/root_as_point.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

Eigen::Matrix3Xd contactsOf(const json& probe) {
    const auto x = probe.at("x").get<std::vector<double>>();
    const auto y = probe.at("y").get<std::vector<double>>();
    const auto z = probe.at("z").get<std::vector<double>>();
    Eigen::Matrix3Xd contacts(3, static_cast<Eigen::Index>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i) {
        contacts.col(static_cast<Eigen::Index>(i)) << x[i], y.at(i), z.at(i);
    }
    return contacts;
}

} // namespace

ProbeModel makeProbeModel(const json& probe) {
    const auto name = probe.at("model").get<std::string>();
    if (name == "CurrentDipoleMoment") {
        return {std::make_unique<DipoleMoment>(), {}};
    }
    std::string method;
    if (name == "PointSourcePotential") {
        method = "pointsource";
    } else if (name == "LineSourcePotential") {
        method = "linesource";
    } else if (name == "RecExtElectrode") {
        method = probe.value("method", "linesource");
    } else {
        return {nullptr, name};
    }
    if (!probe.at("sigma").is_number()) {
        return {nullptr, "anisotropic conductivity"};
    }
    if (probe.contains("contact_shape") || probe.value("n", json()).is_number()) {
        return {nullptr, "contacts averaged over their surface"};
    }
    const auto sigma = probe.at("sigma").get<double>();
    if (method == "pointsource") {
        return {std::make_unique<PointSource>(contactsOf(probe), sigma), {}};
    }
    if (method == "linesource") {
        return {std::make_unique<LineSource>(contactsOf(probe), sigma), {}};
    }
    if (method == "root_as_point") {
        return {std::make_unique<RootAsPointSource>(contactsOf(probe), sigma), {}};
    }
    return {nullptr, name + " with method " + method};
}

} // namespace phiscope::reference
