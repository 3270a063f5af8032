#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/scene_tree.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace phiscope;

class TestSceneTree : public QObject {
    Q_OBJECT

    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<SceneTree> tree_;

    /// The tree as indented text.
    QString text() const {
        QString lines;
        for (int k = 0; k < tree_->topLevelItemCount(); ++k) {
            const QTreeWidgetItem* top = tree_->topLevelItem(k);
            lines += top->text(0) + QLatin1Char('\n');
            for (int c = 0; c < top->childCount(); ++c) {
                lines += QStringLiteral("  ") + top->child(c)->text(0) + QLatin1Char('\n');
            }
        }
        return lines;
    }

    QPoint eyeOf(const QString& id) const {
        const QModelIndex index = tree_->indexAt(tree_->visualItemRect(tree_->row(id)).center());
        return tree_->visualRect(index.siblingAtColumn(SceneTree::eyeColumn)).center();
    }

private Q_SLOTS:
    void init() {
        theme_ = std::make_unique<AppTheme>();
        document_ = std::make_unique<Document>();
        Scene scene;
        scene.title = "Test";
        scene.cell.name = "Ball";
        scene.cell.morphology.shape = "ball_and_stick";
        scene.synapses.resize(2);
        scene.synapses[0].id = "a";
        scene.synapses[0].name = "First";
        scene.synapses[1].id = "b";
        scene.synapses[1].name = "Second";
        tree_ = std::make_unique<SceneTree>(document_.get(), theme_.get());
        document_->setScene(scene);
        tree_->resize(320, 400);
        tree_->show();
        QVERIFY(QTest::qWaitForWindowExposed(tree_.get()));
    }

    void cleanup() {
        tree_.reset();
        document_.reset();
        theme_.reset();
    }

    void aProbeThatMeasuresNothingHasASignWithTheReason() {
        QTRY_VERIFY_WITH_TIMEOUT(document_->cell() != nullptr, 20000);
        const QString id = document_->addProbe({50.0, 0.0, 0.0});
        const QString before = tree_->row(id)->toolTip(SceneTree::nameColumn);
        Probe probe = *document_->probe(id);
        probe.source = CurrentSource::line;
        probe.medium.kind = Medium::Kind::sphere;
        probe.medium.sphereRadiusUm = 1e4;
        document_->setProbe(probe, QStringLiteral("sphere"));
        QCOMPARE(tree_->row(id)->toolTip(SceneTree::nameColumn),
                 QStringLiteral("In a sphere only point sources are calculated. Choose point sources."));
        probe.source = CurrentSource::point;
        document_->setProbe(probe, QStringLiteral("points"));
        QCOMPARE(tree_->row(id)->toolTip(SceneTree::nameColumn), before);
    }

    void listsTheSceneAndFollowsEdits() {
        QCOMPARE(
            text(),
            QStringLiteral("Test\nBall\nSynapses\n  First\n  Second\nSynapse groups\n  None yet. Paint some: "
                           "B\nStimuli\n  None yet. Place one: I\nProbes\n  None yet. Place one: P\nField "
                           "slices\n  None yet. Add one\nHeads\n  "
                           "None yet. Add one\nRun\n"));
        document_->addProbe({0, 0, 0});
        document_->removeItem(QStringLiteral("a"));
        QCOMPARE(text(),
                 QStringLiteral("Test\nBall\nSynapses\n  Second\nSynapse groups\n  None yet. Paint some: "
                                "B\nStimuli\n  None yet. Place one: I\nProbes\n "
                                " Laminar probe\nField slices\n  None yet. Add one\nHeads\n  None yet. Add "
                                "one\nRun\n"));
        document_->undoStack()->undo();
        document_->undoStack()->undo();
        QVERIFY(text().contains(QStringLiteral("First")));
        QVERIFY(text().contains(QStringLiteral("Place one: P")));
    }

    void theRunSaysHowLongItIs() {
        const auto shown = [this] {
            return tree_->row(QStringLiteral("run"))->text(SceneTree::detailColumn);
        };
        RunSettings run;
        for (const auto& [stop, text] :
             {std::pair(80.0, u"80\u2009ms"), std::pair(100.0, u"100\u2009ms"),
              std::pair(0.5, u"0.5\u2009ms"), std::pair(1200.0, u"1200\u2009ms")}) {
            run.tstopMs = stop;
            document_->setRun(run, QStringLiteral("Set stop"));
            QCOMPARE(shown(), QString::fromUtf16(text));
        }
    }

