#include "widgets/gl_widget.h"

#include "render/drawable.h"
#include "render/gl_window.h"
#include "render/offscreen.h"

#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace phiscope {

namespace {

constexpr int frameMs = 16; // 60 pictures a second at most

} // namespace

GlWidget::GlWidget(Drawable& drawable, QWidget* parent)
    : QOpenGLWidget(parent)
    , drawable_(drawable)
    , window_(makeGlWindow())
    , answer_(vtkSmartPointer<vtkCallbackCommand>::New()) {
    window_->SetFrameBlitModeToBlitToCurrent();
    answer_->SetClientData(this);
    answer_->SetCallback([](vtkObject*, unsigned long event, void* self, void* answer) {
        auto* widget = static_cast<GlWidget*>(self);
        if (event == vtkCommand::WindowMakeCurrentEvent) {
            // Where the context is current already, making it so again would bind Qt's framebuffer behind
            // VTK's back.
            if (widget->context() != nullptr && QOpenGLContext::currentContext() != widget->context()) {
                widget->makeCurrent();
            }
        } else if (event == vtkCommand::WindowIsCurrentEvent) {
            QOpenGLContext* own = widget->context();
            *static_cast<bool*>(answer) = own != nullptr && QOpenGLContext::currentContext() == own;
        }
    });
    window_->AddObserver(vtkCommand::WindowMakeCurrentEvent, answer_);
    window_->AddObserver(vtkCommand::WindowIsCurrentEvent, answer_);
    connect(this, &QOpenGLWidget::frameSwapped, this, [this] {
        if (std::exchange(drawing_, false)) {
            Q_EMIT shown(static_cast<double>(sincePaint_.nsecsElapsed()) / 1e6);
        }
    });
    frame_.setSingleShot(true);
    frame_.setTimerType(Qt::PreciseTimer);
    connect(&frame_, &QTimer::timeout, this, [this] { update(); });
    sincePaint_.start();
}

GlWidget::~GlWidget() {
    closeGl();
}

void GlWidget::closeGl() {
    if (closed_) {
        return;
    }
    closed_ = true;
    disconnect(contextEnd_); // it would fire after the members are gone
    if (context() != nullptr) {
        dropContext();
    }
    if (window_->HasRenderer(drawable_.renderer()) != 0) {
        window_->RemoveRenderer(drawable_.renderer());
    }
}

void GlWidget::requestPaint() {
    if (preparing_ || closed_ || frame_.isActive()) {
        return;
    }
    const qint64 elapsed = sincePaint_.elapsed();
    frame_.start(static_cast<int>(std::clamp<qint64>(frameMs - elapsed, 0, frameMs)));
}

void GlWidget::dropContext() {
    makeCurrent();
    window_->Finalize();
    window_->SetReadyForRendering(false);
    doneCurrent();
}

void GlWidget::fitToWidget() {
    const double ratio = devicePixelRatioF();
    const int w = std::max(1, static_cast<int>(std::lround(width() * ratio)));
    const int h = std::max(1, static_cast<int>(std::lround(height() * ratio)));
    window_->SetSize(w, h);
    preparing_ = true;
    drawable_.setViewport(w, h, ratio);
    preparing_ = false;
}

void GlWidget::initializeGL() {
    // Called again whenever the view moves to another window (a dock that floats): everything that lives in
    // the old context goes before it does.
    contextEnd_ = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { dropContext(); });
    if (window_->HasRenderer(drawable_.renderer()) == 0) {
        window_->AddRenderer(drawable_.renderer()); // not in the constructor: it is made after this base
    }
    window_->SetReadyForRendering(true);
    window_->InitializeFromCurrentContext();
    window_->SetFrameBlitModeToBlitToCurrent();
}

void GlWidget::resizeGL(int /*width*/, int /*height*/) {
    fitToWidget();
    sizeChanged();
}

void GlWidget::paintGL() {
    sincePaint_.restart();
    drawing_ = true;
    fitToWidget();
    window_->GetState()->Reset();
    window_->Render();
    // VTK leaves its own alpha in the picture; Qt would blend the window's ground through it.
    QOpenGLFunctions* gl = context()->functions();
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    gl->glDisable(GL_SCISSOR_TEST);
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0.0F, 0.0F, 0.0F, 1.0F);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

QImage GlWidget::drawImage(QSize sizePx, double dpi, bool transparent) {
    constexpr int largest = 16384;
    if (context() == nullptr || sizePx.width() < 1 || sizePx.height() < 1 || sizePx.width() > largest ||
        sizePx.height() > largest) {
        return {};
    }
    makeCurrent();
    preparing_ = true;
    drawable_.setTransparentBackground(transparent);
    drawable_.setViewport(sizePx.width(), sizePx.height(), dpi / 96.0);
    window_->SetFrameBlitModeToNoBlit();
    window_->SetSize(sizePx.width(), sizePx.height());
    window_->GetState()->Reset();
    window_->Render();
    vtkNew<vtkUnsignedCharArray> pixels;
    window_->GetRGBACharPixelData(0, 0, sizePx.width() - 1, sizePx.height() - 1, 0, pixels);

    window_->SetFrameBlitModeToBlitToCurrent();
    drawable_.setTransparentBackground(false);
    preparing_ = false;
    fitToWidget();
    doneCurrent();
    update();

    const auto bytes = static_cast<std::size_t>(pixels->GetNumberOfValues());
    if (bytes != static_cast<std::size_t>(sizePx.width()) * static_cast<std::size_t>(sizePx.height()) * 4) {
        return {};
    }
    const RgbaImage image =
        fromOpenGl({pixels->GetPointer(0), bytes}, sizePx.width(), sizePx.height(), transparent);
    QImage result = QImage(image.pixels.data(), image.width, image.height, qsizetype{4} * image.width,
                           QImage::Format_RGBA8888)
                        .copy();
    const int perMetre = static_cast<int>(std::lround(dpi / 0.0254));
    result.setDotsPerMeterX(perMetre);
    result.setDotsPerMeterY(perMetre);
    return result;
}

} // namespace phiscope
