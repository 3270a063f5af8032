#pragma once

#include "model/probes/insertion.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace phiscope {

class AppTheme;
class Document;
class FieldEditor;

/// Tip, depth and angles of a probe, as on a micromanipulator. Editing one moves or turns the probe; the
/// edits of one visit to a field are one step of undo. Follows when `refresh` is called. Parts for tests: an
/// editor named by its key ("depth_um"), entryPlane (the sentence).
class InsertionForm : public QWidget {
    Q_OBJECT
public:
    InsertionForm(Document* document, AppTheme* theme, const QString& probeId, QWidget* parent = nullptr);
    void refresh();

private:
    struct Row {
        Field<Insertion> field;
        FieldEditor* editor = nullptr;
        QLabel* label = nullptr;
    };
    EntryPlane plane(const Probe& probe) const;
    /// The probe with one number set.
    Probe with(const Probe& probe, const FieldInfo& info, const FieldValue& value) const;
    void apply(const FieldInfo& info, const FieldValue& value);

    Document* document_;
    QString id_;
    std::vector<Row> rows_;
    QLabel* words_;
    double leansToDeg_ = 0.0; ///< while it stands upright: where it leaned last
};

} // namespace phiscope
