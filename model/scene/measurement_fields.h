#pragma once

#include "model/scene/field_builders.h"

#include <vector>

/// What the tables of probes, field slices and heads share. Only for model/scene.
namespace phiscope::build {

constexpr double farUm = 1e6;

extern const std::vector<CurrentSource> allSources;
FieldInfo sourceInfo(); ///< with a choice for each of allSources
FieldInfo conductivity(const char* key, const char* label, const char* help, const char* lfpyName,
                       double minimum = 1e-6);
Fields<Comparison> makeComparisonFields();
Fields<Stimulation> stimulationFields(); ///< keys without "stimulation/"

template <typename T>
void changeNoCurrents(Fields<T>& fields) {
    for (Field<T>& field : fields) {
        field.info.changesCurrents = false;
    }
}

} // namespace phiscope::build
