#include "app/run_button.h"

#include "app/actions.h"
#include "app/run_wiring.h"
#include "widgets/app_theme.h"
#include "widgets/quantity.h"

#include <QAction>
#include <QToolButton>

namespace phiscope {

RunButton::RunButton(QToolButton* button, Actions* actions, AppTheme* theme, RunWiring* run, QObject* parent)
    : QObject(parent)
    , button_(button)
    , actions_(actions)
    , theme_(theme)
    , plainTip_(actions->run->toolTip()) {
    button_->setObjectName(QStringLiteral("runButton"));
    connect(run, &RunWiring::staleChanged, this, &RunButton::showStale);
    connect(run, &RunWiring::heldChanged, this, &RunButton::showHeld);
    connect(theme_, &AppTheme::changed, this, &RunButton::dress);
}

void RunButton::showStale(bool stale) {
    actions_->run->setText(stale ? tr("Run •") : tr("Run"));
}

void RunButton::showHeld(const std::optional<double>& seconds) {
    held_ = seconds.has_value();
    actions_->run->setToolTip(plainTip_);
    if (seconds) {
        const QString wait =
            tr("A run of this scene takes about %1, so it waits for you. What is shown belongs "
               "to the scene before.")
                .arg(formatDuration(*seconds));
        actions_->run->setToolTip(plainTip_ + QStringLiteral("<p>%1</p>").arg(wait));
        Q_EMIT said(
            tr("A run takes about %1: press Run (F5). Until then the results are of the scene before.")
                .arg(formatDuration(*seconds)));
    }
    dress();
}

void RunButton::dress() {
    const ThemeColours& colours = theme_->colours();
    QPalette palette = theme_->palette();
    if (held_) {
        palette.setColor(QPalette::Button, colours.selection);
        palette.setColor(QPalette::ButtonText, colours.onSelection);
    }
    button_->setAutoRaise(!held_); // raised, it is filled
    button_->setPalette(palette);
    actions_->run->setIcon(theme_->icon(QStringLiteral("run"), held_ ? colours.onSelection : colours.good));
}

} // namespace phiscope
