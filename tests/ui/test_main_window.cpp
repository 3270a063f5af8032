// The real window, worked by hand: opened, clicked, run, scrubbed, undone, saved, opened again, closed.
#include "app/actions.h"
#include "app/export_actions.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "model/formats/morphology_reader.h"
#include "model/forward/projector.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/document.h"
#include "widgets/head/chain_row.h"
#include "widgets/head_panel.h"
#include "widgets/notice_bar.h"
#include "widgets/plots/chip.h"
#include "widgets/scene_tree.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/slice_store.h"
#include "widgets/spectrum_panel.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <clocale>
#include <cmath>

using namespace phiscope;

namespace {

constexpr int patience = 30000;

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<MainWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return *parts().document; }

    bool tracesAreComplete() const {
        for (const Probe& probe : document().scene().probes) {
            const auto signals = parts().controller->probeSignals(probe.id);
            if (!signals || signals->frames() < parts().controller->data().recording->frameCount()) {
                return false;
            }
        }
        return true;
    }

    bool resultsAreThere() const {
        const SimulationController& run = *parts().controller;
        return document().cell() && !document().isBuilding() && !run.runPending() && !run.active() &&
               run.data().recording && run.data().recording->finished() && tracesAreComplete();
    }

    /// Where a point of the scene stands in the view, in widget pixels.
    QPoint pixelOf(const Eigen::Vector3d& point) const {
        const View3D& view = *parts().view;
        const double ratio = view.devicePixelRatioF();
        const auto at = view.camera().project(point, static_cast<int>(view.width() * ratio),
                                              static_cast<int>(view.height() * ratio));
        return at ? QPoint(static_cast<int>(at->x() / ratio), static_cast<int>(at->y() / ratio)) : QPoint();
    }

    void clickAt(const QPoint& at) {
        QTest::mouseMove(parts().view, at);
        QTest::mouseClick(parts().view, Qt::LeftButton, {}, at);
    }

    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(window_.get(), which, modifiers);
    }

    /// By hand: a slow machine holds back a run of which it expects to take long.
    void startALongRun() {
        window_->actions()->autoRun->setChecked(false);
        RunSettings run = document().scene().run;
        run.tstopMs = 20000.0;
        document().setRun(run, QStringLiteral("Set tstop"));
        window_->actions()->run->trigger();
    }

