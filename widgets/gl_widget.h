#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QWidget>
#include <vtkSmartPointer.h>

#include <memory>
#include <optional>

class QOpenGLContext;
class vtkCallbackCommand;
class vtkGenericOpenGLRenderWindow;

namespace phiscope {

class Drawable;

/// Where Qt and VTK meet: a widget that shows a Drawable. Knows nothing of what is in it.
///
/// With a graphics card the picture lies in a QOpenGLWidget, and Qt composes the whole window on the card.
/// Where the processor stands in for one, that would cost more than the picture itself: each plot that is
/// painted anew would be uploaded and blended with all of the window. There the picture is drawn beside the
/// window, read back, and painted like any other widget.
///
/// `requestPaint` paints at most once a frame. Whoever derives from this keeps the Drawable as a member and
/// calls `closeGl` first thing in its destructor.
class GlWidget : public QWidget {
    Q_OBJECT
public:
    enum class Way { card, processor };
    /// Of views that are made from now on; null: as this display asks for.
    static void setWay(std::optional<Way> way);
    static Way way();

    ~GlWidget() override;

    void requestPaint();
    /// Something is edited that is shown elsewhere too. While that goes on, the processor has three times as
    /// long for the rest of the window as the last picture took. A card does both.
    void giveWay();
    /// For tests: as if each picture took so long.
    void pretendCost(double ms) { pretendedMs_ = ms; }
    /// The picture as it is on the screen, or will be with the next paint.
    QImage grabFramebuffer();

Q_SIGNALS:
    /// A picture is on the screen: ms since its drawing began, with what else of the window was drawn then.
    void shown(double ms);

protected:
    GlWidget(Drawable& drawable, QWidget* parent);

    /// Lets the context go while the Drawable is still there.
    void closeGl();
    /// The picture at another size, drawn anew; `dpi` scales text and lines. Null where there is no context.
    QImage drawImage(QSize sizePx, double dpi, bool transparent);

    /// Before the first and every later picture: the viewport is known.
    virtual void sizeChanged() {}

    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class Card;
    struct Processor;

    QOpenGLContext* context() const;
    void makeCurrent();
    void doneCurrent();
    void takeContext();
    void dropContext();
    QSize devicePixels() const;
    void fitToWidget();
    void drawOnCard();
    void drawByProcessor();
    void tellShown();

    Drawable& drawable_;
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window_;
    vtkSmartPointer<vtkCallbackCommand> answer_;
    Card* card_ = nullptr; ///< a child that fills this; or
    std::unique_ptr<Processor> processor_;
    QTimer frame_;
    QElapsedTimer sincePaint_;
    QElapsedTimer sinceEdit_;
    double costMs_ = 0.0; ///< of the last picture that the processor drew
    std::optional<double> pretendedMs_;
    bool drawing_ = false; ///< until the picture is on the screen
    QMetaObject::Connection contextEnd_;
    bool preparing_ = false; ///< the change comes from painting itself
    bool closed_ = false;
};

} // namespace phiscope
