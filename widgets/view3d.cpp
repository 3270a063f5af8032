#include "widgets/view3d.h"

#include "render/gl_window.h"
#include "render/offscreen.h"
#include "widgets/view3d_gestures.h"
#include "widgets/view_font.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QSurfaceFormat>
#include <QTimer>
#include <QWheelEvent>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int frameMs = 16; // 60 pictures a second at most

} // namespace

struct View3D::Private {
    explicit Private(View3D* view)
        : q(view)
        , gestures(*view, scene) {
        window->SetFrameBlitModeToBlitToCurrent();
        answer->SetClientData(this);
        answer->SetCallback([](vtkObject*, unsigned long event, void* self, void* data) {
            auto* d = static_cast<Private*>(self);
            if (event == vtkCommand::WindowMakeCurrentEvent) {
                // Where the context is current already, making it so again would bind Qt's framebuffer behind
                // VTK's back.
                if (d->q->context() != nullptr && QOpenGLContext::currentContext() != d->q->context()) {
                    d->q->makeCurrent();
                }
            } else if (event == vtkCommand::WindowIsCurrentEvent) {
                QOpenGLContext* own = d->q->context();
                *static_cast<bool*>(data) = own != nullptr && QOpenGLContext::currentContext() == own;
            }
        });
        window->AddObserver(vtkCommand::WindowMakeCurrentEvent, answer);
        window->AddObserver(vtkCommand::WindowIsCurrentEvent, answer);
        window->AddRenderer(scene.renderer());
        frame.setSingleShot(true);
        frame.setTimerType(Qt::PreciseTimer);
        connect(&frame, &QTimer::timeout, view, [view] { view->update(); });
        sincePaint.start();
        scene.setFontFile(viewFontFile());
        scene.setOnChanged([this] { requestPaint(); });
    }

    void requestPaint() {
        if (preparing || frame.isActive()) {
            return;
        }
        const qint64 elapsed = sincePaint.elapsed();
        frame.start(static_cast<int>(std::clamp<qint64>(frameMs - elapsed, 0, frameMs)));
    }

    void dropContext() {
        q->makeCurrent();
        window->Finalize();
        window->SetReadyForRendering(false);
        q->doneCurrent();
    }

    void fitToWidget() {
        const double ratio = q->devicePixelRatioF();
        const int width = std::max(1, static_cast<int>(std::lround(q->width() * ratio)));
        const int height = std::max(1, static_cast<int>(std::lround(q->height() * ratio)));
        window->SetSize(width, height);
        preparing = true;
        scene.setViewport(width, height, ratio);
        preparing = false;
    }

    View3D* q;
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window = makeGlWindow();
    vtkNew<vtkCallbackCommand> answer;
    SceneRenderer scene;
    View3DGestures gestures;
    QTimer frame;
    QElapsedTimer sincePaint;
    QMetaObject::Connection contextEnd;
    bool preparing = false; ///< the change comes from painting itself
    bool fitWhenSized = false;
    bool sized = false;
};

View3D::View3D(QWidget* parent)
    : QOpenGLWidget(parent)
    , d_(std::make_unique<Private>(this)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(QStringLiteral("view3d"));
    setAccessibleName(tr("3-D view of the cell and its probes"));
}

View3D::~View3D() {
    disconnect(d_->contextEnd); // it would fire after the members are gone
    d_->scene.setOnChanged({});
    if (context() != nullptr) {
        d_->dropContext();
    }
    d_->window->RemoveRenderer(d_->scene.renderer());
}

