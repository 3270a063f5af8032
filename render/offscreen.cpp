#include "render/offscreen.h"

#include "render/drawable.h"
#include "render/gl_window.h"

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>
#include <vtkUnsignedCharArray.h>

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <algorithm>
#include <array>

namespace phiscope {

struct OffscreenRenderer::Private {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window = makeGlWindow();
    vtkNew<vtkCallbackCommand> answer;

    bool makeCurrent() const {
        return eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE;
    }
    void show(Drawable& scene, int width, int height, double pixelRatio) const {
        vtkRenderer* renderer = scene.renderer();
        if (!window->HasRenderer(renderer)) {
            window->AddRenderer(renderer);
        }
        vtkRendererCollection* all = window->GetRenderers();
        all->InitTraversal();
        while (vtkRenderer* other = all->GetNextItem()) {
            other->SetDraw(other == renderer); // one scene a picture
        }
        window->SetSize(width, height);
        scene.setViewport(width, height, pixelRatio);
        window->Render();
    }
};

OffscreenRenderer::OffscreenRenderer(std::unique_ptr<Private> d)
    : d_(std::move(d)) {}

Result<std::unique_ptr<OffscreenRenderer>> OffscreenRenderer::create() {
    constexpr const char* remedy =
        "Install Mesa's EGL and DRI drivers (libegl1, libgl1-mesa-dri), or start Phiscope on a display.";
    auto d = std::make_unique<Private>();
    const auto getDisplay =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (getDisplay != nullptr) {
        d->display = getDisplay(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
    }
    if (d->display == EGL_NO_DISPLAY) {
        d->display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
    }
    if (d->display == EGL_NO_DISPLAY || eglInitialize(d->display, nullptr, nullptr) != EGL_TRUE ||
        eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) {
        return fail("Pictures cannot be drawn without a display here: EGL does not start.", remedy);
    }
    const std::array<EGLint, 5> wanted{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    eglChooseConfig(d->display, wanted.data(), &config, 1, &found);
    const std::array<EGLint, 7> version{EGL_CONTEXT_MAJOR_VERSION,
                                        3,
                                        EGL_CONTEXT_MINOR_VERSION,
                                        2,
                                        EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                        EGL_NONE};
    if (found > 0) {
        d->context = eglCreateContext(d->display, config, EGL_NO_CONTEXT, version.data());
    }
    if (d->context == EGL_NO_CONTEXT || !d->makeCurrent()) {
        return fail("Pictures cannot be drawn without a display here: OpenGL 3.2 is missing.", remedy);
    }
    d->answer->SetClientData(d.get());
    d->answer->SetCallback([](vtkObject*, unsigned long event, void* self, void* data) {
        const auto* p = static_cast<Private*>(self);
        if (event == vtkCommand::WindowMakeCurrentEvent) {
            p->makeCurrent();
        } else if (event == vtkCommand::WindowIsCurrentEvent) {
            *static_cast<bool*>(data) = eglGetCurrentContext() == p->context;
        }
    });
    d->window->AddObserver(vtkCommand::WindowMakeCurrentEvent, d->answer);
    d->window->AddObserver(vtkCommand::WindowIsCurrentEvent, d->answer);
    d->window->SetFrameBlitModeToNoBlit();
    d->window->SetReadyForRendering(true);
    d->window->OpenGLInit();
    return std::unique_ptr<OffscreenRenderer>(new OffscreenRenderer(std::move(d)));
}

OffscreenRenderer::~OffscreenRenderer() {
    if (d_->context == EGL_NO_CONTEXT) {
        return;
    }
    d_->makeCurrent();
    d_->window->Finalize();
    d_->window->SetReadyForRendering(false);
    eglMakeCurrent(d_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(d_->display, d_->context);
}

void OffscreenRenderer::draw(Drawable& scene, int width, int height, double pixelRatio) {
    d_->makeCurrent();
    d_->show(scene, width, height, pixelRatio);
    d_->window->WaitForCompletion();
}

Result<RgbaImage> OffscreenRenderer::render(Drawable& scene, int width, int height, double pixelRatio,
                                            bool transparent) {
    constexpr int largest = 16384;
    if (width < 1 || height < 1 || width > largest || height > largest) {
        return fail("A picture of " + std::to_string(width) + " x " + std::to_string(height) +
                        " pixels cannot be drawn.",
                    "Choose a width and a height between 1 and " + std::to_string(largest) + ".");
    }
    if (!d_->makeCurrent()) {
        return fail("The OpenGL context was lost.", "Try again.");
    }
    scene.setTransparentBackground(transparent);
    d_->show(scene, width, height, pixelRatio);
    vtkNew<vtkUnsignedCharArray> pixels;
    d_->window->GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, pixels);
    scene.setTransparentBackground(false);
    const auto bytes = static_cast<std::size_t>(pixels->GetNumberOfValues());
    if (bytes != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) {
        return fail("The picture could not be read back from OpenGL.", "Choose a smaller size.");
    }
    return fromOpenGl({pixels->GetPointer(0), bytes}, width, height, transparent);
}

RgbaImage fromOpenGl(std::span<const std::uint8_t> bottomUp, int width, int height, bool transparent) {
    RgbaImage image{width, height, std::vector<std::uint8_t>(bottomUp.size())};
    const auto row = static_cast<std::size_t>(width) * 4;
    for (int y = 0; y < height; ++y) {
        const auto from = bottomUp.subspan(static_cast<std::size_t>(height - 1 - y) * row, row);
        std::ranges::copy(from, image.pixels.begin() +
                                    static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row));
    }
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const int alpha = image.pixels[i + 3];
        if (!transparent) {
            image.pixels[i + 3] = 255;
        } else if (alpha > 0 && alpha < 255) {
            for (std::size_t k = 0; k < 3; ++k) {
                image.pixels[i + k] =
                    static_cast<std::uint8_t>(std::min(255, (image.pixels[i + k] * 255 + alpha / 2) / alpha));
            }
        }
    }
    return image;
}

} // namespace phiscope
