#pragma once

#include <string>

namespace phiscope {

/// A font that is there on nearly every Linux machine, for letters that VTK's own lacks; empty where it is
/// not.
std::string systemFont();

} // namespace phiscope
