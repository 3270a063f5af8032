#pragma once

#include "model/support/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace phiscope {

class Drawable;

/// A picture: rows from the top, four bytes a pixel (red, green, blue, alpha; not premultiplied).
struct RgbaImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    const std::uint8_t* at(int x, int y) const {
        return pixels.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                   4;
    }
};

/// Draws scenes without a display: an EGL context without a surface.
///
/// One thread may use it at a time, and a Drawable must stay with the first OffscreenRenderer that
/// drew it, since its OpenGL objects live in that context.
class OffscreenRenderer {
public:
    /// Fails with a sentence where EGL or OpenGL 3.2 cannot be had.
    static Result<std::unique_ptr<OffscreenRenderer>> create();
    ~OffscreenRenderer();
    OffscreenRenderer(const OffscreenRenderer&) = delete;
    OffscreenRenderer& operator=(const OffscreenRenderer&) = delete;

    /// `pixelRatio`: device pixels a logical pixel; text and lines grow with it. The largest side is 16384.
    Result<RgbaImage> render(Drawable& scene, int width, int height, double pixelRatio = 1.0,
                             bool transparent = false);
    /// Draws and reads nothing back, but waits until it is done; for benchmarks.
    void draw(Drawable& scene, int width, int height, double pixelRatio = 1.0);

private:
    struct Private;
    explicit OffscreenRenderer(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

/// VTK pictures come from the bottom up and, over a transparent ground, with colours weighted by alpha.
RgbaImage fromOpenGl(std::span<const std::uint8_t> bottomUp, int width, int height, bool transparent);

/// A PNG that knows how large it is meant to be printed. Written beside and renamed.
Result<void> writePng(const RgbaImage& image, const std::filesystem::path& file, double dpi = 96.0);

} // namespace phiscope
