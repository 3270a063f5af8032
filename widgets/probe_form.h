#pragma once

#include <QWidget>

#include <memory>
#include <string>
#include <vector>

namespace phiscope {

class Document;

/// Some of the fields of one probe in a few rows, as in the property panel: edits apply while they are typed,
/// and the edits of one visit to a field are one step of undo.
class ProbeForm : public QWidget {
    Q_OBJECT
public:
    /// `keys` of the table of probe fields.
    ProbeForm(Document* document, const std::vector<std::string>& keys, QWidget* parent = nullptr);
    ~ProbeForm() override;

    /// Shows the probe with this id as it stands in the document; empty: none.
    void setShown(const QString& probeId);
    void refresh();

private:
    struct Row;
    Document* document_;
    QString shown_;
    std::vector<std::unique_ptr<Row>> rows_;
};

} // namespace phiscope
