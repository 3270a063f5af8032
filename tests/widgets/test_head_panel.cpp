#include "model/formats/hdf5_file.h"
#include "model/forward/head/electrodes.h"
#include "model/forward/head/four_sphere.h"
#include "model/forward/head/orientation.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/document.h"
#include "widgets/gallery_dialog.h"
#include "widgets/head/chain_row.h"
#include "widgets/head/eeg_plot.h"
#include "widgets/head/head_view.h"
#include "widgets/head/small_units.h"
#include "widgets/head/topomap.h"
#include "widgets/head_panel.h"
#include "widgets/plots/time_plot.h"
#include "widgets/quantity.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>

#include <random>

using namespace phiscope;

namespace {

/// The panel over a complete recording of the synthetic cell.
struct Bench {
    explicit Bench(QSize size = {900, 820}) {
        run.complete();
        document.setScene(*run.data.scene);
        QObject::connect(&panel, &HeadPanel::addHeadRequested, &document, [this] { document.addHead(); });
        QObject::connect(&controller, &SimulationController::recordingChanged, &cursor,
                         [this](const RunData& data) { cursor.setRecording(data.recording); });
        cursor.setFollowing(false);
        panel.attach(&controller);
        controller.show(run.data);
        panel.resize(size);
        panel.show();
    }
    bool settle() {
        const bool ready = QTest::qWaitFor([this] {
            const auto dipole = controller.dipole();
            return panel.upToDate() && dipole && dipole->frames() == run.recording->frameCount();
        });
        panel.drawNow();
        QCoreApplication::processEvents();
        return ready;
    }
    bool addHead() {
        document.addHead();
        return settle();
    }
    const Head& head() const { return document.scene().heads.front(); }
    Eigen::Vector3d moment(std::int64_t frame) const {
        return Eigen::Map<const Eigen::Vector3d>(controller.dipole()->frame(frame));
    }
    /// EEG at an electrode in mV, computed anew from the model's parts.
    double eeg(int electrode, std::int64_t frame) const {
        const auto named = tenTwentyElectrodes();
        const Eigen::Matrix3Xd at = 90e3 * named.at(static_cast<std::size_t>(electrode)).direction;
        const Eigen::Vector3d place = Eigen::Vector3d::Map(head().dipoleMm.data());
        const auto lead = FourSphereLeadField::create(FourSphereHead{}, at);
        const Eigen::Matrix3d turn = rotationBetween(Eigen::Vector3d::UnitZ(), place.normalized());
        return (*lead->matrix(1e3 * place) * turn * moment(frame))(0);
    }
    template <typename T>
    T* part(const char* name) {
        return panel.findChild<T*>(QString::fromLatin1(name));
    }
    HeadView& view() { return *part<HeadView>("headView"); }
    QPoint pixelOf(const Eigen::Vector3d& point) {
        HeadRenderer& renderer = view().head();
        const auto at = renderer.camera().project(point, renderer.width(), renderer.height());
        const double ratio = view().devicePixelRatioF();
        return at ? QPoint(static_cast<int>(at->x() / ratio), static_cast<int>(at->y() / ratio)) : QPoint();
    }

    QTemporaryDir folder;
    test::SyntheticRun run;
    Settings settings{folder.filePath(QStringLiteral("settings.ini"))};
    Document document;
    TimeCursor cursor;
    SimulationController controller;
    HeadPanel panel{&document, &cursor, &settings};
};

int electrodeNamed(const char* name) {
    const auto named = tenTwentyElectrodes();
    for (std::size_t k = 0; k < named.size(); ++k) {
        if (std::string(named[k].name) == name) {
            return static_cast<int>(k);
        }
    }
    return -1;
}

/// A file of the New York head's structure: a cortex of a few hundred vertices and 20 electrodes.
void writeSmallHead(const std::filesystem::path& path) {
    constexpr std::uint64_t vertices = 400;
    constexpr std::uint64_t electrodes = 20;
    const Eigen::Matrix3Xd cortex = 65.0 * helmetSensors(vertices, -0.5);
    const Eigen::Matrix3Xd scalp = 95.0 * helmetSensors(electrodes, 0.0);
    std::vector<double> places;
    std::vector<double> normals;
    std::vector<double> locations(6 * electrodes, 0.0);
    for (Eigen::Index axis = 0; axis < 3; ++axis) {
        for (Eigen::Index k = 0; k < cortex.cols(); ++k) {
            places.push_back(cortex(axis, k));
            normals.push_back(cortex(axis, k) / 65.0);
        }
        for (Eigen::Index k = 0; k < scalp.cols(); ++k) {
            locations[static_cast<std::size_t>(axis) * electrodes + static_cast<std::size_t>(k)] =
                scalp(axis, k);
        }
    }
    std::mt19937 random(4);
    std::normal_distribution<double> normal;
    std::vector<double> lead(3 * vertices * electrodes);
    for (double& value : lead) {
        value = normal(random);
    }
    hdf5::File file = hdf5::File::create(path);
    file.write("/sa/cortex75K/vc", {3, vertices}, places.data());
    file.write("/sa/cortex75K/normals", {3, vertices}, normals.data());
    file.write("/sa/cortex75K/V_fem", {3, vertices, electrodes}, lead.data());
    file.write("/sa/locs_3D", {6, electrodes}, locations.data());
    file.close();
}

void grab(Bench& bench, const QString& name) {
    bench.panel.drawNow();
    const QString where = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
    if (!where.isEmpty()) {
        QTest::qWait(100);
        QVERIFY(bench.panel.grab().save(QDir(where).filePath(name)));
    }
}

} // namespace

class TestHeadPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyPanelAddsAHeadByAClick();
    void numbersAreLeadFieldTimesMoment();
    void timeIsChosenInThePlot();
    void dipoleIsDraggedInOneStep();
    void wheelChangesTheDepth();
    void electrodesAreChosenByClicks();
    void mapCanShowDotsOnly();
    void megColoursItsSensors();
    void magneticScenesOpenOnMeg();
    void newYorkHeadAsksForItsFile();
    void newYorkHeadIsUsed();
    void dipoleOutsideTheBrainIsToldInPlace();
    void clampIsWarnedOf();
    void smallUnitsSuitTheSize();
    void hullAndContoursAreRight();
    void themesAreDrawn();
};

void TestHeadPanel::emptyPanelAddsAHeadByAClick() {
    Bench bench({460, 700});
    QVERIFY(bench.panel.head() == nullptr);
    auto* empty = bench.part<QLabel>("addHead");
    QVERIFY(empty->isVisible());
    // Where the link stands depends on the font.
    for (int y = 4; y < empty->height() && bench.document.scene().heads.empty(); y += 6) {
        QTest::mouseMove(empty, {empty->width() / 2, y});
        QTest::mouseClick(empty, Qt::LeftButton, {}, {empty->width() / 2, y});
    }
    QCOMPARE(bench.document.scene().heads.size(), std::size_t{1});
    QVERIFY(bench.settle());
    QVERIFY(bench.panel.head() != nullptr);
    QVERIFY(!empty->isVisible());
    const QString id = QString::fromStdString(bench.head().id);
    bench.document.setItemShown(id, false);
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(QStringLiteral("hidden")));
    Q_EMIT empty->linkActivated(QStringLiteral("show"));
    QVERIFY(bench.head().visible);
    QVERIFY(!empty->isVisible());
    while (bench.document.undoStack()->canUndo()) {
        bench.document.undoStack()->undo();
    }
    QVERIFY(bench.panel.head() == nullptr);
    QVERIFY(empty->isVisible());
}

void TestHeadPanel::numbersAreLeadFieldTimesMoment() {
    Bench bench;
    QVERIFY(bench.addHead());
    const int cz = electrodeNamed("Cz");
    QCOMPARE(bench.panel.chosenElectrodes(), std::vector<int>{cz});
    bench.cursor.scrubTo(31.0);
    const std::int64_t frame = bench.cursor.frame();
    auto* plot = bench.panel.findChild<EegPlot*>();
    const double expected = bench.eeg(cz, frame);
    QVERIFY(expected != 0.0);
    QVERIFY(std::abs(plot->value(0, frame) - expected) < 1e-10 * std::abs(expected));
    auto* chain = bench.part<ChainRow>("chainRow");
    QCOMPARE(chain->number(ChainRow::Link::dipole),
             formatQuantity(bench.moment(frame).norm(), QStringLiteral("nA·µm")));
    const QString shown = chain->number(ChainRow::Link::eeg);
    bool matches = false;
    for (const double size : {1e-9, 1e-6, 1e-12}) {
        const SmallUnit unit = potentialUnit(size);
        matches = matches || shown == formatQuantity(expected * unit.factor, unit.name);
    }
    QVERIFY2(matches, qPrintable(shown));

    // Another place, another number: the picture follows without anything being run.
    Head head = bench.head();
    head.dipoleMm = {40.0, 10.0, 55.0};
    bench.document.setHead(head, QStringLiteral("Move"));
    QVERIFY(bench.settle());
    QVERIFY(std::abs(plot->value(0, frame) - bench.eeg(cz, frame)) < 1e-10 * std::abs(bench.eeg(cz, frame)));
    QVERIFY(std::abs(bench.eeg(cz, frame) / expected - 1.0) > 0.05);
}

