#pragma once

#include <filesystem>

namespace phiscope {

/// The program's font as a file, for SceneRenderer::setFontFile: taken out of the resources once, removed
/// when the program ends. Empty where the resources hold none.
std::filesystem::path viewFontFile();

} // namespace phiscope
