#pragma once

#include <QTreeWidget>

namespace phiscope {

class AppTheme;
class Document;

/// What the scene holds: the cell, synapses, groups of them, stimuli, probes, field slices, heads and the
/// run. The rows that are selected are the selected objects everywhere. Names are edited in place, the eye at
/// the right hides or switches off, the lock beside it holds an object where it is.
class SceneTree : public QTreeWidget {
    Q_OBJECT
public:
    SceneTree(Document* document, AppTheme* theme, QWidget* parent = nullptr);

    /// Row of an object by its id; null where it has none. For tests too.
    QTreeWidgetItem* row(const QString& id) const;
    /// Offered in the menu of a probe's row, which is selected then.
    /// Of synapse groups, and of their heading.
    void setCellActions(const QList<QAction*>& actions) { cellActions_ = actions; }
    void setGroupActions(const QList<QAction*>& actions) { groupActions_ = actions; }
    void setProbeActions(const QList<QAction*>& actions) { probeActions_ = actions; }
    enum Column { nameColumn, detailColumn, lockColumn, eyeColumn };

    /// Opens the editor of a row's name.
    void rename(const QString& id) { editName(row(id)); }
    /// Leaves only the rows whose name or detail holds the letters; empty: all.
    void setFilter(const QString& letters);

    QSize sizeHint() const override { return {280, 300}; }

Q_SIGNALS:
    /// Double click: turn the view to it.
    void focusRequested(const QString& id);
    /// The sentence in an empty group was clicked: "synapse", "group", "stimulus", "probe", "slice",
    /// "head".
    void placeRequested(const QString& kind);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void refresh();
    void refreshCell();
    void markRefusals(); ///< a sign at probes that measure nothing
    void showSelection();
    void editName(QTreeWidgetItem* item);
    QTreeWidgetItem* addGroup(const QString& id, const QString& name, const QString& icon);
    template <typename T>
    void refreshGroup(QTreeWidgetItem* group, const std::vector<T>& items);
    void setRow(QTreeWidgetItem* item, const QString& id, const QString& name, const QString& detail,
                const QIcon& icon, bool shown, bool locked);
    void takeSelection();
    void applyFilter();
    QString selectedItem() const;

    Document* document_;
    AppTheme* theme_;
    QTreeWidgetItem* scene_ = nullptr;
    QTreeWidgetItem* cell_ = nullptr;
    QTreeWidgetItem* synapses_ = nullptr;
    QTreeWidgetItem* groups_ = nullptr;
    QTreeWidgetItem* stimuli_ = nullptr;
    QTreeWidgetItem* probes_ = nullptr;
    QTreeWidgetItem* slices_ = nullptr;
    QTreeWidgetItem* heads_ = nullptr;
    QTreeWidgetItem* run_ = nullptr;
    QList<QAction*> probeActions_;
    QList<QAction*> groupActions_;
    QList<QAction*> cellActions_;
    QString filter_;
    bool refreshing_ = false;
};

} // namespace phiscope
