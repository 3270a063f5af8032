// Choosing segments of the cell in the real window: with the mouse, the lasso, the frame, the menu and the
// table; and what is done with them.
#include "model/formats/hdf5_file.h"
#include "tests/ui/hand.h"
#include "tests/ui/open_window.h"
#include "widgets/dendrogram_panel.h"
#include "widgets/dendrogram_view.h"
#include "widgets/segment_model.h"
#include "widgets/segment_panel.h"
#include "widgets/segment_selection.h"

#include <QClipboard>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSurfaceFormat>
#include <QTableView>
#include <QWheelEvent>

#include <algorithm>
#include <memory>
#include <numeric>

using namespace phiscope;

using Indices = std::vector<int>;

class TestSegmentSelection : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    Actions& actions() const { return *(*window_)->actions(); }
    SegmentSelection& chosen() const { return *parts().chosen; }
    SceneRenderer& scene() const { return window_->view().scene(); }
    const BuiltCell& cell() const { return *window_->document().cell(); }
    const Segments& segments() const { return cell().placed.segments; }
    const SegmentTree& tree() const { return chosen().tree(); }
    Indices related(Kinship kinship, int segment) const { return tree().related(kinship, Indices{segment}); }
    QPoint pixelOf(int segment) const { return window_->pixelOf(segments().midpoint(segment)); }

    /// Segments of one type whose middle is seen and hit, far from one another.
    Indices seen(SectionType type, std::size_t count) const {
        Indices found;
        std::vector<QPoint> places;
        for (int k = 0; k < segments().size() && found.size() < count; ++k) {
            const QPoint at = pixelOf(k);
            const bool apart = std::ranges::all_of(
                places, [&](const QPoint& other) { return (other - at).manhattanLength() > 30; });
            const double ratio = window_->view().devicePixelRatioF();
            const PickResult hit = scene().pick(at.x() * ratio, at.y() * ratio);
            if (tree().type(k) == type && apart && hit.item.kind == ItemKind::cell && hit.segment == k) {
                found.push_back(k);
                places.push_back(at);
            }
        }
        return found;
    }
    /// A place of the view with nothing under it, near a corner.
    QPoint beside() const {
        const double ratio = window_->view().devicePixelRatioF();
        for (int x = 12; x < window_->view().width() / 3; x += 7) {
            const QPoint at(x, 60);
            if (!scene().pick(at.x() * ratio, at.y() * ratio).hit()) {
                return at;
            }
        }
        return {};
    }
    void mouse(QEvent::Type type, const QPoint& at, Qt::KeyboardModifiers held) const {
        View3D& view = window_->view();
        const bool moves = type == QEvent::MouseMove;
        QMouseEvent event(type, at, view.mapToGlobal(at), moves ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, held);
        QApplication::sendEvent(&view, &event);
    }
    /// A line of drags, through to the release.
    void draw(const std::vector<QPoint>& line, Qt::KeyboardModifiers held, const char* pictured = nullptr) {
        mouse(QEvent::MouseButtonPress, line.front(), held);
        for (const QPoint& at : line) {
            mouse(QEvent::MouseMove, at, held);
        }
        if (pictured != nullptr) {
            window_->picture(QString::fromLatin1(pictured));
        }
        mouse(QEvent::MouseButtonRelease, line.back(), held);
    }
    static std::vector<QPoint> box(const QPoint& a, const QPoint& b) {
        std::vector<QPoint> line;
        const std::vector<QPoint> corners{a, {b.x(), a.y()}, b, {a.x(), b.y()}};
        for (std::size_t k = 0; k < 4; ++k) {
            for (int step = 0; step < 10; ++step) {
                line.push_back(corners[k] + (corners[(k + 1) % 4] - corners[k]) * step / 10.0);
            }
        }
        return line;
    }
    Indices middlesIn(const QPoint& a, const QPoint& b) const {
        const QRect area = QRect(a, b).normalized();
        Indices inside;
        for (int k = 0; k < segments().size(); ++k) {
            if (area.contains(pixelOf(k))) {
                inside.push_back(k);
            }
        }
        return inside;
    }
    /// All but few, since a middle within a pixel of the line may count either way.
    static bool nearlySame(const Indices& a, const Indices& b) {
        Indices apart;
        std::ranges::set_symmetric_difference(a, b, std::back_inserter(apart));
        return apart.size() <= 2 + a.size() / 50;
    }
    /// Opens the menu on a segment and takes an entry.
    void choose(int segment, QAction* entry, const char* pictured = nullptr) {
        bool found = false;
        // The menu has an event loop of its own.
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr) {
                return;
            }
            look.stop();
            if (pictured != nullptr) {
                test::OpenWindow::picture(QString::fromLatin1(pictured), menu);
            }
            found = menu->actions().contains(entry) && entry->isEnabled();
            if (found) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entry).center());
            } else {
                menu->close();
            }
        });
        window_->pointAt(pixelOf(segment));
        look.start(5);
        QTest::mouseClick(&window_->view(), Qt::RightButton, {}, pixelOf(segment));
        QVERIFY2(found, qPrintable(entry->text()));
    }

