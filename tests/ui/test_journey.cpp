// A whole piece of work by mouse and keyboard in the real program: open, place, drag, paint, change, pin,
// undo all, redo all, save, be killed, recover. What the window shows at the end is what phiscope-run
// computes of the saved file.
//
// The work is done by this executable started again as the program (`--as-program`), so that it can be
// killed; its checks are ordinary ones of Qt Test, and where they fail its output is shown.
#include "app/actions.h"
#include "app/autosave.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "app/pin_wiring.h"
#include "app/program.h"
#include "app/recovery.h"
#include "model/formats/results_file.h"
#include "model/forward/projector.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "tests/common/child_program.h"
#include "tests/ui/hand.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/gallery_dialog.h"
#include "widgets/notice_bar.h"
#include "widgets/property_panel.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

using namespace phiscope;

namespace {

constexpr int patience = 60000;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// Everything that is shown of the run is there.
bool settled(const WindowParts& parts) {
    const SimulationController& run = *parts.controller;
    const auto recording = run.data().recording;
    if (!parts.document->cell() || parts.document->isBuilding() || parts.document->isOpening() ||
        run.runPending() || run.active() || run.signalsPending() || !recording || !recording->finished() ||
        currentsDiffer(*run.data().scene, parts.document->scene())) {
        return false;
    }
    const auto dipole = run.dipole();
    return dipole && dipole->frames() == recording->frameCount() &&
           std::all_of(parts.document->scene().probes.begin(), parts.document->scene().probes.end(),
                       [&](const Probe& probe) {
                           const auto traces = run.probeSignals(probe.id);
                           return traces && traces->frames() == recording->frameCount();
                       });
}

/// The largest difference, as a share of the largest number.
template <typename A, typename B>
double difference(const A& shown, const B& computed) {
    if (shown.rows() != computed.rows() || shown.cols() != computed.cols()) {
        return std::numeric_limits<double>::infinity();
    }
    const double size = computed.cwiseAbs().maxCoeff();
    return size > 0.0 ? (shown - computed).cwiseAbs().maxCoeff() / size
                      : std::numeric_limits<double>::infinity();
}

/// Runs `scene` by phiscope-run, and compares all that the window shows. Empty where they agree.
QString disagreement(const WindowParts& parts, const QString& scene, const test::TemporaryFolder& folder) {
    const auto out = folder / "by_command.phiscope.h5";
    test::ChildProgram program(folder, PHISCOPE_BIN_DIR "/phiscope-run",
                               {scene.toStdString(), "-q", "-o", out.string()});
    if (program.wait() != 0) {
        return qs("phiscope-run failed: " + program.errors());
    }
    const auto results = readResults(out);
    if (!results) {
        return qs(results.error().message());
    }
    constexpr double tolerance = 1e-6;
    QStringList wrong;
    const auto check = [&](const QString& what, double by) {
        if (!(by <= tolerance)) {
            wrong << QStringLiteral("%1 differs by %2").arg(what).arg(by);
        }
    };
    const SimulationController& run = *parts.controller;
    const Recording& shown = *run.data().recording;
    const Recording& computed = *results->recording;
    if (shown.frameCount() != computed.frameCount()) {
        return QStringLiteral("%1 frames, not %2").arg(shown.frameCount()).arg(computed.frameCount());
    }
    const auto frames = shown.frameCount();
    const auto currents = [&](const Recording& of) {
        return Eigen::Map<const Eigen::MatrixXd>(of.currents(), of.layout().segments, frames);
    };
    const auto potentials = [&](const Recording& of) {
        return Eigen::Map<const Eigen::MatrixXf>(of.potentials(), of.layout().segments, frames)
            .cast<double>();
    };
    check(QStringLiteral("transmembrane current"), difference(currents(shown), currents(computed)));
    check(QStringLiteral("membrane potential"), difference(potentials(shown), potentials(computed)));
    check(QStringLiteral("dipole moment"), difference(run.dipole()->values(), results->dipoleMoment));
    if (results->probes.size() != parts.document->scene().probes.size()) {
        return QStringLiteral("another number of probes");
    }
    for (const ProbeSignals& probe : results->probes) {
        check(qs("potential at " + probe.name),
              difference(run.probeSignals(probe.id)->values(), probe.values));
    }
    return wrong.join(QStringLiteral("; "));
}

} // namespace

