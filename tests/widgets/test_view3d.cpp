#include "model/geometry/segments.h"
#include "render/oklab.h"
#include "widgets/gl_support.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace phiscope;

namespace {

Section straight(const std::string& name, int parent, PathPoint from, PathPoint to) {
    Section section;
    section.name = name;
    section.parent = parent;
    section.points = {from, to};
    return section;
}

std::shared_ptr<const PlacedCell> smallCell() {
    Morphology morphology;
    morphology.sections = {straight("soma[0]", -1, {0, 0, -15, 30}, {0, 0, 15, 30}),
                           straight("apic[0]", 0, {0, 0, 15, 6}, {0, 0, 215, 6}),
                           straight("dend[0]", 0, {15, 0, 0, 2}, {155, 0, 0, 2})};
    const std::vector<int> nseg{1, 4, 2};
    return std::make_shared<PlacedCell>(placeCell(morphology, nseg, Pose{}));
}

/// Share of pixels that differ visibly.
double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) {
        return 1.0;
    }
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor p = a.pixelColor(x, y);
            const QColor q = b.pixelColor(x, y);
            count += std::abs(p.red() - q.red()) + std::abs(p.green() - q.green()) +
                         std::abs(p.blue() - q.blue()) >
                     24;
        }
    }
    return static_cast<double>(count) / (a.width() * a.height());
}

} // namespace

class TestView3D : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void hoverNamesTheSection();
    void clickSelects();
    void rightClickOpensTheMenuAndRightDragPans();
    void leftDragTurnsAndWheelZoomsToTheMouse();
    void doubleClickFocuses();
    void probeFollowsTheMouseAndIsDroppedOnce();
    void escapeTakesADragBack();
    void synapseSlidesAlongTheCell();
    void placingToolsAskForAPlace();
    void escapeLeavesATool();
    void keysTurnTheView();
    void floatingKeepsThePicture();
    void grabAndExportShowTheScene();
    void nothingChangesNothingPaints();
    void anEditGivesWayAndSettles();
    void aGrabIsNeverBehind();
    void bothWaysShowOnePicture();
    void programsThatDraw();

private:
    QPoint at(const Eigen::Vector3d& point) const;
    void waitForPicture();

    std::unique_ptr<QMainWindow> window_;
    QDockWidget* dock_ = nullptr;
    View3D* view_ = nullptr;
};

void TestView3D::init() {
    window_ = std::make_unique<QMainWindow>();
    dock_ = new QDockWidget(QStringLiteral("View"), window_.get());
    view_ = new View3D;
    dock_->setWidget(view_);
    window_->addDockWidget(Qt::RightDockWidgetArea, dock_);
    window_->resize(700, 600);

    view_->scene().setCell(smallCell());
    std::vector<Probe> probes(1);
    probes[0].id = "p";
    probes[0].positionUm = {-60, 0, 100};
    probes[0].contactCount = 4;
    view_->scene().setProbes(probes);
    std::vector<Synapse> synapses(1);
    synapses[0].id = "s";
    synapses[0].location = {"apic[0]", 0.8};
    view_->scene().setSynapses(synapses);
    view_->fitView();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    waitForPicture();
}

void TestView3D::cleanup() {
    window_.reset();
}

QPoint TestView3D::at(const Eigen::Vector3d& point) const {
    const auto pixel = *view_->camera().project(point, view_->scene().width(), view_->scene().height());
    const double ratio = view_->devicePixelRatioF();
    return {static_cast<int>(std::lround(pixel.x() / ratio)),
            static_cast<int>(std::lround(pixel.y() / ratio))};
}

void TestView3D::waitForPicture() {
    QSignalSpy painted(view_, &View3D::shown);
    view_->requestPaint();
    QVERIFY(painted.wait(5000));
}

void TestView3D::hoverNamesTheSection() {
    QSignalSpy hovered(view_, &View3D::hovered);
    QTest::mouseMove(view_, at({0, 0, 115}));
    QTRY_VERIFY(!hovered.isEmpty());
    const auto hit = hovered.last().at(0).value<PickResult>();
    QCOMPARE(hit.item.kind, ItemKind::cell);
    QCOMPARE(hit.item.section, 1);
    QVERIFY(std::abs(hit.sectionX - 0.5) < 0.03);
    QCOMPARE(hit.location->section, std::string("apic[0]"));
    const int count = static_cast<int>(hovered.count());
    QTest::mouseMove(view_, QPoint(3, 3));
    QTRY_COMPARE(static_cast<int>(hovered.count()), count + 1);
    QVERIFY(!hovered.last().at(0).value<PickResult>().hit());
    QTest::mouseMove(view_, QPoint(5, 4));
    QTest::qWait(30);
    QCOMPARE(static_cast<int>(hovered.count()), count + 1); // still nothing there
}

