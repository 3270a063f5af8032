// The virtual electrode in the real window: pointing, reading, leaving one behind.
#include "tests/ui/open_window.h"
#include "widgets/electrode_panel.h"
#include "widgets/slice_store.h"

#include <QLabel>

#include <cmath>

using namespace phiscope;

class TestElectrodeTool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTraceFollowsTheMouseAndAClickLeavesAProbe() {
        test::OpenWindow window(QStringLiteral("ball_and_stick"));
        auto* panel = window->findChild<ElectrodePanel*>();
        QVERIFY(panel != nullptr && !panel->isVisible());
        window.parts().cursor->scrubTo(12.0);
        window.key(Qt::Key_E);
        QCOMPARE(window.view().tool(), View3D::Tool::electrode);
        QVERIFY(window->findChild<QLabel*>(QStringLiteral("hintLabel"))
                    ->text()
                    .contains(QStringLiteral("contact")));
        const QPoint at(window.view().width() / 3, window.view().height() / 2);
        window.pointAt(at);
        QTRY_VERIFY(panel->isVisible());
        QTRY_VERIFY(panel->valueText().endsWith(QStringLiteral("µV")) && panel->highUv() > panel->lowUv());
        window.picture(QStringLiteral("electrode"));

        const auto recording = window.parts().controller->data().recording;
        const std::size_t before = window.document().scene().probes.size();
        QTest::mouseClick(&window.view(), Qt::LeftButton, {}, at);
        QCOMPARE(window.document().scene().probes.size(), before + 1);
        const Probe& left = window.document().scene().probes.back();
        QCOMPARE(static_cast<int>(left.contactsUm.size()), 1);
        QCOMPARE(window.document().selection(), QString::fromStdString(left.id));
        QTRY_VERIFY_WITH_TIMEOUT(window.ready(), test::OpenWindow::patience);
        QCOMPARE(window.parts().controller->data().recording, recording); // nothing ran again
        // The panel said what the probe measures, but for the rounding of its place.
        window.pointAt(window.pixelOf(Eigen::Vector3d(left.contactsUm[0].data())));
        const auto signals = window.parts().controller->probeSignals(left.id);
        const double probe = signals->value(0, window.parts().cursor->frame()) * 1e3;
        QTRY_VERIFY(std::abs(panel->valueUv() - probe) <= 0.02 * std::abs(probe) + 1e-6);
        QCOMPARE(window.document().undoStack()->count(), 1);
        window.key(Qt::Key_Escape);
        QVERIFY(!panel->isVisible());
        window.document().undoStack()->undo();
        QCOMPARE(window.document().scene().probes.size(), before);
    }

    void overASliceItShowsByItself() {
        test::OpenWindow window(QStringLiteral("ball_and_stick"), AppTheme::Kind::light);
        auto* panel = window->findChild<ElectrodePanel*>();
        window.parts().cursor->scrubTo(12.0);
        window.key(Qt::Key_F);
        const QPoint middle(window.view().width() / 2, window.view().height() / 2);
        window.click(middle);
        QTRY_VERIFY_WITH_TIMEOUT(!window.parts().slices->busy(), test::OpenWindow::patience);
        window.pointAt(middle + QPoint(60, 40));
        QTRY_VERIFY(panel->isVisible());
        // The slice itself says the same, interpolated between its points.
        auto* hover = window->findChild<QLabel*>(QStringLiteral("hoverLabel"));
        QTRY_VERIFY(hover->text().startsWith(QStringLiteral("Φ ")));
        const QString said = hover->text().mid(2).section(QChar(0x2009), 0, 0).replace(QChar(0x2212), u'-');
        QTRY_VERIFY(std::abs(panel->valueUv() - said.toDouble()) < 0.1 * std::abs(said.toDouble()) + 1e-6);
        window.picture(QStringLiteral("electrode_slice_light"));
        window.pointAt(QPoint(3, 3));
        QTRY_VERIFY(!panel->isVisible());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestElectrodeTool test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_electrode_tool.moc"
