#include "app/main_window.h"

#include "app/actions.h"
#include "app/cell_wiring.h"
#include "app/clipboard_actions.h"
#include "app/command_palette.h"
#include "app/convergence_wiring.h"
#include "app/export_actions.h"
#include "app/file_actions.h"
#include "app/guard_wiring.h"
#include "app/keyboard_reach.h"
#include "app/outline_export.h"
#include "app/palette_entries.h"
#include "app/panel_wiring.h"
#include "app/performance_wiring.h"
#include "app/pin_wiring.h"
#include "app/probe_actions.h"
#include "app/record_wiring.h"
#include "app/run_button.h"
#include "app/run_wiring.h"
#include "app/segment_wiring.h"
#include "app/stimulation_wiring.h"
#include "app/sweep_wiring.h"
#include "app/tool_bar_fit.h"
#include "app/view_wiring.h"
#include "widgets/app_theme.h"
#include "widgets/checks_panel.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/dendrogram_panel.h"
#include "widgets/document.h"
#include "widgets/guide_viewer.h"
#include "widgets/head_panel.h"
#include "widgets/history_panel.h"
#include "widgets/knobs/sweep_panel.h"
#include "widgets/knobs_panel.h"
#include "widgets/log_panel.h"
#include "widgets/notice_bar.h"
#include "widgets/object_moves.h"
#include "widgets/performance_panel.h"
#include "widgets/property_panel.h"
#include "widgets/runs_panel.h"
#include "widgets/scatter_panel.h"
#include "widgets/scene_panel.h"
#include "widgets/scene_tree.h"
#include "widgets/segment_panel.h"
#include "widgets/segment_selection.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/slice_store.h"
#include "widgets/spectrum_panel.h"
#include "widgets/time_cursor.h"
#include "widgets/timeline.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QUrl>
#include <QVBoxLayout>

#include <chrono>
#include <cmath>

namespace phiscope {

namespace {

/// Raised when docks or toolbars change, so that an old state is not put on a new layout.
constexpr int stateVersion = 12;

} // namespace

MainWindow::MainWindow(Settings* settings, AppTheme* theme, QWidget* parent)
    : QMainWindow(parent) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    parts_.settings = settings;
    parts_.theme = theme;
    makeParts();
    actions_ = new Actions(theme, this);
    layOut();
    makeToolBar();
    files_ = new FileActions(parts_, actions_, this);
    exports_ = new ExportActions(parts_, actions_, this);
    exports_->addPanel(sweep_->panel());
    probes_ = new ProbeActions(parts_, actions_, this);
    files_->setProbeOpener([this](const QString& path) { probes_->openFile(path); });
    makeMenus();
    makeStatusBar();
    connectParts();
    connectEditActions();
    connect(theme, &AppTheme::changed, this, &MainWindow::applyTheme);
    applyTheme();
    showTitle();
    resize(sizeHint());
    restoreGeometry(settings->windowGeometry());
    restoreState(settings->windowState(), stateVersion);
}

MainWindow::~MainWindow() {
    // The run ends before what listens to it goes.
    delete parts_.controller;
    parts_.controller = nullptr;
}

