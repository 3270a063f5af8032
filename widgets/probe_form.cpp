#include "widgets/probe_form.h"

#include "model/scene/fields.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/probe_remedies.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace phiscope {

struct ProbeForm::Row {
    const Field<Probe>* field = nullptr;
    QLabel* label = nullptr;
    FieldEditor* editor = nullptr;
};

ProbeForm::ProbeForm(Document* document, const std::vector<std::string>& keys, QWidget* parent)
    : QWidget(parent)
    , document_(document) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 2, 8, 6);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const auto wanted = [&](const FieldInfo& info) {
        return info.inPanel && std::find(keys.begin(), keys.end(), info.key) != keys.end();
    };
    for (const Field<Probe>& field : probeFields()) {
        if (!wanted(field.info)) {
            continue;
        }
        auto row = std::make_unique<Row>();
        row->field = &field;
        row->editor = new FieldEditor(field.info);
        const int at = grid->rowCount();
        if (field.info.kind != FieldKind::boolean) {
            row->label = new QLabel(QString::fromStdString(field.info.label));
            row->label->setToolTip(FieldEditor::toolTipOf(field.info));
            grid->addWidget(row->label, at, 0);
        }
        grid->addWidget(row->editor, at, 1);
        const QString text = tr("Change %1").arg(QString::fromStdString(field.info.label).toLower());
        connect(row->editor, &FieldEditor::edited, this, [this, &field, text](const FieldValue& value) {
            if (const Probe* probe = document_->probe(shown_)) {
                Probe changed = *probe;
                field.set(changed, value);
                const bool tissue = field.info.key == "medium" || field.info.key == "comparison/medium";
                if (tissue && adaptSources(changed)) {
                    Q_EMIT document_->message({Message::Level::information, adaptedSourcesText(), {}});
                }
                document_->setProbe(std::move(changed), text,
                                    shown_ + QLatin1Char('/') + QString::fromStdString(field.info.key));
            }
        });
        connect(row->editor, &FieldEditor::finished, document_, &Document::endGesture);
        rows_.push_back(std::move(row));
    }
}

ProbeForm::~ProbeForm() = default;

void ProbeForm::setShown(const QString& probeId) {
    shown_ = probeId;
    refresh();
}

void ProbeForm::refresh() {
    const Probe* probe = document_->probe(shown_);
    setEnabled(probe != nullptr);
    if (probe == nullptr) {
        return;
    }
    for (const auto& row : rows_) {
        const bool applies = !row->field->applies || row->field->applies(*probe);
        if (row->label != nullptr) {
            row->label->setVisible(applies);
        }
        row->editor->setVisible(applies);
        showRefusedSources(*row->editor, *probe);
        row->editor->setValue(row->field->get(*probe));
    }
}

} // namespace phiscope
