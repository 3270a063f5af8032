#include "widgets/gl_widget.h"

#include "render/drawable.h"
#include "render/gl_window.h"
#include "render/offscreen.h"
#include "widgets/gl_support.h"

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <QPainter>
#include <QResizeEvent>
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

constexpr int frameMs = 16;    // 60 pictures a second at most
constexpr int editingMs = 150; // that long after the last edit a hand is taken to be at it
constexpr double longestWaitMs = 200.0;

std::optional<GlWidget::Way>& chosenWay() {
    static std::optional<GlWidget::Way> way;
    return way;
}

} // namespace

/// The part of the window that a graphics card fills. Hands all that concerns the mouse to what it lies in.
class GlWidget::Card : public QOpenGLWidget {
public:
    explicit Card(GlWidget* owner)
        : QOpenGLWidget(owner)
        , owner_(owner) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    // Called again whenever the view moves to another window (a dock that floats): everything that lives in
    // the old context goes before it does.
    void initializeGL() override {
        owner_->contextEnd_ = connect(context(), &QOpenGLContext::aboutToBeDestroyed, owner_,
                                      [owner = owner_] { owner->dropContext(); });
        owner_->takeContext();
    }
    void resizeGL(int /*width*/, int /*height*/) override {
        owner_->fitToWidget();
        owner_->sizeChanged();
    }
    void paintGL() override { owner_->drawOnCard(); }

private:
    GlWidget* owner_;
};

/// A context of its own, which needs no window, and the last picture.
struct GlWidget::Processor {
    QOffscreenSurface surface;
    QOpenGLContext context;
    bool begun = false;
    bool stale = true;
    vtkNew<vtkUnsignedCharArray> pixels;
    QImage image;
};

void GlWidget::setWay(std::optional<Way> way) {
    chosenWay() = way;
}

GlWidget::Way GlWidget::way() {
    return chosenWay().value_or(GlSupport::here().byProcessor ? Way::processor : Way::card);
}

GlWidget::GlWidget(Drawable& drawable, QWidget* parent)
    : QWidget(parent)
    , drawable_(drawable)
    , window_(makeGlWindow())
    , answer_(vtkSmartPointer<vtkCallbackCommand>::New()) {
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
    if (way() == Way::card) {
        card_ = new Card(this);
        connect(card_, &QOpenGLWidget::frameSwapped, this, &GlWidget::tellShown);
    } else {
        processor_ = std::make_unique<Processor>();
        setAttribute(Qt::WA_OpaquePaintEvent);
    }
    frame_.setSingleShot(true);
    frame_.setTimerType(Qt::PreciseTimer);
    connect(&frame_, &QTimer::timeout, this, [this] { card_ != nullptr ? card_->update() : update(); });
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
    delete std::exchange(card_, nullptr);
    processor_.reset();
}

QOpenGLContext* GlWidget::context() const {
    if (card_ != nullptr) {
        return card_->context();
    }
    return processor_ && processor_->begun ? &processor_->context : nullptr;
}

void GlWidget::makeCurrent() {
    if (card_ != nullptr) {
        card_->makeCurrent();
    } else if (processor_) {
        processor_->context.makeCurrent(&processor_->surface);
    }
}

void GlWidget::doneCurrent() {
    if (card_ != nullptr) {
        card_->doneCurrent();
    } else if (processor_) {
        processor_->context.doneCurrent();
    }
}

void GlWidget::requestPaint() {
    if (preparing_ || closed_) {
        return;
    }
    double waitMs = frameMs;
    if (processor_) {
        processor_->stale = true;
        if (sinceEdit_.isValid() && sinceEdit_.elapsed() < editingMs) {
            const double cost = pretendedMs_.value_or(costMs_);
            waitMs = std::max(waitMs, cost + std::min(3.0 * cost, longestWaitMs));
        }
    }
    if (!frame_.isActive()) {
        frame_.start(
            static_cast<int>(std::clamp(waitMs - static_cast<double>(sincePaint_.elapsed()), 0.0, waitMs)));
    }
}

void GlWidget::giveWay() {
    sinceEdit_.start();
}

void GlWidget::takeContext() {
    if (window_->HasRenderer(drawable_.renderer()) == 0) {
        window_->AddRenderer(drawable_.renderer()); // not in the constructor: it is made after this base
    }
    window_->SetReadyForRendering(true);
    window_->InitializeFromCurrentContext();
    if (card_ != nullptr) {
        window_->SetFrameBlitModeToBlitToCurrent();
    } else {
        window_->SetFrameBlitModeToNoBlit();
    }
}

