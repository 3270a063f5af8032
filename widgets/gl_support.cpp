#include "widgets/gl_support.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSurfaceFormat>

#include <algorithm>
#include <array>

namespace phiscope {

namespace {

GlSupport ask() {
    GlSupport support;
    const QString platform = QGuiApplication::platformName();
    if (platform == QLatin1String("offscreen") || platform == QLatin1String("minimal")) {
        return support; // may have a context, but widgets never show what it draws
    }
    QOffscreenSurface surface;
    surface.setFormat(GlSupport::surfaceFormat());
    surface.create();
    QOpenGLContext context;
    context.setFormat(GlSupport::surfaceFormat());
    if (!context.create() || !context.makeCurrent(&surface)) {
        return support;
    }
    const auto version = context.format().version();
    if (const auto* name = reinterpret_cast<const char*>(context.functions()->glGetString(GL_RENDERER))) {
        support.renderer = QString::fromUtf8(name);
    }
    context.doneCurrent();
    support.available = version >= qMakePair(3, 2) && !context.isOpenGLES();
    support.byProcessor = GlSupport::isProgram(support.renderer);
    return support;
}

} // namespace

const GlSupport& GlSupport::here() {
    static const GlSupport support = ask();
    return support;
}

QSurfaceFormat GlSupport::surfaceFormat() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setAlphaBufferSize(8);
    format.setSamples(0);
    return format;
}

bool GlSupport::isProgram(const QString& renderer) {
    // Mesa's three, Chromium's, Windows' and macOS' own.
    constexpr std::array names{"llvmpipe",    "softpipe",    "Software Rasterizer",    "swrast",        "SWR",
                               "SwiftShader", "GDI Generic", "Microsoft Basic Render", "Apple Software"};
    return std::any_of(names.begin(), names.end(), [&](const char* name) {
        return renderer.contains(QLatin1String(name), Qt::CaseInsensitive);
    });
}

} // namespace phiscope
