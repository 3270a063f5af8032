// Field slices in the hand, their matrices made on another thread, and what they show of a moment.
#include "model/forward/field_grid.h"
#include "model/forward/line_source.h"
#include "model/forward/slice_plane.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/document.h"
#include "widgets/scene_picture.h"
#include "widgets/slice_drag.h"
#include "widgets/slice_store.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <cmath>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

constexpr int patience = 20000;

FieldSlice upright() {
    FieldSlice slice;
    slice.id = "f";
    slice.positionUm = {0, 0, 400};
    slice.widthUm = 400;
    slice.heightUm = 900;
    slice.resolution = 96;
    return slice;
}

Eigen::Vector3d vec(const std::array<double, 3>& p) {
    return {p[0], p[1], p[2]};
}

} // namespace

class TestFieldSlices : public QObject {
    Q_OBJECT

    std::unique_ptr<test::SyntheticRun> run_;
    std::unique_ptr<View3D> view_;

    QPoint at(const Eigen::Vector3d& point) const {
        const auto pixel = *view_->camera().project(point, view_->scene().width(), view_->scene().height());
        const double ratio = view_->devicePixelRatioF();
        return {static_cast<int>(std::lround(pixel.x() / ratio)),
                static_cast<int>(std::lround(pixel.y() / ratio))};
    }
    void setSlice(const FieldSlice& slice) { view_->scene().setSlices(std::vector<FieldSlice>{slice}); }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(view_.get(), Qt::LeftButton, modifiers, from);
        for (const double t : {0.3, 0.7, 1.0}) {
            const QPointF now = QPointF(from) + t * QPointF(to - from);
            QMouseEvent move(QEvent::MouseMove, now, view_->mapToGlobal(now), Qt::NoButton, Qt::LeftButton,
                             modifiers);
            QApplication::sendEvent(view_.get(), &move);
        }
    }
    void look(double azimuth, double elevation) {
        Camera camera = view_->camera();
        camera.orbit(azimuth, elevation);
        view_->setCamera(camera);
    }

