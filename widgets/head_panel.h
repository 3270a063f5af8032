#pragma once

#include "model/scene/measurement.h"

#include <QPoint>
#include <QString>
#include <QWidget>

#include <memory>

namespace phiscope {

class Document;
class Settings;
class SimulationController;
class TimeCursor;
struct Theme;

/// A head around the cell: what EEG and MEG see of its current dipole, in 3-D, as a map, and over time.
///
/// Shows the selected head of the scene, else the first. Electrodes are chosen by a click in either picture;
/// the dipole is dragged in the 3-D one. Parts for tests: headView, topomap, plot-eeg, chainRow, addHead,
/// headModel, measureEeg, measureMeg, chooseFile, places, headMessage, balanceNote.
class HeadPanel : public QWidget {
    Q_OBJECT
public:
    HeadPanel(Document* document, TimeCursor* cursor, Settings* settings, QWidget* parent = nullptr);
    ~HeadPanel() override;

    void attach(SimulationController* controller);
    void setTheme(const Theme& theme);

    /// The head shown; null: there is none yet.
    const Head* head() const;
    /// Electrodes whose traces are drawn, the first one also in the row of numbers.
    const std::vector<int>& chosenElectrodes() const;
    void setElectrodeChosen(int electrode, bool chosen);
    /// "Cz"; its number where the head has no such name. Counted on after the electrodes: a magnetometer.
    QString electrodeName(int electrode) const;
    /// What listens where the person says no more than "this head": of what the panel measures the chosen
    /// electrode or magnetometer, else the magnetometer that hears most. Counted as in `electrodeName`.
    int channelInHand() const;
    /// True where what is shown belongs to the newest place of the dipole.
    bool upToDate() const;
    /// Draws the moment at once: before a picture is taken.
    void drawNow();

Q_SIGNALS:
    /// The person clicked what fills the empty panel.
    void addHeadRequested();
    /// An electrode was taken among those whose traces are drawn, or a magnetometer was clicked.
    void electrodeChosen(int electrode);
    /// A trace or a dot of the map was clicked with Alt: what makes the signal there?
    void electrodeAsked(int electrode);
    void electrodeMenuRequested(int electrode, const QPoint& globalPosition);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
