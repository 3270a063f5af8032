#include "model/forward/fit_into_slice.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/number_edit.h"
#include "widgets/property_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace phiscope;

class TestPropertyPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<PropertyPanel> panel_;

    QLineEdit* line(const char* key) {
        FieldEditor* editor = panel_->editor(QString::fromLatin1(key));
        return editor == nullptr ? nullptr : editor->findChild<QLineEdit*>();
    }
    void type(const char* key, const QString& text) {
        QLineEdit* edit = line(key);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    const Synapse& synapse() { return document_->scene().synapses.front(); }

private Q_SLOTS:
    void insertsAMechanismAndTakesItBack() {
        document_->select(QStringLiteral("cell"));
        const Scene before = document_->scene();
        auto* add = panel_->findChild<QPushButton*>(QStringLiteral("addMechanism"));
        QVERIFY(add != nullptr && add->menu() != nullptr && !add->menu()->isEmpty());
        add->menu()->actions().front()->trigger();
        QCOMPARE(document_->scene().cell.mechanisms.size(), std::size_t{1});
        QCOMPARE(document_->scene().cell.mechanisms.front().name, std::string("hh"));
        QVERIFY(panel_->editor(QStringLiteral("hh/gnabar_hh")) != nullptr);
        document_->undoStack()->undo();
        QVERIFY(document_->scene() == before);
        QVERIFY(panel_->editor(QStringLiteral("hh/gnabar_hh")) == nullptr);
    }

    void init() {
        theme_ = std::make_unique<AppTheme>();
        document_ = std::make_unique<Document>();
        Scene scene;
        scene.cell.morphology.shape = "ball_and_stick";
        scene.synapses.resize(1);
        scene.synapses[0].id = "synapse-1";
        scene.probes.resize(1);
        scene.probes[0].id = "probe-1";
        QSignalSpy rebuilt(document_.get(), &Document::cellRebuilt);
        document_->setScene(scene);
        QVERIFY(document_->cell() || rebuilt.wait(20000));
        panel_ = std::make_unique<PropertyPanel>(document_.get(), theme_.get());
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
        QApplication::setActiveWindow(panel_.get());
        document_->select(QStringLiteral("synapse-1"));
    }

    void cleanup() {
        panel_.reset();
        document_.reset();
        theme_.reset();
    }

    /// A cell that reaches above the slice, and point sources.
    void showSlice(double topUm) {
        Probe probe = *document_->probe(QStringLiteral("probe-1"));
        probe.source = CurrentSource::point;
        probe.medium.kind = Medium::Kind::slice;
        probe.medium.sliceBottomUm = -100.0;
        probe.medium.sliceThicknessUm = topUm + 100.0;
        document_->setProbe(probe, QStringLiteral("slice"));
        document_->endGesture();
        document_->select(QStringLiteral("probe-1"));
    }

    void fittingIntoASliceIsOneStepAndTheSmallestSqueeze() {
        showSlice(100.0);
        const Segments& segments = document_->cell()->placed.segments;
        const double least = smallestSqueeze(segments, -100.0, 100.0).value();
        QVERIFY(least > 0.0);
        auto* sentence = panel_->findChild<QLabel*>(QStringLiteral("probeProblem"));
        auto* fit = panel_->findChild<QPushButton*>(QStringLiteral("fitIntoSlice"));
        auto* noticeFit = panel_->findChild<QPushButton*>(QStringLiteral("noticeFit"));
        QVERIFY(sentence->isVisible() && sentence->text().contains(QStringLiteral("slice")));
        QVERIFY(fit->isVisible() && noticeFit->isVisible());
        const auto squeeze = [this] {
            return document_->probe(QStringLiteral("probe-1"))->medium.squeeze;
        };
        const int steps = document_->undoStack()->count();
        fit->click();
        const double fitted = squeeze();
        QVERIFY2(fitted >= least && fitted < least + 2e-4, qPrintable(QString::number(fitted)));
        QVERIFY(fitIntoSlice(segments, -100.0, 100.0, fitted).has_value());
        QCOMPARE(document_->undoStack()->count(), steps + 1);
        QVERIFY(!sentence->isVisible());
        fit->click(); // never compounding
        QCOMPARE(squeeze(), fitted);
        QCOMPARE(document_->undoStack()->count(), steps + 1);
        document_->undoStack()->undo();
        QCOMPARE(squeeze(), 0.0);
        QVERIFY(sentence->isVisible());
        noticeFit->click();
        QCOMPARE(squeeze(), fitted);
        // A slice that holds the whole cell needs none.
        showSlice(5000.0);
        fit = panel_->findChild<QPushButton*>(QStringLiteral("fitIntoSlice"));
        fit->click();
        QCOMPARE(squeeze(), 0.0);
    }

    void lineSourcesAboveTheGlassAreRefusedWithASentence() {
        showSlice(5000.0);
        auto* sentence = panel_->findChild<QLabel*>(QStringLiteral("probeProblem"));
        QVERIFY(!sentence->isVisible());
        Probe probe = *document_->probe(QStringLiteral("probe-1"));
        probe.source = CurrentSource::line;
        document_->setProbe(probe, QStringLiteral("lines"));
        QVERIFY(sentence->isVisible() &&
                sentence->text().startsWith(QStringLiteral("Line sources in a slice")));
        auto* points = panel_->findChild<QPushButton*>(QStringLiteral("noticePoints"));
        QVERIFY(points->isVisible());
        points->click();
        QVERIFY(document_->probe(QStringLiteral("probe-1"))->source == CurrentSource::point);
        QVERIFY(!sentence->isVisible());
        document_->undoStack()->undo();
        QVERIFY(document_->probe(QStringLiteral("probe-1"))->source == CurrentSource::line);
    }

    void choosingASphereTakesPointSourcesInTheSameStep() {
        document_->select(QStringLiteral("probe-1"));
        const Probe before = *document_->probe(QStringLiteral("probe-1"));
        QVERIFY(before.source == CurrentSource::line);
        QSignalSpy said(document_.get(), &Document::message);
        auto* tissue = panel_->editor(QStringLiteral("medium"))->findChild<QComboBox*>();
        tissue->setCurrentIndex(tissue->findData(QStringLiteral("sphere")));
        const Probe* probe = document_->probe(QStringLiteral("probe-1"));
        QVERIFY(probe->medium.kind == Medium::Kind::sphere);
        QVERIFY(probe->source == CurrentSource::point);
        QCOMPARE(said.count(), 1);
        const auto* sources = panel_->editor(QStringLiteral("source"))->findChild<QComboBox*>();
        const auto enabled = [&](const char* key) {
            const int at = sources->findData(QString::fromLatin1(key));
            return sources->model()->flags(sources->model()->index(at, 0)).testFlag(Qt::ItemIsEnabled);
        };
        QVERIFY(enabled("point"));
        QVERIFY(!enabled("line") && !enabled("root_as_point") && !enabled("dipole"));
        document_->undoStack()->undo();
        QVERIFY(*document_->probe(QStringLiteral("probe-1")) == before);
        QVERIFY(enabled("line") && enabled("dipole"));
    }

    void everyFieldOfTheTableHasAnEditor() {
        for (const Field<Synapse>& field : synapseFields()) {
            FieldEditor* editor = panel_->editor(QString::fromStdString(field.info.key));
            QCOMPARE(editor != nullptr, field.info.inPanel);
            if (editor != nullptr) {
                QCOMPARE(editor->isVisibleTo(panel_.get()), field.applies(synapse()));
                QVERIFY(FieldEditor::toolTipOf(field.info)
                            .contains(QString::fromStdString(field.info.help).toHtmlEscaped()));
            }
        }
    }

    void typingAppliesAtOnceAndIsOneStep() {
        type("weight_uS", QStringLiteral("0.0125"));
        QCOMPARE(synapse().weight, 0.0125);
        QCOMPARE(document_->undoStack()->count(), 1);
        QTest::keyClick(line("weight_uS"), Qt::Key_Return);
        type("weight_uS", QStringLiteral("0,02"));
        QCOMPARE(synapse().weight, 0.02);
        QCOMPARE(document_->undoStack()->count(), 2);
        document_->undoStack()->undo();
        document_->undoStack()->undo();
        QCOMPARE(synapse().weight, Synapse{}.weight);
        double shown = 0.0;
        QVERIFY(parseNumber(line("weight_uS")->text(), shown));
        QCOMPARE(shown, Synapse{}.weight);
    }

    void wrongInputIsExplainedAndTheLastGoodValueStays() {
        FieldEditor* editor = panel_->editor(QStringLiteral("weight_uS"));
        type("weight_uS", QStringLiteral("0.01"));
        type("weight_uS", QStringLiteral("abc"));
        QCOMPARE(synapse().weight, 0.01);
        QVERIFY(editor->problem().contains(QStringLiteral("abc")));
        QVERIFY(editor->findChild<QLabel*>(QStringLiteral("problem"))->isVisible());
        type("weight_uS", QStringLiteral("0.03"));
        QVERIFY(editor->problem().isEmpty());
        QCOMPARE(synapse().weight, 0.03);
    }

    void limitsAreToldInASentence() {
        type("tau1_ms", QStringLiteral("-5"));
        FieldEditor* editor = panel_->editor(QStringLiteral("tau1_ms"));
        QVERIFY2(editor->problem().contains(QStringLiteral("at least")), qPrintable(editor->problem()));
        QCOMPARE(synapse().tau1Ms, Synapse{}.tau1Ms);
    }

    void aSectionThatIsNotThereIsRefused() {
        type("section", QStringLiteral("nowhere"));
        QVERIFY(panel_->editor(QStringLiteral("section"))->problem().contains(QStringLiteral("nowhere")));
        QCOMPARE(synapse().location.section, std::string("soma[0]"));
    }

    void fieldsThatDoNotApplyAreHidden() {
        QComboBox* type = panel_->editor(QStringLiteral("type"))->findChild<QComboBox*>();
        FieldEditor* tau1 = panel_->editor(QStringLiteral("tau1_ms"));
        QVERIFY(tau1->isVisible());
        Synapse changed = synapse();
        changed.type = Synapse::Type::expSyn;
        document_->setSynapse(changed, QStringLiteral("Set type"));
        QVERIFY(!tau1->isVisible());
        QVERIFY(!type->currentText().isEmpty());
        document_->undoStack()->undo();
        QVERIFY(tau1->isVisible());
    }

    void optionalValuesAreSetAndUnset() {
        document_->select(QStringLiteral("cell"));
        FieldEditor* editor = panel_->editor(QStringLiteral("Ra_ohm_cm"));
        QVERIFY(editor != nullptr);
        auto* box = editor->findChild<QCheckBox*>();
        QVERIFY(!box->isChecked());
        box->setChecked(true);
        QVERIFY(document_->scene().cell.Ra.has_value());
        box->setChecked(false);
        QVERIFY(!document_->scene().cell.Ra.has_value());
    }

    void aTripleIsEditedByCoordinate() {
        document_->select(QStringLiteral("probe-1"));
        FieldEditor* editor = panel_->editor(QStringLiteral("position_um"));
        auto* z = editor->findChild<NumberEdit*>(QStringLiteral("z"));
        QVERIFY(z != nullptr);
        auto* edit = z->findChild<QLineEdit*>();
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("120"));
        QCOMPARE(document_->scene().probes.front().positionUm[2], 120.0);
        QCOMPARE(document_->undoStack()->count(), 1);
    }

    void arrowsStep() {
        document_->select(QStringLiteral("probe-1"));
        auto* number = panel_->editor(QStringLiteral("contact_count"))->findChild<NumberEdit*>();
        const int before = document_->scene().probes.front().contactCount;
        number->stepBy(2);
        QCOMPARE(document_->scene().probes.front().contactCount, before + 2);
    }

    void anotherShapeRebuildsThePanelSafely() {
        document_->select(QStringLiteral("cell"));
        auto* combo = panel_->editor(QStringLiteral("morphology/shape"))->findChild<QComboBox*>();
        combo->setCurrentIndex(combo->findData(QStringLiteral("purkinje")));
        QCOMPARE(document_->scene().cell.morphology.shape, std::string("purkinje"));
        QTest::qWait(0);
        QVERIFY(panel_->editor(QStringLiteral("morphology/shape")) != nullptr);
        document_->undoStack()->undo();
        QCOMPARE(document_->scene().cell.morphology.shape, std::string("ball_and_stick"));
    }
};

QTEST_MAIN(TestPropertyPanel)
#include "test_property_panel.moc"
