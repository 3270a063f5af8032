// Pinned runs in the real window: they stay behind the traces of later runs, until they are hidden or another
// scene comes.
#include "app/pin_wiring.h"
#include "tests/ui/open_window.h"
#include "widgets/notice_bar.h"
#include "widgets/plots/time_plot.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/signals_panel.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QSurfaceFormat>

#include <memory>
#include <vector>

using namespace phiscope;

class TestPins : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return window_->document(); }
    PinWiring& pins() const { return *(*window_)->findChild<PinWiring*>(); }
    QString hint() const { return (*window_)->findChild<QLabel*>(QStringLiteral("hintLabel"))->text(); }

    /// The stacks of the runs behind, as a plot draws them.
    std::vector<TraceStack*> stacks(const char* plot) const {
        std::vector<TraceStack*> behind;
        auto* where = parts().signalsPanel->findChild<TimePlot*>(QString::fromLatin1(plot));
        for (int k = 0; k < where->plottableCount(); ++k) {
            auto* stack = qobject_cast<TraceStack*>(where->plottable(k));
            if (stack != nullptr && stack->layer()->name() == QLatin1String("grid")) {
                behind.push_back(stack);
            }
        }
        return behind;
    }
    std::vector<SampleBlock> ghosts(const char* plot) const {
        std::vector<SampleBlock> blocks;
        for (const TraceStack* stack : stacks(plot)) {
            blocks.push_back(stack->block());
        }
        return blocks;
    }
    std::vector<QPen> ghostPens(const char* plot) const {
        std::vector<QPen> pens;
        for (const TraceStack* stack : stacks(plot)) {
            pens.push_back(stack->traces().front().pen);
        }
        return pens;
    }
    void strengthen(double factor) {
        Synapse synapse = document().scene().synapses.front();
        synapse.weight *= factor;
        document().setSynapse(synapse, QStringLiteral("Set weight"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     parts().controller->data().scene->synapses.front() == synapse,
                                 test::OpenWindow::patience);
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void aPinnedRunStaysBehindTheNext() {
        const auto recording = parts().controller->data().recording;
        const std::string probe = document().scene().probes.front().id;
        const auto measured = parts().controller->probeSignals(probe);
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        QCOMPARE(pins().pins().size(), std::size_t{1});
        QVERIFY2(hint().contains(QStringLiteral("Pin 1")), qPrintable(hint()));
        QVERIFY(!document().isModified()); // no edit
        strengthen(3.0);
        QVERIFY(parts().controller->data().recording != recording);
        QCOMPARE(ghosts("plot-potential").size(), std::size_t{1});
        QCOMPARE(ghosts("plot-potential").front().floats, recording->potentials());
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{1});
        QCOMPARE(ghosts("plot-traces").front().doubles, measured->frame(0));
        QTRY_VERIFY(parts().controller->probeSignals(probe) != measured); // they come after the run
        window_->picture(QStringLiteral("pinned"));
        // Undo is compared with it, not pinned away.
        document().undoStack()->undo();
        QCOMPARE(pins().pins().size(), std::size_t{1});
    }

    void aPinIsHiddenShownAndForgotten() {
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        strengthen(2.0);
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{2});
        QMenu* menu = pins().menu();
        QVERIFY(QMetaObject::invokeMethod(menu, "aboutToShow"));
        QList<QAction*> offered;
        for (QAction* action : menu->actions()) {
            if (action->isCheckable()) {
                offered << action;
            }
        }
        QCOMPARE(offered.size(), 2);
        QVERIFY2(offered.at(1)->text().contains(QStringLiteral("Set weight")),
                 qPrintable(offered.at(1)->text()));
        offered.at(0)->trigger();
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{1});
        offered.at(0)->trigger();
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{2});
        (*window_)->actions()->forgetPins->trigger();
        QVERIFY(ghosts("plot-traces").empty());
        QVERIFY(!(*window_)->actions()->forgetPins->isEnabled());
        // Undo brings no pin back, so the notice does.
        for (auto* button : parts().notices->findChildren<QAbstractButton*>()) {
            if (button->text() == QLatin1String("Bring them back")) {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        }
        QTRY_COMPARE(pins().pins().size(), std::size_t{2});
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{2});
    }

    void theOldestOfTooManyIsLetGoInWords() {
        QTRY_VERIFY(!parts().controller->signalsPending());
        for (std::size_t k = 0; k <= PinWiring::most; ++k) {
            window_->key(Qt::Key_K);
        }
        QCOMPARE(pins().pins().size(), PinWiring::most);
        QCOMPARE(pins().pins().front().name, QStringLiteral("Pin 2"));
        QVERIFY2(parts().notices->text().contains(QStringLiteral("Pin 1 was let go")),
                 qPrintable(parts().notices->text()));
    }

    void aMovedProbeKeepsItsPinAndOtherContactsDoNot() {
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        Probe probe = document().scene().probes.front();
        document().moveProbe(QString::fromStdString(probe.id), {80.0, 0.0, 200.0});
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        QCOMPARE(ghosts("plot-traces").size(), std::size_t{1});
        probe.contactCount += 3;
        document().setProbe(probe, QStringLiteral("Set contacts"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        QTRY_VERIFY(ghosts("plot-traces").empty());
        QCOMPARE(ghosts("plot-potential").size(), std::size_t{1});
    }

    void eachPinHasLinesOfItsOwnInAllLanes() {
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        const auto first = parts().controller->data().recording;
        strengthen(3.0);
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
        const std::vector<QPen> pens = ghostPens("plot-potential");
        QCOMPARE(pens.size(), std::size_t{2});
        QVERIFY(pens.front().style() != pens.back().style());
        QCOMPARE(ghosts("plot-synapses").size(), std::size_t{2});
        QCOMPARE(ghosts("plot-synapses").front().doubles, first->pointCurrents());
        window_->picture(QStringLiteral("pins_two"));
    }

    void theOldestGoesAndAnotherSceneHasNone() {
        QTRY_VERIFY(!parts().controller->signalsPending());
        for (std::size_t k = 0; k < PinWiring::most + 2; ++k) {
            window_->key(Qt::Key_K);
        }
        QCOMPARE(pins().pins().size(), PinWiring::most);
        QCOMPARE(pins().pins().front().name, QStringLiteral("Pin 3"));
        document().setScene(document().scene());
        QVERIFY(pins().pins().empty());
        QVERIFY(ghosts("plot-potential").empty());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestPins test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_pins.moc"
