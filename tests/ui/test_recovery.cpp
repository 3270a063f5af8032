// Unsaved work after the program was killed, and the second start that hands its file to the first. The
// program is the real one, in processes of its own; this test's own executable plays it (`--as-program`), so
// that somebody can make edits in it.
#include "app/autosave.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "app/program.h"
#include "app/recovery.h"
#include "app/run_wiring.h"
#include "model/scene/scene_file.h"
#include "tests/common/child_program.h"
#include "tests/ui/hand.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/gallery_dialog.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <iostream>

using namespace phiscope;

namespace {

constexpr int patience = 60000;

/// What the killed program's person does: gives the scene each of PHISCOPE_TEST_TITLES, one every tenth of a
/// second, and runs it where the last one ends in "run".
void work(MainWindow& window) {
    Document* document = window.parts().document;
    const QStringList titles =
        qEnvironmentVariable("PHISCOPE_TEST_TITLES").split(QLatin1Char(','), Qt::SkipEmptyParts);
    QObject::connect(document, &Document::opened, document,
                     [](const QString& path) { std::cout << "opened " << path.toStdString() << std::endl; });
    const auto edit = [document, titles, run = window.run()] {
        for (int k = 0; k < titles.size(); ++k) {
            QTimer::singleShot(100 * (k + 1), document, [document, title = titles[k], run] {
                document->setTitle(title, {});
                document->endGesture();
                if (title.endsWith(QLatin1String("run"))) {
                    run->run();
                }
                std::cout << "edited " << title.toStdString() << std::endl;
            });
        }
    };
    document->filePath().empty() && !document->isOpening()
        ? edit()
        : void(QObject::connect(document, &Document::opened, document, edit, Qt::SingleShotConnection));
    std::cout << "started" << std::endl;
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::TemporaryFolder> output_;
    QString self_ = QCoreApplication::applicationFilePath();

    QString recovery() const { return folder_->filePath(QStringLiteral("data/phiscope/recovery")); }
    QStringList copies() const {
        return QDir(recovery()).entryList({QStringLiteral("*.phiscope")}, QDir::Files);
    }
    QString titleIn(const QString& copy) const {
        const auto read = readScene(QDir(recovery()).filePath(copy).toStdString());
        return read ? QString::fromStdString(read->scene.title) : QString();
    }
    std::unique_ptr<test::ChildProgram> start(const QStringList& arguments, const QString& titles = {}) {
        qputenv("PHISCOPE_TEST_TITLES", titles.toUtf8());
        std::vector<std::string> all{"--as-program"};
        for (const QString& argument : arguments) {
            all.push_back(argument.toStdString());
        }
        return std::make_unique<test::ChildProgram>(*output_, self_.toStdString(), all);
    }
    QString writeExample(const QString& name) const {
        Scene scene = *exampleScene(QStringLiteral("ball_and_stick"));
        scene.title = name.toStdString();
        const QString path = folder_->filePath(name + QStringLiteral(".phiscope"));
        return saveScene(scene, path.toStdString()) ? path : QString();
    }
    /// Kills a program that has made these edits and whose copy has the last of them.
    void leaveBehind(const QString& file, const QString& titles) {
        const auto before = copies().size();
        const auto child = start({QStringLiteral("--new"), file}, titles);
        const QString last = titles.section(QLatin1Char(','), -1);
        QTRY_VERIFY_WITH_TIMEOUT(copies().size() > before, patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const QString& copy : copies()) {
                    if (titleIn(copy) == last) {
                        return true;
                    }
                }
                return false;
            }(),
            patience);
        child->signal(SIGKILL);
        QCOMPARE(child->wait(), 128 + SIGKILL);
    }

    struct Window {
        explicit Window(const QTemporaryDir& folder)
            : settings(folder.filePath(QStringLiteral("settings.ini"))) {
            theme.apply();
            window = std::make_unique<MainWindow>(&settings, &theme);
            window->resize(1280, 800);
            window->show();
            autosave = std::make_unique<Autosave>(window->parts().document, window->parts().controller,
                                                  Autosave::defaultFolder());
            recovery = std::make_unique<Recovery>(window->parts(), window->files(), autosave.get());
            recovery->offer(Autosave::defaultFolder());
        }
        Document& document() const { return *window->parts().document; }
        NoticeBar& notices() const { return *window->parts().notices; }
        QList<QPushButton*> buttons() const {
            return notices().findChildren<QPushButton*>(QStringLiteral("noticeChoice"));
        }

        Settings settings;
        AppTheme theme;
        std::unique_ptr<MainWindow> window;
        std::unique_ptr<Autosave> autosave;
        std::unique_ptr<Recovery> recovery;
    };

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        output_ = std::make_unique<test::TemporaryFolder>();
        qputenv("XDG_DATA_HOME", folder_->filePath(QStringLiteral("data")).toUtf8());
        qputenv("XDG_CONFIG_HOME", folder_->filePath(QStringLiteral("config")).toUtf8());
        const QString runtime = folder_->filePath(QStringLiteral("run"));
        QVERIFY(QDir().mkpath(runtime));
        QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("XDG_RUNTIME_DIR", runtime.toUtf8());
    }

    void aKilledProgramsWorkIsRecovered() {
        const QString file = writeExample(QStringLiteral("mine"));
        leaveBehind(file, QStringLiteral("first,second,third"));
        QCOMPARE(copies().size(), 1);

        Window next(*folder_);
        QVERIFY2(next.notices().text().contains(QStringLiteral("mine.phiscope")),
                 qPrintable(next.notices().text()));
        QCOMPARE(next.buttons().size(), 2);
        const QString where = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
        if (!where.isEmpty()) {
            QTest::qWait(800);
            QVERIFY(next.window->grab().save(QDir(where).filePath(QStringLiteral("recovery.png"))));
        }
        QTest::mouseClick(next.buttons().at(0), Qt::LeftButton);
        QTRY_COMPARE(QString::fromStdString(next.document().scene().title), QStringLiteral("third"));
        QCOMPARE(QString::fromStdString(next.document().filePath().string()), file);
        QVERIFY(next.document().isModified());
        QTRY_VERIFY(next.notices().text().isEmpty());
        // Not lost when this one dies too: it is in its own copy, and only there.
        QCOMPARE(copies(), QStringList{QFileInfo(next.autosave->file()).fileName()});
        QCOMPARE(titleIn(copies().first()), QStringLiteral("third"));
        QVERIFY(next.document().save(file.toStdString()));
        QCOMPARE(copies(), QStringList());
        QCOMPARE(QString::fromStdString(readScene(file.toStdString())->scene.title), QStringLiteral("third"));
    }

    void severalAreOfferedInAList() {
        leaveBehind(writeExample(QStringLiteral("one")), QStringLiteral("one run"));
        leaveBehind(writeExample(QStringLiteral("two")), QStringLiteral("two run"));
        QCOMPARE(copies().size(), 2);
        Window next(*folder_);
        QCOMPARE(next.recovery->leftovers().size(), std::size_t{2});
        QMenu* list = next.buttons().at(0)->menu();
        QVERIFY(list != nullptr);
        QCOMPARE(list->actions().size(), 2);
        QVERIFY(list->actions().at(0)->text().contains(QStringLiteral("two"))); // newest first
        list->actions().at(1)->trigger();
        QTRY_COMPARE(QString::fromStdString(next.document().scene().title), QStringLiteral("one run"));
        QTRY_COMPARE(next.buttons().size(), 2);
        QVERIFY(next.buttons().at(0)->menu() == nullptr); // one is left
        QTest::mouseClick(next.buttons().at(1), Qt::LeftButton);
        QTRY_VERIFY(next.recovery->leftovers().empty());
        QCOMPARE(copies().size(), 1); // that of what is open
        QCOMPARE(QString::fromStdString(next.document().scene().title), QStringLiteral("one run"));
        next.document().undoStack()->setClean();
        QCOMPARE(copies().size(), 0);
    }

    void runningProgramsAreLeftAlone() {
        const auto child = start({QStringLiteral("--new"), writeExample(QStringLiteral("busy"))},
                                 QStringLiteral("busy run"));
        QTRY_COMPARE_WITH_TIMEOUT(copies().size(), 1, patience);
        QVERIFY(findLeftovers(recovery()).empty());
        Window next(*folder_);
        QVERIFY(next.notices().text().isEmpty());
        QCOMPARE(copies().size(), 1);
    }

    void aDamagedCopyIsToldAndKept() {
        QVERIFY(QDir().mkpath(recovery()));
        QFile copy(QDir(recovery()).filePath(QStringLiteral("x.phiscope")));
        QVERIFY(copy.open(QIODevice::WriteOnly));
        copy.write("{\"version\": 1, \"title\"");
        copy.close();
        Window next(*folder_);
        QCOMPARE(next.buttons().size(), 2);
        QTest::mouseClick(next.buttons().at(0), Qt::LeftButton);
        QTRY_VERIFY2(next.notices().text().contains(QStringLiteral("could not be read")),
                     qPrintable(next.notices().text()));
        QCOMPARE(copies(), QStringList{QStringLiteral("x.phiscope")});
    }

    void theCopyFollowsTheWork() {
        Window now(*folder_);
        now.window->files()->openExample(QStringLiteral("ball_and_stick"));
        QSignalSpy written(now.autosave.get(), &Autosave::written);
        QVERIFY(now.autosave->delay() <= 20000);
        QVERIFY(!QFileInfo::exists(now.autosave->file()));
        // Before a run, at once: with an hour to wait otherwise.
        now.autosave->setDelay(3600000);
        QTRY_VERIFY_WITH_TIMEOUT(now.document().cell() != nullptr, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!now.window->parts().controller->active() &&
                                     !now.window->parts().controller->runPending(),
                                 patience);
        Synapse synapse = now.document().scene().synapses.front();
        synapse.weight *= 2.0;
        now.document().setSynapse(synapse, QStringLiteral("Weight"));
        QVERIFY(written.count() > 0 || written.wait(patience));
        QCOMPARE(copies().size(), 1);
        now.document().undoStack()->undo(); // as in its file again
        QCOMPARE(copies().size(), 0);
        // Another scene: what was discarded by answer is not offered again.
        now.document().setTitle(QStringLiteral("gone"), {});
        now.autosave->finishWriting();
        QCOMPARE(copies().size(), 1);
        now.window->parts().document->setScene(*exampleScene(QStringLiteral("purkinje")));
        QCOMPARE(copies().size(), 0);
        // A clean end.
        now.document().setTitle(QStringLiteral("end"), {});
        now.autosave->finishWriting();
        QCOMPARE(titleIn(copies().value(0)), QStringLiteral("end"));
        now.recovery.reset();
        now.autosave.reset();
        QCOMPARE(QDir(recovery()).entryList(QDir::Files), QStringList());
    }

    void aFolderThatCannotBeUsedIsTold() {
        QFile file(folder_->filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Document document;
        SimulationController controller;
        Autosave autosave(&document, &controller, file.fileName() + QStringLiteral("/below"));
        QSignalSpy failed(&autosave, &Autosave::failed);
        QVERIFY(failed.wait());
        document.setTitle(QStringLiteral("kept in memory"), {});
        autosave.finishWriting();
    }

    void aSecondStartOpensInTheFirst() {
        const QString file = writeExample(QStringLiteral("handed over"));
        test::TemporaryFolder firstOutput;
        qputenv("PHISCOPE_TEST_TITLES", "");
        test::ChildProgram first(firstOutput, self_.toStdString(),
                                 {"--as-program", writeExample(QStringLiteral("first")).toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(first.output().find("first.phiscope") != std::string::npos, patience);
        const auto second = start({file});
        QCOMPARE(second->wait(), 0);
        QCOMPARE(second->output(), std::string());
        QTRY_VERIFY_WITH_TIMEOUT(first.output().find("opened " + file.toStdString()) != std::string::npos,
                                 patience);
        // By a path relative to where the second one was started.
        const QString old = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder_->path()));
        QVERIFY(!writeExample(QStringLiteral("mine too")).isEmpty());
        const auto third = start({QStringLiteral("mine too.phiscope")});
        QCOMPARE(third->wait(), 0);
        QVERIFY(QDir::setCurrent(old));
        QTRY_VERIFY_WITH_TIMEOUT(first.output().find("mine too.phiscope") != std::string::npos, patience);
        // Another one where it is asked for.
        const auto another = start({QStringLiteral("--new"), file});
        QTRY_VERIFY_WITH_TIMEOUT(another->output().find("opened " + file.toStdString()) != std::string::npos,
                                 patience);
    }

    void aKilledFirstOneDoesNotStandInTheWay() {
        auto first = start({writeExample(QStringLiteral("first"))});
        QTRY_VERIFY_WITH_TIMEOUT(first->output().find("first.phiscope") != std::string::npos, patience);
        first->signal(SIGKILL);
        first->wait();
        const auto second = start({writeExample(QStringLiteral("second"))});
        QTRY_VERIFY_WITH_TIMEOUT(second->output().find("second.phiscope") != std::string::npos, patience);
    }
};

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--as-program") {
        argv[1] = argv[0];
        return runProgram(argc - 1, argv + 1, work);
    }
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("phiscope"));
    TestRecovery test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_recovery.moc"