void TestHeadPanel::timeIsChosenInThePlot() {
    Bench bench;
    QVERIFY(bench.addHead());
    QWidget* plot = bench.panel.findChild<TimePlot*>();
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->rect().center());
    QVERIFY(bench.cursor.timeMs() > 30.0);
    QVERIFY(bench.cursor.timeMs() < 70.0);
}

void TestHeadPanel::dipoleIsDraggedInOneStep() {
    if (!View3D::openGlAvailable()) {
        QSKIP("There is no OpenGL here.");
    }
    Bench bench;
    QVERIFY(bench.addHead());
    bench.cursor.scrubTo(31.0);
    const auto before = bench.head();
    const int steps = bench.document.undoStack()->count();
    const QPoint from = bench.pixelOf(Eigen::Vector3d::Map(before.dipoleMm.data()));
    QTest::mousePress(&bench.view(), Qt::LeftButton, {}, from);
    for (int k = 1; k <= 6; ++k) {
        QTest::mouseMove(&bench.view(), from + QPoint(-8 * k, 5 * k));
        QCoreApplication::processEvents();
    }
    QVERIFY(bench.head().dipoleMm != before.dipoleMm); // while the button is still down
    QTest::mouseRelease(&bench.view(), Qt::LeftButton, {}, from + QPoint(-48, 30));
    QVERIFY(bench.settle());
    const Eigen::Vector3d place = Eigen::Vector3d::Map(bench.head().dipoleMm.data());
    QVERIFY(std::abs(place.norm() - 77.5) < 0.2);
    QVERIFY((place - Eigen::Vector3d(0.0, 0.0, 77.5)).norm() > 10.0);
    QCOMPARE(bench.document.undoStack()->count(), steps + 1);
    const int cz = electrodeNamed("Cz");
    const double now = bench.panel.findChild<EegPlot*>()->value(0, bench.cursor.frame());
    QVERIFY(std::abs(now - bench.eeg(cz, bench.cursor.frame())) < 1e-10 * std::abs(now));
    bench.document.undoStack()->undo();
    QCOMPARE(bench.head(), before);

    // A locked head keeps its dipole.
    bench.document.setItemsLocked({QString::fromStdString(before.id)}, true);
    QTest::mousePress(&bench.view(), Qt::LeftButton, {}, from);
    for (int k = 1; k <= 6; ++k) {
        QTest::mouseMove(&bench.view(), from + QPoint(-8 * k, 5 * k));
        QCoreApplication::processEvents();
    }
    QTest::mouseRelease(&bench.view(), Qt::LeftButton, {}, from + QPoint(-48, 30));
    QCOMPARE(bench.head().dipoleMm, before.dipoleMm);
}

void TestHeadPanel::wheelChangesTheDepth() {
    if (!View3D::openGlAvailable()) {
        QSKIP("There is no OpenGL here.");
    }
    Bench bench;
    QVERIFY(bench.addHead());
    const QPointF at = bench.view().rect().center();
    for (int k = 0; k < 2; ++k) {
        QWheelEvent deeper(at, bench.view().mapToGlobal(at), {}, {0, -240}, Qt::NoButton, Qt::ControlModifier,
                           Qt::NoScrollPhase, false);
        QApplication::sendEvent(&bench.view(), &deeper);
    }
    QVERIFY(std::abs(bench.head().dipoleMm[2] - 73.5) < 1e-9);
    for (int k = 0; k < 20; ++k) {
        QWheelEvent up(at, bench.view().mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                       Qt::NoScrollPhase, false);
        QApplication::sendEvent(&bench.view(), &up);
    }
    QVERIFY(bench.head().dipoleMm[2] > 78.0);
    QVERIFY(bench.head().dipoleMm[2] < 79.0); // in the brain still
    QVERIFY(bench.settle());
    QVERIFY(!bench.part<QLabel>("headMessage")->isVisible());
}

