#pragma once

#include "widgets/document.h"

#include <QFrame>
#include <QTimer>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace phiscope {

class AppTheme;

/// One line above the view that says what happened, with an icon and a word for how grave it is. Errors and
/// warnings stay until closed; information goes by itself. Newer messages come first, older ones wait.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(AppTheme* theme, QWidget* parent = nullptr);

    void show(const Message& message);
    /// Text of the message shown; empty where there is none.
    QString text() const;
    int count() const { return static_cast<int>(messages_.size()); }

public Q_SLOTS:
    void dismiss();

Q_SIGNALS:
    void detailsRequested(const QString& details);

private:
    void refresh();

    AppTheme* theme_;
    std::vector<Message> messages_;
    QLabel* icon_;
    QLabel* text_;
    QPushButton* details_;
    QToolButton* close_;
    QTimer timer_;
};

} // namespace phiscope
