// The cell coloured by what no run changes, in the real window: the probability of a scattered synapse, live
// while the depth profile changes, and axial resistance; out of the way of the other colours.
#include "app/run_comparison_wiring.h"
#include "model/geometry/axial_resistance.h"
#include "model/scene/scatter.h"
#include "tests/ui/open_window.h"
#include "widgets/depth_profile_plot.h"
#include "widgets/scatter_panel.h"
#include "widgets/scene_picture.h"

#include <QComboBox>
#include <QSurfaceFormat>

#include <memory>

using namespace phiscope;

class TestFixedColours : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const PlacedCell& cell() const { return document().cell()->placed; }
    const ScenePicture& picture() const { return (*window_)->findChild<RunComparisonWiring*>()->picture(); }
    QAction* action(const char* name) const {
        return (*window_)->findChild<QAction*>(QString::fromLatin1(name));
    }
    /// Segment by segment what the recipe says, %.
    bool shows(const ScatterRecipe& recipe) const {
        const Eigen::VectorXd expected = 100.0 * scatterProbabilities(recipe, cell());
        for (int k = 0; k < cell().segments.size(); ++k) {
            if (!(std::abs(picture().valueAt(k) - expected[k]) < 1e-5)) {
                return false;
            }
        }
        return picture().colouring().byValue && expected.size() > 1;
    }
    QString addGroup() {
        SynapseGroup group = groupOfMany("Somewhere");
        group.places = *scatter(group.scatter, 50, cell());
        return document().addGroup(std::move(group));
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l5_pyramidal")); }
    void cleanup() { window_.reset(); }

    void withoutAGroupItIsTheMembraneArea() {
        action("colourProbability")->trigger();
        QVERIFY(shows(ScatterRecipe()));
        const double all = cell().segments.area.sum();
        QVERIFY(std::abs(picture().valueAt(7) - 100.0 * cell().segments.area[7] / all) < 1e-5);
        QCOMPARE(picture().colouring().unit, std::string("% a segment"));
        QCOMPARE(document().undoStack()->count(), 0); // a view is no edit
        QCOMPARE((*window_)->findChild<QComboBox*>(QStringLiteral("colourBy"))->currentText(),
                 QStringLiteral("Probability of a synapse"));
    }

    void itFollowsThePeakThatIsDragged() {
        const QString id = addGroup();
        action("colourProbability")->trigger();
        document().select(id);
        QVERIFY((*window_)->showPanel(QStringLiteral("scatter")));
        auto* panel = (*window_)->findChild<ScatterPanel*>();
        DepthProfilePlot* plot = panel->plot();
        QTRY_VERIFY(plot->isVisible() && plot->height() > 80);
        QTest::mouseDClick(plot, Qt::LeftButton, {}, plot->axisRect()->rect().center());
        QTRY_COMPARE(document().group(id)->scatter.peaks.size(), std::size_t{1});
        QVERIFY(shows(document().group(id)->scatter));
        QVERIFY(picture().colouring().title.find("Somewhere") != std::string::npos);
        const ScatterRecipe before = document().group(id)->scatter;
        plot->setFocus();
        plot->selectPoint(0);
        QTest::keyClick(plot, Qt::Key_Up);
        QTest::keyClick(plot, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(document().group(id)->scatter != before);
        QVERIFY(shows(document().group(id)->scatter));
        window_->picture(QStringLiteral("probability_peak"));
        document().undoStack()->undo();
        QVERIFY(shows(document().group(id)->scatter));
        // Only named sections: the others have none.
        SynapseGroup group = *document().group(id);
        group.scatter.sections = "apic";
        group.scatter.peaks.clear();
        document().setGroup(group, QStringLiteral("apical"));
        QVERIFY(shows(group.scatter));
        QCOMPARE(picture().valueAt(0), 0.0);
        document().select(QStringLiteral("cell"));
        QVERIFY(shows(ScatterRecipe()));
    }

    void axialResistanceIsThatOfNeuron() {
        action("colourResistance")->trigger();
        const auto shows = [this] {
            const Eigen::VectorXd expected =
                axialResistance(cell().morphology, cell().segments, document().scene().cell.Ra);
            for (int k = 0; k < cell().segments.size(); ++k) {
                if (!(std::abs(picture().valueAt(k) - expected[k]) <= 1e-5 * expected[k])) {
                    return false;
                }
            }
            return expected.size() > 1;
        };
        QVERIFY(shows());
        QCOMPARE(picture().unit(), std::string("MΩ"));
        const CellColouring colouring = picture().colouring();
        QVERIFY(colouring.logarithmic && colouring.low > 0.0F && colouring.high >= 10.0F * colouring.low);
        window_->picture(QStringLiteral("axial_resistance"));
        const double before = picture().valueAt(3);
        Cell twice = document().scene().cell;
        twice.Ra = 2.0 * twice.Ra.value_or(defaultRaOhmCm);
        document().setCell(twice, QStringLiteral("Set axial resistivity"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        QVERIFY(shows());
        QVERIFY(picture().valueAt(3) > 1.2 * before); // shorter segments, by the rule of λ
        action("colourProbability")->trigger();
        QCOMPARE(picture().unit(), std::string("% a segment"));
        QVERIFY(!action("colourResistance")->isChecked());
    }

    void otherColoursEndIt() {
        const auto on = [this] {
            return action("colourProbability")->isChecked();
        };
        for (const char* other : {"colourPotential", "colourCurrent", "colourPlain", "colourSensitivity"}) {
            action("colourProbability")->trigger();
            QVERIFY(on() && shows(ScatterRecipe()));
            action(other)->trigger();
            QVERIFY2(!on() && action(other)->isChecked(), other);
            QVERIFY(!picture().hasOwnColours());
        }
        action("colourProbability")->trigger();
        QVERIFY(on());
        window_->parts().cursor->scrubTo(20.0); // it is of no moment
        QVERIFY(shows(ScatterRecipe()));
        (*window_)->files()->openExample(QStringLiteral("ball_and_stick"));
        QTRY_VERIFY_WITH_TIMEOUT(!on() && window_->ready(), test::OpenWindow::patience);
        QVERIFY(!picture().hasOwnColours());
    }
};

int main(int argc, char* argv[]) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestFixedColours tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "test_fixed_colours.moc"