void GlWidget::dropContext() {
    makeCurrent();
    window_->Finalize();
    window_->SetReadyForRendering(false);
    doneCurrent();
}

QSize GlWidget::devicePixels() const {
    const double ratio = devicePixelRatioF();
    return {std::max(1, static_cast<int>(std::lround(width() * ratio))),
            std::max(1, static_cast<int>(std::lround(height() * ratio)))};
}

void GlWidget::fitToWidget() {
    const QSize size = devicePixels();
    window_->SetSize(size.width(), size.height());
    preparing_ = true;
    drawable_.setViewport(size.width(), size.height(), devicePixelRatioF());
    preparing_ = false;
}

void GlWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (card_ != nullptr) {
        card_->setGeometry(rect());
        return;
    }
    if (!processor_ || size().isEmpty()) {
        return;
    }
    if (!processor_->begun) {
        processor_->surface.setFormat(GlSupport::surfaceFormat());
        processor_->surface.create();
        processor_->context.setFormat(GlSupport::surfaceFormat());
        if (!processor_->context.create() || !processor_->context.makeCurrent(&processor_->surface)) {
            return;
        }
        processor_->begun = true;
        takeContext();
        doneCurrent();
    }
    fitToWidget();
    sizeChanged();
    processor_->stale = true;
    update();
}

void GlWidget::paintEvent(QPaintEvent* /*event*/) {
    if (!processor_ || !processor_->begun) {
        return;
    }
    if (processor_->stale || processor_->image.size() != devicePixels()) {
        drawByProcessor();
        drawing_ = true;
        // By then what else is painted in this turn is on the screen as well.
        QMetaObject::invokeMethod(this, &GlWidget::tellShown, Qt::QueuedConnection);
    }
    QPainter(this).drawImage(QPoint(0, 0), processor_->image);
}

void GlWidget::tellShown() {
    if (std::exchange(drawing_, false)) {
        Q_EMIT shown(static_cast<double>(sincePaint_.nsecsElapsed()) / 1e6);
    }
}

void GlWidget::drawOnCard() {
    sincePaint_.restart();
    drawing_ = true;
    fitToWidget();
    window_->GetState()->Reset();
    window_->Render();
    // VTK leaves its own alpha in the picture; Qt would blend the window's ground through it.
    QOpenGLFunctions* gl = context()->functions();
    gl->glBindFramebuffer(GL_FRAMEBUFFER, card_->defaultFramebufferObject());
    gl->glDisable(GL_SCISSOR_TEST);
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0.0F, 0.0F, 0.0F, 1.0F);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

void GlWidget::drawByProcessor() {
    sincePaint_.restart();
    Processor& p = *processor_;
    makeCurrent();
    fitToWidget();
    window_->GetState()->Reset();
    window_->Render();
    const QSize size = devicePixels();
    window_->GetRGBACharPixelData(0, 0, size.width() - 1, size.height() - 1, 0, p.pixels);
    doneCurrent();
    if (p.pixels->GetNumberOfValues() != vtkIdType{4} * size.width() * size.height()) {
        return;
    }
    if (p.image.size() != size) {
        p.image = QImage(size, QImage::Format_RGB32);
    }
    p.image.setDevicePixelRatio(devicePixelRatioF());
    // From the bottom up, and without VTK's alpha.
    const unsigned char* from = p.pixels->GetPointer(0);
    for (int y = size.height() - 1; y >= 0; --y) {
        auto* line = reinterpret_cast<QRgb*>(p.image.scanLine(y));
        for (int x = 0; x < size.width(); ++x, from += 4) {
            line[x] = qRgb(from[0], from[1], from[2]);
        }
    }
    p.stale = false;
    costMs_ = static_cast<double>(sincePaint_.nsecsElapsed()) / 1e6;
}

QImage GlWidget::grabFramebuffer() {
    if (card_ != nullptr) {
        return card_->grabFramebuffer();
    }
    if (context() == nullptr) {
        return {};
    }
    drawByProcessor(); // as a QOpenGLWidget does, always anew
    update();
    return processor_->image.copy();
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

    drawable_.setTransparentBackground(false);
    preparing_ = false;
    fitToWidget();
    if (card_ != nullptr) {
        window_->SetFrameBlitModeToBlitToCurrent();
    }
    doneCurrent();
    requestPaint();

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