private Q_SLOTS:
    void init() {
        QFile::remove(folder_.filePath(QStringLiteral("settings.ini")));
        settings_ = std::make_unique<Settings>(folder_.filePath(QStringLiteral("settings.ini")));
        theme_ = std::make_unique<AppTheme>();
        theme_->apply();
        window_ = std::make_unique<MainWindow>(settings_.get(), theme_.get());
        QVERIFY2(parts().view != nullptr, "no OpenGL");
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QApplication::setActiveWindow(window_.get());
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);
    }

    void cleanup() {
        window_.reset();
        theme_.reset();
        settings_.reset();
    }

    void eegIsOneClickAway() {
        const auto recording = parts().controller->data().recording;
        auto* head = window_->findChild<HeadPanel*>();
        QVERIFY(head->head() == nullptr);
        window_->actions()->addHead->trigger();
        QVERIFY(head->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(head->upToDate() && head->head() != nullptr, patience);
        parts().cursor->scrubTo(20.0);
        auto* chain = head->findChild<ChainRow*>();
        QTRY_VERIFY_WITH_TIMEOUT(chain->number(ChainRow::Link::eeg).endsWith(QLatin1Char('V')), patience);
        QCOMPARE(parts().controller->data().recording, recording); // nothing ran again
        window_->actions()->addHead->trigger();
        QCOMPARE(document().scene().heads.size(), std::size_t{1}); // the panel is only shown
    }

    void theExampleRunsByItself() {
        QVERIFY(!document().isModified());
        QVERIFY(parts().controller->data().recording->frameCount() > 100);
        QVERIFY(window_->windowTitle().contains(QStringLiteral("Phiscope")));
    }

    void aFieldSliceIsPlacedReadAndUndone() {
        View3D& view = *parts().view;
        parts().cursor->scrubTo(12.0);
        key(Qt::Key_F);
        QCOMPARE(view.tool(), View3D::Tool::slice);
        clickAt(QPoint(view.width() / 2, view.height() / 2));
        QCOMPARE(view.tool(), View3D::Tool::select);
        QCOMPARE(document().scene().slices.size(), std::size_t{1});
        const QString id = QString::fromStdString(document().scene().slices.front().id);
        QCOMPARE(document().selection(), id);
        QCOMPARE(view.scene().selection().kind, ItemKind::slice);
        QTRY_VERIFY_WITH_TIMEOUT(!parts().slices->busy(), patience);
        // Never a reason to run again.
        QVERIFY(!parts().controller->active() && !parts().controller->runPending());
        auto* hover = window_->findChild<QLabel*>(QStringLiteral("hoverLabel"));
        QTest::mouseMove(&view, QPoint(view.width() / 2 + 60, view.height() / 2 + 40));
        QTRY_VERIFY_WITH_TIMEOUT(hover->text().startsWith(QStringLiteral("Φ ")), patience);
        QVERIFY(hover->text().contains(QStringLiteral("µV")));
        QVERIFY(hover->text().contains(QStringLiteral("  z ")));

        QSignalSpy camera(&view, &View3D::cameraChanged);
        key(Qt::Key_0); // shows all
        QCOMPARE(camera.count(), 1);
        document().undoStack()->undo();
        QVERIFY(document().scene().slices.empty());
        QVERIFY(view.scene().shownSlice(id.toStdString()) == nullptr);
    }

    void placesRunsUndoesSavesAndReopens() {
        const Scene before = document().scene();
        const auto recordingBefore = parts().controller->data().recording;

        // A synapse, a current clamp and a probe, each with its tool and a click.
        const Location onStick{document().cell()->morphology.sections.back().name, 0.7};
        const auto point = parts().view->scene().pointAt(onStick);
        QVERIFY(point.has_value());
        key(Qt::Key_S);
        QCOMPARE(parts().view->tool(), View3D::Tool::synapse);
        clickAt(pixelOf(*point));
        QCOMPARE(document().scene().synapses.size(), before.synapses.size() + 1);
        QCOMPARE(document().scene().synapses.back().location.section, onStick.section);
        QVERIFY(std::abs(document().scene().synapses.back().location.x - onStick.x) < 0.1);
        QCOMPARE(parts().view->tool(), View3D::Tool::select);
        QCOMPARE(document().selection(), QString::fromStdString(document().scene().synapses.back().id));

        const auto soma = parts().view->scene().pointAt({"soma[0]", 0.5});
        key(Qt::Key_I);
        clickAt(pixelOf(*soma));
        QCOMPARE(document().scene().stimuli.size(), before.stimuli.size() + 1);
        QCOMPARE(document().scene().stimuli.back().location.section, std::string("soma[0]"));

        key(Qt::Key_P);
        clickAt(QPoint(parts().view->width() / 4, parts().view->height() / 2));
        QCOMPARE(document().scene().probes.size(), before.probes.size() + 1);

        // The edits ran NEURON again by themselves, and the new probe has its traces.
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);
        QVERIFY(parts().controller->data().recording != recordingBefore);
        const Scene after = document().scene();
        QVERIFY(!currentsDiffer(*parts().controller->data().scene, after));

        parts().cursor->setPlaying(false);
        parts().cursor->scrubTo(12.0);
        QCOMPARE(parts().cursor->timeMs(), 12.0);

        // Back to the start and on again.
        QCOMPARE(document().undoStack()->count(), 3);
        while (document().undoStack()->canUndo()) {
            key(Qt::Key_Z, Qt::ControlModifier);
        }
        QVERIFY(document().scene() == before);
        QVERIFY(!document().isModified());
        while (document().undoStack()->canRedo()) {
            key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        }
        QVERIFY(document().scene() == after);
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);

        const QString path = folder_.filePath(QStringLiteral("placed.phiscope"));
        QVERIFY(window_->files()->saveTo(path));
        QVERIFY(!document().isModified());
        const Scene saved = document().scene();
        QSignalSpy opened(&document(), &Document::opened);
        window_->files()->openFile(path);
        QVERIFY(opened.wait(patience));
        QVERIFY(document().scene() == saved);
        QCOMPARE(settings_->recentFiles().first(), path);
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);
    }

    void movingAProbeNeverRunsNeuron() {
        const auto recording = parts().controller->data().recording;
        QVERIFY(!document().scene().probes.empty());
        const QString id = QString::fromStdString(document().scene().probes.front().id);
        const auto signals = parts().controller->probeSignals(id.toStdString());
        document().moveProbe(id, {80.0, 10.0, 0.0});
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->probeSignals(id.toStdString()) != signals, patience);
        QTRY_VERIFY_WITH_TIMEOUT(tracesAreComplete(), patience);
        QCOMPARE(parts().controller->data().recording, recording);
        QVERIFY(!parts().controller->active());
    }

    void withoutAutoTheRunWaitsForTheKey() {
        const auto recording = parts().controller->data().recording;
        window_->actions()->autoRun->setChecked(false);
        document().addSynapse({"soma[0]", 0.5});
        QVERIFY(!parts().controller->runPending() && !parts().controller->active());
        QCOMPARE(parts().controller->data().recording, recording);
        key(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);
        QVERIFY(parts().controller->data().recording != recording);
    }

    void deletesTheSelectedObject() {
        const std::size_t count = document().scene().probes.size();
        document().select(QString::fromStdString(document().scene().probes.front().id));
        QVERIFY(parts().tree->row(document().selection())->isSelected());
        key(Qt::Key_Delete);
        QCOMPARE(document().scene().probes.size(), count - 1);
        QVERIFY(document().selection().isEmpty());
    }

    void escapeLaysTheToolDown() {
        key(Qt::Key_P);
        QCOMPARE(parts().view->tool(), View3D::Tool::probe);
        key(Qt::Key_Escape);
        QCOMPARE(parts().view->tool(), View3D::Tool::select);
    }

    void aBadFileLeavesTheDocumentUntouched() {
        document().addProbe({0, 0, 0});
        const Scene before = document().scene();
        const QString path = folder_.filePath(QStringLiteral("broken.swc"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("1 1 0 0 0 5 -1\n2 3 0 0 9 1 7\n");
        file.close();
        QSignalSpy failed(&document(), &Document::openFailed);
        document().open(path.toStdString());
        QVERIFY(failed.wait(patience));
        QVERIFY(document().scene() == before);
        QCOMPARE(parts().notices->count(), 1);
        QVERIFY2(parts().notices->text().contains(QStringLiteral("broken.swc, line 2")),
                 qPrintable(parts().notices->text()));
        QVERIFY(parts().notices->isVisible());
        parts().notices->dismiss();
        QVERIFY(!parts().notices->isVisible());
    }

    void closesDuringARun() {
        startALongRun();
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->active(), patience);
        document().undoStack()->setClean(); // no question
        QVERIFY(window_->close());
        window_.reset(); // waits for NEURON to let go
    }

    void opensDuringARun() {
        startALongRun();
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->active(), patience);
        document().undoStack()->setClean();
        window_->files()->openExample(QStringLiteral("current_clamp"));
        QTRY_VERIFY_WITH_TIMEOUT(resultsAreThere(), patience);
        QCOMPARE(parts().controller->data().scene->title, document().scene().title);
    }

    void writesPictureAndSignalsAndOpensTheResults() {
        const QString png = folder_.filePath(QStringLiteral("view.png"));
        QVERIFY(window_->exports()->writePicture(png, {640, 480}, 150.0, false));
        const QImage image(png);
        QCOMPARE(image.size(), QSize(640, 480));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 150);

        QSignalSpy written(window_->exports(), &ExportActions::signalsWritten);
        const QString csv = folder_.filePath(QStringLiteral("signals.csv"));
        window_->exports()->writeSignals(csv);
        QVERIFY(written.wait(patience));
        QVERIFY(written.takeFirst().at(1).toBool());
        QFile table(csv);
        QVERIFY(table.open(QIODevice::ReadOnly));
        QVERIFY(table.readLine().startsWith("Time (ms),Soma potential (mV),"));

        const QString swc = folder_.filePath(QStringLiteral("cell.swc"));
        QVERIFY(window_->exports()->writeMorphology(swc));
        const auto back = readMorphology(swc.toStdString());
        QVERIFY(back.has_value());
        QCOMPARE(back->morphology.sections.size(), document().cell()->morphology.sections.size());

        const QString results = folder_.filePath(QStringLiteral("run.phiscope.h5"));
        window_->exports()->writeSignals(results);
        QVERIFY(written.wait(patience));
        QVERIFY(written.takeFirst().at(1).toBool());
        const auto recording = parts().controller->data().recording;
        const std::int64_t frames = recording->frameCount();
        const double last = recording->currents(frames - 1)[0];
        document().open(results.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->data().recording != recording, patience);
        QVERIFY(!parts().controller->active() && !parts().controller->runPending());
        QCOMPARE(parts().controller->data().recording->frameCount(), frames);
        QCOMPARE(parts().controller->data().recording->currents(frames - 1)[0], last);
    }

    void aFilterIsChosenAboveTheTracesAndUndone() {
        const QString id = QString::fromStdString(document().scene().probes.front().id);
        const auto unfiltered = parts().controller->probeSignals(id.toStdString());
        auto* chip = parts().signalsPanel->findChild<Chip*>(QStringLiteral("filterChip"));
        QTest::mouseClick(chip, Qt::LeftButton);
        auto* menu = parts().signalsPanel->findChild<QMenu*>(QStringLiteral("filterMenu"));
        QVERIFY(menu != nullptr);
        menu->actions().at(1)->trigger();
        menu->close();
        QCOMPARE(document().scene().probes.front().filter.kind, SignalFilter::Kind::lowPass);
        QCOMPARE(document().undoStack()->count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(parts().controller->filterState(id.toStdString()).stage,
                                  FilterState::Stage::applied, patience);
        QVERIFY(parts().controller->probeSignals(id.toStdString()) != unfiltered);
        QCOMPARE(chip->label(), QStringLiteral("low-pass 300 Hz"));

        // A table says what its traces passed.
        QSignalSpy written(window_->exports(), &ExportActions::signalsWritten);
        const QString csv = folder_.filePath(QStringLiteral("filtered.csv"));
        window_->exports()->writeSignals(csv);
        QVERIFY(written.wait(patience));
        QFile table(csv);
        QVERIFY(table.open(QIODevice::ReadOnly));
        QVERIFY(table.readLine().contains("(low-pass 300 Hz) 1 (mV)"));

        QTest::mouseClick(chip, Qt::LeftButton, {}, chip->closeArea().center());
        QCOMPARE(document().scene().probes.front().filter.kind, SignalFilter::Kind::none);
        document().undoStack()->undo();
        document().undoStack()->undo();
        QCOMPARE(chip->label(), QStringLiteral("Filter"));
        QTRY_COMPARE_WITH_TIMEOUT(parts().controller->probeSignals(id.toStdString()), unfiltered, patience);
    }

    void theDepthMapAndThePanelsAreShownAndWritten() {
        const std::string id = document().scene().probes.front().id;
        QVERIFY(parts().controller->probeSignals(id, Measure::trueCsd) == nullptr); // nobody looks
        auto* chip = parts().signalsPanel->findChild<Chip*>(QStringLiteral("mapChoice"));
        QTest::mouseClick(chip, Qt::LeftButton);
        parts().signalsPanel->findChild<QMenu*>(QStringLiteral("mapMenu"))->actions().at(1)->trigger();
        QCOMPARE(document().scene().view.depthMap, View::DepthMap::trueCsd);
        QTRY_VERIFY_WITH_TIMEOUT(parts().controller->probeSignals(id, Measure::trueCsd) != nullptr, patience);

        QVERIFY(!window_->showPanel(QStringLiteral("nothing")));
        for (const AnalysisPanel* panel :
             std::initializer_list<const AnalysisPanel*>{parts().csd, parts().spectrum, parts().compare}) {
            QVERIFY(window_->showPanel(panel->objectName().remove(QStringLiteral("Panel"))));
            QTRY_VERIFY_WITH_TIMEOUT(panel->shown() && !panel->busy(), patience);
            const QString path = folder_.filePath(panel->objectName() + QStringLiteral(".svg"));
            QVERIFY(window_->exports()->writePanel(*panel, path));
            QVERIFY(QFile(path).size() > 500);
        }
        QVERIFY(!parts().csd->shown());
        QVERIFY(window_->showPanel(QStringLiteral("csd")));
        QTRY_VERIFY_WITH_TIMEOUT(!parts().csd->result().trials.empty(), patience);
    }

    void theThemeChangesAndIsKept() {
        window_->actions()->themes->actions().at(1)->trigger();
        QVERIFY(!theme_->isDark());
        QCOMPARE(settings_->theme(), Theme::Kind::light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme_->colours().window);
    }

    void panelsHideAndComeBack() {
        parts().view->setFocus();
        QTest::keyClick(parts().view, Qt::Key_Tab);
        QVERIFY(!parts().tree->isVisible());
        QTest::keyClick(parts().view, Qt::Key_Tab);
        QVERIFY(parts().tree->isVisible());
    }

    void everyCommandSaysWhatItDoes() {
        const auto actions = window_->actions()->findChildren<QAction*>();
        QVERIFY(actions.size() > 25);
        QStringList keys;
        for (const QAction* action : actions) {
            QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->text()));
            for (const QKeySequence& sequence : action->shortcuts()) {
                QVERIFY2(!keys.contains(sequence.toString()), qPrintable(sequence.toString()));
                keys << sequence.toString();
            }
        }
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    setlocale(LC_NUMERIC, "C");
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_main_window.moc"
