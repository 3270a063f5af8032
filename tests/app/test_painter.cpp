// The synapse brush in the real window, with the mouse.
#include "model/scene/scatter.h"
#include "tests/ui/open_window.h"
#include "widgets/brush_bar.h"
#include "widgets/depth_profile_plot.h"
#include "widgets/number_edit.h"
#include "widgets/scatter_panel.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace phiscope;

namespace {

constexpr const char* example = "ball_and_stick";

/// A stroke along the dendrite of the ball and stick, between two fractions of it.
struct Stroke {
    test::OpenWindow& window;

    QPoint at(double x) const {
        const auto point = window.view().scene().pointAt({"dend[0]", x});
        return point ? window.pixelOf(*point) : QPoint();
    }
    void press(double x, Qt::KeyboardModifiers held = {}) const {
        window.pointAt(at(x));
        QTest::mousePress(&window.view(), Qt::LeftButton, held, at(x));
    }
    /// Qt's own mouseMove has neither buttons nor modifiers.
    void move(double x, Qt::KeyboardModifiers held = {}) const {
        QMouseEvent event(QEvent::MouseMove, at(x), window.view().mapToGlobal(at(x)), Qt::NoButton,
                          Qt::LeftButton, held);
        QApplication::sendEvent(&window.view(), &event);
    }
    void release(double x, Qt::KeyboardModifiers held = {}) const {
        QTest::mouseRelease(&window.view(), Qt::LeftButton, held, at(x));
    }
    void along(double from, double to, Qt::KeyboardModifiers held = {}) const {
        press(from, held);
        for (int step = 1; step <= 8; ++step) {
            move(from + (to - from) * step / 8.0, held);
        }
        release(to, held);
    }
};

} // namespace

class TestPainter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStrokeIsOneStepAndTheNextExtendsTheGroup() {
        test::OpenWindow window(QString::fromLatin1(example));
        Document& document = window.document();
        document.select({});
        window.key(Qt::Key_B);
        QCOMPARE(window.view().tool(), View3D::Tool::brush);
        auto* bar = window->findChild<BrushBar*>();
        QVERIFY(bar->isVisible());
        QVERIFY(
            window->findChild<QLabel*>(QStringLiteral("hintLabel"))->text().contains(QLatin1String("paint")));
        const Stroke stroke{window};
        window.pointAt(stroke.at(0.5));
        QTRY_VERIFY(window.view().scene().handBrush() && !window.view().scene().handBrush()->lit.empty());
        window.picture(QStringLiteral("brush_hover"));

        const std::size_t before = document.scene().groups.size();
        const int steps = document.undoStack()->count();
        stroke.press(0.2);
        stroke.move(0.4);
        stroke.move(0.6);
        QCOMPARE(document.scene().groups.size(), before + 1); // shown while the button is down
        QVERIFY(!document.scene().groups.back().places.empty());
        stroke.move(0.4); // over the same once more
        stroke.release(0.4);
        QCOMPARE(document.undoStack()->count(), steps + 1);
        const SynapseGroup painted = document.scene().groups.back();
        QCOMPARE(QString::fromStdString(painted.name), QStringLiteral("Painted 1"));
        QCOMPARE(document.selection(), QString::fromStdString(painted.id));
        QVERIFY(bar->text().contains(QString::number(painted.places.size())));

