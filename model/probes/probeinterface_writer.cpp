#include "model/probes/probeinterface.h"
#include "model/scene/scene_json.h"
#include "model/support/atomic_file.h"

#include <Eigen/Geometry>

#include <algorithm>

namespace phiscope {

namespace {

using scene_json::Json;

Json toJson(const Eigen::Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}

/// The two directions of a face that looks along `normal`: the second as near to `up` as may be.
Json planeAxes(const Eigen::Vector3d& normal, const Eigen::Vector3d& up) {
    Eigen::Vector3d first = up.cross(normal);
    constexpr double along = 1e-6;
    first = first.norm() < along ? normal.unitOrthogonal() : first.normalized();
    return Json::array({toJson(first), toJson(normal.cross(first))});
}

} // namespace

std::string writeProbeInterface(const ProbeDesign& design) {
    const std::size_t count = design.contactsUm.size();
    const bool planar =
        design.contactNormals.empty() && std::all_of(design.contactsUm.begin(), design.contactsUm.end(),
                                                     [](const auto& contact) { return contact[2] == 0.0; });
    const Eigen::Matrix3d frame = axesOf(placementOf(design));
    Json annotations = Json::object();
    annotations["name"] = design.name;
    annotations["model_name"] = design.name;
    annotations["manufacturer"] = design.maker;
    if (!design.description.empty()) {
        annotations["description"] = design.description;
    }
    if (planar && design.facing != ProbeDesign::Facing::side) {
        annotations["faces"] = design.facing == ProbeDesign::Facing::up ? "up" : "down";
    }
    Json positions = Json::array();
    Json axes = Json::array();
    Json shapes = Json::array();
    Json parameters = Json::array();
    using Shape = Probe::ContactShape;
    for (std::size_t k = 0; k < count; ++k) {
        const auto& contact = design.contactsUm[k];
        if (planar) {
            positions.push_back({contact[0], contact[1]});
            axes.push_back(Json::array({{1.0, 0.0}, {0.0, 1.0}}));
        } else {
            const std::array<double, 3> facing =
                design.contactNormals.empty() ? std::array{0.0, 0.0, 1.0} : design.contactNormals[k];
            positions.push_back(toJson(frame * Eigen::Vector3d(contact.data())));
            const Eigen::Vector3d normal = frame * Eigen::Vector3d(facing.data()).stableNormalized();
            axes.push_back(planeAxes(normal, frame.col(1)));
        }
        switch (design.contactShape) {
        case Shape::point:
        case Shape::circle:
            shapes.push_back("circle");
            parameters.push_back({{"radius", design.contactRadiusUm}});
            break;
        case Shape::square:
            shapes.push_back("square");
            parameters.push_back({{"width", 2.0 * design.contactRadiusUm}});
            break;
        case Shape::rectangle:
            shapes.push_back("rect");
            parameters.push_back(
                {{"width", 2.0 * design.contactRadiusUm}, {"height", 2.0 * design.contactHalfHeightUm}});
            break;
        }
    }
    if (design.contactShape == Shape::point) {
        annotations["measures_as"] = "point";
    }
    Json probe = Json::object();
    probe["ndim"] = planar ? 2 : 3;
    probe["si_units"] = "um";
    probe["annotations"] = std::move(annotations);
    probe["contact_annotations"] = Json::object();
    probe["contact_positions"] = std::move(positions);
    probe["contact_plane_axes"] = std::move(axes);
    probe["contact_shapes"] = std::move(shapes);
    probe["contact_shape_params"] = std::move(parameters);
    if (!design.outlineUm.empty() && planar) {
        probe["probe_planar_contour"] = design.outlineUm;
    }
    if (!design.contactIds.empty()) {
        probe["contact_ids"] = design.contactIds;
    }
    if (!design.shankIds.empty()) {
        probe["shank_ids"] = design.shankIds;
    }
    if (!design.channels.empty()) {
        probe["device_channel_indices"] = design.channels;
    }
    Json root = Json::object();
    root["specification"] = "probeinterface";
    root["version"] = "0.2.24";
    root["probes"] = Json::array({std::move(probe)});
    return scene_json::print(root, false);
}

Result<void> saveProbeInterface(const ProbeDesign& design, const std::filesystem::path& file) {
    return writeFileAtomically(file, writeProbeInterface(design));
}

} // namespace phiscope
