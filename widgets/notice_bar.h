#pragma once

#include "widgets/document.h"

#include <QFrame>
#include <QTimer>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QToolButton;

namespace phiscope {

class AppTheme;

/// One line above the view that says what happened, with an icon and a word for how grave it is. Errors and
/// warnings stay until closed; information goes by itself. Newer messages come first, older ones wait.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    /// A button of a question: what it says and does, or a list to choose from.
    struct Choice {
        QString text;
        std::function<void()> act;
        std::vector<Choice> list;
    };

    explicit NoticeBar(AppTheme* theme, QWidget* parent = nullptr);

    void show(const Message& message);
    /// A notice that can be answered; answering closes it, and closing it answers nothing.
    void ask(const QString& text, std::vector<Choice> choices,
             Message::Level level = Message::Level::warning);
    /// Text of the message shown; empty where there is none.
    QString text() const;
    int count() const { return static_cast<int>(notices_.size()); }

public Q_SLOTS:
    void dismiss();

Q_SIGNALS:
    void detailsRequested(const QString& details);

private:
    struct Notice {
        Message message;
        std::vector<Choice> choices;
    };
    void add(Notice notice);
    void refresh();
    void makeButtons(const std::vector<Choice>& choices);
    void answer(const std::function<void()>& act);

    AppTheme* theme_;
    std::vector<Notice> notices_;
    QWidget* choices_;
    QLabel* icon_;
    QLabel* text_;
    QPushButton* details_;
    QToolButton* close_;
    QTimer timer_;
};

} // namespace phiscope
