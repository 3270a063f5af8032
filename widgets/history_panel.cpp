#include "widgets/history_panel.h"

#include "widgets/app_theme.h"
#include "widgets/document.h"

#include <QStyledItemDelegate>
#include <QUndoStack>

#include <algorithm>

namespace phiscope {

namespace {

/// Rows as in the other lists, with room for the disk in every one, so that the texts stand in line.
class Row : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& at) const override {
        const QSize size = QStyledItemDelegate::sizeHint(option, at);
        return {size.width(), std::max(size.height(), option.fontMetrics.height() + 10)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& at) const override {
        QStyledItemDelegate::initStyleOption(option, at);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {16, 16};
    }
};

} // namespace

HistoryPanel::HistoryPanel(Document* document, AppTheme* theme, QWidget* parent)
    : QUndoView(document->undoStack(), parent)
    , document_(document) {
    setObjectName(QStringLiteral("historyPanel"));
    setAccessibleName(tr("History"));
    setToolTip(
        tr("The steps since the scene was opened. A click goes to one; the disk marks what is saved."));
    setEmptyLabel(tr("As opened"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setItemDelegate(new Row(this));
    const auto look = [this, theme] {
        setCleanIcon(theme->icon(QStringLiteral("save")));
    };
    connect(theme, &AppTheme::changed, this, look);
    look();
}

void HistoryPanel::mousePressEvent(QMouseEvent* event) {
    document_->endGesture(); // what is edited after the jump is a step of its own
    QUndoView::mousePressEvent(event);
}

void HistoryPanel::keyPressEvent(QKeyEvent* event) {
    document_->endGesture();
    QUndoView::keyPressEvent(event);
}

} // namespace phiscope
