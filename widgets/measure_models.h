#pragma once

#include "model/forward/projector.h"
#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "widgets/signal_store.h"

#include <memory>

namespace phiscope {

/// True where `a` and `b` measure the same in this way, filter apart.
bool sameMeasurement(const Probe& a, const Probe& b, Measure measure);

/// The matrix of a measure, made later on another thread. What it throws is a sentence.
Projector::MatrixBuilder matrixBuilder(const Probe& probe, Measure measure,
                                       std::shared_ptr<const PlacedCell> cell);

/// A probe with the model that its own is compared with.
Probe otherModel(Probe probe);

} // namespace phiscope
