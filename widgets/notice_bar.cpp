#include "widgets/notice_bar.h"

#include "widgets/app_theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int informationMs = 8000;
constexpr std::size_t kept = 20;

} // namespace

NoticeBar::NoticeBar(AppTheme* theme, QWidget* parent)
    : QFrame(parent)
    , theme_(theme)
    , choices_(new QWidget)
    , icon_(new QLabel)
    , text_(new QLabel)
    , details_(new QPushButton(tr("Details")))
    , close_(new QToolButton) {
    setObjectName(QStringLiteral("noticeBar"));
    setAccessibleName(tr("Notices"));
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(8);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setTextFormat(Qt::PlainText);
    choices_->setLayout(new QHBoxLayout);
    choices_->layout()->setContentsMargins(0, 0, 0, 0);
    details_->setFlat(true);
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close this notice"));
    close_->setAccessibleName(tr("Close this notice"));
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(choices_);
    row->addWidget(details_);
    row->addWidget(close_);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &NoticeBar::dismiss);
    connect(close_, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(details_, &QPushButton::clicked, this, [this] {
        if (!notices_.empty()) {
            Q_EMIT detailsRequested(notices_.back().message.details);
        }
    });
    connect(theme_, &AppTheme::changed, this, &NoticeBar::refresh);
    refresh();
}

void NoticeBar::show(const Message& message) {
    add({message, {}});
}

void NoticeBar::ask(const QString& text, std::vector<Choice> choices, Message::Level level) {
    add({{level, text, {}}, std::move(choices)});
}

void NoticeBar::add(Notice notice) {
    const auto same = [&notice](const Notice& other) {
        return other.message.text == notice.message.text;
    };
    notices_.erase(std::remove_if(notices_.begin(), notices_.end(), same), notices_.end());
    notices_.push_back(std::move(notice));
    if (notices_.size() > kept) {
        notices_.erase(notices_.begin());
    }
    refresh();
}

QString NoticeBar::text() const {
    return notices_.empty() ? QString() : notices_.back().message.text;
}

void NoticeBar::dismiss() {
    if (!notices_.empty()) {
        notices_.pop_back();
    }
    refresh();
}

void NoticeBar::answer(const std::function<void()>& act) {
    // Later, since the button that was pressed goes with its notice.
    const QString answered = text();
    QMetaObject::invokeMethod(
        this,
        [this, act, answered] {
            const auto same = [&answered](const Notice& notice) {
                return notice.message.text == answered;
            };
            notices_.erase(std::remove_if(notices_.begin(), notices_.end(), same), notices_.end());
            refresh();
            act();
        },
        Qt::QueuedConnection);
}

void NoticeBar::makeButtons(const std::vector<Choice>& choices) {
    for (QPushButton* old : choices_->findChildren<QPushButton*>(QString(), Qt::FindDirectChildrenOnly)) {
        choices_->layout()->removeWidget(old);
        old->hide();
        old->setObjectName({});
        old->deleteLater(); // its menu may be open
    }
    choices_->setVisible(!choices.empty());
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text, choices_);
        button->setObjectName(QStringLiteral("noticeChoice"));
        button->setAutoDefault(false);
        choices_->layout()->addWidget(button);
        if (choice.list.empty()) {
            connect(button, &QPushButton::clicked, this, [this, act = choice.act] { answer(act); });
            continue;
        }
        auto* menu = new QMenu(button);
        for (const Choice& item : choice.list) {
            connect(menu->addAction(item.text), &QAction::triggered, this,
                    [this, act = item.act] { answer(act); });
        }
        button->setMenu(menu);
    }
}

void NoticeBar::refresh() {
    timer_.stop();
    if (notices_.empty()) {
        makeButtons({});
        hide();
        return;
    }
    const Message& message = notices_.back().message;
    makeButtons(notices_.back().choices);
    QString icon = QStringLiteral("info");
    QColor colour = theme_->colours().accent;
    QString word = tr("Note");
    if (message.level == Message::Level::warning) {
        icon = QStringLiteral("warning");
        colour = theme_->colours().warn;
        word = tr("Warning");
    } else if (message.level == Message::Level::error) {
        icon = QStringLiteral("error");
        colour = theme_->colours().bad;
        word = tr("Problem");
    } else {
        timer_.start(informationMs);
    }
    icon_->setPixmap(theme_->icon(icon, colour).pixmap(18, 18));
    icon_->setToolTip(word);
    text_->setText(message.text);
    text_->setAccessibleName(word + QStringLiteral(": ") + message.text);
    details_->setVisible(!message.details.isEmpty());
    close_->setIcon(theme_->icon(QStringLiteral("close")));
    close_->setText(notices_.size() > 1 ? QString::number(notices_.size()) : QString());
    QPalette look = theme_->palette();
    const QColor ground = theme_->colours().window;
    const double t = 0.16;
    look.setColor(QPalette::Window,
                  QColor::fromRgbF(static_cast<float>(ground.redF() * (1 - t) + colour.redF() * t),
                                   static_cast<float>(ground.greenF() * (1 - t) + colour.greenF() * t),
                                   static_cast<float>(ground.blueF() * (1 - t) + colour.blueF() * t)));
    setPalette(look);
    QFrame::show();
}

} // namespace phiscope