void TestHeadPanel::electrodesAreChosenByClicks() {
    Bench bench;
    QVERIFY(bench.addHead());
    auto* map = bench.part<Topomap>("topomap");
    const int c3 = electrodeNamed("C3");
    QTest::mouseClick(map, Qt::LeftButton, {}, map->pixelOf(c3).toPoint());
    QCOMPARE(bench.panel.chosenElectrodes(), (std::vector<int>{c3, electrodeNamed("Cz")}));
    QTest::mouseClick(map, Qt::LeftButton, {}, map->pixelOf(c3).toPoint());
    QCOMPARE(bench.panel.chosenElectrodes(), std::vector<int>{electrodeNamed("Cz")});
    if (View3D::openGlAvailable()) {
        const auto named = tenTwentyElectrodes();
        const int f3 = electrodeNamed("F3");
        const QPoint at = bench.pixelOf(90.0 * named[static_cast<std::size_t>(f3)].direction);
        QTest::mouseMove(&bench.view(), at);
        QTest::mouseClick(&bench.view(), Qt::LeftButton, {}, at);
        QCOMPARE(bench.panel.chosenElectrodes().front(), f3);
    }
    for (int k = 0; k < 12; ++k) {
        bench.panel.setElectrodeChosen(k, true);
    }
    QVERIFY(bench.panel.chosenElectrodes().size() <= 8);
}

void TestHeadPanel::mapCanShowDotsOnly() {
    Bench bench;
    QVERIFY(bench.addHead());
    bench.cursor.scrubTo(31.0);
    auto* map = bench.part<Topomap>("topomap");
    // Between Cz and C4, where there is no electrode.
    const QPointF between = 0.5 * (map->pixelOf(electrodeNamed("Cz")) + map->pixelOf(electrodeNamed("C4")));
    const auto pixel = [&] {
        const QImage image = map->grab().toImage();
        return image.pixelColor((between * image.devicePixelRatio()).toPoint());
    };
    const QColor ground = QColor::fromRgb(0xFF000000U | Theme::darkTheme().base.rgb());
    QVERIFY(pixel() != ground);
    bench.part<QAction>("headDots")->setChecked(true);
    QVERIFY(map->dotsOnly());
    QCOMPARE(pixel(), ground);
}

void TestHeadPanel::megColoursItsSensors() {
    Bench bench;
    QVERIFY(bench.addHead());
    bench.cursor.scrubTo(31.0);
    auto* chain = bench.part<ChainRow>("chainRow");
    // A dipole that points outwards makes no field outside of a sphere; one along the surface does.
    QCOMPARE(chain->number(ChainRow::Link::meg), formatQuantity(0.0, QStringLiteral("fT")));
    Head head = bench.head();
    head.dipoleMm = {45.0, 30.0, 45.0};
    head.alignment = Head::Alignment::asCell;
    bench.document.setHead(head, QStringLiteral("Turn"));
    QVERIFY(bench.settle());
    QVERIFY(chain->number(ChainRow::Link::meg) != formatQuantity(0.0, QStringLiteral("fT")));
    auto* meg = bench.part<QToolButton>("measureMeg");
    QTest::mouseClick(meg, Qt::LeftButton);
    QVERIFY(meg->isChecked());
    if (View3D::openGlAvailable()) {
        const QPoint side = bench.pixelOf(110.0 * helmetSensors().col(60));
        QVERIFY(!side.isNull());
    }
    bench.part<QAction>("headArrows")->setChecked(true);
    grab(bench, QStringLiteral("head-panel-meg.png"));
    head = bench.head();
    head.meg = false;
    bench.document.setHead(head, QStringLiteral("No MEG"));
    QVERIFY(bench.settle());
    QVERIFY(!meg->isEnabled());
    QVERIFY(bench.part<QToolButton>("measureEeg")->isChecked());
    QCOMPARE(chain->number(ChainRow::Link::meg), QStringLiteral("–"));
}

