#pragma once

#include <QWidget>

class QLineEdit;

namespace phiscope {

class AppTheme;
class SceneTree;

/// The scene's tree with a field above it that leaves only the rows with certain letters.
class ScenePanel : public QWidget {
    Q_OBJECT
public:
    ScenePanel(SceneTree* tree, AppTheme* theme, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* search_;
    SceneTree* tree_;
};

} // namespace phiscope