QSurfaceFormat View3D::surfaceFormat() {
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

bool View3D::openGlAvailable() {
    const QString platform = QGuiApplication::platformName();
    if (platform == QLatin1String("offscreen") || platform == QLatin1String("minimal")) {
        return false; // may have a context, but widgets never show what it draws
    }
    QOffscreenSurface surface;
    surface.setFormat(surfaceFormat());
    surface.create();
    QOpenGLContext context;
    context.setFormat(surfaceFormat());
    if (!context.create() || !context.makeCurrent(&surface)) {
        return false;
    }
    const auto version = context.format().version();
    context.doneCurrent();
    return version >= qMakePair(3, 2) && !context.isOpenGLES();
}

QString View3D::missingOpenGlMessage() {
    return tr("The 3-D view needs OpenGL 3.2, which this display does not offer. Simulations and plots work "
              "without it. On Debian, installing libgl1-mesa-dri usually brings it.");
}

SceneRenderer& View3D::scene() {
    return d_->scene;
}

const SceneRenderer& View3D::scene() const {
    return d_->scene;
}

View3D::Tool View3D::tool() const {
    return d_->gestures.tool();
}

void View3D::setTool(Tool tool) {
    if (d_->gestures.setTool(tool)) {
        Q_EMIT toolChanged(tool);
    }
}

void View3D::setProbeTemplate(const Probe& probe) {
    d_->gestures.setProbeTemplate(probe);
}

void View3D::setCamera(const Camera& camera) {
    d_->fitWhenSized = false;
    if (!(camera == d_->scene.camera())) {
        d_->scene.setCamera(camera);
        Q_EMIT cameraChanged();
    }
}

Camera View3D::camera() const {
    return d_->scene.camera();
}

void View3D::fitView() {
    d_->fitWhenSized = !d_->sized;
    d_->scene.fit();
    Q_EMIT cameraChanged();
}

void View3D::setStandardView(StandardView view) {
    d_->scene.setView(view);
    Q_EMIT cameraChanged();
}

void View3D::setPerspective(bool on) {
    Camera camera = d_->scene.camera();
    if (camera.perspective != on) {
        camera.setPerspective(on);
        d_->scene.setCamera(camera);
        Q_EMIT cameraChanged();
    }
}

QSize View3D::sizeHint() const {
    return {900, 700};
}

QSize View3D::minimumSizeHint() const {
    return {240, 180};
}

void View3D::initializeGL() {
    // Called again whenever the view moves to another window (a dock that floats): everything that lives in
    // the old context goes before it does.
    d_->contextEnd =
        connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { d_->dropContext(); });
    d_->window->SetReadyForRendering(true);
    d_->window->InitializeFromCurrentContext();
    d_->window->SetFrameBlitModeToBlitToCurrent();
}

void View3D::resizeGL(int /*width*/, int /*height*/) {
    d_->fitToWidget();
    const bool first = !d_->sized;
    d_->sized = true;
    if (first && d_->fitWhenSized) {
        d_->fitWhenSized = false;
        d_->scene.fit();
        Q_EMIT cameraChanged();
    }
}

void View3D::paintGL() {
    d_->sincePaint.restart();
    d_->fitToWidget();
    d_->window->GetState()->Reset();
    d_->window->Render();
    // VTK leaves its own alpha in the picture; Qt would blend the window's ground through it.
    QOpenGLFunctions* gl = context()->functions();
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    gl->glDisable(GL_SCISSOR_TEST);
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0.0F, 0.0F, 0.0F, 1.0F);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

QImage View3D::renderImage(QSize sizePx, double dpi, bool transparent) {
    constexpr int largest = 16384;
    if (context() == nullptr || sizePx.width() < 1 || sizePx.height() < 1 || sizePx.width() > largest ||
        sizePx.height() > largest) {
        return {};
    }
    makeCurrent();
    d_->preparing = true;
    const Camera before = d_->scene.camera();
    Camera camera = before;
    // A narrower picture shows the same width and more above and below, instead of cutting the sides off.
    const double narrower =
        (static_cast<double>(width()) / height()) / (static_cast<double>(sizePx.width()) / sizePx.height());
    if (narrower > 1.0) {
        camera.parallelScale *= narrower;
        camera.position = camera.focus + (camera.position - camera.focus) * narrower;
    }
    d_->scene.setCamera(camera);
    d_->scene.setTransparentBackground(transparent);
    d_->scene.setViewport(sizePx.width(), sizePx.height(), dpi / 96.0);
    d_->window->SetFrameBlitModeToNoBlit();
    d_->window->SetSize(sizePx.width(), sizePx.height());
    d_->window->GetState()->Reset();
    d_->window->Render();
    vtkNew<vtkUnsignedCharArray> pixels;
    d_->window->GetRGBACharPixelData(0, 0, sizePx.width() - 1, sizePx.height() - 1, 0, pixels);

    d_->window->SetFrameBlitModeToBlitToCurrent();
    d_->scene.setTransparentBackground(false);
    d_->scene.setCamera(before);
    d_->preparing = false;
    d_->fitToWidget();
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

void View3D::mousePressEvent(QMouseEvent* event) {
    d_->gestures.press(*event);
}

void View3D::mouseMoveEvent(QMouseEvent* event) {
    d_->gestures.move(*event);
}

void View3D::mouseReleaseEvent(QMouseEvent* event) {
    d_->gestures.release(*event);
}

void View3D::mouseDoubleClickEvent(QMouseEvent* event) {
    d_->gestures.doubleClick(*event);
}

void View3D::wheelEvent(QWheelEvent* event) {
    d_->gestures.wheel(*event);
    event->accept();
}

void View3D::keyPressEvent(QKeyEvent* event) {
    if (!d_->gestures.key(*event)) {
        QOpenGLWidget::keyPressEvent(event);
    }
}

void View3D::leaveEvent(QEvent* event) {
    d_->gestures.leave();
    QOpenGLWidget::leaveEvent(event);
}

} // namespace phiscope
