// Direct manipulation in the real window: keys that move, handles, locks, snapping, measuring, the clipboard
// and several objects at once.
#include "model/geometry/principal_direction.h"
#include "tests/ui/open_window.h"
#include "widgets/notice_bar.h"
#include "widgets/object_moves.h"
#include "widgets/scene_tree.h"
#include "widgets/settings.h"

#include <QActionGroup>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace phiscope;

namespace {

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

class TestHands : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    test::OpenWindow& window() { return *window_; }
    Document& document() { return window_->document(); }
    View3D& view() { return window_->view(); }
    SceneRenderer& scene() { return view().scene(); }
    Actions& actions() { return *(*window_)->actions(); }
    QString hint() { return (*window_)->findChild<QLabel*>(QStringLiteral("hintLabel"))->text(); }
    int steps() { return document().undoStack()->index(); }

    QString probeId() { return qs(document().scene().probes.front().id); }
    Eigen::Vector3d probeAt() { return Eigen::Vector3d(document().scene().probes.front().positionUm.data()); }

    void viewKey(Qt::Key key, Qt::KeyboardModifiers held = {}) {
        view().setFocus();
        QTest::keyClick(&view(), key, held);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers held = {}, bool drop = true) {
        window().pointAt(from);
        QTest::mousePress(&view(), Qt::LeftButton, held, from);
        for (int k = 1; k <= 8; ++k) {
            const QPointF at = QPointF(from) + QPointF(to - from) * (k / 8.0);
            QMouseEvent move(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             held);
            QApplication::sendEvent(&view(), &move);
        }
        if (drop) {
            QTest::mouseRelease(&view(), Qt::LeftButton, held, to);
        }
    }
    QPoint grip(Gizmo::Handle handle) {
        const auto at = Gizmo(*scene().gizmo()).gripOf(handle, scene().frame());
        const double ratio = view().devicePixelRatioF();
        return at ? QPoint(static_cast<int>(std::lround(at->x() / ratio)),
                           static_cast<int>(std::lround(at->y() / ratio)))
                  : QPoint();
    }

private Q_SLOTS:
    void init() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick"));
        window().key(Qt::Key_1); // from the front: x to the right, z up
    }
    void cleanup() { window_.reset(); }

    void arrowsMoveAProbeInOneStep() {
        document().select(probeId());
        const Eigen::Vector3d start = probeAt();
        viewKey(Qt::Key_Right);
        QCOMPARE(probeAt(), Eigen::Vector3d(start + Eigen::Vector3d(10, 0, 0)));
        QVERIFY(qs(scene().handLabel()).contains(QStringLiteral("step 10 µm")));
        window().picture(QStringLiteral("nudge"));
        viewKey(Qt::Key_Up, Qt::ShiftModifier);
        viewKey(Qt::Key_Left, Qt::ControlModifier);
        viewKey(Qt::Key_Left, Qt::AltModifier);
        viewKey(Qt::Key_PageUp); // away from the eye
        QCOMPARE(probeAt(), Eigen::Vector3d(start + Eigen::Vector3d(8, 10, 50)));
        QCOMPARE(steps(), 1);
        QTRY_VERIFY(scene().handLabel().empty()); // a pause ends the burst
        viewKey(Qt::Key_PageDown);
        QCOMPARE(steps(), 2);
        document().undoStack()->undo();
        document().undoStack()->undo();
        QCOMPARE(probeAt(), start);
        // With nothing selected they turn the view.
        document().select({});
        const Camera before = view().camera();
        viewKey(Qt::Key_Left);
        QVERIFY(!(view().camera() == before));
        QCOMPARE(probeAt(), start);
    }

    void aTiltedCellIsStoodUpInOneStep() {
        const auto built = [this] {
            return document().cell() && !document().isBuilding() && window().ready();
        };
        const auto direction = [this] {
            const PlacedCell& placed = document().cell()->placed;
            return principalDirection(placed.morphology, placed.segments).value();
        };
        Cell tilted = document().scene().cell;
        tilted.pose.positionUm = {30.0, -20.0, 10.0};
        tilted.pose.rotationRad = {2.5, 0.4, -1.0};
        tilted.pose.mirrorX = true;
        document().setCell(tilted, QStringLiteral("Tilt"));
        QTRY_VERIFY_WITH_TIMEOUT(built(), test::OpenWindow::patience);
        QVERIFY(direction().z() < 0.99);
        const auto recording = window().parts().controller->data().recording;

        actions().standUp->trigger();
        QCOMPARE(steps(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(built() && direction().z() > 1.0 - 1e-9, test::OpenWindow::patience);
        QCOMPARE(document().scene().cell.pose.positionUm, tilted.pose.positionUm);
        QCOMPARE(window().parts().controller->data().recording, recording); // NEURON did not run again
        window().picture(QStringLiteral("upright"));
        actions().standUp->trigger(); // stands already
        QCOMPARE(steps(), 2);
        document().undoStack()->undo();
        QCOMPARE(document().scene().cell.pose, tilted.pose);

        document().setItemsLocked({QStringLiteral("cell")}, true);
        actions().standUp->trigger();
        QCOMPARE(document().scene().cell.pose, tilted.pose);
        QVERIFY2(hint().contains(QStringLiteral("locked")), qPrintable(hint()));
    }

    void arrowsSlideASynapseAlongItsBranch() {
        const auto cell = document().cell();
        const Section& stick = cell->placed.morphology.sections.back();
        const QString id = document().addSynapse({stick.name, 0.5});
        QTRY_VERIFY_WITH_TIMEOUT(window().ready(), test::OpenWindow::patience);
        const int before = steps();
        const auto from = *scene().pointAt(document().synapse(id)->location);
        viewKey(Qt::Key_Up);
        viewKey(Qt::Key_Up);
        const auto to = *scene().pointAt(document().synapse(id)->location);
        QVERIFY2(std::abs(to.z() - from.z() - 20.0) < 0.1, qPrintable(QString::number(to.z() - from.z())));
        viewKey(Qt::Key_Down);
        viewKey(Qt::Key_Down);
        QVERIFY(std::abs(document().synapse(id)->location.x - 0.5) < 1e-3);
        // Down past the soma it changes the section.
        viewKey(Qt::Key_Down);
        for (int k = 0; k < 30; ++k) {
            viewKey(Qt::Key_Down, Qt::ShiftModifier);
        }
        QCOMPARE(document().synapse(id)->location.section, std::string("soma[0]"));
        QCOMPARE(steps(), before + 1);
    }

    void handlesMoveAndTurn() {
        document().select(probeId());
        QVERIFY(scene().gizmo().has_value());
        window().picture(QStringLiteral("handles"));
        const Eigen::Vector3d start = probeAt();
        const QPoint arrow = grip(Gizmo::Handle::moveX);
        drag(arrow, arrow + QPoint(60, 25));
        const Eigen::Vector3d moved = probeAt() - start;
        QVERIFY(moved.x() > 5.0);
        QCOMPARE(moved.y(), 0.0);
        QCOMPARE(moved.z(), 0.0);
        QCOMPARE(steps(), 1);
        // A quarter turn about y, seen from the front: against the clock is -y, towards the eye.
        const QPoint ring = grip(Gizmo::Handle::turnY);
        const QPoint middle = window().pixelOf(probeAt());
        const QPoint arm = ring - middle;
        drag(ring, middle + QPoint(arm.y(), -arm.x()));
        const Eigen::Vector3d direction(document().scene().probes.front().directionUm.data());
        QVERIFY2(
            (direction - Eigen::Vector3d(-1, 0, 0)).norm() < 0.1,
            qPrintable(QString::number(direction.x()) + QLatin1Char(' ') + QString::number(direction.z())));
        QCOMPARE(steps(), 2);
        // Esc in the middle of a drag leaves nothing behind, not even a step.
        const Scene before = document().scene();
        const QPoint up = grip(Gizmo::Handle::moveZ);
        drag(up, up - QPoint(0, 40), {}, false);
        QVERIFY(probeAt().z() > start.z() + 5.0);
        QVERIFY(!scene().handLabel().empty());
        window().picture(QStringLiteral("handle_drag"));
        viewKey(Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, up - QPoint(0, 40));
        QVERIFY(document().scene() == before);
        QCOMPARE(steps(), 2);
        QCOMPARE(document().selection(), probeId()); // Esc was about the drag alone
    }

    void handlesOnASliceAndOnTheCell() {
        FieldSlice slice;
        slice.name = "Cut";
        const QString id = document().addSlice(slice);
        const QPoint ring = grip(Gizmo::Handle::turnZ);
        QVERIFY(!ring.isNull());
        window().picture(QStringLiteral("slice_handles"));
        drag(ring, ring + QPoint(45, 0)); // seen edge on: along its near half
        const FieldSlice* turned = document().slice(id);
        QCOMPARE(turned->orientation, FieldSlice::Orientation::free);
        QVERIFY2(std::abs(turned->normal[0]) > 0.3 && std::abs(turned->normal[2]) < 1e-6,
                 qPrintable(QStringLiteral("%1 %2 %3")
                                .arg(turned->normal[0])
                                .arg(turned->normal[1])
                                .arg(turned->normal[2])));
        QVERIFY(turned->normal[0] > 0.0); // to the right on the side towards the eye is right-handed about z
        document().removeItem(id);

        // A click on a dendrite is about the dendrite; the cell's row takes the cell.
        const auto soma = scene().pointAt({"soma[0]", 0.5});
        window().click(window().pixelOf(*soma));
        QCOMPARE(document().selection(), QStringLiteral("cell"));
        QVERIFY(!scene().gizmo().has_value());
        SceneTree* tree = window().parts().tree;
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualItemRect(tree->row(QStringLiteral("cell"))).center());
        QVERIFY(scene().gizmo().has_value());
        const QPoint about = grip(Gizmo::Handle::turnY);
        const QPoint middle = window().pixelOf(scene().gizmo()->centreUm);
        const QPoint arm = about - middle;
        drag(about, middle + QPoint(arm.y(), -arm.x()));
        const auto& angles = document().scene().cell.pose.rotationRad;
        QVERIFY2(std::abs(angles[1] + 0.5 * std::numbers::pi) < 0.1, qPrintable(QString::number(angles[1])));
        viewKey(Qt::Key_Right);
        QCOMPARE(document().scene().cell.pose.positionUm[0], 10.0);
        QTRY_VERIFY_WITH_TIMEOUT(!document().isBuilding(), test::OpenWindow::patience);
        window().picture(QStringLiteral("cell_handles"));
        actions().handles->trigger();
        QVERIFY(!scene().gizmo().has_value());
    }

    void whatIsLockedStays() {
        document().select(probeId());
        window().key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(document().scene().probes.front().locked);
        QVERIFY(!scene().gizmo().has_value());
        const Eigen::Vector3d start = probeAt();
        viewKey(Qt::Key_Right);
        QCOMPARE(probeAt(), start);
        QVERIFY2(hint().contains(QStringLiteral("locked")), qPrintable(hint()));
        const QPoint at = window().pixelOf(start);
        drag(at, at + QPoint(60, 0));
        QCOMPARE(probeAt(), start);
        QCOMPARE(steps(), 1);
        // The sign in the tree opens it.
        SceneTree* tree = window().parts().tree;
        QTreeWidgetItem* row = tree->row(probeId());
        QVERIFY(!row->icon(SceneTree::lockColumn).isNull());
        const QModelIndex index = tree->indexAt(tree->visualItemRect(row).center());
        window().picture(QStringLiteral("locked"));
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualRect(index.siblingAtColumn(SceneTree::lockColumn)).center());
        QVERIFY(!document().scene().probes.front().locked);
        viewKey(Qt::Key_Right);
        QCOMPARE(probeAt(), Eigen::Vector3d(start + Eigen::Vector3d(10, 0, 0)));
    }

    void draggingSnapsToTheGrid() {
        document().select({});
        document().moveProbe(probeId(), {53.0, 0.0, 7.0});
        document().endGesture();
        window().key(Qt::Key_G);
        QVERIFY(actions().snap->isChecked());
        QVERIFY(window().parts().settings->snap()); // and so the next time
        const QPoint at = window().pixelOf(probeAt());
        drag(at, at + QPoint(37, 23), {}, false);
        QVERIFY2(qs(scene().handLabel()).contains(QStringLiteral("grid 10 µm")), scene().handLabel().c_str());
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, at + QPoint(37, 23));
        for (const int k : {0, 2}) {
            QVERIFY2(std::abs(std::remainder(probeAt()[k], 10.0)) < 1e-9,
                     qPrintable(QString::number(probeAt()[k])));
        }
        // To the line through the soma.
        const QPoint from = window().pixelOf(probeAt());
        const QPoint soma = window().pixelOf({0.0, 0.0, probeAt().z()});
        drag(from, soma + QPoint(3, 30), {}, false);
        QVERIFY2(qs(scene().handLabel()).contains(QStringLiteral("axis")), scene().handLabel().c_str());
        window().picture(QStringLiteral("snapped"));
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, soma + QPoint(3, 30));
        QCOMPARE(probeAt().x(), 0.0);
        // However one looks: what is seen on the line goes to it.
        document().moveProbe(probeId(), {60.0, 40.0, 200.0});
        document().endGesture();
        Camera turned = view().camera();
        turned.orbit(0.6, 0.2);
        view().setCamera(turned);
        const QPoint oblique = window().pixelOf(probeAt());
        drag(oblique, window().pixelOf({0.0, 0.0, 260.0}) + QPoint(2, 0));
        QCOMPARE(probeAt().head<2>(), Eigen::Vector2d(0.0, 0.0));
        QVERIFY(std::abs(probeAt().z() - 260.0) <= 10.0);
        window().key(Qt::Key_1);
        // With Ctrl the other way round: 50 µm are not stuck to.
        for (QAction* step : actions().gridSteps->actions()) {
            if (step->data().toInt() == 50) {
                step->trigger();
            }
        }
        const QPoint again = window().pixelOf(probeAt());
        drag(again, again + QPoint(71, 0), Qt::ControlModifier);
        QVERIFY(std::abs(std::remainder(probeAt().x(), 50.0)) > 1e-9);
    }

    void measuresStraightAndAlongTheCell() {
        const auto& sections = document().cell()->placed.morphology.sections;
        const Location low{"soma[0]", 0.5};
        const Location high{sections.back().name, 0.9};
        const auto a = *scene().pointAt(low);
        const auto b = *scene().pointAt(high);
        window().key(Qt::Key_M);
        QCOMPARE(view().tool(), View3D::Tool::measure);
        QVERIFY(hint().contains(QStringLiteral("measure")));
        window().click(window().pixelOf(a));
        window().pointAt(window().pixelOf(b));
        QVERIFY(scene().measure() && scene().measure()->open);
        window().click(window().pixelOf(b));
        QVERIFY(scene().measure() && !scene().measure()->open);
        const double straight = (scene().measure()->to - scene().measure()->from).norm();
        QVERIFY(std::abs(straight - (b - a).norm()) < 10.0);
        const QString text = qs(scene().measure()->text);
        QVERIFY2(text.contains(QStringLiteral("straight")) && text.contains(QStringLiteral("along the cell")),
                 qPrintable(text));
        QVERIFY(scene().measure()->path.size() > 2);
        window().picture(QStringLiteral("measure"));
        // From beside the cell there is only the straight one.
        window().click(QPoint(40, 60));
        window().click(QPoint(40, 160));
        QVERIFY(!qs(scene().measure()->text).contains(QStringLiteral("along")));
        window().key(Qt::Key_Escape);
        QCOMPARE(view().tool(), View3D::Tool::select);
        QVERIFY(!scene().measure());
        QCOMPARE(steps(), 0);
    }

    void objectsGoThroughTheClipboard() {
        const QString id = probeId();
        document().select(id);
        const Probe first = *document().probe(id);
        window().key(Qt::Key_C, Qt::ControlModifier);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->hasFormat(QStringLiteral("application/x-phiscope+json")));
        QVERIFY(data->text().startsWith(QLatin1Char('{')));
        const std::size_t before = document().scene().probes.size();
        window().key(Qt::Key_V, Qt::ControlModifier);
        window().key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(document().scene().probes.size(), before + 2);
        const auto& probes = document().scene().probes;
        const Probe& second = probes[before];
        const Probe& third = probes[before + 1];
        QVERIFY(second.id != first.id && third.id != second.id && third.name != second.name);
        QCOMPARE(second.positionUm[0], first.positionUm[0] + 20.0);
        QCOMPARE(third.positionUm[0], first.positionUm[0] + 40.0);
        QCOMPARE(document().selection(), qs(third.id));
        QCOMPARE(steps(), 2);
        // Cut takes away and keeps.
        window().key(Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(document().scene().probes.size(), before + 1);
        window().key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(document().scene().probes.size(), before + 2);
        QCOMPARE(document().scene().probes.back().positionUm[0], first.positionUm[0] + 40.0);
        while (document().undoStack()->canUndo()) {
            document().undoStack()->undo();
        }
        QCOMPARE(document().scene().probes.size(), before);
    }

    void aStrangeClipboardChangesNothing() {
        const Scene before = document().scene();
        auto* notices = window().parts().notices;
        for (const char* text : {"hello", "{ not json", "{\"a\": 1}", "[]", ""}) {
            QGuiApplication::clipboard()->setText(QString::fromLatin1(text));
            const int count = notices->count();
            window().key(Qt::Key_V, Qt::ControlModifier);
            QVERIFY(document().scene() == before);
            QVERIFY2(notices->count() > 0 && notices->count() >= count, text);
        }
        QVERIFY(notices->text().contains(QStringLiteral("clipboard")));
    }

    void severalObjectsAtOnce() {
        const std::string stick = document().cell()->placed.morphology.sections.back().name;
        const QString a = document().addSynapse({stick, 0.3});
        const QString b = document().addSynapse({stick, 0.6});
        const QString c = document().addStimulus({stick, 0.9});
        QTRY_VERIFY_WITH_TIMEOUT(window().ready(), test::OpenWindow::patience);
        document().select({});
        const int before = steps();
        window().click(window().pixelOf(*scene().pointAt({stick, 0.3})));
        window().click(window().pixelOf(*scene().pointAt({stick, 0.6})), Qt::ShiftModifier);
        QCOMPARE(document().selected(), QStringList({a, b}));
        SceneTree* tree = window().parts().tree;
        QVERIFY(tree->row(a)->isSelected() && tree->row(b)->isSelected());
        window().click(window().pixelOf(*scene().pointAt({stick, 0.6})), Qt::ShiftModifier);
        QCOMPARE(document().selected(), QStringList({a}));
        // In the tree with Ctrl.
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          tree->visualItemRect(tree->row(b)).center());
        QCOMPARE(document().selected(), QStringList({a, b}));
        // A frame in the view takes all three, and the probe where it lies within.
        const QPoint low = window().pixelOf(*scene().pointAt({stick, 0.2}));
        const QPoint high = window().pixelOf(*scene().pointAt({stick, 1.0}));
        drag(high + QPoint(-25, -30), low + QPoint(25, 0), Qt::ShiftModifier, false);
        window().picture(QStringLiteral("frame"));
        QTest::mouseRelease(&view(), Qt::LeftButton, Qt::ShiftModifier, low + QPoint(25, 0));
        for (const QString& id : {a, b, c}) {
            QVERIFY(document().selected().contains(id));
        }
        document().selectAll({a, b, c});
        QVERIFY(actions().remove->isEnabled());
        window().picture(QStringLiteral("several"));
        viewKey(Qt::Key_Up);
        QCOMPARE(steps(), before + 1);
        QVERIFY(document().synapse(a)->location.x > 0.3 && document().stimulus(c)->location.x > 0.9);
        window().key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(steps(), before + 2);
        QCOMPARE(document().selected().size(), 3);
        QVERIFY(!document().selected().contains(a));
        window().key(Qt::Key_Delete);
        QCOMPARE(steps(), before + 3);
        document().selectAll({a, b, c});
        window().key(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(steps(), before + 4);
        QVERIFY(document().synapse(b)->locked && document().stimulus(c)->locked);
        window().key(Qt::Key_Delete);
        QVERIFY(document().synapse(a) == nullptr && document().stimulus(c) == nullptr);
        QVERIFY(document().selected().isEmpty());
        while (steps() > before) {
            document().undoStack()->undo();
        }
        QVERIFY(document().synapse(a) != nullptr && !document().synapse(b)->locked);
        QCOMPARE(document().synapse(a)->location.x, 0.3);
    }

    void selectedProbesAreDraggedTogether() {
        const QString first = probeId();
        const QString second = document().addProbe({-120.0, 0.0, 200.0});
        const Scene before = document().scene();
        const int start = steps();
        document().selectAll({first, second});
        const QPoint at = window().pixelOf({-120.0, 0.0, 325.0}); // on a contact, off the handles
        QCOMPARE(window().parts().view->scene().pick(at.x(), at.y()).item.id, second.toStdString());
        drag(at, at + QPoint(-30, 20));
        const auto way = [&](const QString& id, const Scene& from) {
            const auto old = std::ranges::find(from.probes, id.toStdString(), &Probe::id);
            return Eigen::Vector3d(Eigen::Vector3d(document().probe(id)->positionUm.data()) -
                                   Eigen::Vector3d(old->positionUm.data()));
        };
        QVERIFY(way(second, before).x() < -10.0);
        QCOMPARE(way(first, before), way(second, before));
        QCOMPARE(steps(), start + 1);
        const Scene moved = document().scene();
        const QPoint now = at + QPoint(-30, 20);
        drag(now, now + QPoint(40, 0), {}, false);
        QVERIFY(way(first, moved).x() > 10.0);
        viewKey(Qt::Key_Escape);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, now);
        QVERIFY(document().scene() == moved);
        QCOMPARE(steps(), start + 1);
    }

    void aPictureHasNoHandles() {
        document().select({});
        const QImage plain = view().renderImage({400, 300}, 96.0, false);
        scene().setGizmo(Gizmo::Content{{0, 0, 200}, true});
        scene().setHandLabel("label", 100, 100);
        QCOMPARE(view().renderImage({400, 300}, 96.0, false), plain);
        QSignalSpy painted(&view(), &View3D::shown);
        QVERIFY(painted.wait(5000)); // they are back in the window
        QVERIFY(scene().gizmo().has_value());
    }

    void focusRenameAndSearch() {
        document().select(probeId());
        window().key(Qt::Key_Z);
        QVERIFY((view().camera().focus - probeAt()).norm() < 1e-6);
        SceneTree* tree = window().parts().tree;
        actions().rename->trigger();
        QVERIFY(tree->viewport()->findChild<QLineEdit*>() != nullptr);
        auto* search = (*window_)->findChild<QLineEdit*>(QStringLiteral("sceneSearch"));
        search->setFocus();
        QTest::keyClicks(search, document().itemName(probeId()).left(4).toLower());
        QVERIFY(!tree->row(probeId())->isHidden());
        QVERIFY(tree->row(QStringLiteral("run"))->isHidden());
        window().picture(QStringLiteral("search"));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(!tree->row(QStringLiteral("run"))->isHidden());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestHands test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_hands.moc"
