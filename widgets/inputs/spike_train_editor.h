#pragma once

#include "model/scene/scene.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace phiscope {

class AppTheme;
class Document;
class RateCurvePlot;
class SpikeLane;
class SpikeRecorder;

/// The spikes of a synapse, or of every synapse of a group, as they will be: given ones can be edited, random
/// ones drawn anew or turned into given ones, a rate curve pulled by its points. Follows the document by
/// itself; takes no room where the synapse takes no spikes. Parts for tests: spikeLane, rateCurve,
/// spikeWords, spikeProblem, newSeed, makeExplicit, importSpikes, recordSpikes, spikeRecorder.
class SpikeTrainEditor : public QWidget {
    Q_OBJECT
public:
    /// `id`: of a synapse or a group.
    SpikeTrainEditor(Document* document, AppTheme* theme, const QString& id, QWidget* parent = nullptr);

    /// Replaces the spikes by those of a text file, or tells what is wrong with it.
    bool importFile(const QString& path);
    /// Adds the times of the clipboard.
    void paste();
    /// Opens the recorder, with which spikes are tapped in by hand; only given times can be.
    bool openRecorder();

private:
    void refresh();
    void showWords(std::size_t shown);
    const Synapse* driven() const;
    std::vector<Synapse> members() const;
    void apply(const SpikeTrain& train, const QString& text);
    void set(const SpikeTrain& train, const QString& text);
    void beginGesture();
    void cancelGesture();
    void drawNewSeed();
    void makeExplicit();
    void chooseFile();
    void takeRecording(const std::vector<double>& timesMs, int taps);
    QString name() const;

    Document* document_;
    QString id_;
    RateCurvePlot* curve_;
    SpikeLane* lane_;
    QLabel* words_;
    QLabel* problem_;
    QPushButton* newSeed_;
    QPushButton* explicit_;
    QPushButton* import_;
    QPushButton* record_;
    SpikeRecorder* recorder_;
    std::vector<Synapse> shown_; ///< what the lane was drawn from
    double shownTstopMs_ = -1.0;
    SpikeTrain before_; ///< at the beginning of a drag
    QString lastFolder_;
};

} // namespace phiscope
