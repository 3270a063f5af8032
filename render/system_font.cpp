#include "render/system_font.h"

#include <filesystem>
#include <system_error>

namespace phiscope {

std::string systemFont() {
    for (const char* file :
         {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
          "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"}) {
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) {
            return file;
        }
    }
    return {};
}

} // namespace phiscope
