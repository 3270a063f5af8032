#pragma once

#include <vtkSmartPointer.h>

class vtkGenericOpenGLRenderWindow;

namespace phiscope {

/// A VTK window for an OpenGL context that somebody else made: no multisampling, ready for rendering only
/// when its owner says so, and quiet where VTK's loader of OpenGL functions (built for GLX) meets EGL.
vtkSmartPointer<vtkGenericOpenGLRenderWindow> makeGlWindow();

} // namespace phiscope
