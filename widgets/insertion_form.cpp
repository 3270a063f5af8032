#include "widgets/insertion_form.h"

#include "model/scene/validate.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/quantity.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>
#include <optional>

namespace phiscope {

namespace {

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// Without the noise of turning there and back.
FieldValue rounded(const FieldValue& value) {
    const auto round = [](double x) {
        return std::round(x * 1e4) / 1e4 + 0.0; // + 0: no minus zero
    };
    if (const auto* triple = std::get_if<std::array<double, 3>>(&value)) {
        return std::array<double, 3>{round((*triple)[0]), round((*triple)[1]), round((*triple)[2])};
    }
    return round(std::get<double>(value));
}

} // namespace

InsertionForm::InsertionForm(Document* document, AppTheme* theme, const QString& probeId, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , id_(probeId)
    , words_(new QLabel) {
    setObjectName(QStringLiteral("insertionForm"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 124); // in line with the fields around it
    grid->setColumnStretch(1, 1);
    auto* heading = new QLabel(tr("Insertion"));
    QFont font = theme->dimFont();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    QPalette dim = heading->palette();
    dim.setColor(QPalette::WindowText, theme->colours().dimText);
    heading->setPalette(dim);
    heading->setContentsMargins(0, 10, 0, 2);
    grid->addWidget(heading, 0, 0, 1, 2);
    for (const Field<Insertion>& field : insertionFields()) {
        Row row;
        row.field = field;
        row.label = new QLabel(qs(field.info.label));
        row.label->setToolTip(FieldEditor::toolTipOf(field.info));
        row.label->setMinimumHeight(26);
        row.editor = new FieldEditor(field.info);
        row.editor->setObjectName(qs(field.info.key));
        const int at = grid->rowCount();
        if (field.info.kind == FieldKind::triple) {
            grid->addWidget(row.label, at, 0, 1, 2);
            grid->addWidget(row.editor, at + 1, 0, 1, 2);
        } else {
            grid->addWidget(row.label, at, 0, Qt::AlignTop | Qt::AlignLeft);
            grid->addWidget(row.editor, at, 1);
        }
        // A number that would take the probe out of the world is told here, not in another field.
        row.editor->setCheck([this, info = field.info](const FieldValue& value) {
            const Probe* probe = document_->probe(id_);
            if (probe == nullptr) {
                return QString();
            }
            const auto problems = validate(with(*probe, info, value));
            return problems.size() > validate(*probe).size() ? qs(problems.front().text) : QString();
        });
        connect(row.editor, &FieldEditor::edited, this,
                [this, info = field.info](const FieldValue& value) { apply(info, value); });
        connect(row.editor, &FieldEditor::finished, document_, &Document::endGesture);
        rows_.push_back(std::move(row));
    }
    words_->setObjectName(QStringLiteral("entryPlane"));
    words_->setFont(theme->dimFont());
    words_->setPalette(dim);
    words_->setWordWrap(true);
    grid->addWidget(words_, grid->rowCount(), 0, 1, 2);
    refresh();
}

EntryPlane InsertionForm::plane(const Probe& probe) const {
    std::optional<double> top;
    if (const auto cell = document_->cell(); cell && cell->placed.segments.size() > 0) {
        const Segments& segments = cell->placed.segments;
        top = std::max(segments.start.row(2).maxCoeff(), segments.end.row(2).maxCoeff());
    }
    return entryPlane(probe, top);
}

Probe InsertionForm::with(const Probe& probe, const FieldInfo& info, const FieldValue& value) const {
    Probe changed = probe;
    const EntryPlane at = plane(probe);
    if (info.key == "tip_um") {
        setTip(changed, std::get<std::array<double, 3>>(value));
    } else if (info.key == "depth_um") {
        setDepth(changed, at, std::get<double>(value));
    } else if (info.key == "tilt_deg") {
        setTilt(changed, at, std::get<double>(value), leansToDeg_);
    } else {
        setAzimuth(changed, at, std::get<double>(value));
    }
    return changed;
}

void InsertionForm::apply(const FieldInfo& info, const FieldValue& value) {
    const Probe* probe = document_->probe(id_);
    if (probe == nullptr) {
        return;
    }
    Probe changed = with(*probe, info, value);
    if (changed != *probe) {
        document_->setProbe(std::move(changed),
                            tr("Set %1 of %2").arg(qs(info.label).toLower(), document_->itemName(id_)),
                            QStringLiteral("insertion/%1/%2").arg(qs(info.key), id_));
    }
}

void InsertionForm::refresh() {
    const Probe* probe = document_->probe(id_);
    if (probe == nullptr) {
        return;
    }
    const EntryPlane at = plane(*probe);
    const Insertion now = insertionOf(*probe, at);
    if (now.leans) {
        leansToDeg_ = now.azimuthDeg;
    }
    for (const Row& row : rows_) {
        row.editor->setValue(rounded(row.field.get(now)));
        const bool applies = row.field.applies(now);
        row.editor->setVisible(applies);
        row.label->setVisible(applies);
    }
    const QString z = formatQuantity(at.zUm, QStringLiteral("µm"), 4);
    const QString where =
        at.kind == EntryPlane::Kind::slice  ? tr("the upper surface of the slice, z = %1").arg(z)
        : at.kind == EntryPlane::Kind::cell ? tr("the height of the cell's uppermost point, z = %1").arg(z)
                                            : tr("z = 0");
    words_->setText(now.meetsPlane ? tr("The shank enters at %1.").arg(where)
                                   : tr("The shank lies along %1: it has no depth.").arg(where));
    words_->setToolTip(tr("Depth counts from here. A probe that measures in a slice enters at the slice's "
                          "upper surface, others at the cell's uppermost point."));
}

} // namespace phiscope
