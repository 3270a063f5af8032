#pragma once

#include "model/probes/probe_kinds.h"
#include "widgets/probe_library.h"

#include <QDialog>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace phiscope {

class AppTheme;

/// Probes to choose from, with pictures: built-in ones, a person's own, and those of a file. Large ones say
/// which of their sites record.
class ProbeGallery : public QDialog {
    Q_OBJECT
public:
    /// `lastFolder`: where the file dialog begins.
    ProbeGallery(AppTheme* theme, const ProbeLibrary& library, const QString& lastFolder,
                 QWidget* parent = nullptr);
    ~ProbeGallery() override;

    /// Adds the probes of a file and selects the first; false where it could not be read, and says why.
    bool addFile(const QString& path);

    /// What was chosen, with its recording sites only; empty where the dialog was left without one.
    const std::optional<ProbeDesign>& chosen() const { return chosen_; }
    /// True: the person wants to click where it goes. False: beside the cell.
    bool byClick() const { return byClick_; }

private:
    struct Entry;
    void makeSiteRow();
    void fill();
    void addEntry(Entry entry);
    Entry* current();
    void showEntry();
    void showSites();
    void takeSites();
    void drawPicture(int row);
    void search(const QString& words);
    void choose(bool byClick);
    void chooseFile();
    void designOne();
    void removeMine();
    void complain(const QString& text);

    AppTheme* theme_;
    ProbeLibrary library_;
    QString lastFolder_;
    std::vector<Entry> entries_;
    QLineEdit* search_;
    QListWidget* list_;
    QLabel* title_;
    QLabel* description_;
    QLabel* nothing_;
    QWidget* siteRow_;
    QComboBox* siteKind_;
    QSpinBox* siteFrom_;
    QLabel* siteDash_;
    QSpinBox* siteTo_;
    QLabel* siteCount_;
    QPushButton* remove_;
    QPushButton* place_;
    QPushButton* beside_;
    std::optional<ProbeDesign> chosen_;
    bool byClick_ = false;
    bool showing_ = false;
};

} // namespace phiscope