void TestView3D::clickSelects() {
    QSignalSpy clicked(view_, &View3D::clicked);
    QTest::mouseClick(view_, Qt::LeftButton, {}, at({85, 0, 0}));
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked.last().at(0).value<PickResult>().item.section, 2);
    QTest::mouseClick(view_, Qt::LeftButton, {}, at(*view_->scene().pointAt({"apic[0]", 0.8})));
    QCOMPARE(clicked.last().at(0).value<PickResult>().item, (ItemRef{ItemKind::synapse, "s", -1, -1}));
    QTest::mouseClick(view_, Qt::LeftButton, {}, QPoint(4, 4));
    QVERIFY(!clicked.last().at(0).value<PickResult>().hit());
    QCOMPARE(clicked.count(), 3);
}

void TestView3D::rightClickOpensTheMenuAndRightDragPans() {
    QSignalSpy menu(view_, &View3D::menuRequested);
    QTest::mouseClick(view_, Qt::RightButton, {}, at({0, 0, 0}));
    QCOMPARE(menu.count(), 1);
    QCOMPARE(menu.last().at(0).value<PickResult>().item.section, 0);
    const QPoint soma = at({0, 0, 0});
    QTest::mousePress(view_, Qt::RightButton, {}, soma);
    QTest::mouseMove(view_, soma + QPoint(10, 5));
    QTest::mouseMove(view_, soma + QPoint(40, 20));
    QTest::mouseRelease(view_, Qt::RightButton, {}, soma + QPoint(40, 20));
    QCOMPARE(menu.count(), 1);
    const QPoint moved = at({0, 0, 0}) - soma;
    QVERIFY(std::abs(moved.x() - 40) <= 1 && std::abs(moved.y() - 20) <= 1);
}

void TestView3D::leftDragTurnsAndWheelZoomsToTheMouse() {
    QSignalSpy changed(view_, &View3D::cameraChanged);
    QSignalSpy clicked(view_, &View3D::clicked);
    const Camera before = view_->camera();
    QTest::mousePress(view_, Qt::LeftButton, {}, QPoint(300, 200));
    QTest::mouseMove(view_, QPoint(330, 200));
    QTest::mouseMove(view_, QPoint(360, 210));
    QTest::mouseRelease(view_, Qt::LeftButton, {}, QPoint(360, 210));
    QVERIFY(changed.count() >= 1);
    QCOMPARE(clicked.count(), 0);
    QVERIFY(view_->camera().forward().dot(before.forward()) < 0.98);
    QVERIFY(std::abs(view_->camera().distance() - before.distance()) < 1e-6 * before.distance());

    const QPoint mouse(150, 120);
    const Camera turned = view_->camera();
    const int w = view_->scene().width();
    const int h = view_->scene().height();
    const double ratio = view_->devicePixelRatioF();
    const Eigen::Vector3d under = turned.unproject(mouse.x() * ratio, mouse.y() * ratio, w, h, turned.focus);
    QWheelEvent wheel(mouse, view_->mapToGlobal(mouse), {}, QPoint(0, 240), Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(view_, &wheel);
    QVERIFY(view_->camera().distance() < 0.8 * turned.distance());
    QVERIFY((at(under) - mouse).manhattanLength() <= 1);
}

void TestView3D::doubleClickFocuses() {
    QSignalSpy doubleClicked(view_, &View3D::doubleClicked);
    QTest::mouseDClick(view_, Qt::LeftButton, {}, at({0, 0, 200}));
    QCOMPARE(doubleClicked.count(), 1);
    QVERIFY((view_->camera().focus - Eigen::Vector3d(0, 0, 200)).norm() < 4.0);
}

void TestView3D::probeFollowsTheMouseAndIsDroppedOnce() {
    QSignalSpy dragged(view_, &View3D::probeDragged);
    QSignalSpy dropped(view_, &View3D::probeDropped);
    const QPoint start = at({-60, 0, 75}); // the second contact
    const QPoint end = at({-90, 0, 115});
    QTest::mousePress(view_, Qt::LeftButton, {}, start);
    QTest::mouseMove(view_, start + (end - start) / 2);
    QTest::mouseMove(view_, end);
    QTest::mouseRelease(view_, Qt::LeftButton, {}, end);
    QVERIFY(dragged.count() >= 2);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.last().at(0).toString(), QStringLiteral("p"));
    const auto position = dropped.last().at(1).value<View3D::Point>();
    const double pixel = view_->camera().micrometresPerPixel(view_->scene().height());
    QVERIFY(std::abs(position[0] + 90.0) <= 1.5 * pixel + 1.0);
    QCOMPARE(position[1], 0.0); // the plane of the view
    QVERIFY(std::abs(position[2] - 140.0) <= 1.5 * pixel + 1.0);
    QVERIFY(std::abs(view_->scene().probePosition("p")->x() - position[0]) < 1e-9);
}

