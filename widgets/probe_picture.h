#pragma once

#include "model/probes/probe_design.h"
#include "render/theme.h"

#include <QImage>
#include <QSize>

namespace phiscope {

/// A probe as a small picture: u to the right, v up, contacts in their shape. Where the whole would make them
/// too small to be told apart, the part at the tip (of an array: a corner) is shown and fades out. `recorded`
/// holds the sites that record, filled; the others are rings. Any thread.
QImage drawProbe(const ProbeDesign& design, const ProbeDesign& recorded, const QSize& size,
                 const Theme& theme);

} // namespace phiscope
