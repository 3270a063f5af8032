#include "model/scene/scene.h"

#include "model/scene/fields.h"

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

bool currentsDiffer(const Scene& a, const Scene& b) {
    return currentsDifferIn(a.cell, b.cell) ||
           (a.cell.morphology.kind == MorphologySource::Kind::procedural &&
            a.cell.morphology.shapeParameters != b.cell.morphology.shapeParameters) ||
           a.cell.mechanisms != b.cell.mechanisms || currentsDifferIn(a.synapses, b.synapses) ||
           currentsDifferIn(a.stimuli, b.stimuli) || currentsDifferIn(a.run, b.run);
}

} // namespace phiscope