void TestView3D::escapeTakesADragBack() {
    QSignalSpy dragged(view_, &View3D::probeDragged);
    QSignalSpy dropped(view_, &View3D::probeDropped);
    const QPoint start = at({-60, 0, 75});
    QTest::mousePress(view_, Qt::LeftButton, {}, start);
    QTest::mouseMove(view_, start + QPoint(30, 30));
    QTest::keyClick(view_, Qt::Key_Escape);
    QTest::mouseRelease(view_, Qt::LeftButton, {}, start + QPoint(30, 30));
    QCOMPARE(dropped.count(), 0);
    QCOMPARE(dragged.last().at(1).value<View3D::Point>(), (View3D::Point{-60, 0, 100}));
    QCOMPARE(view_->scene().probePosition("p")->z(), 100.0);
}

void TestView3D::synapseSlidesAlongTheCell() {
    QSignalSpy dropped(view_, &View3D::markerDropped);
    const QPoint start = at(*view_->scene().pointAt({"apic[0]", 0.8}));
    const QPoint end = at(*view_->scene().pointAt({"apic[0]", 0.3})) + QPoint(6, 0);
    QTest::mousePress(view_, Qt::LeftButton, {}, start);
    QTest::mouseMove(view_, (start + end) / 2);
    QTest::mouseMove(view_, end);
    QTest::mouseRelease(view_, Qt::LeftButton, {}, end);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.last().at(0).value<ItemKind>(), ItemKind::synapse);
    const auto location = dropped.last().at(2).value<Location>();
    QCOMPARE(location.section, std::string("apic[0]"));
    QVERIFY(std::abs(location.x - 0.3) < 0.03);
}

void TestView3D::placingToolsAskForAPlace() {
    QSignalSpy placed(view_, &View3D::placeRequested);
    QSignalSpy clicked(view_, &View3D::clicked);
    view_->setTool(View3D::Tool::synapse);
    const QPoint near = at({105, 0, 0}) + QPoint(0, 14); // beside the dendrite: the marker jumps to it
    QTest::mouseMove(view_, near);
    QTest::mouseClick(view_, Qt::LeftButton, {}, near);
    QCOMPARE(placed.count(), 1);
    QCOMPARE(placed.last().at(0).value<View3D::Tool>(), View3D::Tool::synapse);
    const auto location = placed.last().at(1).value<Location>();
    QCOMPARE(location.section, std::string("dend[0]"));
    QVERIFY(std::abs(location.x - 90.0 / 140.0) < 0.03);
    view_->setTool(View3D::Tool::stimulus);
    QTest::mouseClick(view_, Qt::LeftButton, {}, at({0, 0, 0}));
    QCOMPARE(placed.last().at(0).value<View3D::Tool>(), View3D::Tool::stimulus);
    QTest::mouseClick(view_, Qt::LeftButton, {}, QPoint(4, 4)); // far from the cell
    QCOMPARE(placed.count(), 2);
    // A drag turns the view, also while a tool is taken up.
    QTest::mousePress(view_, Qt::LeftButton, {}, at({0, 0, 0}));
    QTest::mouseMove(view_, at({0, 0, 0}) + QPoint(40, 0));
    QTest::mouseRelease(view_, Qt::LeftButton, {}, at({0, 0, 0}) + QPoint(40, 0));
    QCOMPARE(placed.count(), 2);

    view_->setStandardView(StandardView::front);
    QSignalSpy probePlaced(view_, &View3D::probePlaceRequested);
    view_->setTool(View3D::Tool::probe);
    const QPoint spot = at({60, 0, 120});
    QTest::mouseMove(view_, spot);
    QTest::mouseClick(view_, Qt::LeftButton, {}, spot);
    QCOMPARE(probePlaced.count(), 1);
    const auto position = probePlaced.last().at(0).value<View3D::Point>();
    QVERIFY(std::abs(position[0] - 60.0) < 3.0);
    QVERIFY(std::abs(position[1]) < 1e-6); // at the depth of the soma
    QVERIFY(std::abs(position[2] - 120.0) < 3.0);
    QCOMPARE(clicked.count(), 0);
}

