#pragma once

#include <QObject>
#include <QString>

#include <optional>

namespace phiscope {

class MainWindow;

/// For --grab: waits until the run is over and every trace is there, shows the wished moment, writes a
/// picture of the whole window and ends the program.
class WindowGrab : public QObject {
    Q_OBJECT
public:
    WindowGrab(MainWindow* window, const QString& path, std::optional<double> atMs);

private:
    void check();
    void grab();
    void giveUp(const QString& why);
    bool ready() const;
    void sayRefusals() const; ///< of probes that stay without traces

    MainWindow* window_;
    QString path_;
    std::optional<double> atMs_;
    int framesLeft_ = 0;
    bool done_ = false;
};

} // namespace phiscope
