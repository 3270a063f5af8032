#include "app/actions.h"

#include "widgets/app_theme.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QWidget>

namespace phiscope {

Actions::Actions(AppTheme* appTheme, QWidget* window)
    : QObject(window)
    , theme_(appTheme)
    , window_(window) {
    newScene = make("new", tr("New…"), QStringLiteral("new"), QKeySequence::New,
                    tr("Begins a scene from the gallery of examples and cells."));
    open = make("open", tr("Open…"), QStringLiteral("open"), QKeySequence::Open,
                tr("Opens a scene, a morphology (.swc, .asc, .xml, .hoc), results (.phiscope.h5) or a probe "
                   "(.json)."));
    save = make("save", tr("Save"), QStringLiteral("save"), QKeySequence::Save, tr("Saves the scene."));
    saveAs = make("saveAs", tr("Save as…"), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                  tr("Saves the scene under another name."));
    quit = make("quit", tr("Quit"), {}, QKeySequence::Quit, tr("Closes Phiscope."));

    undo =
        make("undo", tr("Undo"), QStringLiteral("undo"), QKeySequence::Undo, tr("Takes the last edit back."));
    redo = make("redo", tr("Redo"), QStringLiteral("redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
                tr("Does the edit again that was taken back."));
    cut = make("cut", tr("Cut"), {}, QKeySequence::Cut,
               tr("Puts the selected objects on the clipboard and "
                  "takes them out of the scene."));
    copy = make("copy", tr("Copy"), {}, QKeySequence::Copy,
                tr("Puts the selected objects on the clipboard, as text that any program can keep."));
    paste = make("paste", tr("Paste"), {}, QKeySequence::Paste,
                 tr("Adds the objects on the clipboard, beside those that they were copied from."));
    duplicate = make("duplicate", tr("Duplicate"), QStringLiteral("duplicate"),
                     QKeySequence(Qt::CTRL | Qt::Key_D), tr("Makes another one like every selected object."));
    remove = make("delete", tr("Delete"), QStringLiteral("trash"), QKeySequence(Qt::Key_Delete),
                  tr("Deletes the selected objects."));
    rename = make("rename", tr("Rename"), {}, QKeySequence(Qt::Key_F2),
                  tr("Edits the name of the selected object in the tree."));
    rename->setShortcutContext(Qt::WidgetShortcut); // the tree has the key
    lock = make("lock", tr("Lock"), QStringLiteral("lock"), QKeySequence(Qt::CTRL | Qt::Key_L),
                tr("Holds the selected objects where they are: neither mouse nor keys move them."));
    lock->setCheckable(true);
    lookAt = make("lookAt", tr("Look at it"), QStringLiteral("search"), QKeySequence(Qt::Key_Z),
                  tr("Turns the view to the selected object."));
    lookAt->setShortcuts({QKeySequence(Qt::Key_Z), QKeySequence(Qt::Key_Period)});
    stimulateHere = make(
        "stimulateHere", tr("Stimulate at the selected contact"), QStringLiteral("stimulating-probe"), {},
        tr("Lets the selected contact drive current into the tissue, whose potential acts on "
           "the cell; or lets it be."));
    stimulateHere->setCheckable(true);
    standUp = make("standUp", tr("Stand apical dendrite up"), {}, {},
                   tr("Turns the cell about its soma until its apical dendrite points along z, towards the "
                      "pia. A cell without one is turned by its farthest dendrite."));
    standUp->setEnabled(false); // until there is a cell
    const auto makeMirror = [this](const char* name, const QString& text, const QString& help) {
        QAction* action = make(name, text, QStringLiteral("mirror"), {}, help);
        action->setCheckable(true); // the sign says how the cell stands
        return action;
    };
    mirrorX =
        makeMirror("mirrorX", tr("Mirror cell along x"),
                   tr("Swaps the cell's left and right about its soma, along its own axis, before it is "
                      "turned. LFPy: chiral_morphology."));
    mirrorY =
        makeMirror("mirrorY", tr("Mirror cell along y"),
                   tr("Swaps the cell's front and back about its soma, along its own axis, before it is "
                      "turned. LFPy: chiral_morphology."));
    mirrorZ =
        makeMirror("mirrorZ", tr("Mirror cell along z"),
                   tr("Swaps the cell's top and bottom about its soma, along its own axis, before it is "
                      "turned. LFPy: chiral_morphology."));
    properties = make("properties", tr("Properties"), QStringLiteral("settings"), QKeySequence(Qt::Key_F4),
                      tr("Shows the numbers of the selected object."));
    deselect =
        make("deselect", tr("Drop tool or cancel run"), {}, QKeySequence(Qt::Key_Escape),
             tr("Lays the tool down; with no tool in hand, cancels the run; else drops what is selected "
                "and the chosen segments."));

    lasso =
        make("lasso", tr("Lasso segments"), QStringLiteral("lasso"), QKeySequence(Qt::Key_L),
             tr("The next drag in the view draws a line around segments of the cell and chooses those whose "
                "middle lies within; Shift adds them to the chosen. Alt and a drag does the same at any "
                "time."));
    lasso->setCheckable(true);
    kinships = {
        make("chooseSection", tr("Select section"), {}, {},
             tr("Chooses every segment of the sections on which the chosen segments lie.")),
        make("chooseChildren", tr("Select children"), {}, {},
             tr("Chooses the sections that are attached to those of the chosen segments. LFPy: "
                "get_idx_children")),
        make("chooseParent", tr("Select parent"), {}, {},
             tr("Chooses the sections to which those of the chosen segments are attached.")),
        make("chooseSubtree", tr("Select subtree"), {}, {},
             tr("Chooses all that is farther out than the chosen segments, and these.")),
        make("choosePath", tr("Select path to soma"), {}, {},
             tr("Chooses the way from the chosen segments inwards to the soma.")),
        make("chooseType", tr("Select all of this type"), {}, {},
             tr("Chooses every segment of soma, dendrites, apical dendrites or axon, as the chosen ones "
                "are.")),
    };
    synapsesOnChosen = make(
        "synapsesOnChosen", tr("Add synapses here"), QStringLiteral("synapse"), {},
        tr("Puts one synapse on the middle of each chosen segment; where these are more than 100, asks how "
           "many."));
    copyChosenNames =
        make("copyChosenNames", tr("Copy names"), {}, {},
             tr("Puts the names of the chosen segments on the clipboard, one a line, as dend[3](0.5)."));
    dropChosen =
        make("dropChosen", tr("Drop chosen segments"), {}, {}, tr("Nothing is chosen any more (Esc)."));

    tools = new QActionGroup(this);
    select = make("toolSelect", tr("Select"), QStringLiteral("select"), QKeySequence(Qt::Key_V),
                  tr("Click selects, drag turns the view or moves an object."));
    synapse = make("toolSynapse", tr("Synapse"), QStringLiteral("synapse"), QKeySequence(Qt::Key_S),
                   tr("Click on the cell to place a synapse."));
    brush = make("toolBrush", tr("Synapse brush"), QStringLiteral("brush"), QKeySequence(Qt::Key_B),
                 tr("Drag over the cell to paint a group of synapses; with Shift it erases."));
    scatter = make(
        "scatter", tr("Scatter synapses…"), QStringLiteral("dice"), QKeySequence(Qt::SHIFT | Qt::Key_B),
        tr("Draws the places of a group's synapses by chance: their number, parts of the cell, depths."));
    recordSpikes =
        make("recordSpikes", tr("Record spikes"), QStringLiteral("record"), {},
             tr("Opens the recorder of the selected synapse: taps on a button or of Space become spike times "
                "(ms) while the time of the run passes in slow motion. For synapses with given times."));
    stimulus = make("toolStimulus", tr("Stimulus"), QStringLiteral("stimulus"), QKeySequence(Qt::Key_I),
                    tr("Click on the cell to place a current clamp."));
    probe = make("toolProbe", tr("Probe"), QStringLiteral("probe"), QKeySequence(Qt::Key_P),
                 tr("Click in the view to place a laminar probe."));
    probeGallery = make("probeGallery", tr("Probe gallery…"), QStringLiteral("gallery"),
                        QKeySequence(Qt::SHIFT | Qt::Key_P),
                        tr("Chooses among ready probes, your own, and those of a file."));
    saveProbe = make("saveProbe", tr("Save as my probe"), QStringLiteral("save"), {},
                     tr("Keeps the selected probe in the gallery, for any scene."));
    exportProbe = make("exportProbe", tr("Probe as JSON…"), QStringLiteral("export"), {},
                       tr("Writes the selected probe in the format of probeinterface, for other programs."));
    addHead = make("addHead", tr("EEG"), QStringLiteral("head"), {},
                   tr("Puts the cell into a head and shows its EEG and MEG. Nothing has to run again."));
    slice = make("toolSlice", tr("Slice"), QStringLiteral("slice"), QKeySequence(Qt::Key_F),
                 tr("Click in the view to place a field slice: the potential or the current source density "
                    "on a plane."));
    electrode =
        make("toolElectrode", tr("Virtual electrode"), QStringLiteral("electrode"), QKeySequence(Qt::Key_E),
             tr("Point anywhere to see the trace of a contact there; click leaves it as a probe."));
    measure = make("toolMeasure", tr("Measure"), QStringLiteral("measure"), QKeySequence(Qt::Key_M),
                   tr("Click two places to read how far they are apart, straight and along the cell."));
    for (QAction* tool : {select, synapse, brush, stimulus, probe, slice, electrode, measure}) {
        tool->setCheckable(true);
        tools->addAction(tool);
    }
    select->setChecked(true);

    run = make("run", tr("Run"), QStringLiteral("run"), QKeySequence(Qt::Key_F5),
               tr("Runs NEURON from the start."));
    run->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    autoRun = make("autoRun", tr("Auto"), QStringLiteral("rerun"), {},
                   tr("Runs again by itself after every edit that changes currents."));
    autoRun->setCheckable(true);
    cancel = make("cancelRun", tr("Cancel run"), QStringLiteral("stop"), {},
                  tr("Ends the run; what was recorded stays."));
    checkConvergence = make(
        "checkConvergence", tr("Check convergence…"), QStringLiteral("check"), {},
        tr("Runs the scene again with half the time step and with shorter segments, and says how much each "
           "signal changes."));
    sweep = make("sweep", tr("Sweep…"), QStringLiteral("sweep"), {},
                 tr("Opens the panel that shows the scene at several values of one of its numbers, side by "
                    "side."));
    pin = make("pin", tr("Pin this result"), QStringLiteral("pin"), QKeySequence(Qt::Key_K),
               tr("Keeps the traces of this run in grey behind those of later ones, until another scene is "
                  "opened or the window is closed."));
    compareRuns = make("compareRuns", tr("Compare runs A/B"), {}, QKeySequence(Qt::SHIFT | Qt::Key_K),
                       tr("Opens the panel that shows a pinned run and this one over each other, and their "
                          "difference."));
    forgetPins = make("forgetPins", tr("Forget all pins"), {}, {},
                      tr("Takes the traces of pinned runs away, and gives their memory back."));
    play = make("play", tr("Play or stop"), QStringLiteral("play"), QKeySequence(Qt::Key_Space),
                tr("Plays the recording from the time cursor on."));

    fit =
        make("fit", tr("Fit"), QStringLiteral("fit"), QKeySequence(Qt::Key_0), tr("Shows all of the scene."));
    front = make("viewFront", tr("Front"), QStringLiteral("view-front"), QKeySequence(Qt::Key_1),
                 tr("Looks along y: a pyramidal cell stands upright."));
    side = make("viewSide", tr("Side"), QStringLiteral("view-side"), QKeySequence(Qt::Key_2),
                tr("Looks along x."));
    top = make("viewTop", tr("Top"), QStringLiteral("view-top"), QKeySequence(Qt::Key_3),
               tr("Looks down along z."));
    perspective =
        make("perspective", tr("Perspective"), QStringLiteral("perspective"), QKeySequence(Qt::Key_5),
             tr("Perspective, or parallel lines (lengths can be compared)."));
    perspective->setCheckable(true);
    handles = make("handles", tr("Handles"), QStringLiteral("handles"), QKeySequence(Qt::Key_H),
                   tr("Arrows and rings on the selected probe, slice or cell, which move and turn it."));
    handles->setCheckable(true);
    handles->setChecked(true);
    snap =
        make("snap", tr("Snap to a grid"), QStringLiteral("snap"), QKeySequence(Qt::Key_G),
             tr("What is dragged goes from point to point of a grid and sticks to the cell's axis. Ctrl held "
                "while dragging: the other way round."));
    snap->setCheckable(true);
    gridSteps = new QActionGroup(this);
    for (const int step : {1, 10, 50}) {
        QAction* action = make("gridStep", tr("Grid of %1 µm").arg(step), {}, {},
                               tr("How far the points of the grid are apart that dragged things snap to."));
        action->setObjectName(QStringLiteral("gridStep%1").arg(step));
        action->setData(step);
        action->setCheckable(true);
        action->setChecked(step == 10);
        gridSteps->addAction(action);
    }
    colours = new QActionGroup(this);
    colourPotential = make("colourPotential", tr("Colour by membrane potential"), {}, {},
                           tr("Colours the cell by its membrane potential in mV."));
    colourCurrent = make("colourCurrent", tr("Colour by membrane current"), {}, {},
                         tr("Colours the cell by its transmembrane current in µA/cm²: sinks and sources."));
    colourPlain = make("colourPlain", tr("Plain"), {}, {}, tr("Draws the cell in one colour."));
    colourSensitivity =
        make("colourSensitivity", tr("Colour by what a contact hears"), {}, {},
             tr("Colours the cell by how much the selected contact hears of each segment's current: its row "
                "of the forward matrix, in µV/nA. Follows the probe while it is dragged."));
    colourContribution = make(
        "colourContribution", tr("Colour by what makes its signal now"), {}, {},
        tr("Colours the cell by what each segment adds to the selected contact's potential at the time "
           "cursor, in µV. The sum over the cell is the value of the trace. Alt and a click on a trace asks "
           "for that contact and that moment."));
    colourProbability =
        make("colourProbability", tr("Colour by probability of a synapse"), {}, {},
             tr("Colours the cell by how likely a synapse of the selected group is scattered onto each "
                "segment, in %: membrane area times the depth profile of Scatter; without a group by area "
                "alone. LFPy: get_rand_prob_area_norm."));
    colourResistance = make("colourResistance", tr("Colour by axial resistance"), {}, {},
                            tr("Colours the cell by the axial resistance between the middle of each segment "
                               "and that of its parent, in MΩ. LFPy: get_axial_resistance."));
    for (QAction* colour : {colourPotential, colourCurrent, colourPlain, colourSensitivity,
                            colourContribution, colourProbability, colourResistance}) {
        colour->setCheckable(true);
        colours->addAction(colour);
    }
    colourRange = make("colourRange", tr("Range of the colours…"), {}, {},
                       tr("Sets between which values the cell's colours lie; a click on the colour bar holds "
                          "them as they are."));
    tracesInScene = make("tracesInScene", tr("Traces at the contacts"), QStringLiteral("traces"),
                         QKeySequence(Qt::Key_T), tr("Draws each contact's trace beside it in the view."));
    tracesInScene->setCheckable(true);
    nextPanel = make("nextPanel", tr("Next panel"), {}, QKeySequence(Qt::Key_F6),
                     tr("Takes the keyboard to the next panel; Tab then goes from control to control."));
    previousPanel = make("previousPanel", tr("Panel before"), {}, QKeySequence(Qt::SHIFT | Qt::Key_F6),
                         tr("Takes the keyboard to the panel before."));
    hidePanels = make("hidePanels", tr("Hide panels"), {}, QKeySequence(Qt::Key_Tab),
                      tr("Leaves only the view and the timeline, as for a projector (Tab in the view)."));
    hidePanels->setCheckable(true);
    // Elsewhere Tab goes from field to field.
    hidePanels->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    fullScreen =
        make("fullScreen", tr("Full screen"), {}, QKeySequence(Qt::Key_F11), tr("Fills the whole screen."));
    fullScreen->setCheckable(true);
    theme = make("theme", tr("Theme"), QStringLiteral("theme"), {},
                 tr("How the window looks: for dark rooms, for print, for weak eyes, for an audience."));
    themeMenu_ = std::make_unique<QMenu>(tr("Theme"));
    theme->setMenu(themeMenu_.get());
    themes = new QActionGroup(this);
    const auto addTheme = [this](const char* name, Theme::Kind kind, const QString& text,
                                 const QString& help) {
        QAction* action = make(name, text, {}, {}, help);
        action->setData(static_cast<int>(kind));
        action->setCheckable(true);
        action->setChecked(kind == theme_->kind());
        themes->addAction(action);
        themeMenu_->addAction(action);
    };
    addTheme("themeDark", Theme::Kind::dark, tr("Dark theme"), tr("For dark rooms."));
    addTheme("themeLight", Theme::Kind::light, tr("Light theme"), tr("For bright rooms and for print."));
    addTheme("themeHighContrast", Theme::Kind::highContrast, tr("High contrast theme"),
             tr("White on black, all text at a contrast of at least 7 to 1."));
    addTheme("themeProjector", Theme::Kind::projector, tr("Projector theme"),
             tr("Black on white with large type and thick lines, to be read from the last row."));

    exportPicture =
        make("exportPicture", tr("3-D view as PNG…"), QStringLiteral("screenshot"),
             QKeySequence(Qt::CTRL | Qt::Key_E), tr("Writes the view as a picture at any size and DPI."));
    exportSignals = make("exportSignals", tr("Signals as CSV or HDF5…"), QStringLiteral("export"), {},
                         tr("Writes the traces of all probes, or the whole recording."));
    exportMorphology = make("exportMorphology", tr("Cell as SWC…"), QStringLiteral("cell"), {},
                            tr("Writes the shape of the cell as it stands, for other programs."));
    exportOutline = make("exportOutline", tr("Flat outline of the cell…"), QStringLiteral("cell"), {},
                         tr("Draws the cell flat on a plane, true to scale, as SVG or PDF."));
    copyPicture = make("copyPicture", tr("Copy picture of the window"), QStringLiteral("copy-picture"),
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                       tr("Puts a picture of the window on the clipboard."));

    findCommand = make("findCommand", tr("Find a command…"), {}, QKeySequence(Qt::CTRL | Qt::Key_K),
                       tr("Finds any command, object or example by a few letters of its name."));
    guide = make("guide", tr("Guide"), QStringLiteral("help"), QKeySequence(Qt::Key_F1),
                 tr("Opens the user guide."));
    about = make("about", tr("About Phiscope"), QStringLiteral("info"), {},
                 tr("Version, licence and libraries."));

    connect(theme_, &AppTheme::changed, this, &Actions::recolour);
    recolour();
}

Actions::~Actions() = default;

QAction* Actions::make(const char* name, const QString& text, const QString& icon, const QKeySequence& key,
                       const QString& help) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setData(icon);
    action->setShortcut(key);
    action->setStatusTip(help);
    action->setWhatsThis(help);
    const QString keyText = action->shortcut().toString(QKeySequence::NativeText);
    QString title = text;
    title.remove(QChar(0x2026));
    action->setToolTip(
        QStringLiteral("<p style='white-space:nowrap'><b>%1</b>%2</p><p>%3</p>")
            .arg(title, keyText.isEmpty() ? QString() : QStringLiteral("&nbsp;&nbsp;(%1)").arg(keyText),
                 help));
    window_->addAction(action);
    return action;
}

void Actions::recolour() {
    for (QAction* action : findChildren<QAction*>()) {
        const QString icon = action->data().toString();
        if (!icon.isEmpty() && action->actionGroup() != gridSteps &&
            action->actionGroup() != themes) { // those keep a number there
            action->setIcon(action == run ? theme_->icon(icon, theme_->colours().good) : theme_->icon(icon));
        }
    }
}

} // namespace phiscope