void MainWindow::makeParts() {
    parts_.document = new Document(this);
    parts_.chosen = new SegmentSelection(parts_.document, this);
    parts_.controller = new SimulationController(this);
    parts_.slices = new SliceStore(this);
    parts_.cursor = new TimeCursor(this);
    parts_.view = View3D::openGlAvailable() ? new View3D : nullptr;
    parts_.signalsPanel = new SignalsPanel(parts_.cursor);
    parts_.headPanel = new HeadPanel(parts_.document, parts_.cursor, parts_.settings);
    parts_.csd = new CsdPanel(parts_.document, parts_.controller, parts_.cursor);
    parts_.spectrum = new SpectrumPanel(parts_.document, parts_.controller, parts_.cursor);
    parts_.compare = new ComparePanel(parts_.document, parts_.controller, parts_.cursor);
    parts_.runs = new RunsPanel(parts_.document, parts_.controller, parts_.cursor);
    parts_.timeline = new Timeline(parts_.cursor);
    parts_.tree = new SceneTree(parts_.document, parts_.theme);
    parts_.properties = new PropertyPanel(parts_.document, parts_.theme);
    parts_.notices = new NoticeBar(parts_.theme);
    parts_.log = new LogPanel(parts_.theme);
    parts_.checks = new ChecksPanel(parts_.theme);
    parts_.signalsPanel->attach(parts_.controller);
    parts_.headPanel->attach(parts_.controller);
    parts_.timeline->attach(parts_.controller);
}

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::layOut() {
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(parts_.notices);
    if (parts_.view != nullptr) {
        parts_.view->setAccessibleName(tr("3-D view"));
        parts_.view->setMinimumSize(240, 200);
        column->addWidget(parts_.view, 1);
    } else {
        auto* missing = new QLabel(View3D::missingOpenGlMessage());
        missing->setAlignment(Qt::AlignCenter);
        missing->setWordWrap(true);
        column->addWidget(missing, 1);
    }
    setCentralWidget(centre);

    sceneDock_ = addDock(QStringLiteral("sceneDock"), tr("Scene"), new ScenePanel(parts_.tree, parts_.theme),
                         Qt::LeftDockWidgetArea);
    propertyDock_ =
        addDock(QStringLiteral("propertyDock"), tr("Properties"), parts_.properties, Qt::LeftDockWidgetArea);
    signalsDock_ =
        addDock(QStringLiteral("signalsDock"), tr("Signals"), parts_.signalsPanel, Qt::RightDockWidgetArea);
    csdDock_ = addDock(QStringLiteral("csdDock"), tr("CSD"), parts_.csd, Qt::RightDockWidgetArea);
    spectrumDock_ =
        addDock(QStringLiteral("spectrumDock"), tr("Spectrum"), parts_.spectrum, Qt::RightDockWidgetArea);
    compareDock_ =
        addDock(QStringLiteral("compareDock"), tr("Compare"), parts_.compare, Qt::RightDockWidgetArea);
    runsDock_ = addDock(QStringLiteral("runsDock"), tr("A/B"), parts_.runs, Qt::RightDockWidgetArea);
    headDock_ = addDock(QStringLiteral("headDock"), tr("Head"), parts_.headPanel, Qt::RightDockWidgetArea);
    for (QDockWidget* dock : {csdDock_, spectrumDock_, compareDock_, runsDock_, headDock_}) {
        tabifyDockWidget(signalsDock_, dock);
    }
    signalsDock_->raise();
    connect(signalsDock_, &QDockWidget::visibilityChanged, parts_.signalsPanel, &SignalsPanel::setInFront);
    connect(csdDock_, &QDockWidget::visibilityChanged, parts_.csd, &AnalysisPanel::setInFront);
    connect(spectrumDock_, &QDockWidget::visibilityChanged, parts_.spectrum, &AnalysisPanel::setInFront);
    connect(compareDock_, &QDockWidget::visibilityChanged, parts_.compare, &AnalysisPanel::setInFront);
    connect(runsDock_, &QDockWidget::visibilityChanged, parts_.runs, &AnalysisPanel::setInFront);
    setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    historyDock_ = addDock(QStringLiteral("historyDock"), tr("History"),
                           new HistoryPanel(parts_.document, parts_.theme), Qt::LeftDockWidgetArea);
    tabifyDockWidget(propertyDock_, historyDock_);
    propertyDock_->raise();
    historyDock_->hide();
    logDock_ = addDock(QStringLiteral("logDock"), tr("Log"), parts_.log, Qt::BottomDockWidgetArea);
    checksDock_ =
        addDock(QStringLiteral("checksDock"), tr("Checks"), parts_.checks, Qt::BottomDockWidgetArea);
    scatterDock_ = addDock(QStringLiteral("scatterDock"), tr("Scatter"),
                           new ScatterPanel(parts_.document, parts_.theme), Qt::BottomDockWidgetArea);
    performanceDock_ = addDock(QStringLiteral("performanceDock"), tr("Performance"), nullptr,
                               Qt::BottomDockWidgetArea); // filled when there is a run to measure
    tabifyDockWidget(logDock_, checksDock_);
    tabifyDockWidget(logDock_, scatterDock_);
    tabifyDockWidget(logDock_, performanceDock_);
    auto* segments = new SegmentWiring(parts_, actions_, this);
    segmentsDock_ =
        addDock(QStringLiteral("segmentsDock"), tr("Segments"), segments->panel(), Qt::BottomDockWidgetArea);
    tabifyDockWidget(logDock_, segmentsDock_);
    dendrogramDock_ = addDock(QStringLiteral("dendrogramDock"), tr("Dendrogram"), segments->dendrogram(),
                              Qt::BottomDockWidgetArea);
    tabifyDockWidget(logDock_, dendrogramDock_);
    auto* knobs = new KnobsPanel(parts_.document, parts_.theme);
    knobsDock_ = addDock(QStringLiteral("knobsDock"), tr("Knobs"), knobs, Qt::BottomDockWidgetArea);
    tabifyDockWidget(logDock_, knobsDock_);
    connect(parts_.properties, &PropertyPanel::knobRequested, knobs,
            [this, knobs](const QString& object, const QString& key) {
                showPanel(QStringLiteral("knobs"));
                knobs->add(object, key);
            });
    sweep_ = new SweepWiring(parts_, actions_, knobs, this);
    sweepDock_ = addDock(QStringLiteral("sweepDock"), tr("Sweep"), sweep_->panel(), Qt::RightDockWidgetArea);
    tabifyDockWidget(signalsDock_, sweepDock_);
    signalsDock_->raise();
    connect(sweepDock_, &QDockWidget::visibilityChanged, sweep_->panel(), &AnalysisPanel::setInFront);
    connect(sweep_, &SweepWiring::panelRequested, this, &MainWindow::showPanel);
    sweepDock_->hide();
    knobsDock_->hide();
    segmentsDock_->hide();
    dendrogramDock_->hide();
    performanceDock_->hide();
    scatterDock_->hide();
    logDock_->hide();
    checksDock_->hide();
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resizeDocks({sceneDock_, signalsDock_}, {300, 420}, Qt::Horizontal);
    resizeDocks({sceneDock_, propertyDock_}, {300, 420}, Qt::Vertical);
    widenPanels();

    auto* foot = new QToolBar(tr("Timeline"));
    foot->setObjectName(QStringLiteral("timelineBar"));
    foot->setMovable(false);
    foot->setFloatable(false);
    foot->setContextMenuPolicy(Qt::PreventContextMenu);
    parts_.timeline->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    foot->addWidget(parts_.timeline);
    addToolBar(Qt::BottomToolBarArea, foot);
}