/// What the person does, in the program that will be killed. Its slots run in this order.
class Work : public QObject {
    Q_OBJECT

    MainWindow& window_;
    QDir folder_;
    Hand hand_;
    Scene opened_;
    Scene whole_;

    const WindowParts& parts() const { return window_.parts(); }
    Document& document() const { return *parts().document; }
    const Scene& scene() const { return document().scene(); }
    View3D& view() const { return *parts().view; }
    int steps() const { return document().undoStack()->index(); }

    void key(Qt::Key which, Qt::KeyboardModifiers held = {}) { QTest::keyClick(&window_, which, held); }
    QPoint pixelOf(const Eigen::Vector3d& point) const {
        const double ratio = view().devicePixelRatioF();
        const auto at = view().camera().project(point, view().scene().width(), view().scene().height());
        return at ? QPoint(static_cast<int>(std::lround(at->x() / ratio)),
                           static_cast<int>(std::lround(at->y() / ratio)))
                  : QPoint();
    }
    QPoint pixelOf(const Location& at) const { return pixelOf(*view().scene().pointAt(at)); }
    void click(const QPoint& at) {
        QTest::mouseMove(&view(), at + QPoint(1, 1));
        QTest::mouseMove(&view(), at);
        QTest::mouseClick(&view(), Qt::LeftButton, {}, at);
    }
    void drag(const std::vector<QPoint>& path) {
        QTest::mouseMove(&view(), path.front() + QPoint(1, 1));
        QTest::mouseMove(&view(), path.front());
        QTest::mousePress(&view(), Qt::LeftButton, {}, path.front());
        for (std::size_t k = 1; k < path.size(); ++k) {
            constexpr int parts = 12;
            for (int part = 1; part <= parts; ++part) {
                const QPointF at =
                    QPointF(path[k - 1]) + QPointF(path[k] - path[k - 1]) * (part / double(parts));
                QMouseEvent move(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                                 {});
                QApplication::sendEvent(&view(), &move);
                QCoreApplication::processEvents();
            }
        }
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, path.back());
    }
    Eigen::Vector3d placeOf(const QString& probe) const {
        return Eigen::Vector3d(document().probe(probe)->positionUm.data());
    }
    void picture(const QString& name) {
        const QString where = qEnvironmentVariable("PHISCOPE_TEST_PICTURES");
        if (!where.isEmpty()) {
            QTest::qWait(300);
            window_.grab().save(where + QStringLiteral("/journey_") + name + QStringLiteral(".png"));
        }
    }

public:
    Work(MainWindow& window, const QString& folder)
        : window_(window)
        , folder_(folder) {}