    void selectionGoesBothWays() {
        document_->select(QStringLiteral("b"));
        QVERIFY(tree_->row(QStringLiteral("b"))->isSelected());
        QTest::mouseClick(tree_->viewport(), Qt::LeftButton, {},
                          tree_->visualItemRect(tree_->row(QStringLiteral("a"))).center());
        QCOMPARE(document_->selection(), QStringLiteral("a"));
        document_->select({});
        QVERIFY(tree_->selectedItems().isEmpty());
    }

    void theEyeSwitchesOff() {
        QTest::mouseClick(tree_->viewport(), Qt::LeftButton, {}, eyeOf(QStringLiteral("b")));
        QVERIFY(!document_->synapse(QStringLiteral("b"))->enabled);
        QTest::mouseClick(tree_->viewport(), Qt::LeftButton, {}, eyeOf(QStringLiteral("b")));
        QVERIFY(document_->synapse(QStringLiteral("b"))->enabled);
        QCOMPARE(document_->undoStack()->count(), 2);
    }

    void severalRowsAreSeveralObjects() {
        const auto click = [this](const char* id, Qt::KeyboardModifiers held) {
            QTest::mouseClick(tree_->viewport(), Qt::LeftButton, held,
                              tree_->visualItemRect(tree_->row(QString::fromLatin1(id))).center());
        };
        click("a", {});
        click("b", Qt::ShiftModifier);
        QCOMPARE(document_->selected(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(document_->selection(), QStringLiteral("b"));
        // The cell is never one of several.
        click("cell", Qt::ControlModifier);
        QCOMPARE(document_->selected(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!tree_->row(QStringLiteral("cell"))->isSelected());
        document_->removeItem(QStringLiteral("b"));
        QCOMPARE(document_->selected(), QStringList(QStringLiteral("a")));
        QCOMPARE(tree_->selectedItems().size(), 1);
    }

    void aFilterLeavesWhatItNames() {
        tree_->setFilter(QStringLiteral("SEC"));
        QVERIFY(tree_->row(QStringLiteral("a"))->isHidden());
        QVERIFY(!tree_->row(QStringLiteral("b"))->isHidden());
        QVERIFY(tree_->row(QStringLiteral("cell"))->isHidden());
        document_->renameItem(QStringLiteral("a"), QStringLiteral("Second too"));
        QVERIFY(!tree_->row(QStringLiteral("a"))->isHidden());
        tree_->setFilter({});
        QVERIFY(!tree_->row(QStringLiteral("cell"))->isHidden());
    }

    void theLockIsASign() {
        QTreeWidgetItem* row = tree_->row(QStringLiteral("a"));
        QVERIFY(row->icon(SceneTree::lockColumn).isNull());
        const QModelIndex index = tree_->indexAt(tree_->visualItemRect(row).center());
        const QPoint sign = tree_->visualRect(index.siblingAtColumn(SceneTree::lockColumn)).center();
        QTest::mouseClick(tree_->viewport(), Qt::LeftButton, {}, sign);
        QVERIFY(document_->synapse(QStringLiteral("a"))->locked);
        QVERIFY(!tree_->row(QStringLiteral("a"))->icon(SceneTree::lockColumn).isNull());
        document_->undoStack()->undo();
        QVERIFY(!document_->synapse(QStringLiteral("a"))->locked);
    }

    void namesAreEditedInPlace() {
        document_->select(QStringLiteral("a"));
        tree_->setFocus();
        QTest::keyClick(tree_.get(), Qt::Key_F2);
        auto* editor = tree_->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("Distal"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(document_->synapse(QStringLiteral("a"))->name,
                     std::string("Distal")); // the delegate posts it
        QCOMPARE(document_->undoStack()->count(), 1);
    }

    void anEmptyGroupOffersToFillIt() {
        QSignalSpy wish(tree_.get(), &SceneTree::placeRequested);
        QTreeWidgetItem* hint = tree_->topLevelItem(5)->child(0);
        QTest::mouseClick(tree_->viewport(), Qt::LeftButton, {}, tree_->visualItemRect(hint).center());
        QCOMPARE(wish.count(), 1);
        QCOMPARE(wish.first().first().toString(), QStringLiteral("probe"));
    }
};

QTEST_MAIN(TestSceneTree)
#include "test_scene_tree.moc"
