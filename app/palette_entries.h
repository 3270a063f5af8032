#pragma once

#include "app/command_palette.h"
#include "app/window_parts.h"

namespace phiscope {

class FileActions;

/// What the command palette of the window offers now: the commands of its menus, the objects of the scene,
/// the examples.
std::vector<CommandPalette::Entry> paletteEntries(const WindowParts& parts, const QMenuBar* menus,
                                                  FileActions* files);

} // namespace phiscope
