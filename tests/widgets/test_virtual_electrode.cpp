// The trace of a contact under the mouse: one row of M times the currents, on another thread.
#include "model/forward/make_forward_model.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/electrode_panel.h"
#include "widgets/view3d.h"
#include "widgets/virtual_electrode.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace phiscope;

namespace {

constexpr int patience = 20000;

ElectrodePlace beside(double z) {
    ElectrodePlace place;
    place.pointUm = {25, 0, z};
    place.medium.sigma = 0.25;
    return place;
}

/// What a probe with one contact there measures, by the way that probes go.
Eigen::RowVectorXd expected(const test::SyntheticRun& run, const ElectrodePlace& place) {
    Probe probe;
    probe.layout = Probe::Layout::custom;
    probe.contactsUm = {{place.pointUm.x(), place.pointUm.y(), place.pointUm.z()}};
    probe.medium = place.medium;
    probe.source = place.source;
    const Eigen::MatrixXd matrix = *probeMatrix(probe, *run.data.cell);
    return project(matrix, *run.recording, 0, run.recording->frameCount()).row(0);
}

} // namespace

class TestVirtualElectrode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresWhatAProbeThereWould() {
        test::SyntheticRun run;
        run.complete();
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        electrode.put(beside(300.0));
        QTRY_VERIFY_WITH_TIMEOUT(electrode.trace() != nullptr && electrode.trace()->stride == 1, patience);
        const Eigen::RowVectorXd right = expected(run, beside(300.0));
        const ElectrodeTrace& trace = *electrode.trace();
        QCOMPARE(static_cast<Eigen::Index>(trace.values.size()), right.size());
        const double size = right.cwiseAbs().maxCoeff();
        QVERIFY(size > 0.0);
        for (Eigen::Index k = 0; k < right.size(); ++k) {
            QVERIFY(std::abs(static_cast<double>(trace.values[static_cast<std::size_t>(k)]) - right[k]) <
                    1e-6 * size);
        }
        // The value at the cursor is not one of the samples, but exact.
        QVERIFY(std::abs(electrode.valueAt(17.0) - right[272]) < 1e-12 * size);
        QVERIFY(std::abs(electrode.valueAt(1e6) - right[right.size() - 1]) < 1e-12 * size);
    }

    void aLongRunIsCoarseFirstAndWholeWhenTheHandRests() {
        test::SyntheticRun run(300.0); // 4801 frames
        run.complete();
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        std::vector<std::int64_t> strides;
        connect(&electrode, &VirtualElectrode::changed, this,
                [&] { strides.push_back(electrode.trace() ? electrode.trace()->stride : 0); });
        electrode.put(beside(500.0));
        QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(strides.size()), 2, patience);
        QCOMPARE(strides[0], std::int64_t{4});
        QCOMPARE(strides[1], std::int64_t{1});
        QCOMPARE(static_cast<std::int64_t>(electrode.trace()->values.size()), run.recording->frameCount());
        electrode.lift();
        QCOMPARE(strides.back(), std::int64_t{0});
        QVERIFY(std::isnan(electrode.valueAt(1.0)));
    }

    void theNewestPlaceWins() {
        test::SyntheticRun run;
        run.complete();
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        for (int k = 0; k < 50; ++k) {
            electrode.put(beside(10.0 * k));
        }
        QTRY_VERIFY_WITH_TIMEOUT(electrode.trace() && electrode.trace()->place == beside(490.0), patience);
    }

    void followsARecordingThatGrows() {
        test::SyntheticRun run;
        run.growTo(200);
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        electrode.put(beside(100.0));
        QTRY_VERIFY_WITH_TIMEOUT(electrode.trace() && electrode.trace()->frames == 200, patience);
        run.growTo(900);
        electrode.refresh();
        QTRY_COMPARE_WITH_TIMEOUT(electrode.trace()->frames, std::int64_t{900}, patience);
        QCOMPARE(electrode.trace()->wholeFrames, run.recording->layout().frames);
    }

    void saysWhyThereIsNone() {
        test::SyntheticRun run;
        run.complete();
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        ElectrodePlace place = beside(100.0);
        place.medium.kind = Medium::Kind::sphere;
        place.source = CurrentSource::line;
        electrode.put(place);
        QTRY_VERIFY_WITH_TIMEOUT(!electrode.problem().isEmpty(), patience);
        QVERIFY(electrode.trace() == nullptr);
        electrode.put(beside(100.0));
        QTRY_VERIFY_WITH_TIMEOUT(electrode.trace() != nullptr, patience);
        QVERIFY(electrode.problem().isEmpty());
    }

    void thePanelShowsTheTraceAndStaysInTheView() {
        test::SyntheticRun run;
        run.complete();
        VirtualElectrode electrode;
        electrode.setRun(run.data);
        electrode.setCell(run.data.cell);
        electrode.put(beside(300.0));
        QTRY_VERIFY_WITH_TIMEOUT(electrode.trace() != nullptr, patience);
        QWidget view;
        view.resize(600, 400);
        ElectrodePanel panel(&view);
        panel.setTheme(Theme::darkTheme());
        panel.setTrace(electrode.trace());
        panel.setMoment(17.0, electrode.valueAt(17.0));
        const Eigen::RowVectorXd right = expected(run, beside(300.0)) * 1e3;
        QVERIFY(panel.lowUv() <= right.minCoeff() && panel.highUv() >= right.maxCoeff());
        QVERIFY(panel.highUv() - panel.lowUv() < 2.0 * (right.maxCoeff() - right.minCoeff()));
        QVERIFY(panel.valueText().endsWith(QStringLiteral("µV")));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        for (const QPoint& mouse : {QPoint(5, 5), QPoint(590, 20), QPoint(300, 395), QPoint(598, 398)}) {
            panel.showAt(mouse);
            QVERIFY(view.rect().contains(panel.geometry()));
            QVERIFY(!panel.geometry().contains(mouse));
        }
        // The trace is drawn in the accent.
        const QImage picture = panel.grab().toImage();
        const QColor accent = QColor::fromRgb(static_cast<QRgb>(Theme::darkTheme().accent.rgb()));
        int drawn = 0;
        for (int x = 0; x < picture.width(); ++x) {
            for (int y = 0; y < picture.height(); ++y) {
                const QColor c = picture.pixelColor(x, y);
                drawn += std::abs(c.red() - accent.red()) < 12 && std::abs(c.green() - accent.green()) < 12 &&
                                 std::abs(c.blue() - accent.blue()) < 12
                             ? 1
                             : 0;
            }
        }
        QVERIFY(drawn > 100);
    }

    void theToolPointsAndAsksForAPlace() {
        test::SyntheticRun run;
        run.complete();
        View3D view;
        view.resize(600, 600);
        view.scene().setCell(run.data.cell);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.fitView();
        QSignalSpy moved(&view, &View3D::electrodeMoved);
        QSignalSpy placed(&view, &View3D::electrodePlaceRequested);
        view.setTool(View3D::Tool::electrode);
        QTest::mouseMove(&view, QPoint(420, 250));
        QTest::mouseMove(&view, QPoint(430, 260));
        QTRY_VERIFY(moved.count() > 0);
        const auto last = moved.last().at(0).value<std::optional<View3D::Point>>();
        QVERIFY(last.has_value());
        QVERIFY(std::abs((*last)[1]) < 1e-6); // at the depth of the soma, seen from the front
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(430, 260));
        QCOMPARE(placed.count(), 1);
        const auto point = placed.last().at(0).value<View3D::Point>();
        const auto pixel = *view.camera().project(Eigen::Vector3d(point.data()), view.scene().width(),
                                                  view.scene().height());
        QVERIFY(std::abs(pixel.x() / view.devicePixelRatioF() - 430.0) < 1.5);
        QVERIFY(std::abs(pixel.y() / view.devicePixelRatioF() - 260.0) < 1.5);
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(view.tool(), View3D::Tool::select);
        QVERIFY(!moved.last().at(0).value<std::optional<View3D::Point>>().has_value());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestVirtualElectrode test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_virtual_electrode.moc"
