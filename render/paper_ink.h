#pragma once

#include "model/formats/flat_figure.h"

namespace phiscope {

/// The colours of a figure on paper: those of the light theme.
FigureInk paperInk();

} // namespace phiscope