        // As many as the density says for the way, and only where the brush was.
        const auto cell = window.view().scene().cell();
        const int section = sectionByName(cell->morphology, "dend[0]");
        double length = 0.0;
        const Segments& segments = cell->segments;
        for (int k = segments.firstOfSection[static_cast<std::size_t>(section)];
             k < segments.firstOfSection[static_cast<std::size_t>(section) + 1]; ++k) {
            length += segments.length[k];
        }
        const double least = 0.4 * length * window.parts().settings->brushPerUm();
        QVERIFY2(std::abs(static_cast<double>(painted.places.size()) - least) < 0.35 * least + 12.0,
                 qPrintable(QStringLiteral("%1 of %2").arg(painted.places.size()).arg(least)));
        for (const Location& place : painted.places) {
            QVERIFY(place.section != "dend[0]" || (place.x > 0.05 && place.x < 0.75));
        }
        QTRY_VERIFY_WITH_TIMEOUT(window.ready(), test::OpenWindow::patience);
        // All of them ran.
        QCOMPARE(window.parts().controller->data().recording->layout().pointProcesses,
                 static_cast<int>(synapseCount(document.scene()) + document.scene().stimuli.size()));

        stroke.along(0.85, 0.95);
        QCOMPARE(document.scene().groups.size(), before + 1);
        QVERIFY(document.scene().groups.back().places.size() > painted.places.size());
        QCOMPARE(document.undoStack()->count(), steps + 2);
        window.picture(QStringLiteral("brush_painted"));
        document.undoStack()->undo();
        QVERIFY(document.scene().groups.back() == painted);
        document.undoStack()->undo();
        QCOMPARE(document.scene().groups.size(), before);
    }

    void shiftErasesAndTheLastTakesTheGroupAlong() {
        test::OpenWindow window(QString::fromLatin1(example), AppTheme::Kind::light);
        Document& document = window.document();
        document.select({});
        window.key(Qt::Key_B);
        const Stroke stroke{window};
        stroke.along(0.3, 0.7);
        const std::size_t groups = document.scene().groups.size();
        const std::size_t all = document.scene().groups.back().places.size();
        const int steps = document.undoStack()->count();
        stroke.along(0.3, 0.4, Qt::ShiftModifier);
        const std::size_t left = document.scene().groups.back().places.size();
        QVERIFY(left < all && left > 0);
        QCOMPARE(document.undoStack()->count(), steps + 1);
        window.picture(QStringLiteral("brush_erased_light"));
        stroke.along(0.2, 0.8, Qt::ShiftModifier);
        QCOMPARE(document.scene().groups.size(), groups - 1);
        QVERIFY(document.selection().isEmpty());
        QCOMPARE(document.undoStack()->count(), steps + 2);
        document.undoStack()->undo();
        QCOMPARE(document.scene().groups.size(), groups);
        QCOMPARE(document.scene().groups.back().places.size(), left);
    }

    void escTakesAStrokeBackAndALockedGroupStays() {
        test::OpenWindow window(QString::fromLatin1(example));
        Document& document = window.document();
        document.select({});
        window.key(Qt::Key_B);
        const Stroke stroke{window};
        const Scene before = document.scene();
        stroke.press(0.3);
        stroke.move(0.6);
        QVERIFY(document.scene().groups != before.groups);
        QTest::keyClick(&window.view(), Qt::Key_Escape); // which has the focus
        QVERIFY(document.scene().groups == before.groups);
        QCOMPARE(document.undoStack()->count(), 0);
        QCOMPARE(window.view().tool(), View3D::Tool::brush);
        stroke.release(0.6);
        QCOMPARE(document.undoStack()->count(), 0);

        stroke.along(0.3, 0.5);
        document.setItemsLocked({document.selection()}, true);
        const auto locked = document.scene().groups;
        stroke.along(0.5, 0.9);
        QVERIFY(document.scene().groups == locked);
        QVERIFY(window->findChild<QLabel*>(QStringLiteral("hintLabel"))
                    ->text()
                    .contains(QLatin1String("locked")));
        window.key(Qt::Key_Escape);
        QCOMPARE(window.view().tool(), View3D::Tool::select);
        QVERIFY(!window->findChild<BrushBar*>()->isVisible());
        QVERIFY(!window.view().scene().handBrush());
    }

    void radiusAndDensityAreKept() {
        test::OpenWindow window(QString::fromLatin1(example));
        window.document().select({});
        window.key(Qt::Key_B);
        const double radius = window.view().brushRadius();
        QTest::keyClick(&window.view(), Qt::Key_BracketRight);
        QVERIFY(window.view().brushRadius() > radius);
        QCOMPARE(window.parts().settings->brushRadiusPx(), window.view().brushRadius());
        QTest::keyClick(&window.view(), Qt::Key_BracketLeft);
        QCOMPARE(window.view().brushRadius(), radius);

        const Stroke stroke{window};
        stroke.along(0.3, 0.6);
        const std::size_t thin = window.document().scene().groups.back().places.size();
        window.document().undoStack()->undo();
        auto* density = window->findChild<NumberEdit*>(QStringLiteral("brushDensity"));
        density->setFocus();
        density->selectAll();
        QTest::keyClicks(density, QStringLiteral("1"));
        QTest::keyClick(density, Qt::Key_Return);
        QCOMPARE(window.parts().settings->brushPerUm(), 1.0);
        stroke.along(0.3, 0.6);
        QVERIFY(window.document().scene().groups.back().places.size() > 3 * thin);
    }

    void scatterFollowsItsNumbersAndCountsWhatIsThere() {
        test::OpenWindow window(QString::fromLatin1(example));
        Document& document = window.document();
        document.select({});
        window.key(Qt::Key_B, Qt::ShiftModifier);
        auto* panel = window->findChild<ScatterPanel*>();
        QTRY_VERIFY(panel->isVisible());
        window.picture(QStringLiteral("scatter_empty"));
        QTest::mouseClick(panel->findChild<QPushButton*>(QStringLiteral("scatterNewGroup")), Qt::LeftButton);
        const auto group = [&document]() -> const SynapseGroup& {
            return document.scene().groups.back();
        };
        QCOMPARE(static_cast<int>(group().places.size()), 100);
        QCOMPARE(document.selection(), QString::fromStdString(group().id));
        QCOMPARE(document.undoStack()->count(), 1);

        const auto type = [panel](const char* name, const QString& text) {
            auto* edit = panel->findChild<NumberEdit*>(QString::fromLatin1(name));
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, text);
            QTest::keyClick(edit, Qt::Key_Return);
        };
        const auto first = group().places;
        type("scatterCount", QStringLiteral("250"));
        QCOMPARE(static_cast<int>(group().places.size()), 250);
        QCOMPARE(document.undoStack()->count(), 2); // three keys, one step
        QVERIFY(std::equal(first.begin(), first.end(), group().places.begin()));
        DepthProfilePlot* plot = panel->plot();
        QCOMPARE(plot->there().sum(), 250.0);
        QVERIFY(std::abs(plot->expected().sum() - 250.0) < 1e-9);

        const auto by1 = group().places;
        type("scatterSeed", QStringLiteral("7"));
        QVERIFY(group().places != by1);
        type("scatterSeed", QStringLiteral("1"));
        QVERIFY(group().places == by1);
        QTest::mouseClick(panel->findChild<QPushButton*>(QStringLiteral("scatterAnew")), Qt::LeftButton);
        QVERIFY(group().places != by1);

        auto* sections = panel->findChild<QLineEdit*>(QStringLiteral("scatterSections"));
        const auto before = group().places;
        sections->setFocus();
        sections->selectAll();
        QTest::keyClicks(sections, QStringLiteral("axon"));
        QVERIFY(panel->problem().contains(QStringLiteral("axon")));
        QVERIFY(group().scatter.sections != "axon"); // what can not be drawn is not in the scene
        sections->selectAll();
        QTest::keyClicks(sections, QStringLiteral("soma"));
        QTest::keyClick(sections, Qt::Key_Return);
        QVERIFY(panel->problem().isEmpty());
        for (const Location& place : group().places) {
            QVERIFY(place.section.find("soma") != std::string::npos);
        }
        QCOMPARE(group().scatter.sections, std::string("soma"));
        const auto anew = group().scatter.seed;
        document.undoStack()->undo();
        QCOMPARE(sections->text(), QStringLiteral("allsec"));
        QVERIFY(group().places == before);
        document.undoStack()->undo();
        QCOMPARE(panel->findChild<NumberEdit*>(QStringLiteral("scatterSeed"))->value(), 1.0);
        document.undoStack()->redo();
        document.undoStack()->redo();
        QCOMPARE(group().scatter.seed, anew);
        QTRY_VERIFY_WITH_TIMEOUT(window.ready(), test::OpenWindow::patience);
        QCOMPARE(window.parts().controller->data().recording->layout().pointProcesses,
                 static_cast<int>(synapseCount(document.scene()) + document.scene().stimuli.size()));
    }

    void peaksAreSetByTheMouse() {
        test::OpenWindow window(QString::fromLatin1(example), AppTheme::Kind::light);
        Document& document = window.document();
        document.select({});
        window.key(Qt::Key_B, Qt::ShiftModifier);
        auto* panel = window->findChild<ScatterPanel*>();
        QTRY_VERIFY(panel->isVisible());
        QTest::mouseClick(panel->findChild<QPushButton*>(QStringLiteral("scatterNewGroup")), Qt::LeftButton);
        DepthProfilePlot* plot = panel->plot();
        QTRY_VERIFY(plot->axisRect()->width() > 60);
        const int steps = document.undoStack()->count();
        const QPoint middle = plot->axisRect()->rect().center();
        QTest::mouseDClick(plot, Qt::LeftButton, {}, middle);
        QCOMPARE(static_cast<int>(plot->peaks().size()), 1);
        QCOMPARE(document.undoStack()->count(), steps + 1);
        const auto meanX = [&document] {
            double sum = 0.0;
            const auto& places = document.scene().groups.back().places;
            for (const Location& place : places) {
                sum += place.section == "dend[0]" ? place.x : 0.0;
            }
            return sum / static_cast<double>(places.size());
        };
        const double mean = meanX();
        const auto original = document.scene().groups.back();
        const DepthPeak peak = plot->peaks().front();
        const QPoint handle =
            plot->toPixel({peak.centreUm, peak.weight * 0.8 * plot->yAxis->range().upper}).toPoint();
        const auto pull = [plot](QPoint pixel) {
            QMouseEvent move(QEvent::MouseMove, pixel, plot->mapToGlobal(pixel), Qt::NoButton, Qt::LeftButton,
                             Qt::NoModifier);
            QApplication::sendEvent(plot, &move);
        };
        const QPoint aside = handle + QPoint(plot->axisRect()->width() / 4, 0);
        QTest::mousePress(plot, Qt::LeftButton, {}, handle);
        pull(handle + QPoint(10, 0));
        pull(aside);
        QVERIFY(plot->peaks().front().centreUm > peak.centreUm);
        QTest::keyClick(plot, Qt::Key_Escape); // back
        QCOMPARE(plot->peaks().front().centreUm, peak.centreUm);
        QVERIFY(document.scene().groups.back() == original);
        QCOMPARE(document.undoStack()->count(), steps + 1);
        QTest::mouseRelease(plot, Qt::LeftButton, {}, aside);

        QTest::mousePress(plot, Qt::LeftButton, {}, handle);
        pull(handle + QPoint(10, 0));
        pull(aside);
        QTest::mouseRelease(plot, Qt::LeftButton, {}, aside);
        QCOMPARE(document.undoStack()->count(), steps + 2);
        QVERIFY(meanX() > mean + 0.1);
        window.picture(QStringLiteral("scatter_peak_light"));
        QTest::keyClick(plot, Qt::Key_Delete);
        QVERIFY(plot->peaks().empty());
        QCOMPARE(document.undoStack()->count(), steps + 3);
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestPainter test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_painter.moc"
