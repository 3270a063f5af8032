#include "app/colour_range.h"

#include "app/actions.h"
#include "model/scene/fields.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/scene_picture.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <array>
#include <string_view>

namespace phiscope {

namespace {

/// Those that say where the present colours begin and end.
std::vector<const Field<View>*> rangeFields(const View& view) {
    constexpr std::array<std::string_view, 3> keys{"potential_low_mV", "potential_high_mV",
                                                   "current_limit_uA_per_cm2"};
    std::vector<const Field<View>*> found;
    for (const Field<View>& field : viewFields()) {
        if (std::ranges::find(keys, field.info.key) != keys.end() && field.applies(view)) {
            found.push_back(&field);
        }
    }
    return found;
}

} // namespace

ColourRange::ColourRange(const WindowParts& parts, Actions* actions, const ScenePicture& picture,
                         QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(picture) {
    connect(parts_.view, &View3D::colourBarClicked, this, [this](Qt::MouseButton button, const QPoint& at) {
        if (button == Qt::RightButton) {
            QMenu menu;
            fillMenu(menu);
            menu.exec(at);
        } else if (button == Qt::LeftButton) {
            isFixed() ? release() : fix();
        }
    });
    connect(actions_->colourRange, &QAction::triggered, this, &ColourRange::ask);
    connect(parts_.document, &Document::sceneChanged, this, &ColourRange::showNote);
    showNote();
}

bool ColourRange::isFixed() const {
    const View& view = parts_.document->scene().view;
    return std::ranges::any_of(rangeFields(view), [&view](const Field<View>* field) {
        return !std::holds_alternative<std::monostate>(field->get(view));
    });
}

void ColourRange::fix() {
    View view = parts_.document->scene().view;
    const CellColouring& now = picture_.colouring();
    if (!now.byValue || rangeFields(view).empty() || picture_.hasOwnColours()) {
        return; // what a contact hears or how runs differ has no range of its own to hold
    }
    if (view.colourBy == View::ColourBy::current) {
        view.currentLimit = static_cast<double>(now.high);
    } else {
        view.potentialLowMv = static_cast<double>(now.low);
        view.potentialHighMv = static_cast<double>(now.high);
    }
    parts_.document->setView(view);
}

void ColourRange::release() {
    View view = parts_.document->scene().view;
    for (const Field<View>* field : rangeFields(view)) {
        field->set(view, {});
    }
    parts_.document->setView(view);
}

void ColourRange::fillMenu(QMenu& menu) {
    const bool holdable = !rangeFields(parts_.document->scene().view).empty();
    menu.addAction(tr("Hold the range"), this, &ColourRange::fix)->setEnabled(holdable && !isFixed());
    menu.addAction(tr("Follow the recording"), this, &ColourRange::release)->setEnabled(isFixed());
    menu.addSeparator();
    menu.addAction(actions_->colourRange);
}

void ColourRange::showNote() {
    const bool byValue = !rangeFields(parts_.document->scene().view).empty();
    actions_->colourRange->setEnabled(byValue);
    parts_.view->scene().setColourBarNote(byValue && isFixed() ? tr("fixed").toStdString() : std::string());
}

void ColourRange::ask() {
    QDialog dialog(parts_.view->window());
    dialog.setObjectName(QStringLiteral("rangeDialog"));
    dialog.setWindowTitle(tr("Range of the colours"));
    auto* form = new QFormLayout(&dialog);
    form->setContentsMargins(16, 16, 16, 16);
    Document* document = parts_.document;
    std::vector<std::pair<const Field<View>*, FieldEditor*>> editors;
    for (const Field<View>* field : rangeFields(document->scene().view)) {
        auto* editor = new FieldEditor(field->info);
        editor->setObjectName(QString::fromStdString(field->info.key));
        editor->setValue(field->get(document->scene().view));
        editor->setMinimumWidth(200);
        form->addRow(QString::fromStdString(field->info.label), editor);
        connect(editor, &FieldEditor::edited, document, [document, field](const FieldValue& value) {
            View view = document->scene().view;
            field->set(view, value);
            document->setView(view);
        });
        editors.emplace_back(field, editor);
    }
    auto* buttons = new QDialogButtonBox;
    QPushButton* follow = buttons->addButton(tr("Follow the recording"), QDialogButtonBox::ResetRole);
    // In this order: Tab would pass by a standard button that was there before.
    buttons->addButton(QDialogButtonBox::Close);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    connect(follow, &QPushButton::clicked, &dialog, [this, document, &editors] {
        release();
        for (const auto& [field, editor] : editors) {
            editor->setValue(field->get(document->scene().view));
        }
    });
    dialog.exec();
}

} // namespace phiscope
