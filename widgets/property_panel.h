#pragma once

#include "model/scene/fields.h"

#include <QScrollArea>

#include <functional>
#include <memory>
#include <vector>

class QLabel;
class QMenu;
class QVBoxLayout;

namespace phiscope {

class AppTheme;
class CellPlaces;
class Document;
class FieldEditor;
class InsertionForm;
class ProbeNotice;

/// Everything that can be set on the selected object, made from the table of fields. Edits apply while they
/// are typed; the edits of one visit to a field are one step of undo.
class PropertyPanel : public QScrollArea {
    Q_OBJECT
public:
    PropertyPanel(Document* document, AppTheme* theme, QWidget* parent = nullptr);
    ~PropertyPanel() override;

    /// Editor of a field of the object shown, by its key ("tau1_ms"); null where there is none.
    FieldEditor* editor(const QString& key) const;

    /// Whose coordinates stand beside the soma's while the cell is shown; -1: none.
    void setHoveredSegment(int segment);

    QSize sizeHint() const override { return {300, 420}; }

Q_SIGNALS:
    /// A knob is wanted for a number of the object shown (model/scene/parameters.h).
    void knobRequested(const QString& object, const QString& key);

private:
    struct Row;
    void rebuild();
    void refresh();
    template <typename T>
    void addForm(std::function<const T*()> get, std::function<void(T, const QString&, const QString&)> set,
                 const QString& subject);
    void addHeading(const QString& text);
    void offerKnob(QLabel* label, const FieldEditor& editor);
    void addKnobActions(QMenu& menu, const FieldInfo& info, int from, int to);
    void addMechanisms();
    QString structureKey() const;

    Document* document_;
    AppTheme* theme_;
    QVBoxLayout* column_ = nullptr;
    QLabel* summary_ = nullptr;
    ProbeNotice* notice_ = nullptr;
    InsertionForm* insertion_ = nullptr;
    CellPlaces* places_ = nullptr;
    std::vector<std::unique_ptr<Row>> rows_;
    QString shown_;     ///< id of the object shown
    QString structure_; ///< what the panel was built for besides: mechanisms, shape
};

} // namespace phiscope
