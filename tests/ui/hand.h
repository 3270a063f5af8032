#pragma once

#include <QApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStringList>
#include <QTest>
#include <QTimer>

/// Answers the dialogs that open while a test goes on, as a person would: with the mouse and the keyboard.
/// Answers are given in the order in which they were prepared; a dialog that nobody prepared for is left with
/// Escape and counted as a surprise.
class Hand : public QObject {
public:
    Hand() {
        QObject::connect(&timer_, &QTimer::timeout, this, [this] { look(); });
        timer_.start(15);
    }

    void willClick(const QString& button) { answers_ << button; }
    void willTypeFile(const QString& path) { answers_ << filePrefix + path; }

    /// Object names of the questions that were asked.
    QStringList asked;
    /// What the last one said.
    QString text;
    int surprises = 0;
    bool idle() const { return answers_.isEmpty() && surprises == 0; }

private:
    void look() {
        QWidget* dialog = QApplication::activeModalWidget();
        if (dialog == nullptr || !dialog->isVisible() || busy_) {
            return;
        }
        busy_ = true; // events are handled while a key is pressed
        const QString answer = answers_.isEmpty() ? QString() : answers_.takeFirst();
        if (auto* box = qobject_cast<QMessageBox*>(dialog)) {
            answerQuestion(box, answer);
        } else if (auto* files = qobject_cast<QFileDialog*>(dialog); files && answer.startsWith(filePrefix)) {
            auto* edit = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            edit->setText(answer.mid(filePrefix.size())); // typed, its completer would stand in the way
            for (QAbstractButton* button : files->findChild<QDialogButtonBox*>()->buttons()) {
                if (files->findChild<QDialogButtonBox*>()->buttonRole(button) ==
                    QDialogButtonBox::AcceptRole) {
                    QTest::mouseClick(button, Qt::LeftButton);
                }
            }
        } else {
            ++surprises;
            QTest::keyClick(dialog, Qt::Key_Escape);
        }
        busy_ = false;
    }

    void answerQuestion(QMessageBox* box, const QString& answer) {
        asked << box->objectName();
        text = box->text() + QLatin1Char(' ') + box->informativeText();
        for (QAbstractButton* button : box->buttons()) {
            if (button->text().remove(QLatin1Char('&')) == answer) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        ++surprises;
        QTest::keyClick(box, Qt::Key_Escape);
    }

    inline static const QString filePrefix = QStringLiteral("file:");
    QTimer timer_;
    QStringList answers_;
    bool busy_ = false;
};
