#pragma once

#include <QObject>

#include <array>
#include <memory>

class QAction;
class QActionGroup;
class QKeySequence;
class QMenu;
class QWidget;

namespace phiscope {

class AppTheme;

/// Every command of the window, made once: text, icon, shortcut, and a sentence that says what it does.
class Actions : public QObject {
    Q_OBJECT
public:
    Actions(AppTheme* appTheme, QWidget* window);
    ~Actions() override;

    QAction* newScene;
    QAction* open;
    QAction* save;
    QAction* saveAs;
    QAction* quit;

    QAction* undo;
    QAction* redo;
    QAction* cut;
    QAction* copy;
    QAction* paste;
    QAction* duplicate;
    QAction* remove;
    QAction* rename;
    QAction* lock;
    QAction* lookAt;
    QAction* stimulateHere;
    QAction* standUp;
    QAction* mirrorX;
    QAction* mirrorY;
    QAction* mirrorZ;
    QAction* properties;
    QAction* deselect;

    QAction* lasso; ///< armed for one drag
    /// What belongs to the chosen segments along the tree; in the order of Kinship.
    std::array<QAction*, 6> kinships;
    QAction* synapsesOnChosen;
    QAction* copyChosenNames;
    QAction* dropChosen;

    QActionGroup* tools;
    QAction* select;
    QAction* synapse;
    QAction* brush;
    QAction* scatter;
    QAction* recordSpikes;
    QAction* stimulus;
    QAction* probe;
    QAction* probeGallery;
    QAction* saveProbe;
    QAction* exportProbe;
    QAction* addHead;
    QAction* slice;
    QAction* electrode;
    QAction* measure;

    QAction* run;
    QAction* autoRun;
    QAction* cancel;
    QAction* checkConvergence;
    QAction* sweep;
    QAction* play;
    QAction* pin = nullptr;
    QAction* compareRuns = nullptr;
    QAction* forgetPins = nullptr;

    QAction* fit;
    QAction* front;
    QAction* side;
    QAction* top;
    QAction* perspective;
    QAction* handles;
    QAction* snap;
    QActionGroup* gridSteps;
    QActionGroup* colours;
    QAction* colourPotential;
    QAction* colourCurrent;
    QAction* colourPlain;
    QAction* colourSensitivity;
    QAction* colourContribution;
    QAction* colourProbability;
    QAction* colourResistance;
    QAction* colourRange;
    QAction* tracesInScene;
    QAction* nextPanel;
    QAction* previousPanel;
    QAction* hidePanels;
    QAction* fullScreen;
    QAction* theme;       ///< with a menu of the themes
    QActionGroup* themes; ///< each with its Theme::Kind as data

    QAction* exportPicture;
    QAction* exportSignals;
    QAction* exportMorphology;
    QAction* exportOutline;
    QAction* copyPicture;

    QAction* findCommand;
    QAction* guide;
    QAction* about;

private:
    QAction* make(const char* name, const QString& text, const QString& icon, const QKeySequence& key,
                  const QString& help);
    void recolour();

    std::unique_ptr<QMenu> themeMenu_;
    AppTheme* theme_;
    QWidget* window_;
};

} // namespace phiscope
