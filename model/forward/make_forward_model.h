#pragma once

#include "model/forward/forward_model.h"
#include "model/scene/scene.h"

#include <memory>

namespace phiscope {

/// The volume conductor that a probe stands for. The probe must have passed `validate`.
std::unique_ptr<ForwardModel> makeForwardModel(const Probe& probe);

} // namespace phiscope
