// Finding commands by letters, going back and forth in the history, and whether everything can be reached
// and named without a mouse.
#include "app/actions.h"
#include "app/command_palette.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "model/scene/scene_file.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/fuzzy_match.h"
#include "widgets/gallery_dialog.h"
#include "widgets/history_panel.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace phiscope;

namespace {

constexpr int patience = 30000;

} // namespace

class TestCommands : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<MainWindow> window_;

    Document& document() const { return *window_->parts().document; }
    CommandPalette* palette() const { return window_->findChild<CommandPalette*>(); }
    QListWidget* list() const { return palette()->findChild<QListWidget*>(); }
    void openPalette() {
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(palette() != nullptr && palette()->isVisible());
    }
    /// To whatever has the focus, as the keyboard does.
    static void type(const QString& text) {
        for (const QChar letter : text) {
            QTest::keyClick(QApplication::focusWidget(), letter.toLatin1());
        }
    }
    static void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    /// One step; the description stays.
    void setTitle(const QString& title) {
        document().setTitle(title, QString::fromStdString(document().scene().description));
    }
    QString top() const { return list()->count() > 0 ? list()->item(0)->text() : QString(); }
    void grab(const QString& name) {
        const QString where = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
        if (!where.isEmpty()) {
            QTest::qWait(300);
            QVERIFY(window_->grab().save(QDir(where).filePath(name)));
        }
    }

private Q_SLOTS:
    void init() {
        QFile::remove(folder_.filePath(QStringLiteral("settings.ini")));
        settings_ = std::make_unique<Settings>(folder_.filePath(QStringLiteral("settings.ini")));
        settings_->setAutoRun(false);
        theme_ = std::make_unique<AppTheme>();
        theme_->apply();
        window_ = std::make_unique<MainWindow>(settings_.get(), theme_.get());
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QApplication::setActiveWindow(window_.get());
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        QTRY_VERIFY_WITH_TIMEOUT(document().cell() != nullptr, patience);
    }

    void cleanup() {
        window_.reset();
        theme_.reset();
        settings_.reset();
    }

    void lettersFindWords() {
        QVERIFY(fuzzyMatch(QString(), QStringLiteral("anything")).has_value());
        QVERIFY(!fuzzyMatch(QStringLiteral("x"), QStringLiteral("Full screen")).has_value());
        QVERIFY(!fuzzyMatch(QStringLiteral("nf"), QStringLiteral("Front")).has_value()); // in order
        QVERIFY(!fuzzyMatch(QStringLiteral("ss"), QStringLiteral("save")).has_value());  // each letter once
        const auto score = [](const char* query, const char* text) {
            return fuzzyMatch(QString::fromLatin1(query), QString::fromLatin1(text)).value_or(-1);
        };
        QVERIFY(score("fs", "Full screen") > score("fs", "Offset"));    // at the start of words
        QVERIFY(score("save", "Save as") > score("save", "Slate ave")); // side by side
        QVERIFY(score("screen full", "Full screen") > 0);               // words in any order
        QCOMPARE(score("FULL", "full"), score("full", "FULL"));
        QVERIFY(score("nee", "n ene nee") >= score("nee", "n e n e"));
    }

    void commandsRunByKeys() {
        QWidget* tree = window_->findChild<QWidget*>(QStringLiteral("sceneTree"));
        QVERIFY(tree != nullptr);
        tree->setFocus();
        openPalette();
        QVERIFY(list()->count() > 40);
        grab(QStringLiteral("palette.png"));
        type(QStringLiteral("trac con"));
        QCOMPARE(top(), QStringLiteral("Traces at the contacts"));
        grab(QStringLiteral("palette-typed.png"));
        const bool before = window_->actions()->tracesInScene->isChecked();
        QVERIFY(list()->item(0)->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("T")));
        press(Qt::Key_Return);
        QVERIFY(!palette()->isVisible());
        QCOMPARE(window_->actions()->tracesInScene->isChecked(), !before);
        QCOMPARE(QApplication::focusWidget(), tree); // as it was before
    }

    void lettersDoNotFallThroughToTools() {
        openPalette();
        type(QStringLiteral("spif")); // each of them is a tool's key
        QVERIFY(window_->actions()->select->isChecked());
        QCOMPARE(palette()->findChild<QLineEdit*>()->text(), QStringLiteral("spif"));
        press(Qt::Key_Escape);
        QVERIFY(!palette()->isVisible());
        openPalette();
        QCOMPARE(palette()->findChild<QLineEdit*>()->text(), QString());
        type(QStringLiteral("qqqqq"));
        QCOMPARE(list()->count(), 0);
        press(Qt::Key_Return); // nothing to run
        QVERIFY(palette()->isVisible());
    }

    void arrowsChoose() {
        openPalette();
        type(QStringLiteral("view"));
        QVERIFY(list()->count() > 3);
        const QString second = list()->item(1)->text();
        press(Qt::Key_Down);
        QCOMPARE(list()->currentItem()->text(), second);
        press(Qt::Key_Up);
        QCOMPARE(list()->currentRow(), 0);
    }

    void objectsAreSelected() {
        const QString id = QString::fromStdString(document().scene().synapses.front().id);
        document().renameItem(id, QStringLiteral("Quick one"));
        openPalette();
        type(QStringLiteral("quick"));
        QCOMPARE(top(), QStringLiteral("Quick one"));
        press(Qt::Key_Return);
        QCOMPARE(document().selection(), id);
    }

    void examplesAreOpened() {
        for (const QString& name : exampleNames()) {
            openPalette();
            type(QString::fromStdString(exampleScene(name)->title));
            QVERIFY2(list()->count() > 0, qPrintable(name));
            press(Qt::Key_Escape);
        }
        openPalette();
        type(QStringLiteral("purkinje"));
        press(Qt::Key_Return);
        QVERIFY(document().scene().title.find("Purkinje") != std::string::npos);
    }

    void theHistoryJumps() {
        auto* history = window_->findChild<HistoryPanel*>();
        QVERIFY(history != nullptr);
        QVERIFY(window_->showPanel(QStringLiteral("history")));
        QTRY_VERIFY(history->isVisible());
        const std::string first = document().scene().title;
        for (const char* title : {"one", "two", "three"}) {
            setTitle(QString::fromLatin1(title));
            document().endGesture();
        }
        QCOMPARE(history->model()->rowCount(), 4);
        grab(QStringLiteral("history.png"));
        const auto click = [history](int row) {
            QTest::mouseClick(history->viewport(), Qt::LeftButton, {},
                              history->visualRect(history->model()->index(row, 0)).center());
        };
        click(1);
        QCOMPARE(document().scene().title, std::string("one"));
        click(3);
        QCOMPARE(document().scene().title, std::string("three"));
        click(0);
        QCOMPARE(document().scene().title, first);
        QVERIFY(!document().isModified());
        history->setFocus();
        QTest::keyClick(history, Qt::Key_Down);
        QCOMPARE(document().scene().title, std::string("one"));
    }

    void undoSurvivesSaving() {
        const auto path = folder_.filePath(QStringLiteral("saved.phiscope")).toStdString();
        const std::string first = document().scene().title;
        setTitle(QStringLiteral("edited"));
        QVERIFY(document().save(path));
        QVERIFY(!document().isModified());
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document().scene().title, first);
        QVERIFY(document().isModified()); // it is not what the file holds
        QCOMPARE(readScene(path)->scene.title, std::string("edited"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(document().scene().title, std::string("edited"));
        QVERIFY(!document().isModified());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestCommands test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_commands.moc"
