// A contact that stimulates, in the real window: chosen by a right click, felt by the cell, seen in the panel,
// the tree, the status bar and on a slice; and taken back.
#include "model/scene/stimulation.h"
#include "tests/ui/open_window.h"
#include "widgets/checks_panel.h"
#include "widgets/inputs/small_plot.h"
#include "widgets/inputs/stimulation_editor.h"
#include "widgets/property_panel.h"
#include "widgets/scene_tree.h"
#include "widgets/slice_store.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSurfaceFormat>
#include <QTimer>
#include <QToolButton>

#include <cmath>
#include <memory>

using namespace phiscope;

namespace {

/// Picks an entry of the menu that opens next, by its object name.
class MenuHand : public QObject {
public:
    explicit MenuHand(const QString& entry)
        : entry_(entry) {
        connect(&timer_, &QTimer::timeout, this, [this] { look(); });
        timer_.start(15);
    }
    bool done = false;
    bool checked = false; ///< the entry was, before

private:
    void look() {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (menu == nullptr || done) {
            return;
        }
        done = true;
        for (QAction* action : menu->actions()) {
            if (action->objectName() == entry_) {
                checked = action->isChecked();
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
        }
        menu->close();
    }
    QString entry_;
    QTimer timer_;
};

} // namespace

class TestStimulatingContacts : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const Probe& probe() const { return document().scene().probes.front(); }
    QString id() const { return QString::fromStdString(probe().id); }
    const Recording& recording() const { return *window_->parts().controller->data().recording; }
    QToolButton* chip() const {
        return window_->get()->findChild<QToolButton*>(QStringLiteral("stimulationChip"));
    }
    template <typename T>
    T* part(const char* name) const {
        return window_->parts().properties->findChild<T*>(QString::fromLatin1(name));
    }
    std::vector<float> somaTrace() const {
        std::vector<float> trace;
        for (std::int64_t frame = 0; frame < recording().frameCount(); ++frame) {
            trace.push_back(recording().potentials(frame)[0]);
        }
        return trace;
    }
    /// The run of the scene as it is now.
    bool ran() const {
        return window_->ready() &&
               !currentsDiffer(*window_->parts().controller->data().scene, document().scene());
    }
    bool rightClick(int contact) const {
        const QPoint at = window_->pixelOf(contactPositions(probe()).col(contact));
        window_->pointAt(at);
        MenuHand hand(QStringLiteral("stimulateAtContact"));
        QTest::mousePress(&window_->view(), Qt::RightButton, {}, at);
        QTest::mouseRelease(&window_->view(), Qt::RightButton, {}, at);
        if (!QTest::qWaitFor([&] { return hand.done; }, 10000)) {
            return false;
        }
        QTest::qWait(0);
        return !hand.checked;
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void aRightClickStimulatesAndUndoTakesItBack() {
        const std::vector<float> before = somaTrace();
        QVERIFY(!chip()->isVisible());
        QVERIFY(rightClick(4));
        QTRY_VERIFY(drives(probe(), 4));
        QCOMPARE(document().undoStack()->count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(ran(), test::OpenWindow::patience);
        const std::vector<float> stimulated = somaTrace();
        double largest = 0.0;
        for (std::size_t k = 0; k < before.size(); ++k) {
            largest = std::max(largest, static_cast<double>(std::abs(stimulated[k] - before[k])));
        }
        QVERIFY2(largest > 0.05, qPrintable(QString::number(largest))); // mV
        QVERIFY(chip()->isVisible());
        QVERIFY(chip()->toolTip().contains(QStringLiteral("contacts 5")));
        QCOMPARE(window_->parts().tree->row(id())->text(SceneTree::detailColumn),
                 QStringLiteral("stimulates"));
        document().select(id(), 4);
        QCoreApplication::processEvents();
        window_->picture(QStringLiteral("stimulation"));
        QVERIFY(window_->get()->actions()->stimulateHere->isChecked());
        document().undoStack()->undo();
        QTRY_VERIFY_WITH_TIMEOUT(ran(), test::OpenWindow::patience);
        QCOMPARE(somaTrace(), before);
        QVERIFY(!chip()->isVisible());
        QVERIFY(!window_->get()->actions()->stimulateHere->isChecked());
    }

    void aSecondRightClickLeavesOff() {
        QVERIFY(rightClick(4));
        QTRY_VERIFY(stimulates(probe()));
        QVERIFY(!rightClick(4)); // it was checked
        QTRY_VERIFY(!stimulates(probe()));
    }

    void thePanelTakesContactsAndTellsTheCharge() {
        document().select(id());
        QCoreApplication::processEvents();
        Probe changed = probe();
        changed.stimulation.enabled = true;
        document().setProbe(changed, QStringLiteral("Stimulate"));
        auto* contacts = part<QLineEdit>("drivenContacts");
        auto* charge = part<QLabel>("stimulationCharge");
        QVERIFY(contacts->isVisible());
        QVERIFY2(charge->text().startsWith(QStringLiteral("No contact")), qPrintable(charge->text()));
        const auto type = [&](const QString& text) {
            contacts->setFocus();
            contacts->selectAll();
            QTest::keyClicks(contacts, text);
            QTest::keyClick(contacts, Qt::Key_Return);
        };
        type(QStringLiteral("2, 5 * -1"));
        QCOMPARE(probe().stimulation.contacts, (std::vector<int>{1, 4}));
        QCOMPARE(probe().stimulation.factors, (std::vector<double>{1.0, -1.0}));
        QCOMPARE(contacts->text(), QStringLiteral("2, 5 × −1"));
        QCOMPARE(charge->text(), QStringLiteral("Charge-balanced."));
        const Probe kept = probe();
        type(QStringLiteral("2, 99"));
        QCOMPARE(probe(), kept);
        auto* problem = part<StimulationEditor>("stimulationEditor")->findChild<QLabel*>(
            QStringLiteral("problem"));
        QVERIFY2(problem->isVisible() && problem->text().contains(QStringLiteral("99")),
                 qPrintable(problem->text()));
        type(QStringLiteral("2, 5: -1"));
        QVERIFY(!problem->isVisible());

        changed = probe();
        changed.stimulation.biphasic = false;
        document().setProbe(changed, QStringLiteral("One phase"));
        QVERIFY2(charge->text().contains(QStringLiteral("pC")), qPrintable(charge->text()));
        QTRY_VERIFY(!window_->parts().checks->findings().empty());
        QTRY_COMPARE(window_->parts().checks->findings().front().kind, Finding::Kind::stimulusCharge);
        window_->parts().properties->ensureWidgetVisible(charge);
        window_->picture(QStringLiteral("stimulation_charge"));
        Q_EMIT window_->parts().checks->mendRequested(window_->parts().checks->findings().front());
        QVERIFY(probe().stimulation.biphasic);
        QCOMPARE(charge->text(), QStringLiteral("Charge-balanced."));
    }

    void aSliceShowsTheStimulusAtTheCursor() {
        Probe changed = probe();
        toggleContact(changed, 4);
        changed.stimulation.widthMs = 2.0;
        document().setProbe(changed, QStringLiteral("Stimulate"));
        FieldSlice slice;
        slice.quantity = FieldSlice::Quantity::stimulus;
        const std::string sliceId = document().addSlice(slice).toStdString();
        QTRY_VERIFY_WITH_TIMEOUT(ran() && !window_->parts().slices->busy(), test::OpenWindow::patience);
        QVERIFY(window_->parts().slices->grid(sliceId) != nullptr);
        window_->parts().cursor->scrubTo(6.0); // amid the first phase
        const QPoint at = window_->pixelOf(Eigen::Vector3d(-60.0, 0.0, 120.0));
        const auto readout = [&] {
            window_->pointAt(at);
            return window_->get()->findChild<QLabel*>(QStringLiteral("hoverLabel"))->text();
        };
        QTRY_VERIFY2(readout().startsWith(QStringLiteral("Stimulus")) &&
                         readout().contains(QStringLiteral("mV")),
                     qPrintable(readout()));
        window_->picture(QStringLiteral("stimulation_slice"));
        // Moves with the probe, without another slice.
        const auto grid = window_->parts().slices->grid(sliceId);
        document().moveProbe(id(), {90.0, 0.0, 100.0});
        QTRY_VERIFY_WITH_TIMEOUT(window_->parts().slices->grid(sliceId) != grid,
                                 test::OpenWindow::patience);
        QTRY_VERIFY_WITH_TIMEOUT(ran(), test::OpenWindow::patience);
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestStimulatingContacts test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_stimulating_contacts.moc"