QList<QDockWidget*> MainWindow::docks() const {
    return {sceneDock_,       propertyDock_, historyDock_,    signalsDock_, csdDock_,    spectrumDock_,
            compareDock_,     runsDock_,     headDock_,       logDock_,     checksDock_, scatterDock_,
            performanceDock_, segmentsDock_, dendrogramDock_, knobsDock_,   sweepDock_};
}

void MainWindow::makeToolBar() {
    auto* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setIconSize({parts_.theme->signSize(), parts_.theme->signSize()});
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    bar->addActions({actions_->newScene, actions_->open, actions_->save});
    bar->addSeparator();
    bar->addActions({actions_->undo, actions_->redo});
    bar->addSeparator();
    bar->addActions(actions_->tools->actions());
    for (QAction* tool : actions_->tools->actions()) {
        static_cast<QToolButton*>(bar->widgetForAction(tool))
            ->setToolButtonStyle(tool == actions_->brush || tool == actions_->electrode ||
                                         tool == actions_->measure
                                     ? Qt::ToolButtonIconOnly
                                     : Qt::ToolButtonTextBesideIcon);
    }
    auto* probeButton = static_cast<QToolButton*>(bar->widgetForAction(actions_->probe));
    auto* probeMenu = new QMenu(probeButton);
    probeMenu->addAction(actions_->probeGallery);
    probeButton->setMenu(probeMenu);
    probeButton->setPopupMode(QToolButton::MenuButtonPopup);
    bar->addSeparator();
    bar->addAction(actions_->addHead);
    static_cast<QToolButton*>(bar->widgetForAction(actions_->addHead))
        ->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addSeparator();
    bar->addActions({actions_->run, actions_->autoRun});
    for (QAction* action : {actions_->run, actions_->autoRun}) {
        static_cast<QToolButton*>(bar->widgetForAction(action))
            ->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    bar->addSeparator();
    bar->addActions({actions_->fit, actions_->front, actions_->side, actions_->top, actions_->perspective,
                     actions_->tracesInScene});
    auto* colour = new QComboBox;
    colour->setObjectName(QStringLiteral("colourBy"));
    colour->setAccessibleName(tr("Colour of the cell"));
    colour->setToolTip(tr("What the cell is coloured by"));
    colour->setFocusPolicy(Qt::TabFocus);
    for (QAction* action : actions_->colours->actions()) {
        const int at = colour->count();
        QString text = action->text();
        text.remove(tr("Colour by "));
        colour->addItem(text.left(1).toUpper() + text.mid(1));
        colour->setItemData(at, action->statusTip(), Qt::ToolTipRole);
        connect(action, &QAction::toggled, colour, [colour, at](bool on) {
            if (on) {
                colour->setCurrentIndex(at);
            }
        });
    }
    connect(colour, &QComboBox::activated, this,
            [this](int at) { actions_->colours->actions().at(at)->trigger(); });
    auto* gapBefore = new QWidget;
    gapBefore->setFixedWidth(8);
    bar->addWidget(gapBefore);
    bar->addWidget(colour);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    bar->addActions({actions_->exportPicture, actions_->theme, actions_->guide});
    static_cast<QToolButton*>(bar->widgetForAction(actions_->theme))->setPopupMode(QToolButton::InstantPopup);
    std::vector<QToolButton*> worded; // the first lose their words first
    for (QAction* action : {actions_->addHead, actions_->slice, actions_->stimulus, actions_->probe,
                            actions_->synapse, actions_->autoRun, actions_->select, actions_->run}) {
        worded.push_back(static_cast<QToolButton*>(bar->widgetForAction(action)));
    }
    auto* fit = new ToolBarFit(bar, std::move(worded), this);
    connect(actions_->run, &QAction::changed, fit, &ToolBarFit::fit); // its words change
}

void MainWindow::makeMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({actions_->newScene, actions_->open});
    file->addMenu(files_->recentMenu());
    file->addSeparator();
    file->addActions({actions_->save, actions_->saveAs});
    file->addSeparator();
    QMenu* exportMenu = file->addMenu(tr("Export"));
    exports_->fillMenu(exportMenu);
    exportMenu->addAction(actions_->exportProbe);
    file->addSeparator();
    file->addAction(actions_->quit);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({actions_->undo, actions_->redo});
    edit->addSeparator();
    edit->addActions({actions_->cut, actions_->copy, actions_->paste, actions_->duplicate, actions_->remove});
    edit->addSeparator();
    edit->addActions({actions_->rename, actions_->lock, actions_->lookAt, actions_->standUp,
                      actions_->mirrorX, actions_->mirrorY, actions_->mirrorZ, actions_->properties});
    edit->addSeparator();
    edit->addActions(actions_->tools->actions());
    edit->addAction(actions_->scatter);
    edit->addAction(actions_->recordSpikes);
    edit->addAction(actions_->probeGallery);
    edit->addAction(actions_->saveProbe);
    edit->addAction(actions_->addHead);
    edit->addAction(actions_->stimulateHere);
    QMenu* segments = edit->addMenu(tr("Segments"));
    segments->addAction(actions_->lasso);
    segments->addSeparator();
    segments->addActions({actions_->kinships.begin(), actions_->kinships.end()});
    segments->addSeparator();
    segments->addActions({actions_->synapsesOnChosen, actions_->copyChosenNames, actions_->dropChosen});
    edit->addAction(actions_->deselect);

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    runMenu_ = run;
    run->addActions({actions_->run, actions_->autoRun, actions_->cancel});
    run->addSeparator();
    run->addActions({actions_->play, actions_->checkConvergence, actions_->sweep});

    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions({actions_->fit, actions_->front, actions_->side, actions_->top, actions_->perspective});
    view->addSeparator();
    view->addActions({actions_->handles, actions_->snap});
    view->addMenu(tr("Grid"))->addActions(actions_->gridSteps->actions());
    view->addSeparator();
    view->addActions(actions_->colours->actions());
    view->addAction(actions_->colourRange);
    view->addAction(actions_->tracesInScene);
    view->addSeparator();
    for (QDockWidget* dock : docks()) {
        view->addAction(dock->toggleViewAction());
    }
    view->addActions({actions_->nextPanel, actions_->previousPanel, actions_->hidePanels});
    view->addSeparator();
    view->addActions({actions_->theme, actions_->fullScreen});

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({actions_->findCommand, actions_->guide, actions_->about});
    for (QMenu* menu : {file, edit, run, view, help}) {
        menu->setToolTipsVisible(false);
    }
}