private Q_SLOTS:
    void opensAFile() {
        QVERIFY(QTest::qWaitForWindowExposed(&window_));
        QApplication::setActiveWindow(&window_);
        hand_.willTypeFile(folder_.filePath(QStringLiteral("work.phiscope")));
        key(Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(scene().title, std::string("A day's work"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        QCOMPARE(hand_.surprises, 0);
        opened_ = scene();
        key(Qt::Key_1); // from the front
        key(Qt::Key_0);
        picture(QStringLiteral("opened"));
    }

    void placesAProbeAndDragsItAcrossTheCell() {
        key(Qt::Key_P);
        QCOMPARE(view().tool(), View3D::Tool::probe);
        const QPoint middle = pixelOf(Location{"soma[0]", 0.5}) - QPoint(0, 60);
        click(middle + QPoint(-90, 0));
        QCOMPARE(scene().probes.size(), opened_.probes.size() + 1);
        const QString probe = qs(scene().probes.back().id);
        QCOMPARE(document().selection(), probe);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        const auto recording = parts().controller->data().recording;
        const auto before = parts().controller->probeSignals(probe.toStdString())->values().eval();
        const Eigen::Vector3d from = placeOf(probe);
        key(Qt::Key_H); // no handles: the probe itself is taken
        const QPoint at = pixelOf(from);
        drag({at, at + QPoint(180, 20)});
        key(Qt::Key_H);
        QVERIFY((placeOf(probe) - from).x() > 20.0);
        QCOMPARE(steps(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        QCOMPARE(parts().controller->data().recording, recording); // NEURON did not run
        QVERIFY(difference(parts().controller->probeSignals(probe.toStdString())->values(), before) > 0.01);
        picture(QStringLiteral("dragged"));
    }

    void placesTenSynapses() {
        for (int k = 0; k < 10; ++k) {
            const std::string section = document().cell()->morphology.sections.back().name;
            const QPoint at = pixelOf(Location{section, 0.08 + 0.09 * k});
            key(Qt::Key_S);
            click(at);
            QCOMPARE(scene().synapses.size(), opened_.synapses.size() + std::size_t(k) + 1);
        }
        QCOMPARE(steps(), 12);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        picture(QStringLiteral("ten"));
    }

    void paintsAHundred() {
        document().select({}); // a new group
        const std::size_t before = scene().groups.size();
        const std::string section = document().cell()->morphology.sections.back().name;
        key(Qt::Key_B);
        QCOMPARE(view().tool(), View3D::Tool::brush);
        for (int stroke = 0; stroke < 20; ++stroke) {
            drag({pixelOf(Location{section, 0.05}), pixelOf(Location{section, 0.95})});
            QCOMPARE(scene().groups.size(), before + 1);
            QCOMPARE(steps(), 13 + stroke);
            if (scene().groups.back().places.size() >= 100) {
                break;
            }
        }
        QVERIFY(scene().groups.back().places.size() >= 100);
        key(Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        picture(QStringLiteral("painted"));
    }

    void changesTheConductivity() {
        const QString probe = qs(scene().probes.back().id);
        document().select(probe);
        const int before = steps();
        FieldEditor* editor = parts().properties->editor(QStringLiteral("sigma_S_m"));
        QVERIFY(editor != nullptr);
        auto* line = editor->findChild<QLineEdit*>();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("0.25"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(document().probe(probe)->medium.sigma, 0.25);
        QCOMPARE(steps(), before + 1);
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
    }

    void pinsTheResult() {
        const int before = steps();
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        key(Qt::Key_K);
        QCOMPARE(window_.findChild<PinWiring*>()->pins().size(), std::size_t{1});
        QCOMPARE(steps(), before); // no edit
    }

    void takesAllBackAndDoesItAgain() {
        whole_ = scene();
        view().setFocus();
        const int count = steps();
        for (int k = 0; k < count; ++k) {
            key(Qt::Key_Z, Qt::ControlModifier);
        }
        QCOMPARE(steps(), 0);
        QVERIFY(scene() == opened_);
        QVERIFY(!document().isModified());
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
        for (int k = 0; k < count; ++k) {
            key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        }
        QCOMPARE(steps(), count);
        QVERIFY(scene() == whole_);
        QCOMPARE(window_.findChild<PinWiring*>()->pins().size(), std::size_t{1});
        QTRY_VERIFY_WITH_TIMEOUT(settled(parts()), patience);
    }

    void savesAndAgreesWithTheCommand() {
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!document().isModified());
        const test::TemporaryFolder folder;
        const QString wrong =
            disagreement(parts(), folder_.filePath(QStringLiteral("work.phiscope")), folder);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        picture(QStringLiteral("saved"));
    }

    void leavesAnEditUnsaved() {
        document().select(qs(scene().probes.back().id));
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Right); // 10 µm
        QVERIFY(document().isModified());
        QCOMPARE(hand_.surprises, 0);
        QVERIFY(saveScene(scene(), folder_.filePath(QStringLiteral("expected.phiscope")).toStdString()));
    }
};

class TestJourney : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    test::TemporaryFolder output_;

private Q_SLOTS:
    void aPieceOfWorkSurvivesBeingKilled() {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"}) {
            const QString path = folder_.filePath(QString::fromLatin1(variable));
            QVERIFY(QDir().mkpath(path));
            QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            qputenv(variable, path.toUtf8());
        }
        Scene scene = *exampleScene(QStringLiteral("ball_and_stick"));
        scene.title = "A day's work";
        const QString file = folder_.filePath(QStringLiteral("work.phiscope"));
        QVERIFY(saveScene(scene, file.toStdString()));
        qputenv("PHISCOPE_TEST_FOLDER", folder_.path().toUtf8());

        test::ChildProgram program(output_, QCoreApplication::applicationFilePath().toStdString(),
                                   {"--as-program", "--new"});
        const auto says = [&](const char* words) {
            return program.output().find(words) != std::string::npos;
        };
        QTRY_VERIFY_WITH_TIMEOUT(says("work done") || says("work failed"), 5 * patience);
        QVERIFY2(says("work done"), (program.output() + program.errors()).c_str());
        program.signal(SIGKILL);
        QCOMPARE(program.wait(), 128 + SIGKILL);

        // The next start.
        Settings settings(folder_.filePath(QStringLiteral("settings.ini")));
        AppTheme theme;
        theme.apply();
        MainWindow window(&settings, &theme);
        window.resize(1280, 800);
        window.show();
        Autosave autosave(window.parts().document, window.parts().controller, Autosave::defaultFolder());
        Recovery recovery(window.parts(), window.files(), &autosave);
        recovery.offer(Autosave::defaultFolder());
        const NoticeBar& notices = *window.parts().notices;
        QVERIFY2(notices.text().contains(QStringLiteral("work.phiscope")), qPrintable(notices.text()));
        QTest::mouseClick(notices.findChildren<QPushButton*>(QStringLiteral("noticeChoice")).at(0),
                          Qt::LeftButton);
        const QString expectedFile = folder_.filePath(QStringLiteral("expected.phiscope"));
        const auto expected = readScene(expectedFile.toStdString());
        QVERIFY(expected.has_value());
        Document& document = *window.parts().document;
        QTRY_COMPARE_WITH_TIMEOUT(document.scene().groups.size(), expected->scene.groups.size(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(settled(window.parts()), patience);
        Scene recovered = document.scene();
        recovered.view = expected->scene.view; // where the eye stood is not work
        QVERIFY(recovered == expected->scene);
        QVERIFY(document.isModified());
        QCOMPARE(qs(document.filePath().string()), file);
        const QString wrong = disagreement(window.parts(), expectedFile, output_);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QVERIFY(document.save(file.toStdString()));
    }
};

namespace {

/// In the program: does the work, waits until the copy for the worst case is written, and to be killed.
void work(MainWindow& window) {
    QTimer::singleShot(0, &window, [&window] {
        Work work(window, qEnvironmentVariable("PHISCOPE_TEST_FOLDER"));
        const bool done = QTest::qExec(&work, QStringList{QStringLiteral("work")}) == 0;
        const QDir copies(Autosave::defaultFolder());
        const auto kept = [&] {
            for (const QString& copy : copies.entryList({QStringLiteral("*.phiscope")}, QDir::Files)) {
                const auto read = readScene(copies.filePath(copy).toStdString());
                if (read && read->scene.probes == window.parts().document->scene().probes) {
                    return true;
                }
            }
            return false;
        };
        const bool safe = done && QTest::qWaitFor(kept, patience); // at most a minute is lost
        std::cout << (safe ? "work done" : "work failed") << std::endl;
    });
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--as-program") {
        argv[1] = argv[0];
        return runProgram(argc - 1, argv + 1, work);
    }
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("phiscope"));
    TestJourney test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_journey.moc"
