#pragma once

#include "model/scene/scene.h"

#include <QDialog>
#include <QString>

#include <optional>
#include <vector>

class QLabel;
class QListWidget;
class QSpinBox;

namespace phiscope {

class AppTheme;

/// A new scene: the ready examples, and an empty scene around each procedural cell. Pictures are drawn from
/// the cells themselves, on another thread.
class GalleryDialog : public QDialog {
    Q_OBJECT
public:
    explicit GalleryDialog(AppTheme* theme, QWidget* parent = nullptr);
    ~GalleryDialog() override;

    /// The scene that was chosen; empty where the dialog was left without one.
    std::optional<Scene> chosen() const { return chosen_; }

private:
    struct Entry;
    void showEntry(int row);
    void choose();
    void drawPictures();

    AppTheme* theme_;
    std::vector<Entry> entries_;
    QListWidget* list_;
    QLabel* title_;
    QLabel* description_;
    QSpinBox* seed_;
    std::optional<Scene> chosen_;
};

/// The names of the example scenes, from the simple ones to the head.
QStringList exampleNames();

/// The example scene of the resources ("l5_pyramidal"); empty where there is none.
std::optional<Scene> exampleScene(const QString& name);

} // namespace phiscope
