#include "widgets/scene_panel.h"

#include "widgets/app_theme.h"
#include "widgets/scene_tree.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace phiscope {

ScenePanel::ScenePanel(SceneTree* tree, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , search_(new QLineEdit)
    , tree_(tree) {
    search_->setObjectName(QStringLiteral("sceneSearch"));
    search_->setPlaceholderText(tr("Find in the scene"));
    search_->setAccessibleName(tr("Find in the scene"));
    search_->setToolTip(
        tr("Leaves only the objects whose name or place holds these letters. Esc shows all."));
    search_->setClearButtonEnabled(true);
    QAction* glass = search_->addAction(theme->icon(QStringLiteral("search"), theme->colours().dimText),
                                        QLineEdit::LeadingPosition);
    connect(theme, &AppTheme::changed, glass, [theme, glass] {
        glass->setIcon(theme->icon(QStringLiteral("search"), theme->colours().dimText));
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* room = new QVBoxLayout;
    room->setContentsMargins(6, 4, 6, 4);
    room->addWidget(search_);
    column->addLayout(room);
    column->addWidget(tree_, 1);
    connect(search_, &QLineEdit::textChanged, tree_, &SceneTree::setFilter);
    search_->installEventFilter(this);
}

bool ScenePanel::eventFilter(QObject* watched, QEvent* event) {
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched == search_ && key) {
        const auto* pressed = static_cast<QKeyEvent*>(event);
        if (pressed->key() == Qt::Key_Escape && !search_->text().isEmpty()) {
            if (event->type() == QEvent::KeyPress) {
                search_->clear();
            }
            event->accept();
            return true;
        }
        if (event->type() == QEvent::KeyPress && pressed->key() == Qt::Key_Down) {
            tree_->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace phiscope
