// How the cell stands, in the real window: mirrored, compressed with its tissue, and in which coordinates.
#include "model/geometry/pose_map.h"
#include "tests/ui/open_window.h"
#include "widgets/property_panel.h"
#include "widgets/view_badge.h"

#include <QLabel>
#include <QSlider>
#include <QSurfaceFormat>

#include <memory>

using namespace phiscope;

class TestCellGeometry : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const Pose& pose() const { return document().scene().cell.pose; }
    const PlacedCell& placed() const { return document().cell()->placed; }
    bool built() const { return !document().isBuilding() && document().cell()->pose == pose(); }
    QString text(const char* label) const {
        const auto* found = window_->parts().properties->findChild<QLabel*>(QString::fromLatin1(label));
        return found != nullptr ? found->text() : QStringLiteral("missing");
    }
    ViewBadge& badge() const {
        return *window_->view().findChild<ViewBadge*>(QStringLiteral("distortionBadge"));
    }
    QSlider& slider() const {
        return *window_->parts().properties->findChild<QSlider*>(QStringLiteral("distortionSlider"));
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l23_pyramidal")); }
    void cleanup() { window_.reset(); }

    void aMirrorIsOneStepOfUndoAndNeedsNoRun() {
        const Actions& actions = *window_->get()->actions();
        const auto run = window_->parts().controller->data().recording;
        const Segments before = placed().segments;
        const Eigen::Vector3d soma = somaPosition(placed().morphology, before);
        const int steps = document().undoStack()->count();
        struct {
            QAction* action;
            bool Pose::*member;
        } mirrors[] = {{actions.mirrorX, &Pose::mirrorX},
                       {actions.mirrorY, &Pose::mirrorY},
                       {actions.mirrorZ, &Pose::mirrorZ}};
        for (Eigen::Index axis = 0; axis < 3; ++axis) {
            const auto& mirror = mirrors[axis];
            QVERIFY(!mirror.action->isChecked());
            mirror.action->trigger();
            QCOMPARE(document().undoStack()->count(), steps + 1);
            QCOMPARE(document().undoStack()->undoText(), mirror.action->text());
            QVERIFY(pose().*mirror.member && mirror.action->isChecked());
            QTRY_VERIFY(built());
            const int k = before.size() / 2;
            Eigen::Vector3d expected = before.midpoint(k);
            expected[axis] = 2.0 * soma[axis] - expected[axis];
            QVERIFY((placed().segments.midpoint(k) - expected).norm() < 1e-9);
            document().undoStack()->undo();
            QVERIFY(!(pose().*mirror.member) && !mirror.action->isChecked());
            QTRY_VERIFY(built());
            QVERIFY((placed().segments.midpoint(k) - before.midpoint(k)).norm() < 1e-9);
        }
        // Twice is as before, in two steps; and the recording is the same one.
        actions.mirrorY->trigger();
        actions.mirrorY->trigger();
        QCOMPARE(document().undoStack()->count(), steps + 2);
        QVERIFY(!pose().mirrorY);
        QTRY_VERIFY(built());
        QCOMPARE(window_->parts().controller->data().recording, run);
    }

    void aLockedCellIsNotMirrored() {
        document().setItemsLocked({QStringLiteral("cell")}, true);
        const int steps = document().undoStack()->count();
        QAction* mirror = window_->get()->actions()->mirrorX;
        mirror->trigger();
        QVERIFY(!pose().mirrorX && !mirror->isChecked());
        QCOMPARE(document().undoStack()->count(), steps);
    }

    void aCompressedCellIsSaidAndShown() {
        const SceneRenderer& scene = window_->view().scene();
        QVERIFY(badge().isHidden());
        QVERIFY(!scene.ghostVisible());
        const auto run = window_->parts().controller->data().recording;
        const Segments before = placed().segments;
        const Eigen::Vector3d soma = somaPosition(placed().morphology, before);
        document().select(QStringLiteral("cell"));
        const int steps = document().undoStack()->count();
        // The slider: a drag is one step.
        slider().setSliderDown(true);
        for (const int at : {5, 12, 20, 30}) {
            slider().setSliderPosition(at);
        }
        slider().setSliderDown(false);
        QCOMPARE(pose().distortion.factor, 0.3);
        QCOMPARE(document().undoStack()->count(), steps + 1);
        QTRY_VERIFY(built());
        QVERIFY(badge().isVisible());
        QCOMPARE(badge().text(), QStringLiteral("Sources moved: the cable model is unchanged"));
        QVERIFY(badge().toolTip().contains(QStringLiteral("30")));
        QVERIFY(scene.ghostVisible());
        for (const int k : {0, before.size() / 3, before.size() - 1}) {
            const Eigen::Vector3d from = before.midpoint(k) - soma;
            const Eigen::Vector3d to = placed().segments.midpoint(k) - soma;
            QVERIFY((to - Eigen::Vector3d(from.x(), from.y(), 0.7 * from.z())).norm() < 1e-9);
        }
        QCOMPARE(placed().segments.length, before.length);
        QCOMPARE(window_->parts().controller->data().recording, run);
        window_->view().fitView();
        window_->picture(QStringLiteral("distorted"));
        window_->get()->actions()->handles->setChecked(false);
        // What is seen of it: pictures with and without it differ.
        const QImage with = window_->view().grabFramebuffer();
        window_->view().scene().setHandsVisible(false);
        QVERIFY(!scene.ghostVisible());
        const QImage without = window_->view().grabFramebuffer();
        window_->view().scene().setHandsVisible(true);
        int differing = 0;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x) {
                differing += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
            }
        }
        QVERIFY2(differing > 300, qPrintable(QString::number(differing)));
        // A click on the badge takes it off, and undo brings it back.
        QTest::mouseClick(&badge(), Qt::LeftButton);
        QCOMPARE(pose().distortion.factor, 0.0);
        QTRY_VERIFY(built() && !scene.ghostVisible());
        QVERIFY(badge().isHidden());
        document().undoStack()->undo();
        QTRY_VERIFY(built() && scene.ghostVisible());
        QVERIFY(badge().isVisible());
        QCOMPARE(slider().value(), 30);
        document().undoStack()->undo();
        QCOMPARE(pose().distortion.factor, 0.0);
    }

    void theSliderSticksToNothing() {
        document().select(QStringLiteral("cell"));
        slider().setSliderDown(true);
        slider().setSliderPosition(-10);
        QCOMPARE(pose().distortion.factor, -0.1);
        slider().setSliderPosition(1);
        QCOMPARE(pose().distortion.factor, 0.0);
        slider().setSliderDown(false);
    }

    void itSaysWhichCoordinatesAreMeant() {
        document().select(QStringLiteral("cell"));
        Cell cell = document().scene().cell;
        cell.pose.positionUm = {100.0, -20.0, 5.0};
        cell.pose.mirrorX = true;
        document().setCell(cell, QStringLiteral("Move"));
        QTRY_VERIFY(built());
        QTRY_COMPARE(text("somaInScene"), QStringLiteral("100,  −20,  5"));
        QCOMPARE(text("somaInModel"), QStringLiteral("0,  0,  0"));
        QCOMPARE(text("segmentInScene"), QStringLiteral("–"));
        // The pointer on the cell: its segment's middle in all three.
        window_->view().fitView();
        const Eigen::Vector3d soma = somaPosition(placed().morphology, placed().segments);
        QTRY_VERIFY([&] {
            window_->pointAt(window_->pixelOf(soma));
            return text("placedSegment").contains(QStringLiteral("soma"));
        }());
        QCOMPARE(text("segmentInScene").split(QStringLiteral(",  ")).size(), 3);
        window_->picture(QStringLiteral("places"));
        QTRY_VERIFY([&] {
            window_->pointAt(QPoint(5, window_->view().height() / 2));
            return text("segmentInScene") == QStringLiteral("–");
        }());
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    TestCellGeometry test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_cell_geometry.moc"
