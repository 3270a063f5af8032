#pragma once

#include "widgets/knobs/sweep_shown.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace phiscope {

class Document;

/// What stands above the plots of a sweep: which number and how many values; which signal; how far it is.
/// Parts for tests as in SweepPanel.
class SweepControls : public QWidget {
    Q_OBJECT
public:
    explicit SweepControls(QWidget* parent = nullptr);

    int count() const; ///< of values
    /// Whether a knob is chosen that can be swept.
    bool hasKnob() const;
    void showKnobs(const Document& document, const std::string& chosen);
    void showSignals(const Sweep::Outcome& outcome, const SweepShown& shown);
    void showProgress(const Sweep& sweep);
    void setDim(const QColor& colour);

Q_SIGNALS:
    void knobChosen(const QString& knob);
    void countChanged();
    void startRequested();
    void cancelRequested();
    void signalChosen(int choice); ///< of sweepChoices
    void contactChosen(int contact);
    void exportRequested(); ///< the plots, or the sizes as a table
    void signalsExportRequested();

private:
    QWidget* makeNumberRow();
    QWidget* makeSignalRow();
    QWidget* makeProgressRow();

    QComboBox* knob_;
    QSpinBox* count_;
    QPushButton* start_;
    QWidget* signalRow_;
    QComboBox* signal_;
    QSpinBox* contact_;
    QToolButton* export_;
    QWidget* progress_;
    QProgressBar* bar_;
    QLabel* left_;
};

} // namespace phiscope
