#pragma once

#include "model/scene/measurement.h"

#include <QWidget>

#include <array>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QToolButton;

namespace phiscope {

class NewYorkHead;
class Settings;
struct Theme;

/// The controls above a head: which model, EEG or MEG, how it is drawn; for the New York head its file and
/// its named places; and what went wrong, in place.
class HeadBar : public QWidget {
    Q_OBJECT
public:
    explicit HeadBar(Settings* settings, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setHead(const Head& head);
    /// Null: none is open.
    void setNewYork(const NewYorkHead* head);
    void setMeasure(bool meg, bool megAvailable);
    /// A sentence; empty: none.
    void setMessage(const QString& text);

    bool cutOpen() const;
    bool namesShown() const;
    bool arrowsShown() const;
    bool dotsOnly() const;

Q_SIGNALS:
    void modelChosen(phiscope::Head::Model model);
    void fileChosen(const QString& path);
    void placeChosen(const std::array<double, 3>& placeMm);
    void measureChosen(bool meg);
    void lookChanged();
    void fitRequested();

private:
    QAction* addLook(const QString& name, const QString& text, bool on);
    void chooseFile();
    void updateFileRow();

    Settings* settings_;
    Head head_;
    bool newYorkOpen_ = false;
    QComboBox* model_ = nullptr;
    QToolButton* eeg_ = nullptr;
    QToolButton* meg_ = nullptr;
    QMenu* look_ = nullptr;
    QAction* cut_ = nullptr;
    QAction* names_ = nullptr;
    QAction* arrows_ = nullptr;
    QAction* dots_ = nullptr;
    QWidget* fileRow_ = nullptr;
    QLabel* file_ = nullptr;
    QToolButton* places_ = nullptr;
    QMenu* placeMenu_ = nullptr;
    QLabel* message_ = nullptr;
};

} // namespace phiscope