void MainWindow::makeStatusBar() {
    hint_ = new QLabel;
    hint_->setObjectName(QStringLiteral("hintLabel"));
    hover_ = new QLabel;
    hover_->setObjectName(QStringLiteral("hoverLabel"));
    hover_->setAccessibleName(tr("Under the mouse"));
    hover_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    statusBar()->addWidget(hint_, 1);
    statusBar()->addPermanentWidget(hover_);
    statusBar()->setSizeGripEnabled(false);
    showHint();
}

void MainWindow::connectParts() {
    run_ = new RunWiring(parts_, actions_, this);
    connect(run_, &RunWiring::heldChanged, parts_.timeline, &Timeline::setHeld);
    auto* bar = findChild<QToolBar*>(QStringLiteral("toolBar"));
    auto* runButton = new RunButton(static_cast<QToolButton*>(bar->widgetForAction(actions_->run)), actions_,
                                    parts_.theme, run_, this);
    connect(runButton, &RunButton::said, this, &MainWindow::say);
    if (parts_.view != nullptr) {
        viewWiring_ = new ViewWiring(parts_, actions_, this);
        files_->setViewSource([this] { return viewWiring_->currentView(); });
        connect(viewWiring_, &ViewWiring::hoverTextChanged, hover_, &QLabel::setText);
        connect(parts_.tree, &SceneTree::focusRequested, viewWiring_, &ViewWiring::lookAt);
        connect(actions_->lookAt, &QAction::triggered, viewWiring_,
                [this] { viewWiring_->lookAt(parts_.document->selection()); });
        connect(viewWiring_, &ViewWiring::said, this, &MainWindow::say);
        // There only: elsewhere Tab goes from control to control.
        removeAction(actions_->hidePanels);
        parts_.view->addAction(actions_->hidePanels);
    }
    auto* cell = new CellWiring(parts_, actions_, this);
    connect(cell, &CellWiring::said, this, &MainWindow::say);
    new OutlineExport(parts_, actions_, this);
    auto* guard = new GuardWiring(parts_, this);
    auto* convergence = new ConvergenceWiring(parts_, actions_, this);
    convergence->setHocConsent(
        [this](const std::filesystem::path& file) { return files_->mayRunCode(file); });
    sweep_->setHocConsent([this](const std::filesystem::path& file) { return files_->mayRunCode(file); });
    auto* pins = new PinWiring(parts_, actions_, this);
    connect(pins, &PinWiring::said, this, &MainWindow::say);
    runMenu_->addMenu(pins->menu());
    pins->menu()->setParent(runMenu_, pins->menu()->windowFlags());
    performanceDock_->setWidget((new PerformanceWiring(parts_, run_, this))->panel());
    connect(actions_->compareRuns, &QAction::triggered, this, [this] { showPanel(QStringLiteral("runs")); });
    new KeyboardReach(parts_, actions_, this);
    statusBar()->insertPermanentWidget(1, guard->chip());
    auto* stimulation = new StimulationWiring(parts_, actions_, this);
    statusBar()->insertPermanentWidget(1, stimulation->chip());
    if (viewWiring_ != nullptr) {
        viewWiring_->setStimulation(stimulation);
    }
    connect(guard, &GuardWiring::panelRequested, this, [this] { showPanel(QStringLiteral("checks")); });
    if (viewWiring_ != nullptr) {
        connect(guard, &GuardWiring::lookAtRequested, viewWiring_, &ViewWiring::lookAt);
    }
    connect(parts_.document, &Document::message, this, [this](const Message& message) {
        parts_.notices->show(message);
        parts_.log->addNote(message.text);
    });
    connect(parts_.notices, &NoticeBar::detailsRequested, this, [this](const QString& details) {
        parts_.log->addNote(details);
        logDock_->show();
    });
    connect(parts_.document, &Document::openingChanged, this, [this](bool opening, const QString& what) {
        opening ? statusBar()->showMessage(what + QChar(0x2026)) : statusBar()->clearMessage();
    });
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        // A scene with a head is about its EEG; a panel that was closed stays closed.
        if (changes == Changes(Change::all) && !parts_.document->scene().heads.empty() &&
            headDock_->toggleViewAction()->isChecked()) {
            headDock_->raise();
        }
    });
    connect(parts_.document, &Document::fileChanged, this, &MainWindow::showTitle);
    connect(parts_.document, &Document::modifiedChanged, this, &MainWindow::showTitle);
    connect(parts_.document, &Document::sceneChanged, this, &MainWindow::showTitle);
    const auto place = [this](const QString& kind) {
        if (kind == QLatin1String("slice")) {
            viewWiring_ != nullptr ? viewWiring_->addSlice()
                                   : parts_.document->select(parts_.document->addSlice(FieldSlice()));
            return;
        }
        if (kind == QLatin1String("head")) {
            parts_.document->addHead();
            showPanel(QStringLiteral("head"));
            return;
        }
        QAction* tool = kind == QLatin1String("synapse")    ? actions_->synapse
                        : kind == QLatin1String("group")    ? actions_->brush
                        : kind == QLatin1String("stimulus") ? actions_->stimulus
                                                            : actions_->probe;
        tool->setChecked(true);
    };
    connect(parts_.tree, &SceneTree::placeRequested, this, place);
    connect(parts_.signalsPanel, &SignalsPanel::placeProbeRequested, this,
            [place] { place(QStringLiteral("probe")); });
    connect(parts_.signalsPanel, &SignalsPanel::placeSynapseRequested, this,
            [place] { place(QStringLiteral("synapse")); });
    connect(parts_.signalsPanel, &SignalsPanel::synapseClicked, parts_.document,
            [this](const QString& id) { parts_.document->select(id); });
    auto* panels = new PanelWiring(parts_, this);
    connect(panels, &PanelWiring::placeProbeRequested, this, [place] { place(QStringLiteral("probe")); });
    connect(panels, &PanelWiring::runRequested, run_, &RunWiring::run);
    for (QAction* tool : actions_->tools->actions()) {
        connect(tool, &QAction::toggled, this, &MainWindow::showHint);
    }
    connect(probes_, &ProbeActions::inHandChanged, this, &MainWindow::showHint);
    parts_.tree->setProbeActions({actions_->saveProbe, actions_->exportProbe});
    parts_.tree->setGroupActions({actions_->scatter});
    connect(actions_->scatter, &QAction::triggered, this, [this] { showPanel(QStringLiteral("scatter")); });
    auto* record = new RecordWiring(parts_, actions_, this);
    connect(record, &RecordWiring::panelRequested, this, &MainWindow::showPanel);
}

