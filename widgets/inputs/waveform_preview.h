#pragma once

#include "model/scene/scene.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QCPGraph;

namespace phiscope {

class AppTheme;
class Document;
class SmallPlot;

/// The current that a current clamp will inject, over the run; takes no room for a voltage clamp. Follows the
/// document by itself. Parts for tests: waveformPlot, importSamples.
class WaveformPreview : public QWidget {
    Q_OBJECT
public:
    WaveformPreview(Document* document, AppTheme* theme, const QString& stimulusId,
                    QWidget* parent = nullptr);

    /// Takes the samples of a text file with two columns, or tells what is wrong with it.
    bool importFile(const QString& path);

private:
    void refresh();
    void draw(const Stimulus& stimulus);
    void chooseFile();

    Document* document_;
    QString id_;
    SmallPlot* plot_;
    QCPGraph* graph_;
    QLabel* words_;
    QPushButton* import_;
    Stimulus shown_;
    RunSettings shownRun_;
    bool any_ = false; ///< something is shown
    QString lastFolder_;
};

} // namespace phiscope
