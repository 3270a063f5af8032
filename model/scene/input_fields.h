#pragma once

#include "model/scene/field_builders.h"

/// Tables that several kinds of objects share.
namespace phiscope::build {

Fields<Location> locationFields();
Fields<SpikeTrain> spikeFields(); ///< keys without "spikes/"
FieldInfo named(const char* what);
FieldInfo identity();
template <typename T>
Field<T> lock(const char* what) {
    return boolean(&T::locked, {.key = "locked",
                                .label = "Locked",
                                .help = std::string("A locked ") + what + " is not moved by the mouse.",
                                .changesCurrents = false});
}

} // namespace phiscope::build
