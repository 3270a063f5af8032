// A probe is driven in by numbers, in the real window: the view and the signals follow, nothing runs again.
#include "tests/ui/open_window.h"
#include "widgets/insertion_form.h"
#include "widgets/number_edit.h"
#include "widgets/property_panel.h"

#include <QLabel>
#include <QSurfaceFormat>

#include <memory>

using namespace phiscope;

class TestInsertionForm : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const Probe& probe() const { return document().scene().probes.front(); }
    int steps() const { return document().undoStack()->count(); }
    InsertionForm* form() const { return window_->parts().properties->widget()->findChild<InsertionForm*>(); }
    QWidget* field(const char* key) const { return form()->findChild<QWidget*>(QString::fromLatin1(key)); }
    NumberEdit* edit(const char* key) const { return field(key)->findChild<NumberEdit*>(); }
    double shown(const char* key) const { return edit(key)->value(); }
    /// One visit to a field.
    void type(const char* key, const QString& number) {
        NumberEdit* at = edit(key);
        window_->parts().properties->ensureWidgetVisible(at);
        at->setFocus();
        at->selectAll();
        for (const QChar letter : number) {
            QTest::keyClick(at, letter.toLatin1());
        }
        QTest::keyClick(at, Qt::Key_Return);
    }
    QString plane() const { return form()->findChild<QLabel*>(QStringLiteral("entryPlane"))->text(); }

private Q_SLOTS:
    void init() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick"));
        document().select(QString::fromStdString(probe().id));
        QTRY_VERIFY(form() != nullptr && form()->isVisible());
    }
    void cleanup() { window_.reset(); }

    void depthSlidesTheProbeAndTheSignalsFollowWithoutARun() {
        const auto recording = window_->parts().controller->data().recording;
        const auto signal = window_->parts().controller->probeSignals(probe().id);
        const auto before = probe();
        const double depth = shown("depth_um");
        const double top = window_->document().cell()->placed.segments.end.row(2).maxCoeff();
        QVERIFY(std::abs(depth - (top - contactPositions(before).col(0).z())) < 1e-4); // upright
        QVERIFY2(plane().contains(QStringLiteral("uppermost")), qPrintable(plane()));
        const int undo = steps();
        const double deeper = std::round(depth) + 100.0;
        type("depth_um", QString::number(deeper));
        QVERIFY(std::abs(before.positionUm[2] - probe().positionUm[2] - (deeper - depth)) < 1e-4);
        QCOMPARE(probe().positionUm[0], before.positionUm[0]);
        QCOMPARE(steps(), undo + 1); // though every digit was an edit
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     window_->parts().controller->probeSignals(probe().id) != signal,
                                 test::OpenWindow::patience);
        QCOMPARE(window_->parts().controller->data().recording, recording);
        window_->picture(QStringLiteral("insertion_depth"));
        document().undoStack()->undo();
        QCOMPARE(probe(), before);
        QCOMPARE(shown("depth_um"), depth);
    }

    void anglesTurnItAndTheLeanIsRemembered() {
        const Probe before = probe();
        QVERIFY(!field("azimuth_deg")->isVisible()); // upright: it leans nowhere
        const double depth = shown("depth_um");
        const double tipX = field("tip_um")->findChildren<NumberEdit*>()[0]->value();
        type("tilt_deg", QStringLiteral("30"));
        QVERIFY(field("azimuth_deg")->isVisible());
        QVERIFY(std::abs(probe().directionUm[0] - 0.5) < 1e-9);
        type("azimuth_deg", QStringLiteral("90"));
        QVERIFY(std::abs(probe().directionUm[1] - 0.5) < 1e-9);
        window_->picture(QStringLiteral("insertion_tilt"));
        type("tilt_deg", QStringLiteral("0"));
        QVERIFY(!field("azimuth_deg")->isVisible());
        type("tilt_deg", QStringLiteral("30"));
        QVERIFY(std::abs(probe().directionUm[1] - 0.5) < 1e-9);
        QVERIFY(std::abs(shown("depth_um") - depth) < 1e-4);
        QCOMPARE(field("tip_um")->findChildren<NumberEdit*>()[0]->value(), tipX); // no noise of turning
        QCOMPARE(steps(), 4);
        type("tilt_deg", QStringLiteral("90"));
        QVERIFY(!field("depth_um")->isVisible());
        QVERIFY2(plane().contains(QStringLiteral("no depth")), qPrintable(plane()));
        for (int k = 0; k < 5; ++k) {
            document().undoStack()->undo();
        }
        QCOMPARE(probe(), before);
    }

    void inASliceItEntersAtTheUpperSurface() {
        Probe changed = probe();
        changed.medium.kind = Medium::Kind::slice;
        changed.medium.sliceBottomUm = -200.0;
        changed.medium.sliceThicknessUm = 500.0;
        document().setProbe(changed, QStringLiteral("prepare"));
        QVERIFY2(plane().contains(QStringLiteral("slice")), qPrintable(plane()));
        QCOMPARE(shown("depth_um"), 300.0 - contactPositions(probe()).col(0).z());
    }

    void nobodyDrivesAProbeOutOfTheWorld() {
        const Probe before = probe();
        type("depth_um", QStringLiteral("1e6"));
        QVERIFY(std::abs(probe().positionUm[2]) <= 1e6);
        type("depth_um", QStringLiteral("2e6"));
        QVERIFY(std::abs(probe().positionUm[2]) <= 1e6);
        while (document().undoStack()->canUndo()) {
            document().undoStack()->undo();
        }
        QCOMPARE(probe(), before);
    }
};

int main(int argc, char* argv[]) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestInsertionForm tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "test_insertion_form.moc"