void TestView3D::escapeLeavesATool() {
    QSignalSpy changed(view_, &View3D::toolChanged);
    view_->setTool(View3D::Tool::probe);
    QCOMPARE(view_->cursor().shape(), Qt::CrossCursor);
    QTest::keyClick(view_, Qt::Key_Escape);
    QCOMPARE(view_->tool(), View3D::Tool::select);
    QCOMPARE(changed.count(), 2);
}

void TestView3D::keysTurnTheView() {
    const Camera before = view_->camera();
    QTest::keyClick(view_, Qt::Key_Left);
    QVERIFY(!(view_->camera() == before));
    QTest::keyClick(view_, Qt::Key_Right);
    QVERIFY((view_->camera().position - before.position).norm() < 1e-6 * before.distance());
    view_->setPerspective(!before.perspective);
    QCOMPARE(view_->camera().perspective, !before.perspective);
}

void TestView3D::floatingKeepsThePicture() {
    waitForPicture();
    const QImage before = view_->grabFramebuffer();
    dock_->setFloating(true);
    QTRY_VERIFY(dock_->isFloating() && dock_->isVisible());
    view_->resize(before.size() / view_->devicePixelRatioF());
    waitForPicture();
    dock_->setFloating(false);
    QTRY_VERIFY(!dock_->isFloating());
    QTRY_COMPARE(view_->grabFramebuffer().size(), before.size());
    waitForPicture();
    QVERIFY(difference(view_->grabFramebuffer(), before) < 0.002);
}

void TestView3D::grabAndExportShowTheScene() {
    waitForPicture();
    const QPoint soma = at({0, 0, 0});
    const auto looksLikeCell = [&](QColor c) {
        const Colour colour{static_cast<float>(c.redF()), static_cast<float>(c.greenF()),
                            static_cast<float>(c.blueF())};
        return distance(toOklab(colour), toOklab(view_->scene().theme().viewBottom)) > 0.2F;
    };
    const QImage whole = window_->grab().toImage();
    const double ratio = whole.devicePixelRatio();
    const QPoint inWindow = view_->mapTo(window_.get(), soma);
    QVERIFY(looksLikeCell(
        whole.pixelColor(static_cast<int>(inWindow.x() * ratio), static_cast<int>(inWindow.y() * ratio))));
    QCOMPARE(whole.pixelColor(static_cast<int>(inWindow.x() * ratio), static_cast<int>(inWindow.y() * ratio))
                 .alpha(),
             255);

    const QImage screen = view_->grabFramebuffer();
    const QImage twice = view_->renderImage(view_->size() * 2, 192, false);
    QCOMPARE(twice.size(), view_->size() * 2);
    QCOMPARE(twice.dotsPerMeterX(), 7559);
    QVERIFY(looksLikeCell(twice.pixelColor(soma * 2)));
    const QImage clear = view_->renderImage({300, 500}, 96, true);
    QCOMPARE(clear.pixelColor(1, 1).alpha(), 0);
    QVERIFY(view_->renderImage({0, 10}, 96, false).isNull());
    waitForPicture();
    QCOMPARE(difference(view_->grabFramebuffer(), screen), 0.0); // exporting leaves the view as it was
}

void TestView3D::nothingChangesNothingPaints() {
    waitForPicture();
    QTest::qWait(100);
    QSignalSpy painted(view_, &View3D::shown);
    QTest::qWait(150);
    QCOMPARE(painted.count(), 0);
    for (int i = 0; i < 50; ++i) {
        view_->scene().setHover({ItemKind::cell, "", -1, i % 3});
    }
    QVERIFY(painted.wait(2000));
    QTest::qWait(150);
    QVERIFY(painted.count() <= 3); // fifty changes, hardly more than one picture
}

