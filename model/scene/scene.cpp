#include "model/scene/scene.h"

#include "model/scene/fields.h"
#include "model/scene/stimulation.h"

#include <charconv>

namespace phiscope {

namespace {

template <typename T>
bool currentsDifferIn(const T& a, const T& b) {
    for (const Field<T>& field : fieldsOf<T>()) {
        if (field.info.changesCurrents && (field.applies(a) || field.applies(b)) &&
            field.get(a) != field.get(b)) {
            return true;
        }
    }
    return false;
}

template <typename T>
bool currentsDifferIn(const std::vector<T>& a, const std::vector<T>& b) {
    if (a.size() != b.size()) {
        return true;
    }
    for (std::size_t k = 0; k < a.size(); ++k) {
        if (currentsDifferIn(a[k], b[k])) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string placeText(const Location& place) {
    return place.section + "(" + numberText(place.x) + ")";
}

Location placeFromText(const std::string& text) {
    const std::size_t open = text.rfind('(');
    if (open == std::string::npos || open == 0 || !text.ends_with(')')) {
        return {text, 0.5};
    }
    Location place{text.substr(0, open), 0.5};
    const char* const end = text.data() + text.size() - 1;
    const auto read = std::from_chars(text.data() + open + 1, end, place.x);
    return read.ec == std::errc() && read.ptr == end ? place : Location{text, 0.5};
}

std::string memberId(const SynapseGroup& group, std::size_t index) {
    return group.id + "#" + std::to_string(index);
}

std::size_t synapseCount(const Scene& scene) {
    std::size_t count = scene.synapses.size();
    for (const SynapseGroup& group : scene.groups) {
        count += group.places.size();
    }
    return count;
}

std::vector<Synapse> allSynapses(const Scene& scene) {
    std::vector<Synapse> all = scene.synapses;
    all.reserve(synapseCount(scene));
    for (const SynapseGroup& group : scene.groups) {
        for (std::size_t k = 0; k < group.places.size(); ++k) {
            Synapse& member = all.emplace_back(group.synapse);
            member.id = memberId(group, k);
            member.name = group.name + " " + std::to_string(k + 1);
            member.location = group.places[k];
            member.enabled = group.enabled;
            member.locked = group.locked;
            if (!group.sharedTrain) {
                member.spikes.seed += k;
            }
        }
    }
    return all;
}

bool currentsDiffer(const Scene& a, const Scene& b) {
    return currentsDifferIn(a.cell, b.cell) ||
           (a.cell.morphology.kind == MorphologySource::Kind::procedural &&
            a.cell.morphology.shapeParameters != b.cell.morphology.shapeParameters) ||
           a.cell.mechanisms != b.cell.mechanisms || currentsDifferIn(a.synapses, b.synapses) ||
           currentsDifferIn(a.groups, b.groups) || currentsDifferIn(a.stimuli, b.stimuli) ||
           currentsDifferIn(a.run, b.run) || appliedFieldsDiffer(a, b);
}

} // namespace phiscope
