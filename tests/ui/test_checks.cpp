// The list of checks in the real window: found after an edit, shown by a click, mended by a button.
#include "tests/ui/open_window.h"
#include "widgets/checks_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace phiscope;

class TestChecks : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() { return window_->document(); }
    ChecksPanel& panel() { return *window_->parts().checks; }
    QToolButton* chip() { return (*window_)->findChild<QToolButton*>(QStringLiteral("checksChip")); }
    QList<QWidget*> rows() { return panel().findChildren<QWidget*>(QStringLiteral("checkRow")); }
    bool finds(int count) {
        return QTest::qWaitFor([&] { return static_cast<int>(panel().findings().size()) == count; },
                               test::OpenWindow::patience);
    }
    QString probeId() { return QString::fromStdString(document().scene().probes.front().id); }
    /// The probe onto the axis of the dendrite, which stands upright.
    void moveProbeInside() {
        const auto& segments = document().cell()->placed.segments;
        const Eigen::Vector3d middle = segments.midpoint(segments.size() / 2);
        document().moveProbe(probeId(), {middle.x(), middle.y(), middle.z()});
        document().endGesture();
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void aSoundSceneShowsNoChip() {
        QTest::qWait(300); // longer than a look takes
        QVERIFY(panel().findings().empty());
        QVERIFY(chip()->isHidden());
        QVERIFY(rows().isEmpty());
    }

    void aProbeInTheDendriteIsFoundShownAndMended() {
        const auto before = document().scene().probes.front().positionUm;
        moveProbeInside();
        QVERIFY(finds(1));
        QVERIFY(chip()->isVisible());
        QCOMPARE(chip()->text(), QStringLiteral("1 check"));
        QVERIFY(panel().widget()->visibleRegion().isEmpty());
        QTest::mouseClick(chip(), Qt::LeftButton);
        QTRY_VERIFY(!panel().widget()->visibleRegion().isEmpty());
        window_->picture(QStringLiteral("checks"));

        document().select({});
        const Camera camera = window_->view().camera();
        QCOMPARE(rows().size(), 1);
        auto* text = rows().first()->findChild<QLabel*>(QStringLiteral("checkText"));
        QTest::mouseClick(rows().first(), Qt::LeftButton, {}, text->geometry().center());
        QCOMPARE(document().selection(), probeId());
        QVERIFY(document().selectedContact() >= 0);
        QVERIFY(window_->view().camera().focus != camera.focus);

        const int steps = document().undoStack()->index();
        auto* mend = rows().first()->findChild<QPushButton*>(QStringLiteral("checkMend"));
        QVERIFY(mend != nullptr);
        QVERIFY(mend->text().startsWith(QStringLiteral("Move ")));
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE(document().undoStack()->index(), steps + 1);
        QVERIFY(finds(0));
        QVERIFY(chip()->isHidden());
        document().undoStack()->undo();
        QVERIFY(finds(1));
        document().undoStack()->undo();
        QVERIFY(finds(0));
        QCOMPARE(document().scene().probes.front().positionUm, before);
    }

    void keysShowARow() {
        moveProbeInside();
        QVERIFY(finds(1));
        QTest::mouseClick(chip(), Qt::LeftButton);
        document().select({});
        rows().first()->setFocus();
        QTest::keyClick(rows().first(), Qt::Key_Return);
        QCOMPARE(document().selection(), probeId());
        QVERIFY(rows().first()->accessibleName().contains(QStringLiteral("dend")));
    }

    void rowsThatDidNotChangeStay() {
        moveProbeInside();
        QVERIFY(finds(1));
        const QWidget* row = rows().first();
        const QSignalSpy changed(&panel(), &ChecksPanel::changed);
        document().setTitle(QStringLiteral("Another title"), {});
        document().renameItem(QStringLiteral("cell"), QStringLiteral("Other"));
        QTest::qWait(400);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(rows().first(), row);
    }

    void aCoarseTimeStepIsMendedByARun() {
        RunSettings run = document().scene().run;
        run.dtMs = 0.25;
        document().setRun(run, QStringLiteral("dt"));
        QVERIFY(finds(1));
        Q_EMIT panel().showRequested(panel().findings().front());
        QCOMPARE(document().selection(), QStringLiteral("run"));
        Q_EMIT panel().mendRequested(panel().findings().front());
        QCOMPARE(document().scene().run.dtMs, 0.0625);
        QVERIFY(finds(0));
        QVERIFY(document().undoStack()->undoText().startsWith(QStringLiteral("Take 0.0625 ms")));
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestChecks test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_checks.moc"
