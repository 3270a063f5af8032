#pragma once

#include <QString>

class QSurfaceFormat;

namespace phiscope {

/// What this display can draw in 3-D. Needs a QGuiApplication; asked once.
struct GlSupport {
    bool available = false;   ///< an OpenGL 3.2 context can be made, and widgets can show what it draws
    QString renderer;         ///< as OpenGL names it: "llvmpipe (LLVM 15.0.6, 256 bits)"
    bool byProcessor = false; ///< no graphics card: the processor computes each pixel

    static const GlSupport& here();
    static QSurfaceFormat surfaceFormat();
    /// Whether OpenGL's name for who draws is that of a program.
    static bool isProgram(const QString& renderer);
};

} // namespace phiscope