void TestHeadPanel::magneticScenesOpenOnMeg() {
    Bench bench;
    QVERIFY(bench.addHead());
    auto* magnetic = bench.part<QToolButton>("measureMeg");
    auto* electric = bench.part<QToolButton>("measureEeg");
    QVERIFY(electric->isChecked());
    for (const auto& [name, meg] : {std::pair{"meg_sphere", true}, std::pair{"eeg_four_spheres", false},
                                    std::pair{"meg_infinite", true}, std::pair{"ecog_four_spheres", false}}) {
        auto scene = exampleScene(QString::fromLatin1(name));
        QVERIFY(scene.has_value());
        bench.document.setScene(std::move(*scene));
        QVERIFY(bench.settle());
        QVERIFY2(magnetic->isChecked() == meg, name);
    }
    bench.document.setScene(*exampleScene(QStringLiteral("meg_sphere")));
    QVERIFY(bench.settle());
    QTest::mouseClick(electric, Qt::LeftButton);
    Head head = bench.head();
    head.dipoleMm[0] += 1.0;
    bench.document.setHead(head, QStringLiteral("Move")); // an edit does not take the choice back
    QVERIFY(bench.settle());
    QVERIFY(electric->isChecked());
}

void TestHeadPanel::newYorkHeadAsksForItsFile() {
    Bench bench;
    QVERIFY(bench.addHead());
    auto* model = bench.part<QComboBox>("headModel");
    QVERIFY(!bench.part<QWidget>("chooseFile")->isVisible());
    model->setCurrentIndex(1);
    Q_EMIT model->activated(1);
    QVERIFY(bench.settle());
    auto* message = bench.part<QLabel>("headMessage");
    QVERIFY(message->isVisible());
    QVERIFY(message->text().contains(QStringLiteral("sa_nyhead.mat")));
    QVERIFY(bench.part<QWidget>("chooseFile")->isVisible());
    QVERIFY(!bench.part<QWidget>("places")->isEnabled());

    Head head = bench.head();
    head.nyHeadPath = bench.folder.filePath(QStringLiteral("no such.mat")).toStdString();
    bench.document.setHead(head, QStringLiteral("File"));
    QVERIFY(bench.settle());
    QVERIFY(message->isVisible());
    QVERIFY2(message->text().contains(QStringLiteral("no such file")), qPrintable(message->text()));

    model->setCurrentIndex(0);
    Q_EMIT model->activated(0);
    QVERIFY(bench.settle());
    QVERIFY(!message->isVisible());
    QCOMPARE(bench.panel.chosenElectrodes(), std::vector<int>{electrodeNamed("Cz")});
}

void TestHeadPanel::newYorkHeadIsUsed() {
    Bench bench;
    const QString file = bench.folder.filePath(QStringLiteral("small.mat"));
    writeSmallHead(file.toStdString());
    bench.settings.setNewYorkHeadFile(file);
    QVERIFY(bench.addHead());
    Q_EMIT bench.part<QComboBox>("headModel")->activated(1);
    QVERIFY(bench.settle());
    QCOMPARE(QString::fromStdString(bench.head().nyHeadPath), file);
    QVERIFY2(!bench.part<QLabel>("headMessage")->isVisible(),
             qPrintable(bench.part<QLabel>("headMessage")->text()));
    QVERIFY(bench.part<QWidget>("places")->isEnabled());
    QVERIFY(!bench.part<QToolButton>("measureMeg")->isEnabled());
    bench.cursor.scrubTo(31.0);
    const QString first = bench.part<ChainRow>("chainRow")->number(ChainRow::Link::eeg);
    QVERIFY(first != QStringLiteral("–"));
    grab(bench, QStringLiteral("head-panel-ny.png"));
    if (!View3D::openGlAvailable()) {
        QSKIP("There is no OpenGL here.");
    }
    const auto before = bench.head().dipoleMm;
    const QPoint middle = bench.view().rect().center();
    QTest::mouseMove(&bench.view(), middle);
    for (int k = 0; k < 20 && bench.head().dipoleMm == before; ++k) {
        QTest::mouseClick(&bench.view(), Qt::LeftButton, {}, middle + QPoint(-60 + 6 * k, 10));
    }
    QVERIFY(bench.head().dipoleMm != before);
    QVERIFY(bench.settle());
    const Eigen::Vector3d place = Eigen::Vector3d::Map(bench.head().dipoleMm.data());
    QVERIFY(std::abs(place.norm() - 65.0) < 1e-6); // a vertex
    QVERIFY(bench.part<ChainRow>("chainRow")->number(ChainRow::Link::eeg) != first);
}

