#include "render/gl_window.h"

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkLogger.h>
#include <vtkObjectFactory.h>

namespace phiscope {

namespace {

/// Under EGL the loader finds every function, yet says that it failed, and would try again and complain
/// before each picture.
class GlWindow : public vtkGenericOpenGLRenderWindow {
public:
    static GlWindow* New();
    vtkTypeMacro(GlWindow, vtkGenericOpenGLRenderWindow)

        void OpenGLInit() override {
        if (!this->Initialized) {
            const auto verbosity = vtkLogger::GetCurrentVerbosityCutoff();
            vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
            vtkGenericOpenGLRenderWindow::OpenGLInit();
            vtkLogger::SetStderrVerbosity(verbosity);
            this->GlewInitValid = true;
            this->Initialized = true;
        }
        vtkGenericOpenGLRenderWindow::OpenGLInit();
    }
};
vtkStandardNewMacro(GlWindow)

} // namespace

vtkSmartPointer<vtkGenericOpenGLRenderWindow> makeGlWindow() {
    auto window = vtkSmartPointer<GlWindow>::New();
    window->SetReadyForRendering(false);
    window->SetOwnContext(0);
    window->SetMapped(false);
    window->SetSupportsOpenGL(1);
    window->SetIsDirect(1);
    window->SetMultiSamples(0);
    window->SetAlphaBitPlanes(1);
    return window;
}

} // namespace phiscope
