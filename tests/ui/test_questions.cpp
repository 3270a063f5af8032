// The questions that the window asks before something is lost or run, answered by hand; files that are
// dropped on it; the picture on the clipboard.
#include "app/actions.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/recording.h"
#include "tests/ui/hand.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/scene_tree.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QClipboard>
#include <QCryptographicHash>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <QUrl>

#include <clocale>

using namespace phiscope;

namespace {

constexpr int patience = 30000;
const QString unsaved = QStringLiteral("unsavedQuestion");
const QString code = QStringLiteral("codeQuestion");

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Different colours in a part of a picture.
int coloursIn(const QImage& image, const QRect& part) {
    QSet<QRgb> colours;
    for (int y = part.top(); y <= part.bottom(); ++y) {
        for (int x = part.left(); x <= part.right(); ++x) {
            colours.insert(image.pixel(x, y));
        }
    }
    return static_cast<int>(colours.size());
}

} // namespace

class TestQuestions : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<MainWindow> window_;
    std::unique_ptr<Hand> hand_;
    QString scenePath_;
    QString otherPath_;
    QByteArray savedBytes_;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return *parts().document; }

    void answers() {
        QTest::addColumn<QString>("button");
        QTest::newRow("save") << QStringLiteral("Save");
        QTest::newRow("discard") << QStringLiteral("Discard");
        QTest::newRow("cancel") << QStringLiteral("Cancel");
    }

    /// What is in the file that was open before the question.
    std::size_t probesInFile() const {
        const auto read = readScene(scenePath_.toStdString());
        return read ? read->scene.probes.size() : 99;
    }

    void startLongRun() {
        RunSettings run = document().scene().run;
        run.tstopMs = 20000.0;
        document().setRun(run, QStringLiteral("Set tstop"));
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->active(), patience);
    }

    /// As the window system does it: to the widget under the mouse, which hands it up.
    bool drag(const QMimeData& data) {
        QWidget* under = parts().view;
        QDragEnterEvent enter(under->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(under, &enter);
        return enter.isAccepted();
    }

    void drop(const QMimeData& data) {
        QWidget* under = parts().view;
        QDropEvent event(QPointF(under->rect().center()), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(under, &event);
    }

    static void point(QMimeData& data, const QStringList& paths) {
        QList<QUrl> urls;
        for (const QString& path : paths) {
            urls << QUrl::fromLocalFile(path);
        }
        data.setUrls(urls);
    }

    /// After a question that stood before another file was opened.
    void checkOpening(const QString& button, std::size_t probesBefore) {
        QTRY_COMPARE_WITH_TIMEOUT(hand_->asked, QStringList{unsaved}, patience);
        QVERIFY(hand_->idle());
        if (button == QLatin1String("Cancel")) {
            QTest::qWait(200); // what must not happen
            QVERIFY(!document().isOpening());
            QCOMPARE(QString::fromStdString(document().filePath().string()), scenePath_);
            QVERIFY(document().isModified());
            QCOMPARE(document().scene().probes.size(), probesBefore + 1);
        } else {
            QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(document().filePath().string()), otherPath_,
                                      patience);
            QVERIFY(!document().isModified());
        }
        QCOMPARE(probesInFile(), button == QLatin1String("Save") ? probesBefore + 1 : probesBefore);
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        settings_ = std::make_unique<Settings>(folder_->filePath(QStringLiteral("settings.ini")));
        theme_ = std::make_unique<AppTheme>();
        theme_->apply();
        window_ = std::make_unique<MainWindow>(settings_.get(), theme_.get());
        QVERIFY2(parts().view != nullptr, "no OpenGL");
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QApplication::setActiveWindow(window_.get());
        otherPath_ = folder_->filePath(QStringLiteral("other.phiscope"));
        window_->files()->openExample(QStringLiteral("current_clamp"));
        QVERIFY(window_->files()->saveTo(otherPath_));
        scenePath_ = folder_->filePath(QStringLiteral("scene.phiscope"));
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        QVERIFY(window_->files()->saveTo(scenePath_));
        savedBytes_ = contentOf(scenePath_);
        QTRY_VERIFY_WITH_TIMEOUT(document().cell() && !document().isBuilding(), patience);
        hand_ = std::make_unique<Hand>();
    }

    void cleanup() {
        hand_.reset();
        window_.reset();
        theme_.reset();
        settings_.reset();
    }

    void nothingUnsavedNothingAsked() {
        QVERIFY(!document().isModified());
        QTest::keyClick(window_.get(), Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY(!window_->isVisible());
        QVERIFY(hand_->asked.isEmpty());
        QVERIFY(hand_->idle());
    }

    void closingAsks_data() { answers(); }
    void closingAsks() {
        QFETCH(QString, button);
        const std::size_t before = document().scene().probes.size();
        document().addProbe({80.0, 0.0, 0.0});
        hand_->willClick(button);
        QTest::keyClick(window_.get(), Qt::Key_Q, Qt::ControlModifier);
        QTRY_COMPARE(hand_->asked, QStringList{unsaved});
        QVERIFY(hand_->idle());
        QVERIFY2(hand_->text.contains(QStringLiteral("scene")), qPrintable(hand_->text));
        QCOMPARE(window_->isVisible(), button == QLatin1String("Cancel"));
        QCOMPARE(probesInFile(), button == QLatin1String("Save") ? before + 1 : before);
        QCOMPARE(contentOf(scenePath_) == savedBytes_, button != QLatin1String("Save"));
        QCOMPARE(document().isModified(), button != QLatin1String("Save"));
    }

    void closingWithEscapeStays() {
        document().addProbe({80.0, 0.0, 0.0});
        hand_->willClick(QStringLiteral("no such button")); // leaves it with Escape
        QVERIFY(!window_->close());
        QCOMPARE(hand_->asked, QStringList{unsaved});
        QVERIFY(window_->isVisible());
        QVERIFY(document().isModified());
        hand_->surprises = 0;
    }

    void savingASceneWithoutAFileAsksWhere() {
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        QVERIFY(document().filePath().empty());
        document().addProbe({80.0, 0.0, 0.0});
        // Changing one's mind in the file dialog keeps the window.
        hand_->willClick(QStringLiteral("Save"));
        QVERIFY(!window_->close());
        QCOMPARE(hand_->surprises, 1); // the file dialog, left with Escape
        QVERIFY(window_->isVisible());
        hand_->surprises = 0;
        const QString path = folder_->filePath(QStringLiteral("named.phiscope"));
        hand_->willClick(QStringLiteral("Save"));
        hand_->willTypeFile(path);
        QVERIFY(window_->close());
        QVERIFY(hand_->idle());
        const auto read = readScene(path.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->scene.probes.size(), document().scene().probes.size());
    }

    void openingAsks_data() { answers(); }
    void openingAsks() {
        QFETCH(QString, button);
        const std::size_t before = document().scene().probes.size();
        document().addProbe({80.0, 0.0, 0.0});
        hand_->willTypeFile(otherPath_);
        hand_->willClick(button);
        QTest::keyClick(window_.get(), Qt::Key_O, Qt::ControlModifier);
        checkOpening(button, before);
    }

    void droppingAsks_data() { answers(); }
    void droppingAsks() {
        QFETCH(QString, button);
        const std::size_t before = document().scene().probes.size();
        document().addProbe({80.0, 0.0, 0.0});
        hand_->willClick(button);
        QMimeData data;
        point(data, {otherPath_});
        QVERIFY(drag(data));
        drop(data);
        checkOpening(button, before);
    }

    void droppedMorphologiesBecomeScenes() {
        const QString swc = folder_->filePath(QStringLiteral("dropped cell.swc"));
        write(swc, "1 1 0 0 0 8 -1\n2 3 0 0 8 1 1\n3 3 0 0 120 1 2\n");
        QSignalSpy opened(&document(), &Document::opened);
        QMimeData data;
        point(data, {swc});
        QVERIFY(drag(data));
        drop(data);
        QVERIFY(opened.wait(patience));
        QCOMPARE(opened.first().first().toString(), swc);
        QCOMPARE(settings_->recentFiles().first(), swc);
        QVERIFY(document().filePath().empty());
        QVERIFY(hand_->asked.isEmpty());
    }

    void onlyFilesThatCanBeOpenedAreTaken() {
        const QString text = folder_->filePath(QStringLiteral("notes.txt"));
        write(text, "nothing");
        QMimeData data;
        point(data, {text});
        QVERIFY(!drag(data));
        point(data, {scenePath_, otherPath_});
        QVERIFY(!drag(data));
        data.setUrls({QUrl(QStringLiteral("https://example.org/cell.swc"))});
        QVERIFY(!drag(data));
        QMimeData words;
        words.setText(scenePath_);
        QVERIFY(!drag(words));
        point(data, {scenePath_});
        QVERIFY(drag(data));
    }

    void codeIsRunOnlyWhereAllowed() {
        const QByteArray cell = "create soma\nsoma { pt3dadd(0,0,0,10) pt3dadd(20,0,0,10) }\n";
        const QString hoc = folder_->filePath(QStringLiteral("cell.hoc"));
        write(hoc, cell);
        const Scene before = document().scene();
        QSignalSpy failed(&document(), &Document::openFailed);
        QSignalSpy opened(&document(), &Document::opened);

        // No: twice, since a refusal is not remembered.
        for (int i = 1; i <= 2; ++i) {
            hand_->willClick(QStringLiteral("Cancel"));
            window_->files()->openFile(hoc);
            QTRY_COMPARE_WITH_TIMEOUT(failed.count(), i, patience);
            QCOMPARE(hand_->asked.count(code), i);
            QVERIFY(hand_->text.contains(QStringLiteral("cell.hoc")));
            QVERIFY(document().scene() == before);
            QVERIFY(parts().notices->text().contains(QStringLiteral("not allowed")));
        }
        QCOMPARE(opened.count(), 0);

        // Yes: from then on this content, under any name and after a restart, but no other.
        hand_->willClick(QStringLiteral("Run the code"));
        window_->files()->openFile(hoc);
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
        QCOMPARE(hand_->asked.count(code), 3);
        QCOMPARE(document().cell()->morphology.sections.size(), std::size_t{1});
        const QString copy = folder_->filePath(QStringLiteral("copy.hoc"));
        write(copy, cell);
        window_->files()->openFile(copy);
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 2, patience);
        QCOMPARE(hand_->asked.count(code), 3);
        const Settings restarted(folder_->filePath(QStringLiteral("settings.ini")));
        const auto hash = QCryptographicHash::hash(cell, QCryptographicHash::Sha256).toHex();
        QVERIFY(restarted.isTrusted(QString::fromLatin1(hash)));
        write(hoc, cell + "soma nseg = 3\n");
        hand_->willClick(QStringLiteral("Cancel"));
        window_->files()->openFile(hoc);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 3, patience);
        QCOMPARE(hand_->asked.count(code), 4);
        QVERIFY(hand_->idle());
    }

    void thePictureOfTheWindowIsOnTheClipboard() {
        QApplication::clipboard()->setText(QStringLiteral("something else"));
        QTest::keyClick(window_.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(parts().notices->text().contains(QStringLiteral("clipboard")),
                 qPrintable(parts().notices->text()));
        const QImage image = QApplication::clipboard()->image();
        QVERIFY(!image.isNull());
        const double ratio = window_->devicePixelRatioF();
        QCOMPARE(image.size(), (QSizeF(window_->size()) * ratio).toSize());
        // The cell is in it, and the panels are.
        const auto partOf = [&](const QWidget* widget) {
            const QRect place(widget->mapTo(window_.get(), QPoint()), widget->size());
            return QRect((QPointF(place.topLeft()) * ratio).toPoint(), place.size() * ratio);
        };
        QVERIFY(coloursIn(image, partOf(parts().view)) > 100);
        QVERIFY(coloursIn(image, partOf(parts().tree)) > 20);
    }

    void closingDuringARunAsksAndTheRunGoesOn() {
        startLongRun();
        hand_->willClick(QStringLiteral("Cancel"));
        QVERIFY(!window_->close());
        QCOMPARE(hand_->asked, QStringList{unsaved});
        QVERIFY(parts().controller->active());
        hand_->willClick(QStringLiteral("Discard"));
        QVERIFY(window_->close());
        QVERIFY(hand_->idle());
        QTRY_VERIFY_WITH_TIMEOUT(!parts().controller->active(), patience);
    }

    void aFileDroppedDuringARunTakesOver() {
        startLongRun();
        hand_->willClick(QStringLiteral("Discard"));
        QMimeData data;
        point(data, {otherPath_});
        QVERIFY(drag(data));
        drop(data);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(document().filePath().string()), otherPath_,
                                  patience);
        const auto there = [this] {
            const RunData& run = parts().controller->data();
            return !parts().controller->active() && !parts().controller->runPending() && run.recording &&
                   run.recording->finished() && run.scene && run.scene->title == document().scene().title &&
                   run.scene->run.tstopMs == document().scene().run.tstopMs;
        };
        QTRY_VERIFY_WITH_TIMEOUT(there(), patience);
        QVERIFY(document().scene().run.tstopMs < 20000.0);
        QVERIFY(hand_->idle());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    setlocale(LC_NUMERIC, "C");
    TestQuestions test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_questions.moc"