void TestView3D::anEditGivesWayAndSettles() {
    waitForPicture();
    const bool byProcessor = GlWidget::way() == GlWidget::Way::processor;
    constexpr double slowMs = 1000.0;
    view_->pretendCost(slowMs); // the next picture of an edit is 1200 ms away, where it waits
    QSignalSpy painted(view_, &View3D::shown);
    QElapsedTimer edits;
    edits.start();
    const Eigen::Vector3d start = *view_->scene().probePosition("p");
    for (int i = 1; i <= 5; ++i) {
        view_->giveWay();
        view_->scene().moveProbe("p", start + Eigen::Vector3d(4.0 * i, 0.0, 0.0));
        QTest::qWait(25);
    }
    if (byProcessor) {
        if (edits.elapsed() < 900) { // else this machine was asleep
            QCOMPARE(painted.count(), 0);
        }
    } else {
        QTRY_VERIFY(painted.count() > 0);
    }
    QTRY_VERIFY(painted.count() > 0); // without a further change
    QTest::qWait(50);
    painted.clear();
    const QImage settled = view_->grabFramebuffer();
    waitForPicture();
    QCOMPARE(difference(view_->grabFramebuffer(), settled), 0.0);

    // A cheap picture follows each edit.
    view_->pretendCost(2.0);
    for (int i = 1; i <= 3; ++i) {
        view_->giveWay();
        view_->scene().moveProbe("p", start + Eigen::Vector3d(-4.0 * i, 0.0, 0.0));
        QVERIFY(painted.wait(5000));
    }
}

void TestView3D::aGrabIsNeverBehind() {
    waitForPicture();
    view_->pretendCost(1e6); // no picture by itself for a long time
    const QImage before = view_->grabFramebuffer();
    view_->giveWay();
    view_->scene().moveProbe("p", {40, 0, 100});
    const QImage now = view_->grabFramebuffer();
    QVERIFY(difference(now, before) > 0.0);
    view_->scene().moveProbe("p", {80, 0, 100});
    const QImage window = window_->grab().toImage();
    const QPoint corner = view_->mapTo(window_.get(), QPoint(0, 0)) * window.devicePixelRatio();
    QCOMPARE(difference(window.copy(QRect(corner, now.size())), view_->grabFramebuffer()), 0.0);
}

void TestView3D::bothWaysShowOnePicture() {
    waitForPicture();
    const QImage one = view_->grabFramebuffer();
    const Camera camera = view_->camera();
    const QSize size = view_->size();
    const GlWidget::Way way = GlWidget::way();
    GlWidget::setWay(way == GlWidget::Way::card ? GlWidget::Way::processor : GlWidget::Way::card);
    cleanup();
    init();
    QTRY_COMPARE(view_->size(), size);
    view_->setCamera(camera);
    waitForPicture();
    const QImage other = view_->grabFramebuffer();
    GlWidget::setWay(way);
    QCOMPARE(other.size(), one.size());
    QVERIFY(difference(other, one) < 0.002);
}

void TestView3D::programsThatDraw() {
    for (const char* name : {"llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Software Rasterizer",
                             "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)))", "GDI Generic",
                             "Microsoft Basic Render Driver"}) {
        QVERIFY2(GlSupport::isProgram(QString::fromLatin1(name)), name);
    }
    for (const char* name : {"Mesa Intel(R) UHD Graphics 620 (KBL GT2)", "NVIDIA GeForce RTX 3060/PCIe/SSE2",
                             "AMD Radeon RX 6600 (navi23, LLVM 15.0.6, DRM 3.49)", "virgl", "D3D12 (Intel)",
                             "SVGA3D; build: RELEASE;  LLVM;", ""}) {
        QVERIFY2(!GlSupport::isProgram(QString::fromLatin1(name)), name);
    }
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication app(argc, argv);
    if (!View3D::openGlAvailable()) {
        qWarning("No OpenGL 3.2 on this display: the tests of the 3-D view are skipped.");
        return 0;
    }
    // With a graphics card the view is drawn in another way than without; here both, on whatever there is.
    int failed = 0;
    for (const auto way : {GlWidget::Way::card, GlWidget::Way::processor}) {
        GlWidget::setWay(way);
        TestView3D test;
        failed += QTest::qExec(&test, argc, argv);
    }
    return failed;
}

#include "test_view3d.moc"