private Q_SLOTS:
    void init() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l23_pyramidal"));
        QVERIFY(chosen().empty());
    }
    void cleanup() { window_.reset(); }

    void clicksChooseAndTheyGlow() {
        const Indices basal = seen(SectionType::dendrite, 2);
        QCOMPARE(basal.size(), std::size_t(2));
        window_->click(pixelOf(basal[0]));
        QCOMPARE(chosen().segments(), Indices{basal[0]});
        QCOMPARE(scene().chosenSegments(), Indices{basal[0]});
        QCOMPARE(window_->document().selection(), QStringLiteral("cell")); // as before
        window_->click(pixelOf(basal[1]), Qt::ShiftModifier);
        QCOMPARE(chosen().segments(), basal);
        window_->click(pixelOf(basal[0]), Qt::ShiftModifier); // and out of it
        QCOMPARE(chosen().segments(), Indices{basal[1]});
        window_->click(pixelOf(basal[0]));
        QCOMPARE(chosen().segments(), Indices{basal[0]});
        window_->key(Qt::Key_Escape);
        QVERIFY(chosen().empty());
        QVERIFY(scene().chosenSegments().empty());
        window_->click(pixelOf(basal[0]));
        window_->click(beside());
        QVERIFY(chosen().empty());
    }

    void glowIsSeenOverAnyColour() {
        const int apical = seen(SectionType::apical, 1).front();
        const auto pixels = [this] {
            return window_->view().grabFramebuffer().convertToFormat(QImage::Format_RGB32);
        };
        parts().view->clearFocus();
        for (QAction* colour : {actions().colourPotential, actions().colourPlain, actions().colourCurrent}) {
            colour->trigger();
            chosen().clear();
            QTest::mouseMove(&window_->view(), beside());
            const QImage before = pixels();
            chosen().set(related(Kinship::subtree, apical));
            const QImage after = pixels();
            const QColor accent = QColor::fromRgb(scene().theme().accent.rgb());
            int glowing = 0;
            for (int y = 0; y < after.height(); ++y) {
                for (int x = 0; x < after.width(); ++x) {
                    const QColor now(after.pixel(x, y));
                    glowing += after.pixel(x, y) != before.pixel(x, y) &&
                               std::abs(now.red() - accent.red()) + std::abs(now.green() - accent.green()) +
                                       std::abs(now.blue() - accent.blue()) <
                                   24;
                }
            }
            QVERIFY2(glowing > 500, qPrintable(colour->text() + QString::number(glowing)));
            window_->picture(QStringLiteral("chosen-") + colour->objectName());
            chosen().clear();
            QCOMPARE(pixels(), before);
        }
    }

    void theMenuFollowsTheTree() {
        const int stem = seen(SectionType::apical, 1).front();
        const std::array<Kinship, 6> kinships{Kinship::section, Kinship::children,   Kinship::parent,
                                              Kinship::subtree, Kinship::pathToSoma, Kinship::type};
        for (std::size_t k = 0; k < kinships.size(); ++k) {
            chosen().clear();
            const Indices expected = related(kinships[k], stem);
            QVERIFY(!expected.empty());
            choose(stem, actions().kinships[k], k == 0 ? "segment-menu" : nullptr);
            QCOMPARE(chosen().segments(), expected);
        }
        // On one of several the menu is about all of them.
        const Indices type = related(Kinship::type, stem);
        QCOMPARE(chosen().segments(), type);
        choose(stem, actions().copyChosenNames);
        const QStringList names =
            QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(static_cast<std::size_t>(names.size()), type.size());
        QVERIFY2(names.first().startsWith(QStringLiteral("apic[")), qPrintable(names.first()));
        choose(stem, actions().dropChosen);
        QVERIFY(chosen().empty());
        QVERIFY(!actions().kinships[0]->isEnabled());
        // A leaf has no children: what was chosen stays.
        const Indices all = [this] {
            Indices every(static_cast<std::size_t>(segments().size()));
            std::iota(every.begin(), every.end(), 0);
            return every;
        }();
        const auto leaf =
            std::ranges::find_if(all, [this](int k) { return related(Kinship::children, k).empty(); });
        chosen().set({*leaf});
        actions().kinships[1]->trigger();
        QCOMPARE(chosen().segments(), Indices{*leaf});
    }

    void lassoTakesWhatLiesWithin() {
        const QPoint soma = pixelOf(somaSegments(cell().morphology, segments()).front());
        const QPoint a = soma - QPoint(120, 160);
        const QPoint b = soma + QPoint(60, 20);
        const Indices expected = middlesIn(a, b);
        QVERIFY(expected.size() > 10);
        const Camera before = window_->view().camera();
        draw(box(a, b), Qt::AltModifier, "lasso");
        QVERIFY2(nearlySame(chosen().segments(), expected),
                 qPrintable(QStringLiteral("%1 of %2").arg(chosen().segments().size()).arg(expected.size())));
        QVERIFY(window_->view().camera() == before);
        QVERIFY(scene().handLasso().empty());
        // With Shift more.
        const Indices first = chosen().segments();
        draw(box(soma + QPoint(60, -160), soma + QPoint(160, 40)), Qt::AltModifier | Qt::ShiftModifier);
        QVERIFY(chosen().segments().size() > first.size());
        QVERIFY(std::ranges::includes(chosen().segments(), first));
        // By the command, for one drag, where Alt is the desktop's.
        actions().lasso->trigger();
        QVERIFY(window_->view().lassoArmed());
        draw(box(a, b), {});
        QVERIFY(nearlySame(chosen().segments(), expected));
        QVERIFY(!window_->view().lassoArmed() && !actions().lasso->isChecked());
        QVERIFY(window_->view().camera() == before);
        // Esc lays it down before, and in the middle of a drag.
        actions().lasso->trigger();
        QTest::keyClick(&window_->view(), Qt::Key_Escape);
        QVERIFY(!actions().lasso->isChecked());
        mouse(QEvent::MouseButtonPress, a, Qt::AltModifier);
        mouse(QEvent::MouseMove, b, Qt::AltModifier);
        QVERIFY(!scene().handLasso().empty());
        QTest::keyClick(&window_->view(), Qt::Key_Escape);
        QVERIFY(scene().handLasso().empty());
        mouse(QEvent::MouseButtonRelease, b, Qt::AltModifier);
        QVERIFY(nearlySame(chosen().segments(), expected));
    }

    void aFrameTakesObjectsOrElseSegments() {
        const QPoint corner = beside();
        const QPoint soma = pixelOf(somaSegments(cell().morphology, segments()).front());
        QVERIFY(!corner.isNull());
        // With Ctrl whatever objects lie there.
        draw({corner, (corner + soma) / 2, soma}, Qt::ShiftModifier | Qt::ControlModifier);
        const Indices expected = middlesIn(corner, soma);
        QVERIFY(!expected.empty());
        QVERIFY(nearlySame(chosen().segments(), expected));
        // Around objects it is about them, and leaves the segments.
        const Indices before = chosen().segments();
        const QPoint end(window_->view().width() - 4, window_->view().height() - 4);
        draw({corner, (corner + end) / 2, end}, Qt::ShiftModifier);
        QVERIFY(!window_->document().selected().isEmpty());
        QCOMPARE(chosen().segments(), before);
    }

    void synapsesInOneStep() {
        Document& document = window_->document();
        const Scene start = document.scene();
        const int steps = document.undoStack()->index();
        const Indices places = seen(SectionType::dendrite, 3);
        chosen().set(places);
        actions().synapsesOnChosen->trigger();
        QCOMPARE(document.undoStack()->index(), steps + 1);
        QCOMPARE(document.scene().groups.size(), start.groups.size() + 1);
        const SynapseGroup& group = document.scene().groups.back();
        QCOMPARE(group.places.size(), std::size_t(3));
        for (std::size_t k = 0; k < 3; ++k) {
            const auto at = static_cast<std::size_t>(places[k]);
            const auto section = static_cast<std::size_t>(segments().section[at]);
            QCOMPARE(group.places[k].section, cell().morphology.sections[section].name);
            QCOMPARE(group.places[k].x, segments().x[at]);
        }
        QTRY_VERIFY(window_->ready());
        window_->picture(QStringLiteral("synapses-on-chosen"));
        document.undoStack()->undo();
        QVERIFY(document.scene().groups == start.groups);
        // One is a synapse of its own.
        chosen().set({places[1]});
        actions().synapsesOnChosen->trigger();
        QCOMPARE(document.scene().synapses.size(), start.synapses.size() + 1);
        document.undoStack()->undo();
        QVERIFY(document.scene().synapses == start.synapses);
        // Many are asked about.
        Indices many = related(Kinship::type, places[0]);
        QVERIFY(many.size() > 100);
        chosen().set(many);
        QTimer::singleShot(0, this, [] {
            auto* question = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            QVERIFY(question != nullptr);
            test::OpenWindow::picture(QStringLiteral("synapses-question"), question);
            question->setIntValue(40);
            question->accept();
        });
        actions().synapsesOnChosen->trigger();
        QCOMPARE(document.scene().groups.back().places.size(), std::size_t(40));
        document.undoStack()->undo();
        QVERIFY(document.scene().groups == start.groups);
        QTimer::singleShot(0, this, [] { QApplication::activeModalWidget()->close(); });
        actions().synapsesOnChosen->trigger();
        QVERIFY(document.scene().groups == start.groups);
    }

    void tableAndViewChooseTheSame() {
        QVERIFY((*window_)->showPanel(QStringLiteral("segments")));
        auto& panel = *(*window_)->findChild<SegmentPanel*>();
        auto& table = *panel.findChild<QTableView*>();
        auto& sum = *panel.findChild<QLabel*>(QStringLiteral("segmentSum"));
        QTRY_COMPARE(table.model()->rowCount(), segments().size());
        const auto rows = [&] {
            Indices found;
            for (const QModelIndex& at : table.selectionModel()->selectedRows()) {
                found.push_back(static_cast<int>(at.data(SegmentModel::valueRole).toDouble()));
            }
            std::ranges::sort(found);
            return found;
        };
        QVERIFY(sum.text().contains(QStringLiteral("Nothing is chosen")));
        // From the view to the rows, whatever they are sorted by.
        table.sortByColumn(SegmentModel::area, Qt::DescendingOrder);
        const int stem = seen(SectionType::apical, 1).front();
        const Indices subtree = related(Kinship::subtree, stem);
        chosen().set(subtree, stem);
        QCOMPARE(rows(), subtree);
        QCOMPARE(static_cast<int>(
                     table.currentIndex().siblingAtColumn(0).data(SegmentModel::valueRole).toDouble()),
                 stem);
        double length = 0.0;
        for (const int k : subtree) {
            length += segments().length[k];
        }
        QVERIFY2(
            sum.text().contains(QStringLiteral("%1 segments, %2").arg(subtree.size()).arg(length, 0, 'f', 0)),
            qPrintable(sum.text()));
        window_->picture(QStringLiteral("segments-chosen"));
        // From the rows to the view.
        table.sortByColumn(SegmentModel::number, Qt::AscendingOrder);
        QCOMPARE(rows(), subtree);
        table.scrollToTop();
        const auto click = [&](int row, Qt::KeyboardModifiers held) {
            QTest::mouseClick(table.viewport(), Qt::LeftButton, held,
                              table.visualRect(table.model()->index(row, 1)).center());
        };
        click(1, {});
        QCOMPARE(chosen().segments(), Indices{1});
        click(3, Qt::ShiftModifier);
        QCOMPARE(chosen().segments(), (Indices{1, 2, 3}));
        click(2, Qt::ControlModifier);
        QCOMPARE(chosen().segments(), (Indices{1, 3}));
        QCOMPARE(scene().chosenSegments(), (Indices{1, 3}));
        // A list that does not show them leaves them chosen.
        panel.findChild<QLineEdit*>(QStringLiteral("segmentNames"))->setText(QStringLiteral("apic"));
        QVERIFY(rows().empty());
        QCOMPARE(chosen().segments(), (Indices{1, 3}));
        window_->click(beside());
        QVERIFY(chosen().empty());
    }

    void dendrogramChoosesTheSame() {
        QVERIFY((*window_)->showPanel(QStringLiteral("dendrogram")));
        auto& panel = *(*window_)->findChild<DendrogramPanel*>();
        DendrogramView& flat = *panel.view();
        const QLabel& reading = *panel.findChild<QLabel*>(QStringLiteral("dendrogramReading"));
        QTRY_COMPARE(static_cast<int>(flat.dendrogram().row.size()), segments().size());
        const auto at = [&](int segment) {
            return flat.pixelOf(segment).toPoint();
        };
        // Segments that are long enough to be hit.
        Indices wide;
        for (int k = 0; k < segments().size(); ++k) {
            if (flat.segmentAt(at(k)) == k && tree().type(k) == SectionType::apical &&
                !related(Kinship::children, k).empty()) {
                wide.push_back(k);
            }
        }
        QVERIFY(wide.size() > 2);
        const int one = wide.front();
        const int other = wide.back();
        QTest::mouseMove(&flat, at(one));
        QTRY_VERIFY2(reading.text().startsWith(QStringLiteral("apic[")), qPrintable(reading.text()));
        QTest::mouseClick(&flat, Qt::LeftButton, {}, at(one));
        QCOMPARE(chosen().segments(), Indices{one});
        QCOMPARE(scene().chosenSegments(), Indices{one});
        QTest::mouseClick(&flat, Qt::LeftButton, Qt::ShiftModifier, at(other));
        Indices both{one, other};
        std::ranges::sort(both);
        QCOMPARE(chosen().segments(), both);
        QTest::mouseDClick(&flat, Qt::LeftButton, {}, at(one));
        QCOMPARE(chosen().segments(), related(Kinship::subtree, one));
        window_->picture(QStringLiteral("dendrogram"));
        // What is chosen is seen.
        const QImage with = flat.grab().toImage();
        chosen().clear();
        QVERIFY(flat.grab().toImage() != with);
        // The wheel keeps what lies under the mouse; beside everything a double click shows all again.
        const QPointF before = flat.pixelOf(one);
        const double apart = std::abs(flat.pixelOf(other).x() - before.x());
        QWheelEvent wheel(before, flat.mapToGlobal(before), {}, {0, 480}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&flat, &wheel);
        QVERIFY((flat.pixelOf(one) - before).manhattanLength() < 2.0);
        QVERIFY(std::abs(flat.pixelOf(other).x() - flat.pixelOf(one).x()) > 1.5 * apart);
        QTest::keyClick(&flat, Qt::Key_Home);
        QVERIFY((flat.pixelOf(one) - before).manhattanLength() < 1e-6);
        // Keys: outwards and back.
        chosen().set({one}, one);
        QTest::keyClick(&flat, Qt::Key_Left);
        QCOMPARE(chosen().segments(), Indices{tree().parent(one)});
        QTest::keyClick(&flat, Qt::Key_Right);
        QCOMPARE(tree().parent(chosen().focus()), tree().parent(one));
        // Its colours are those of the view.
        auto& colours = *panel.findChild<QComboBox*>(QStringLiteral("dendrogramColours"));
        chosen().clear();
        QTest::mouseMove(&flat, QPoint(1, 1));
        const QImage byType = flat.grab().toImage();
        colours.setCurrentIndex(1);
        const QImage byPotential = flat.grab().toImage();
        QVERIFY(byPotential != byType);
        const QColor wanted = QColor::fromRgb(scene().segmentColours()[static_cast<std::size_t>(one)]);
        bool seen = false; // a branch may be one pixel thick
        for (const int off : {-1, 0, 1}) {
            const QPointF place = (flat.pixelOf(one) + QPointF(0.0, off)) * byPotential.devicePixelRatio();
            const QColor there = byPotential.pixelColor(place.toPoint());
            seen = seen || std::abs(there.red() - wanted.red()) + std::abs(there.green() - wanted.green()) +
                                   std::abs(there.blue() - wanted.blue()) <
                               30;
        }
        QVERIFY2(seen, qPrintable(wanted.name()));
        window_->picture(QStringLiteral("dendrogram-potential"));
        colours.setCurrentIndex(0);
    }

    void largeDendrogramIsDrawnInAFrame() {
        QVERIFY((*window_)->showPanel(QStringLiteral("dendrogram")));
        Document& document = window_->document();
        Cell fine = document.scene().cell;
        fine.discretisation.method = Discretisation::Method::fixedLength;
        fine.discretisation.maxLengthUm = 0.4;
        actions().autoRun->setChecked(false);
        QSignalSpy rebuilt(&document, &Document::cellRebuilt);
        document.setCell(fine, QStringLiteral("Fine"));
        QTRY_COMPARE(rebuilt.count(), 1);
        auto& panel = *(*window_)->findChild<DendrogramPanel*>();
        QTRY_COMPARE(static_cast<int>(panel.view()->dendrogram().row.size()), segments().size());
        double best = 1e9;
        for (int k = 0; k < 8; ++k) {
            panel.view()->fit(); // paints the tree anew
            panel.view()->grab();
            best = std::min(best, panel.view()->paintedMs());
        }
        qInfo("%d segments: the tree is painted in %.1f ms", segments().size(), best);
        QVERIFY(best < 100.0); // generous: machines that test are slow
    }

    void theListIsWrittenAsHdf5() {
        QVERIFY((*window_)->showPanel(QStringLiteral("segments")));
        auto& panel = *(*window_)->findChild<SegmentPanel*>();
        QTRY_COMPARE(static_cast<int>(panel.listed().size()), segments().size());
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("segments.h5"));
        Hand hand;
        hand.willTypeFile(path);
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("segmentExport")), Qt::LeftButton);
        QTRY_VERIFY(QFile::exists(path));
        QVERIFY(hand.idle());
        const auto file = hdf5::File::open(path.toStdString());
        const auto count = static_cast<std::uint64_t>(segments().size());
        std::vector<double> areas(count);
        file.read("/area", {count}, areas.data());
        QVERIFY(std::equal(areas.begin(), areas.end(), segments().area.begin()));
        QCOMPARE(file.attributeText("/area", "unit"), std::string("µm²"));
        QCOMPARE(file.readTexts("/section").front(), cell().morphology.sections.front().name);
    }

    void aCellThatMovesKeepsThemAndAnotherCellDoesNot() {
        Document& document = window_->document();
        const Indices some{3, 4, 9};
        chosen().set(some);
        Cell moved = document.scene().cell;
        moved.pose.positionUm[0] += 40.0;
        QSignalSpy rebuilt(&document, &Document::cellRebuilt);
        document.setCell(moved, QStringLiteral("Move"));
        QTRY_COMPARE(rebuilt.count(), 1);
        QCOMPARE(chosen().segments(), some);
        QCOMPARE(scene().chosenSegments(), some);
        Cell finer = document.scene().cell;
        finer.discretisation.method = Discretisation::Method::fixedLength;
        finer.discretisation.maxLengthUm = 5.0;
        document.setCell(finer, QStringLiteral("Finer"));
        QTRY_COMPARE(rebuilt.count(), 2);
        QVERIFY(chosen().empty());
        QVERIFY(scene().chosenSegments().empty());
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    TestSegmentSelection test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_segment_selection.moc"
