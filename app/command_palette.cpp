#include "app/command_palette.h"

#include "widgets/app_theme.h"
#include "widgets/fuzzy_match.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QRegularExpression>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

enum Role { index = Qt::UserRole, place, help, shortcut };
constexpr int widest = 620;
constexpr int rowsShown = 9;

/// Title and help one under the other; place and shortcut at the right.
class Row : public QStyledItemDelegate {
public:
    Row(AppTheme* theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , theme_(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {100, 2 * option.fontMetrics.height() + 10};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override {
        painter->save();
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const QPalette& colours = option.palette;
        if (chosen) {
            painter->fillRect(option.rect, colours.color(QPalette::Highlight));
        }
        const QColor ink = colours.color(chosen ? QPalette::HighlightedText : QPalette::Text);
        const QColor dim = chosen ? ink : theme_->colours().dimText;
        const QRect area = option.rect.adjusted(10, 4, -10, -4);
        const int sign = theme_->signSize();
        const QRect icon(area.left(), area.top() + 1, sign, sign);
        at.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, icon, Qt::AlignCenter, chosen ? QIcon::Selected : QIcon::Normal);
        const QRect text = area.adjusted(sign + 10, 0, 0, 0);
        const QRect upper(text.left(), text.top(), text.width(), text.height() / 2);
        const QRect lower(text.left(), upper.bottom() + 1, text.width(), text.height() - upper.height());
        painter->setPen(dim);
        painter->setFont(theme_->dimFont());
        const QString keys = at.data(shortcut).toString();
        const QString where = at.data(place).toString();
        const QString right = keys.isEmpty() ? where : where + QStringLiteral("   ") + keys;
        painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, right);
        const int taken = painter->fontMetrics().horizontalAdvance(right) + 12;
        painter->drawText(
            lower, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(at.data(help).toString(), Qt::ElideRight, lower.width()));
        painter->setPen(ink);
        painter->setFont(option.font);
        painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(at.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, upper.width() - taken));
        painter->restore();
    }

private:
    AppTheme* theme_;
};

QString plainText(const QString& text) {
    QString plain = text;
    plain.remove(QLatin1Char('&'));
    return plain;
}

void addCommands(const QList<QAction*>& actions, const QString& where,
                 std::vector<CommandPalette::Entry>& entries) {
    for (QAction* action : actions) {
        const QString title = plainText(action->text());
        if (const QMenu* menu = action->menu()) {
            addCommands(menu->actions(), where.isEmpty() ? title : where + QStringLiteral(" › ") + title,
                        entries);
        } else if (!action->isSeparator() && action->isEnabled() && action->isVisible() && !title.isEmpty()) {
            const QString state = !action->isCheckable() ? QString()
                                  : action->isChecked()  ? CommandPalette::tr("Now on. ")
                                                         : CommandPalette::tr("Now off. ");
            entries.push_back({title, where, state + action->statusTip(),
                               action->shortcut().toString(QKeySequence::NativeText), action->icon(),
                               [guard = QPointer<QAction>(action)] {
                                   if (!guard.isNull()) {
                                       guard->trigger();
                                   }
                               }});
        }
    }
}

} // namespace

CommandPalette::CommandPalette(AppTheme* theme, QWidget* window)
    : QFrame(window)
    , theme_(theme)
    , line_(new QLineEdit)
    , list_(new QListWidget) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Commands"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    line_->setPlaceholderText(tr("Find a command, an object or an example"));
    line_->setAccessibleName(tr("Find a command, an object or an example"));
    line_->setClearButtonEnabled(false);
    list_->setAccessibleName(tr("What fits"));
    list_->setFocusPolicy(Qt::NoFocus); // the line has the keys
    list_->setItemDelegate(new Row(theme_, list_));
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setFrameShape(QFrame::NoFrame);
    column->addWidget(line_);
    column->addWidget(list_);
    line_->installEventFilter(this);
    connect(line_, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(list_, &QListWidget::itemClicked, this, &CommandPalette::run);
    connect(theme_, &AppTheme::changed, this, &CommandPalette::applyTheme);
    applyTheme();
    hide();
}

std::vector<CommandPalette::Entry> CommandPalette::commandsOf(const QMenuBar* menus) {
    std::vector<Entry> entries;
    addCommands(menus->actions(), {}, entries);
    return entries;
}

void CommandPalette::open(std::vector<Entry> entries) {
    if (!isVisible()) {
        before_ = QApplication::focusWidget();
    }
    entries_ = std::move(entries);
    line_->clear();
    fill();
    const int wide = std::min(widest, parentWidget()->width() - 40);
    const int row = std::max(list_->sizeHintForRow(0), 20);
    const int high =
        std::min(rowsShown * row + line_->sizeHint().height() + 28, parentWidget()->height() - 80);
    setGeometry((parentWidget()->width() - wide) / 2, 64, wide, high);
    show();
    raise();
    line_->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::fill() {
    const QString query = line_->text();
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t k = 0; k < entries_.size(); ++k) {
        const Entry& entry = entries_[k];
        // A title says more than the place, and that more than a word somewhere in the help.
        if (const auto title = fuzzyMatch(query, entry.title)) {
            found.emplace_back(3 * *title, k);
        } else if (const auto both = fuzzyMatch(query, entry.place + QLatin1Char(' ') + entry.title)) {
            found.emplace_back(2 * *both, k);
        } else if (query.size() > 2 && entry.help.contains(query, Qt::CaseInsensitive)) {
            found.emplace_back(1, k);
        }
    }
    std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
        // Of two that fit alike, the one of which more was typed.
        return a.first != b.first
                   ? a.first > b.first
                   : !query.isEmpty() && entries_[a.second].title.size() < entries_[b.second].title.size();
    });
    list_->clear();
    for (const auto& [score, k] : found) {
        const Entry& entry = entries_[k];
        auto* item = new QListWidgetItem(entry.icon, entry.title, list_);
        item->setData(index, static_cast<int>(k));
        item->setData(place, entry.place);
        item->setData(help, entry.help);
        item->setData(shortcut, entry.shortcut);
        item->setData(Qt::AccessibleTextRole,
                      QStringList{entry.title, entry.place, entry.shortcut, entry.help}
                          .filter(QRegularExpression(QStringLiteral(".")))
                          .join(QStringLiteral(", ")));
    }
    list_->setCurrentRow(0);
    line_->setAccessibleDescription(list_->count() == 0 ? tr("Nothing fits.")
                                                        : tr("%1 fit.").arg(list_->count()));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // Escape and the rest belong to the palette while it is open.
        event->accept();
        return true;
    }
    if (event->type() == QEvent::FocusOut && isVisible()) {
        hide();
        return false;
    }
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QApplication::sendEvent(list_, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(list_->currentItem());
        return true;
    case Qt::Key_Escape:
        leave();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // nowhere else to go
    default:
        return QFrame::eventFilter(watched, event);
    }
}

void CommandPalette::run(QListWidgetItem* item) {
    if (item == nullptr) {
        return;
    }
    const auto act = entries_.at(static_cast<std::size_t>(item->data(index).toInt())).run;
    leave();
    act();
}

void CommandPalette::leave() {
    hide();
    if (!before_.isNull()) {
        before_->setFocus(Qt::OtherFocusReason);
    }
}

void CommandPalette::applyTheme() {
    QPalette look = theme_->palette();
    look.setColor(QPalette::Base, theme_->colours().base);
    setPalette(look);
    QFont font = theme_->numberFont();
    line_->setFont(font);
}

} // namespace phiscope
