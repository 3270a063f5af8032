#include "widgets/notice_bar.h"

#include "widgets/app_theme.h"

#include <QHBoxLayout>
#include <QLabel>
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
    details_->setFlat(true);
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close this notice"));
    close_->setAccessibleName(tr("Close this notice"));
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(details_);
    row->addWidget(close_);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &NoticeBar::dismiss);
    connect(close_, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(details_, &QPushButton::clicked, this, [this] {
        if (!messages_.empty()) {
            Q_EMIT detailsRequested(messages_.back().details);
        }
    });
    connect(theme_, &AppTheme::changed, this, &NoticeBar::refresh);
    refresh();
}

void NoticeBar::show(const Message& message) {
    const auto same = [&message](const Message& other) {
        return other.text == message.text;
    };
    messages_.erase(std::remove_if(messages_.begin(), messages_.end(), same), messages_.end());
    messages_.push_back(message);
    if (messages_.size() > kept) {
        messages_.erase(messages_.begin());
    }
    refresh();
}

QString NoticeBar::text() const {
    return messages_.empty() ? QString() : messages_.back().text;
}

void NoticeBar::dismiss() {
    if (!messages_.empty()) {
        messages_.pop_back();
    }
    refresh();
}

void NoticeBar::refresh() {
    timer_.stop();
    if (messages_.empty()) {
        hide();
        return;
    }
    const Message& message = messages_.back();
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
    close_->setText(messages_.size() > 1 ? QString::number(messages_.size()) : QString());
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
