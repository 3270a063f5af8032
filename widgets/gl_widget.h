#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QOpenGLWidget>
#include <QTimer>
#include <vtkSmartPointer.h>

class vtkCallbackCommand;
class vtkGenericOpenGLRenderWindow;

namespace phiscope {

class Drawable;

/// Where Qt and VTK meet: a widget that shows a Drawable. Knows nothing of what is in it.
///
/// `requestPaint` paints at most once a frame. Whoever derives from this keeps the Drawable as a member and
/// calls `closeGl` first thing in its destructor.
class GlWidget : public QOpenGLWidget {
    Q_OBJECT
public:
    ~GlWidget() override;

    void requestPaint();

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

    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;

private:
    void dropContext();
    void fitToWidget();

    Drawable& drawable_;
    vtkSmartPointer<vtkGenericOpenGLRenderWindow> window_;
    vtkSmartPointer<vtkCallbackCommand> answer_;
    QTimer frame_;
    QElapsedTimer sincePaint_;
    bool drawing_ = false; ///< until the picture is on the screen
    QMetaObject::Connection contextEnd_;
    bool preparing_ = false; ///< the change comes from painting itself
    bool closed_ = false;
};

} // namespace phiscope
