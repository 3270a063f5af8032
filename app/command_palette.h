#pragma once

#include <QFrame>
#include <QIcon>
#include <QPointer>
#include <QString>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QMenuBar;

namespace phiscope {

class AppTheme;

/// A line to type into and what fits it: every command of the menus, every object of the scene, every example
/// scene. Worked by keys alone: typing chooses, Up and Down move, Enter runs, Escape leaves.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    struct Entry {
        QString title;
        QString place;    ///< where else it is found: "View", "Synapse"
        QString help;     ///< a sentence; may be empty
        QString shortcut; ///< may be empty
        QIcon icon;
        std::function<void()> run;
    };

    CommandPalette(AppTheme* theme, QWidget* window);

    /// Shows the palette over the window, empty, with these to choose from.
    void open(std::vector<Entry> entries);
    /// The enabled commands of a menu bar, with those of its submenus.
    static std::vector<Entry> commandsOf(const QMenuBar* menus);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void run(QListWidgetItem* item);
    void leave();
    void applyTheme();

    AppTheme* theme_;
    QLineEdit* line_;
    QListWidget* list_;
    std::vector<Entry> entries_;
    QPointer<QWidget> before_; ///< had the focus
};

} // namespace phiscope