private Q_SLOTS:
    void init() {
        run_ = std::make_unique<test::SyntheticRun>();
        run_->complete();
        view_ = std::make_unique<View3D>();
        view_->resize(700, 600);
        view_->scene().setCell(run_->data.cell);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
        QSignalSpy painted(view_.get(), &View3D::shown);
        view_->requestPaint();
        QVERIFY(painted.wait(5000));
        view_->setStandardView(StandardView::front);
        view_->setPerspective(false);
    }
    void cleanup() { view_.reset(); }

    void theToolPlacesASliceThatFacesTheEye() {
        QSignalSpy placed(view_.get(), &View3D::slicePlaceRequested);
        view_->setTool(View3D::Tool::slice);
        const QPoint spot = at({60, 0, 500});
        QTest::mouseMove(view_.get(), spot);
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, spot);
        QCOMPARE(placed.count(), 1);
        auto slice = placed.last().at(0).value<FieldSlice>();
        QCOMPARE(slice.orientation, FieldSlice::Orientation::xz);
        QVERIFY((vec(slice.positionUm) - Eigen::Vector3d(60, 0, 500)).norm() < 4.0);
        QVERIFY(slice.heightUm >= 820.0 + 200.0); // the cell and some room
        view_->setStandardView(StandardView::top);
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, at({30, 40, 0}));
        slice = placed.last().at(0).value<FieldSlice>();
        QCOMPARE(slice.orientation, FieldSlice::Orientation::xy);
        view_->setStandardView(StandardView::right);
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, at({0, 40, 300}));
        slice = placed.last().at(0).value<FieldSlice>();
        QCOMPARE(slice.orientation, FieldSlice::Orientation::yz);
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QCOMPARE(view_->tool(), View3D::Tool::select);
    }

    void theBorderMovesItAlongItsNormalAndShiftInItsPlane() {
        setSlice(upright());
        look(0.9, 0.3);
        QSignalSpy dragged(view_.get(), &View3D::sliceDragged);
        QSignalSpy dropped(view_.get(), &View3D::sliceDropped);
        const SlicePlane plane = slicePlane(upright());
        const Eigen::Vector3d edge = plane.at(0.0, 0.8);
        const QPoint from = at(edge);
        const QPoint to = at(edge + Eigen::Vector3d(0, -120, 0));
        drag(from, to);
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, to);
        QVERIFY(dragged.count() >= 2);
        QCOMPARE(dropped.count(), 1);
        auto slice = dropped.last().at(0).value<FieldSlice>();
        QVERIFY(std::abs(slice.positionUm[1] + 120.0) < 5.0);
        QCOMPARE(slice.positionUm[0], 0.0);
        QCOMPARE(slice.positionUm[2], 400.0);
        QCOMPARE(view_->scene().shownSlice("f")->positionUm, slice.positionUm);

        setSlice(upright());
        const QPoint up = at(edge + Eigen::Vector3d(50, 0, 90));
        drag(from, up, Qt::ShiftModifier);
        QTest::mouseRelease(view_.get(), Qt::LeftButton, Qt::ShiftModifier, up);
        slice = dropped.last().at(0).value<FieldSlice>();
        QCOMPARE(slice.positionUm[1], 0.0);
        QVERIFY(std::abs(slice.positionUm[0] - 50.0) < 6.0);
        QVERIFY(std::abs(slice.positionUm[2] - 490.0) < 6.0);
        QCOMPARE(slice.orientation, FieldSlice::Orientation::xz);
    }

    void seenFaceOnUpPushesItAway() {
        setSlice(upright());
        QSignalSpy dropped(view_.get(), &View3D::sliceDropped);
        const QPoint from = at(slicePlane(upright()).at(0.0, 0.3));
        drag(from, from - QPoint(0, 60));
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, from - QPoint(0, 60));
        const auto slice = dropped.last().at(0).value<FieldSlice>();
        const double perPixel = view_->camera().micrometresPerPixel(view_->scene().height());
        QVERIFY(std::abs(slice.positionUm[1] - 60.0 * view_->devicePixelRatioF() * perPixel) < 2.0);
        QCOMPARE(slice.positionUm[0], 0.0);
    }

    void aCornerTurnsIt() {
        setSlice(upright());
        view_->scene().setSelection({ItemKind::slice, "f", -1, -1});
        look(0.5, 0.2);
        QSignalSpy dropped(view_.get(), &View3D::sliceDropped);
        const SlicePlane plane = slicePlane(upright());
        const QPoint from = at(plane.at(1, 1));
        drag(from, from + QPoint(-50, 30));
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, from + QPoint(-50, 30));
        QCOMPARE(dropped.count(), 1);
        const auto slice = dropped.last().at(0).value<FieldSlice>();
        QCOMPARE(slice.orientation, FieldSlice::Orientation::free);
        QCOMPARE(slice.positionUm, upright().positionUm);
        const SlicePlane turned = slicePlane(slice);
        QVERIFY(turned.normal().dot(plane.normal()) < 0.999);
        QVERIFY(std::abs(turned.normal().dot(turned.up)) < 1e-6);
        // The corner is where the mouse is.
        const QPoint corner = at(turned.at(1, 1));
        QVERIFY((corner - from - QPoint(-50, 30)).manhattanLength() <= 6);
    }

    void escapeAndInsideDragsLeaveItWhereItWas() {
        setSlice(upright());
        QSignalSpy dragged(view_.get(), &View3D::sliceDragged);
        QSignalSpy dropped(view_.get(), &View3D::sliceDropped);
        const SlicePlane plane = slicePlane(upright());
        drag(at(plane.at(0.0, 0.3)), at(plane.at(0.0, 0.5)));
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(dropped.count(), 0);
        QCOMPARE(dragged.last().at(0).value<FieldSlice>(), upright());
        const int before = static_cast<int>(dragged.count());
        const Camera camera = view_->camera();
        drag(at(plane.at(0.2, 0.3)), at(plane.at(0.4, 0.5))); // inside: the camera turns
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(static_cast<int>(dragged.count()), before);
        QVERIFY(!(view_->camera() == camera));
    }

    void hoverFollowsThePointOnIt() {
        setSlice(upright());
        QSignalSpy hovered(view_.get(), &View3D::hovered);
        const SlicePlane plane = slicePlane(upright());
        for (const double u : {0.2, 0.3}) {
            QTest::mouseMove(view_.get(), at(plane.at(u, 0.3)));
            const auto isThere = [&] {
                const auto hit = hovered.isEmpty() ? PickResult() : hovered.last().at(0).value<PickResult>();
                return hit.item.kind == ItemKind::slice && (hit.pointUm - plane.at(u, 0.3)).norm() < 3.0;
            };
            QTRY_VERIFY(isThere());
        }
        QVERIFY(hovered.count() >= 2);
    }

    void aDragIsOneStepOfUndo() {
        Document document;
        Scene scene;
        scene.slices = {upright()};
        document.setScene(scene);
        FieldSlice slice = upright();
        for (int k = 1; k <= 5; ++k) {
            slice.positionUm[1] = -10.0 * k;
            document.setSlice(slice, QStringLiteral("Move"), QStringLiteral("drag/f"));
        }
        document.endGesture();
        QCOMPARE(document.undoStack()->count(), 1);
        document.undoStack()->undo();
        QCOMPARE(document.slice(QStringLiteral("f"))->positionUm[1], 0.0);
    }

    void theStoreGoesFromCoarseToFineAndTheNewestWins() {
        SliceStore store;
        QSignalSpy changed(&store, &SliceStore::gridChanged);
        std::vector<int> rows;
        connect(&store, &SliceStore::gridChanged, this,
                [&] { rows.push_back(store.grid("f")->plane().rows); });
        FieldSlice slice = upright();
        store.setSlices({slice});
        QVERIFY(!store.busy()); // nothing can be made without a cell
        store.setCell(run_->data.cell);
        QVERIFY(store.busy());
        QTRY_VERIFY_WITH_TIMEOUT(!store.busy(), patience);
        QCOMPARE(rows, (std::vector<int>{48, 96}));
        for (int k = 1; k <= 20; ++k) {
            slice.positionUm[1] = 5.0 * k;
            store.setSlices({slice});
        }
        QVERIFY(store.grid("f") != nullptr); // the old one stays
        QTRY_VERIFY_WITH_TIMEOUT(!store.busy(), patience);
        QCOMPARE(store.grid("f")->plane().centre.y(), 100.0);
        QCOMPARE(store.grid("f")->plane().rows, 96);
        QVERIFY(changed.count() < 20); // not one a step
        const auto before = store.grid("f");
        slice.opacity = 0.4;
        slice.contours = false;
        store.setSlices({slice}); // a matter of the picture only
        QVERIFY(!store.busy());
        QCOMPARE(store.grid("f"), before);
        slice.visible = false;
        slice.positionUm[1] = 0.0;
        store.setSlices({slice});
        QVERIFY(!store.busy()); // waits until it is seen
        slice.visible = true;
        store.setSlices({slice});
        QVERIFY(store.busy());
        QTRY_VERIFY_WITH_TIMEOUT(!store.busy(), patience);
        QCOMPARE(store.grid("f")->plane().centre.y(), 0.0);
        store.setSlices({});
        QVERIFY(store.grid("f") == nullptr);
    }

    void tooLargeIsSaidAndTheOldOneStays() {
        SliceStore store;
        QSignalSpy failed(&store, &SliceStore::failed);
        FieldSlice slice = upright();
        store.setCell(run_->data.cell);
        store.setSlices({slice});
        QTRY_VERIFY_WITH_TIMEOUT(!store.busy(), patience);
        auto many = std::make_shared<PlacedCell>(*run_->data.cell);
        const std::vector<int> nseg{1, 3000};
        many->segments = makeSegments(many->morphology, nseg);
        slice.resolution = 1024;
        store.setSlices({slice});
        store.setCell(many);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        QVERIFY(failed.last().at(1).toString().contains(QStringLiteral("coarser resolution")));
        QVERIFY(!store.busy());
        QVERIFY(store.grid("f") != nullptr);
    }

    void whatATissueLacksIsSaidAndNothingIsShown() {
        SliceStore store;
        QSignalSpy failed(&store, &SliceStore::failed);
        FieldSlice slice = upright();
        store.setCell(run_->data.cell);
        store.setSlices({slice});
        QTRY_VERIFY_WITH_TIMEOUT(!store.busy(), patience);
        slice.medium.kind = Medium::Kind::sphere; // has no line sources
        store.setSlices({slice});
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        QVERIFY(failed.last().at(1).toString().contains(QStringLiteral("point sources")));
        QVERIFY(store.grid("f") == nullptr); // not the field of other tissue
        slice.medium.sphereRadiusUm = 5000.0;
        slice.source = CurrentSource::point;
        store.setSlices({slice});
        QTRY_VERIFY_WITH_TIMEOUT(store.grid("f") != nullptr, patience);
    }

    void thePictureShowsTheMomentsField() {
        ScenePicture picture(view_->scene());
        Scene scene = *run_->data.scene;
        FieldSlice slice = upright();
        scene.slices = {slice};
        picture.setScene(scene);
        picture.setCell(run_->data.cell);
        picture.setRun(run_->data);
        picture.show(12.0);
        const Eigen::Vector3d point = slicePlane(slice).points().col(30 * 43 + 12);
        QVERIFY(std::isnan(picture.slices().valueAt("f", point))); // no matrix yet
        auto grid = FieldGrid::make(slice, run_->data.cell->segments, slice.resolution);
        QVERIFY(grid.has_value());
        picture.setSliceGrid("f", *grid);
        Eigen::Matrix3Xd one(3, 1);
        one.col(0) = point;
        const Eigen::MatrixXd row = LineSource(one, 0.3).matrix(run_->data.cell->segments);
        double range = 0.0;
        for (const double time : {12.0, 17.0, 40.0}) {
            picture.show(time);
            const auto frame = static_cast<std::int64_t>(std::lround(time / 0.0625));
            const Eigen::Map<const Eigen::VectorXd> currents(run_->recording->currents(frame), row.cols());
            const double expected = 1000.0 * (row * currents)(0);
            QVERIFY(std::abs(picture.slices().valueAt("f", point) - expected) < 1e-3 * std::abs(expected));
            // The same range at every moment of a finished recording.
            QVERIFY(picture.slices().range("f") > 0.0);
            QVERIFY(range == 0.0 || picture.slices().range("f") == range);
            range = picture.slices().range("f");
        }
        slice.range = 3.0;
        scene.slices = {slice};
        picture.setScene(scene);
        QCOMPARE(picture.slices().range("f"), 3.0);
    }

    void facingTurnsItSquareToTheEye() {
        look(0.7, 0.4);
        const FieldSlice slice = facing(upright(), view_->camera());
        const SlicePlane plane = slicePlane(slice);
        QCOMPARE(slice.orientation, FieldSlice::Orientation::free);
        QVERIFY((plane.normal() + view_->camera().forward()).norm() < 1e-3);
        QVERIFY((plane.up - view_->camera().trueUp()).norm() < 1e-3);
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication app(argc, argv);
    if (!View3D::openGlAvailable()) {
        qWarning("No OpenGL 3.2 on this display: the tests of field slices are skipped.");
        return 0;
    }
    TestFieldSlices test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_field_slices.moc"
