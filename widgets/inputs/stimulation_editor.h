#pragma once

#include "model/scene/scene.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QCPGraph;

namespace phiscope {

class AppTheme;
class Document;
class SmallPlot;

/// Which contacts of a probe drive current, what they drive over the run, and what charge that leaves. Takes
/// no room where the probe does not stimulate. Follows the document by itself. Parts for tests:
/// drivenContacts, stimulationPlot, stimulationCharge, importWave.
class StimulationEditor : public QWidget {
    Q_OBJECT
public:
    StimulationEditor(Document* document, AppTheme* theme, const QString& probeId, QWidget* parent = nullptr);

    /// Takes the wave of a text file with two columns, or tells what is wrong with it.
    bool importFile(const QString& path);

private:
    void refresh();
    void takeContacts();
    void draw(const Probe& probe);
    void chooseFile();

    Document* document_;
    AppTheme* theme_;
    QString id_;
    QWidget* content_;
    QLineEdit* contacts_;
    QLabel* problem_; ///< of the contacts' text
    SmallPlot* plot_;
    QCPGraph* graph_;
    QLabel* charge_;
    QPushButton* import_;
    Stimulation shown_;
    int shownCount_ = -1;
    RunSettings shownRun_;
    QString lastFolder_;
};

} // namespace phiscope