void TestHeadPanel::dipoleOutsideTheBrainIsToldInPlace() {
    Bench bench;
    QVERIFY(bench.addHead());
    Head head = bench.head();
    head.dipoleMm = {0.0, 0.0, 84.0};
    bench.document.setHead(head, QStringLiteral("Out"));
    QVERIFY(bench.settle());
    auto* message = bench.part<QLabel>("headMessage");
    QVERIFY(message->isVisible());
    QVERIFY(!message->text().isEmpty());
    QCOMPARE(bench.part<ChainRow>("chainRow")->number(ChainRow::Link::eeg), QStringLiteral("–"));
    bench.document.undoStack()->undo();
    QVERIFY(bench.settle());
    QVERIFY(!message->isVisible());
}

void TestHeadPanel::clampIsWarnedOf() {
    Bench bench;
    QVERIFY(bench.addHead());
    auto* note = bench.part<QLabel>("balanceNote");
    QVERIFY(!note->isVisible());
    const auto recording = *Recording::create(bench.run.recording->layout());
    for (std::int64_t frame = 0; frame < recording->layout().frames; ++frame) {
        double* currents = recording->writeCurrents(frame);
        std::fill_n(recording->writePotentials(frame), recording->layout().segments, -65.0F);
        std::fill_n(recording->writePointCurrents(frame), recording->layout().pointProcesses, 0.0);
        for (int k = 0; k < recording->layout().segments; ++k) {
            currents[k] = k == 0 ? -0.5 : 0.02;
        }
        recording->publish(frame + 1);
    }
    recording->finish();
    bench.controller.show({recording, bench.run.data.cell, bench.run.data.scene});
    QVERIFY(QTest::qWaitFor([&] {
        bench.panel.drawNow();
        return note->isVisible();
    }));
    QVERIFY2(note->text().contains(QStringLiteral("0.300")), qPrintable(note->text()));
}

void TestHeadPanel::smallUnitsSuitTheSize() {
    QCOMPARE(potentialUnit(3e-9).name, QStringLiteral("pV"));
    QCOMPARE(3e-9 * potentialUnit(3e-9).factor, 3.0);
    QCOMPARE(potentialUnit(-2e-3).name, QStringLiteral("µV"));
    QCOMPARE(potentialUnit(12.0).name, QStringLiteral("mV"));
    QCOMPARE(fieldUnit(2.0).name, QStringLiteral("fT"));
    QVERIFY(std::abs(2e-4 * fieldUnit(2e-4).factor - 200.0) < 1e-9); // zT
    QCOMPARE(fieldUnit(2e-3).name, QStringLiteral("aT"));
    QCOMPARE(fieldUnit(5000.0).name, QStringLiteral("pT"));
}

void TestHeadPanel::hullAndContoursAreRight() {
    const QPolygonF hull = convexHull({{0, 0}, {4, 0}, {2, 1}, {4, 3}, {0, 3}, {1, 2}, {2, 0}});
    QCOMPARE(hull, QPolygonF(QList<QPointF>{{0, 0}, {4, 0}, {4, 3}, {0, 3}}));
    // A slope along the columns is crossed by one straight line.
    Eigen::VectorXd slope(16);
    for (int k = 0; k < 16; ++k) {
        slope[k] = k % 4;
    }
    const auto lines = contourLines(slope, 4, 1.25);
    QCOMPARE(lines.size(), std::size_t{3});
    for (const QLineF& line : lines) {
        QVERIFY(std::abs(line.x1() - 1.25) < 1e-12);
        QVERIFY(std::abs(line.x2() - 1.25) < 1e-12);
    }
    QVERIFY(contourLines(slope, 4, 7.0).empty());
}

void TestHeadPanel::themesAreDrawn() {
    for (const bool dark : {true, false}) {
        for (const QSize& size : {QSize(420, 780), QSize(1000, 820)}) {
            Bench bench(size);
            bench.panel.setTheme(Theme::of(dark));
            QVERIFY(bench.addHead());
            bench.cursor.scrubTo(31.0);
            bench.panel.setElectrodeChosen(electrodeNamed("C3"), true);
            QVERIFY(bench.settle());
            grab(bench, QStringLiteral("head-panel-%1-%2.png")
                            .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                            .arg(size.width()));
            const QImage image = bench.part<Topomap>("topomap")->grab().toImage();
            const QColor corner = image.pixelColor(2, 2);
            QCOMPARE(corner, QColor::fromRgb(0xFF000000U | Theme::of(dark).base.rgb()));
        }
    }
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestHeadPanel test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_head_panel.moc"
