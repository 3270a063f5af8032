#pragma once

#include <QList>
#include <QObject>

class QDockWidget;
class QMainWindow;

namespace phiscope {

class Actions;
struct WindowParts;

/// Ways through the window without a mouse: F6 goes from panel to panel, Tab from control to control in it,
/// and the tabs of panels that lie behind one another take the focus, too.
class KeyboardReach : public QObject {
    Q_OBJECT
public:
    KeyboardReach(const WindowParts& parts, Actions* actions, QMainWindow* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void go(int way);
    QList<QWidget*> stops() const;

    QMainWindow* window_;
    QWidget* view_;
    QWidget* timeline_;
};

} // namespace phiscope
