#include "widgets/object_moves.h"

#include "model/forward/slice_plane.h"
#include "model/geometry/rotation.h"
#include "model/geometry/segments.h"
#include "model/geometry/tree_path.h"
#include "model/probes/insertion.h"
#include "model/probes/probe_design.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace phiscope {

namespace {

using Triple = std::array<double, 3>;

Eigen::Vector3d vec(const Triple& p) {
    return {p[0], p[1], p[2]};
}

/// Without the noise of a rotation: to a millionth.
Triple tidy(const Eigen::Vector3d& v) {
    const auto rounded = [](double x) {
        return std::round(x * 1e6) / 1e6 + 0.0; // + 0: no minus zero
    };
    return {rounded(v.x()), rounded(v.y()), rounded(v.z())};
}

template <typename T>
T* find(std::vector<T>& items, const std::string& id) {
    const auto at = std::ranges::find(items, id, &T::id);
    return at == items.end() ? nullptr : &*at;
}
template <typename T>
const T* find(const std::vector<T>& items, const std::string& id) {
    const auto at = std::ranges::find(items, id, &T::id);
    return at == items.end() ? nullptr : &*at;
}

/// Calls `act` with the object of an id, "cell" for the cell; a member's is its group.
template <typename S, typename Act>
void withObject(S& scene, const std::string& id, Act&& act) {
    if (id == "cell") {
        act(scene.cell);
        return;
    }
    const std::string object = id.substr(0, id.find('#'));
    const auto in = [&](auto& items) {
        if (auto* item = find(items, object)) {
            act(*item);
        }
    };
    in(scene.synapses);
    in(scene.groups);
    in(scene.stimuli);
    in(scene.probes);
    in(scene.slices);
    in(scene.heads);
}

bool slide(Location& place, const Morphology& morphology, const Eigen::Vector3d& direction,
           double distanceUm) {
    const int section = sectionByName(morphology, place.section);
    const auto from = pointOf(morphology, {section, place.x});
    if (!from) {
        return false;
    }
    double most = 1e-9;
    std::optional<TreePlace> best;
    for (const TreePlace& to : placesAtDistance(morphology, {section, place.x}, distanceUm)) {
        const Eigen::Vector3d way = *pointOf(morphology, to) - *from;
        const double ahead = way.dot(direction) / std::max(way.norm(), 1e-9);
        if (ahead > most) {
            most = ahead;
            best = to;
        }
    }
    if (best) {
        place.section = morphology.sections[static_cast<std::size_t>(best->section)].name;
        place.x = std::round(best->x * 1e5) / 1e5;
    }
    return best.has_value();
}

} // namespace

std::optional<Eigen::Vector3d> middleOf(const Scene& scene, const std::string& id) {
    if (id == "cell") {
        return vec(scene.cell.pose.positionUm);
    }
    if (const FieldSlice* slice = find(scene.slices, id)) {
        return vec(slice->positionUm);
    }
    if (const Probe* probe = find(scene.probes, id)) {
        if (probe->layout == Probe::Layout::laminar || probe->contactsUm.empty()) {
            return vec(probe->positionUm);
        }
        const Eigen::Matrix3Xd contacts = contactPositions(*probe);
        return Eigen::Vector3d(0.5 * (contacts.rowwise().minCoeff() + contacts.rowwise().maxCoeff()));
    }
    return {};
}

void shiftObject(Scene& scene, const std::string& id, const Eigen::Vector3d& shiftUm) {
    if (id == "cell") {
        scene.cell.pose.positionUm = tidy(vec(scene.cell.pose.positionUm) + shiftUm);
    } else if (FieldSlice* slice = find(scene.slices, id)) {
        slice->positionUm = tidy(vec(slice->positionUm) + shiftUm);
    } else if (Probe* probe = find(scene.probes, id)) {
        moveTo(*probe, tidy(vec(probe->positionUm) + shiftUm));
    }
}

void turnObject(Scene& scene, const std::string& id, const Eigen::Vector3d& centreUm,
                const Eigen::Vector3d& axis, double angleRad) {
    const Eigen::Matrix3d turned = Eigen::AngleAxisd(angleRad, axis).toRotationMatrix();
    if (id == "cell") {
        Pose& pose = scene.cell.pose;
        const Eigen::Matrix3d whole = turned * rotationMatrix(pose.rotationRad, pose.rotationOrder);
        if (pose.rotationOrder.size() == 3) {
            const Triple angles = rotationAngles(whole, pose.rotationOrder);
            pose.rotationRad = tidy(vec(angles));
        }
    } else if (FieldSlice* slice = find(scene.slices, id)) {
        const SlicePlane plane = slicePlane(*slice);
        slice->orientation = FieldSlice::Orientation::free;
        slice->normal = tidy(turned * plane.normal());
        slice->up = tidy(turned * plane.up);
        slice->positionUm = tidy(centreUm + turned * (plane.centre - centreUm));
    } else if (Probe* probe = find(scene.probes, id)) {
        turn(*probe, centreUm, axis, angleRad);
    }
}

bool slideObject(Scene& scene, const std::string& id, const Morphology& morphology,
                 const Eigen::Vector3d& direction, double distanceUm) {
    if (Synapse* synapse = find(scene.synapses, id)) {
        return slide(synapse->location, morphology, direction, distanceUm);
    }
    if (Stimulus* stimulus = find(scene.stimuli, id)) {
        return slide(stimulus->location, morphology, direction, distanceUm);
    }
    const std::size_t sign = id.find('#');
    SynapseGroup* group = find(scene.groups, id.substr(0, sign));
    if (group == nullptr) {
        return false;
    }
    if (sign != std::string::npos) {
        std::size_t member = group->places.size();
        std::from_chars(id.data() + sign + 1, id.data() + id.size(), member);
        return member < group->places.size() &&
               slide(group->places[member], morphology, direction, distanceUm);
    }
    bool moved = false;
    for (Location& place : group->places) {
        moved = slide(place, morphology, direction, distanceUm) || moved;
    }
    return moved;
}

const Location* placeOf(const Scene& scene, const std::string& id) {
    if (const Synapse* synapse = find(scene.synapses, id)) {
        return &synapse->location;
    }
    const Stimulus* stimulus = find(scene.stimuli, id);
    return stimulus != nullptr ? &stimulus->location : nullptr;
}

bool isLocked(const Scene& scene, const std::string& id) {
    bool locked = false;
    withObject(scene, id, [&](const auto& object) { locked = object.locked; });
    return locked;
}

void setLocked(Scene& scene, const std::string& id, bool locked) {
    withObject(scene, id, [&](auto& object) { object.locked = locked; });
}

} // namespace phiscope
