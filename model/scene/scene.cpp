#include "model/scene/scene.h"

#include "model/scene/fields.h"

namespace phiscope {

Eigen::Matrix3Xd contactPositions(const Probe& probe) {
    if (probe.layout == Probe::Layout::custom) {
        Eigen::Matrix3Xd positions(3, static_cast<Eigen::Index>(probe.contactsUm.size()));
        for (std::size_t k = 0; k < probe.contactsUm.size(); ++k) {
            positions.col(static_cast<Eigen::Index>(k)) = Eigen::Vector3d(probe.contactsUm[k].data());
        }
        return positions;
    }
    const Eigen::Vector3d middle(probe.positionUm.data());
    const Eigen::Vector3d along = Eigen::Vector3d(probe.directionUm.data()).stableNormalized();
    Eigen::Matrix3Xd positions(3, probe.contactCount);
    for (int k = 0; k < probe.contactCount; ++k) {
        positions.col(k) = middle + along * (probe.spacingUm * (k - 0.5 * (probe.contactCount - 1)));
    }
    return positions;
}

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
