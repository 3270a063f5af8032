#pragma once

#include "app/window_parts.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>

class QMenu;
class QWidget;

namespace phiscope {

class Actions;
struct View;

/// New, open, save, recent files, dropped files, and the question before unsaved changes are lost.
class FileActions : public QObject {
    Q_OBJECT
public:
    FileActions(const WindowParts& parts, Actions* actions, QWidget* window);

    /// Asks before changes are lost; false: stay.
    bool mayDiscard();
    /// Asks first, then opens. Returns at once.
    void openFile(const QString& path);
    void openExample(const QString& name);
    bool save();
    bool saveAs();
    bool saveTo(const QString& path);
    void newScene();
    /// What the view and the time cursor add to the scene when it is saved.
    void setViewSource(std::function<View()> source) { viewSource_ = std::move(source); }
    /// Takes probe files (.json), which are added to the open scene.
    void setProbeOpener(std::function<void(const QString&)> open) { probeOpener_ = std::move(open); }
    QMenu* recentMenu() const { return recent_; }
    static bool canOpen(const QString& path);

    /// Asks, unless the answer for this content is known, whether the program in a .hoc file may run.
    bool mayRunCode(const std::filesystem::path& file);

private:
    void chooseFile();
    void fillRecent();

    WindowParts parts_;
    Actions* actions_;
    QWidget* window_;
    QMenu* recent_;
    std::function<View()> viewSource_;
    std::function<void(const QString&)> probeOpener_;
};

} // namespace phiscope
