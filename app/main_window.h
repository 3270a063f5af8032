#pragma once

#include "app/window_parts.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QLabel;
class QMenu;

namespace phiscope {

class Actions;
class CommandPalette;
class ExportActions;
class FileActions;
class PanelWiring;
class ProbeActions;
class RunWiring;
class SweepWiring;
class ViewWiring;

/// The window: lays out its parts and hands them to those who connect them.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Settings* settings, AppTheme* theme, QWidget* parent = nullptr);
    ~MainWindow() override;

    const WindowParts& parts() const { return parts_; }
    Actions* actions() const { return actions_; }
    FileActions* files() const { return files_; }
    ExportActions* exports() const { return exports_; }
    ProbeActions* probes() const { return probes_; }
    RunWiring* run() const { return run_; }

    /// Opens a panel and brings it before the others: "scene", "property", "history", "signals", "csd",
    /// "spectrum", "compare", "runs", "head", "log", "checks", "scatter", "segments", "dendrogram", "knobs",
    /// "sweep". False where there is none of that name.
    bool showPanel(const QString& name);

    QSize sizeHint() const override { return {1500, 940}; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeParts();
    void layOut();
    QList<QDockWidget*> docks() const;
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content,
                         Qt::DockWidgetArea area);
    void makeToolBar();
    void makeMenus();
    void makeStatusBar();
    void connectParts();
    void connectEditActions();
    void addHead();
    void applyTheme();
    void widenPanels(); ///< as wide as the theme's type asks for
    void showTitle();
    void showHint();
    void say(const QString& sentence); ///< in the hint line, for a while
    void setPanelsHidden(bool hidden);
    void showAbout();
    void showGuide();
    void findCommand();

    WindowParts parts_;
    Actions* actions_ = nullptr;
    FileActions* files_ = nullptr;
    ExportActions* exports_ = nullptr;
    ProbeActions* probes_ = nullptr;
    RunWiring* run_ = nullptr;
    ViewWiring* viewWiring_ = nullptr;
    SweepWiring* sweep_ = nullptr;
    QMenu* runMenu_ = nullptr;
    QDockWidget* sceneDock_ = nullptr;
    QDockWidget* propertyDock_ = nullptr;
    QDockWidget* signalsDock_ = nullptr;
    QDockWidget* headDock_ = nullptr;
    QDockWidget* csdDock_ = nullptr;
    QDockWidget* spectrumDock_ = nullptr;
    QDockWidget* compareDock_ = nullptr;
    QDockWidget* runsDock_ = nullptr;
    QDockWidget* logDock_ = nullptr;
    QDockWidget* checksDock_ = nullptr;
    QDockWidget* scatterDock_ = nullptr;
    QDockWidget* performanceDock_ = nullptr;
    QDockWidget* segmentsDock_ = nullptr;
    QDockWidget* dendrogramDock_ = nullptr;
    QDockWidget* knobsDock_ = nullptr;
    QDockWidget* sweepDock_ = nullptr;
    QDockWidget* historyDock_ = nullptr;
    CommandPalette* palette_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* hover_ = nullptr;
    double typeScale_ = 1.0; ///< that the panels are as wide for
    QList<QDockWidget*> hiddenPanels_;
    QList<QDockWidget*> frontPanels_;
};

} // namespace phiscope