void MainWindow::connectEditActions() {
    Document* document = parts_.document;
    QUndoStack* undo = document->undoStack();
    const auto texts = [this, undo] {
        actions_->undo->setEnabled(undo->canUndo());
        actions_->redo->setEnabled(undo->canRedo());
        actions_->undo->setText(undo->canUndo() ? tr("Undo: %1").arg(undo->undoText()) : tr("Undo"));
        actions_->redo->setText(undo->canRedo() ? tr("Redo: %1").arg(undo->redoText()) : tr("Redo"));
    };
    connect(undo, &QUndoStack::indexChanged, this, texts);
    connect(undo, &QUndoStack::undoTextChanged, this, texts);
    texts();
    connect(actions_->undo, &QAction::triggered, undo, [document, undo] {
        document->endGesture();
        undo->undo();
    });
    connect(actions_->redo, &QAction::triggered, undo, [document, undo] {
        document->endGesture();
        undo->redo();
    });
    const auto enable = [this, document] {
        const QString& id = document->selection();
        const bool object = document->isObject(id);
        const bool cell = id == QLatin1String("cell");
        for (QAction* action : {actions_->cut, actions_->copy, actions_->duplicate, actions_->remove}) {
            action->setEnabled(object);
        }
        actions_->rename->setEnabled(object || cell);
        actions_->lock->setEnabled(object || cell);
        actions_->lock->setChecked(isLocked(document->scene(), id.toStdString()));
        actions_->lookAt->setEnabled(parts_.view != nullptr && (object || cell));
        actions_->properties->setEnabled(!id.isEmpty());
    };
    connect(document, &Document::selectionChanged, this, enable);
    connect(document, &Document::sceneChanged, this, enable);
    enable();
    connect(actions_->remove, &QAction::triggered, document,
            [document] { document->removeItems(QStringList(document->selected())); });
    connect(actions_->duplicate, &QAction::triggered, document,
            [document] { document->duplicateItems(QStringList(document->selected())); });
    connect(actions_->lock, &QAction::triggered, document,
            [document](bool on) { document->setItemsLocked(QStringList(document->selected()), on); });
    connect(actions_->rename, &QAction::triggered, this, [this, document] {
        showPanel(QStringLiteral("scene"));
        parts_.tree->rename(document->selection());
    });
    connect(actions_->properties, &QAction::triggered, this,
            [this] { showPanel(QStringLiteral("property")); });
    new ClipboardActions(parts_, actions_, this);
    connect(actions_->deselect, &QAction::triggered, this, [this, document] {
        if (!actions_->select->isChecked()) {
            actions_->select->setChecked(true);
        } else if (parts_.controller->active()) {
            parts_.controller->cancel();
        } else {
            document->select({});
            parts_.chosen->clear();
        }
    });
    connect(actions_->addHead, &QAction::triggered, this, &MainWindow::addHead);
    connect(parts_.headPanel, &HeadPanel::addHeadRequested, this, &MainWindow::addHead);
    connect(actions_->play, &QAction::triggered, parts_.cursor, &TimeCursor::togglePlaying);
    connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
    connect(actions_->hidePanels, &QAction::toggled, this, &MainWindow::setPanelsHidden);
    connect(actions_->fullScreen, &QAction::toggled, this,
            [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    connect(actions_->themes, &QActionGroup::triggered, this, [this](const QAction* chosen) {
        const auto kind = static_cast<Theme::Kind>(chosen->data().toInt());
        parts_.settings->setTheme(kind);
        parts_.theme->setKind(kind);
    });
    connect(actions_->findCommand, &QAction::triggered, this, &MainWindow::findCommand);
    connect(actions_->guide, &QAction::triggered, this, &MainWindow::showGuide);
    connect(actions_->about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::addHead() {
    const auto& heads = parts_.document->scene().heads;
    if (heads.empty()) {
        parts_.document->addHead();
    } else if (parts_.headPanel->head() == nullptr) {
        parts_.document->select(QString::fromStdString(heads.front().id));
    }
    showPanel(QStringLiteral("head"));
}

bool MainWindow::showPanel(const QString& name) {
    auto* dock = findChild<QDockWidget*>(name + QStringLiteral("Dock"));
    if (dock == nullptr) {
        return false;
    }
    dock->show();
    dock->raise();
    return true;
}

void MainWindow::widenPanels() {
    const auto scale = static_cast<double>(parts_.theme->values().textScale);
    if (scale == typeScale_) {
        return;
    }
    const auto wide = [&](const QDockWidget* dock, int before) {
        return static_cast<int>(std::lround((isVisible() ? dock->width() : before) * scale / typeScale_));
    };
    resizeDocks({sceneDock_, signalsDock_}, {wide(sceneDock_, 300), wide(signalsDock_, 420)}, Qt::Horizontal);
    typeScale_ = scale;
}

void MainWindow::applyTheme() {
    widenPanels();
    parts_.signalsPanel->setTheme(parts_.theme->values());
    parts_.headPanel->setTheme(parts_.theme->values());
    parts_.csd->setTheme(parts_.theme->values());
    parts_.spectrum->setTheme(parts_.theme->values());
    parts_.compare->setTheme(parts_.theme->values());
    parts_.runs->setTheme(parts_.theme->values());
    parts_.timeline->setTheme(parts_.theme->values());
    const int sign = parts_.theme->signSize();
    findChild<QToolBar*>(QStringLiteral("toolBar"))->setIconSize({sign, sign});
    QPalette dim = parts_.theme->palette();
    dim.setColor(QPalette::WindowText, parts_.theme->colours().dimText);
    hint_->setPalette(dim);
    hint_->setFont(parts_.theme->dimFont());
    hover_->setFont(parts_.theme->numberFont());
}

void MainWindow::showTitle() {
    setWindowTitle(tr("%1[*] – Phiscope").arg(parts_.document->displayName()));
    setWindowModified(parts_.document->isModified());
}

void MainWindow::showHint() {
    QString hint =
        tr("Drag turns, right drag moves, wheel zooms. Click selects, Shift adds, Alt and a drag lassoes "
           "segments; drag a probe, a synapse or the edge of a slice to move it.");
    if (actions_->synapse->isChecked()) {
        hint = tr("Click on the cell to place a synapse. Esc lays the tool down.");
    } else if (actions_->brush->isChecked()) {
        hint =
            tr("Drag over the cell to paint synapses; Shift erases, Ctrl turns the view, [ and ] change the "
               "brush. Esc lays the tool down.");
    } else if (actions_->stimulus->isChecked()) {
        hint = tr("Click on the cell to place a current clamp. Esc lays the tool down.");
    } else if (actions_->probe->isChecked()) {
        hint = tr("Click beside the cell to place a laminar probe. Esc lays the tool down.");
        if (const auto& probe = probes_->inHand()) {
            hint = tr("Click in the view to place the probe “%1”. Esc lays it down.")
                       .arg(QString::fromStdString(probe->name));
        }
    } else if (actions_->slice->isChecked()) {
        hint = tr("Click to place a field slice that faces you. Esc lays the tool down.");
    } else if (actions_->electrode->isChecked()) {
        hint =
            tr("Point anywhere to see the trace of a contact there. Click leaves it as a probe. Esc lays the "
               "tool down.");
    }
    if (actions_->measure->isChecked()) {
        hint = tr("Click two places to measure between them, straight and along the cell. Esc lays the tool "
                  "down.");
    }
    hint_->setText(hint);
}

void MainWindow::say(const QString& sentence) {
    hint_->setText(sentence);
    QTimer::singleShot(std::chrono::seconds(5), this, [this, sentence] {
        if (hint_->text() == sentence) {
            showHint();
        }
    });
}

void MainWindow::setPanelsHidden(bool hidden) {
    if (hidden) {
        hiddenPanels_.clear();
        frontPanels_.clear();
        for (QDockWidget* dock : docks()) {
            if (!dock->visibleRegion().isEmpty()) {
                frontPanels_ << dock; // of those behind one another
            }
        }
        for (QDockWidget* dock : docks()) {
            if (!dock->isHidden()) {
                hiddenPanels_ << dock;
                dock->hide();
            }
        }
    } else {
        for (QDockWidget* dock : std::as_const(hiddenPanels_)) {
            dock->show();
        }
        for (QDockWidget* dock : std::as_const(frontPanels_)) {
            dock->raise();
        }
    }
}

void MainWindow::showAbout() {
    QMessageBox box(this);
    box.setWindowTitle(tr("About Phiscope"));
    box.setIconPixmap(
        parts_.theme->icon(QStringLiteral("phiscope"), parts_.theme->colours().accent).pixmap(64, 64));
    box.setText(tr("<h3>Phiscope %1</h3><p>See the electric field of a neuron.</p>")
                    .arg(QStringLiteral(PHISCOPE_VERSION)));
    box.setInformativeText(
        tr("Free software under the GNU General Public License 3 or later, without warranty. "
           "Made with NEURON, Qt, VTK, QCustomPlot, Eigen, HDF5, OpenBLAS, CLI11, pugixml and "
           "JSON for Modern C++."));
    box.exec();
}

void MainWindow::findCommand() {
    if (palette_ == nullptr) {
        palette_ = new CommandPalette(parts_.theme, this);
    }
    palette_->open(paletteEntries(parts_, menuBar(), files_));
}

void MainWindow::showGuide() {
    auto* guide = findChild<GuideViewer*>();
    if (guide == nullptr) {
        guide = new GuideViewer(this);
    }
    guide->show();
    guide->raise();
    guide->activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!files_->mayDiscard()) {
        event->ignore();
        return;
    }
    if (actions_->hidePanels->isChecked()) {
        actions_->hidePanels->setChecked(false);
    }
    parts_.settings->setWindow(saveGeometry(), saveState(stateVersion));
    parts_.controller->cancel();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile() && FileActions::canOpen(urls.first().toLocalFile())) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    event->acceptProposedAction();
    // After the drop is over, since a question may follow.
    QMetaObject::invokeMethod(
        this, [this, path] { files_->openFile(path); }, Qt::QueuedConnection);
}

} // namespace phiscope
