#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <functional>

using namespace phiscope;

namespace {

constexpr int patience = 20000;

Scene smallScene() {
    Scene scene;
    scene.title = "Test";
    scene.cell.morphology.shape = "ball_and_stick";
    Synapse synapse;
    synapse.id = "synapse-1";
    scene.synapses.push_back(synapse);
    Stimulus stimulus;
    stimulus.id = "stimulus-1";
    scene.stimuli.push_back(stimulus);
    Probe probe;
    probe.id = "probe-1";
    scene.probes.push_back(probe);
    return scene;
}

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> open() {
        auto document = std::make_unique<Document>();
        QSignalSpy rebuilt(document.get(), &Document::cellRebuilt);
        document->setScene(smallScene());
        if (!document->cell()) {
            rebuilt.wait(patience);
        }
        return document;
    }

private Q_SLOTS:
    void anEditOfSeveralObjectsIsOneStepAndLeavesTheViewAlone() {
        Document document;
        document.setScene(smallScene());
        const Scene start = document.scene();
        for (const double z : {10.0, 20.0, 30.0}) {
            Scene next = document.scene();
            next.probes.front().positionUm[2] += z;
            next.cell.pose.positionUm[2] += z;
            next.view.timeMs = 77.0; // no part of an edit
            document.setObjects(next, QStringLiteral("Move 2 objects"), QStringLiteral("nudge"));
        }
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(document.scene().cell.pose.positionUm[2], start.cell.pose.positionUm[2] + 60.0);
        View view = document.scene().view;
        QCOMPARE(view.timeMs, start.view.timeMs);
        view.timeMs = 5.0;
        document.setView(view);
        document.undoStack()->undo();
        QCOMPARE(document.scene().view.timeMs, 5.0);
        QVERIFY(document.scene().probes == start.probes && document.scene().cell == start.cell);
        // Back to where it began within one gesture: no step is left.
        document.endGesture();
        Scene away = document.scene();
        away.probes.front().positionUm[0] += 1.0;
        document.setObjects(away, {}, QStringLiteral("handle"));
        document.setObjects(start, {}, QStringLiteral("handle"));
        QVERIFY(!document.undoStack()->canUndo());
    }

    void severalObjectsAreSelectedBesideTheOne() {
        Document document;
        document.setScene(smallScene());
        QSignalSpy current(&document, &Document::selectionChanged);
        QSignalSpy all(&document, &Document::selectedChanged);
        const QString synapse = QStringLiteral("synapse-1");
        const QString probe = QStringLiteral("probe-1");
        document.select(synapse);
        document.toggleSelected(probe);
        QCOMPARE(document.selected(), QStringList({synapse, probe}));
        QCOMPARE(document.selection(), probe);
        QCOMPARE(current.count(), 2);
        QCOMPARE(all.count(), 2);
        document.toggleSelected(QStringLiteral("cell"));
        QCOMPARE(document.selected().size(), 2);
        document.removeItem(probe);
        QCOMPARE(document.selected(), QStringList(synapse));
        QCOMPARE(document.selection(), synapse);
        document.toggleSelected(synapse);
        QVERIFY(document.selected().isEmpty() && document.selection().isEmpty());
        document.select(QStringLiteral("cell"));
        document.toggleSelected(synapse); // takes the place of the cell
        QCOMPARE(document.selected(), QStringList(synapse));
    }

    void everyEditUndoesAndRedoes_data() {
        QTest::addColumn<std::function<void(Document&)>>("edit");
        const auto row = [](const char* name, std::function<void(Document&)> edit) {
            QTest::newRow(name) << std::move(edit);
        };
        const QString synapse = QStringLiteral("synapse-1");
        const QString stimulus = QStringLiteral("stimulus-1");
        const QString probe = QStringLiteral("probe-1");
        row("add synapse", [](Document& d) { d.addSynapse({"soma[0]", 0.5}); });
        row("add stimulus", [](Document& d) { d.addStimulus({"soma[0]", 0.5}); });
        row("add probe", [](Document& d) { d.addProbe({1, 2, 3}); });
        for (const QString& id : {synapse, stimulus, probe}) {
            row(qPrintable(QStringLiteral("duplicate ") + id), [id](Document& d) { d.duplicateItem(id); });
            row(qPrintable(QStringLiteral("remove ") + id), [id](Document& d) { d.removeItem(id); });
            row(qPrintable(QStringLiteral("rename ") + id),
                [id](Document& d) { d.renameItem(id, QStringLiteral("Other")); });
            row(qPrintable(QStringLiteral("hide ") + id), [id](Document& d) { d.setItemShown(id, false); });
        }
        row("duplicate several", [=](Document& d) { d.duplicateItems({synapse, probe}); });
        row("remove several", [=](Document& d) { d.removeItems({synapse, stimulus, probe}); });
        row("lock several", [=](Document& d) { d.setItemsLocked({synapse, QStringLiteral("cell")}, true); });
        row("rename cell",
            [](Document& d) { d.renameItem(QStringLiteral("cell"), QStringLiteral("Other")); });
        row("hide cell", [](Document& d) { d.setItemShown(QStringLiteral("cell"), false); });
        row("move synapse", [synapse](Document& d) { d.moveItem(synapse, {"dend[0]", 0.25}); });
        row("move stimulus", [stimulus](Document& d) { d.moveItem(stimulus, {"dend[0]", 0.75}); });
        row("move probe", [probe](Document& d) { d.moveProbe(probe, {40, 0, 120}); });
        row("title", [](Document& d) { d.setTitle(QStringLiteral("New"), {}); });
        row("cell", [](Document& d) {
            Cell cell = d.scene().cell;
            cell.Ra = 150.0;
            d.setCell(cell, QStringLiteral("Set Ra"));
        });
        row("run", [](Document& d) {
            RunSettings run = d.scene().run;
            run.tstopMs = 12.0;
            d.setRun(run, QStringLiteral("Set tstop"));
        });
    }

    void everyEditUndoesAndRedoes() {
        QFETCH(std::function<void(Document&)>, edit);
        const auto document = open();
        const Scene before = document->scene();
        const std::string fileBefore = writeScene(before);
        edit(*document);
        const Scene after = document->scene();
        QVERIFY(!(after == before));
        QCOMPARE(document->undoStack()->count(), 1);
        QVERIFY(!document->undoStack()->undoText().isEmpty());
        QVERIFY(document->isModified());
        document->undoStack()->undo();
        QVERIFY(document->scene() == before);
        QCOMPARE(writeScene(document->scene()), fileBefore);
        QVERIFY(!document->isModified());
        document->undoStack()->redo();
        QVERIFY(document->scene() == after);
        document->undoStack()->undo();
        QVERIFY(document->scene() == before);
    }

    void aLongHistoryGoesBackToTheStart() {
        const auto document = open();
        std::vector<Scene> states{document->scene()};
        const auto keep = [&] {
            states.push_back(document->scene());
        };
        const QString added = document->addSynapse({"dend[0]", 0.1});
        keep();
        document->moveItem(added, {"dend[0]", 0.6});
        keep();
        document->removeItem(QStringLiteral("synapse-1"));
        keep();
        document->renameItem(added, QStringLiteral("Last one"));
        keep();
        document->removeItem(added);
        keep();
        document->addProbe({0, 0, 0});
        keep();
        for (std::size_t k = states.size(); k-- > 1;) {
            QVERIFY(document->scene() == states[k]);
            document->undoStack()->undo();
            QVERIFY(document->scene() == states[k - 1]);
        }
        for (std::size_t k = 1; k < states.size(); ++k) {
            document->undoStack()->redo();
            QVERIFY(document->scene() == states[k]);
        }
    }

    void oneDragIsOneStep() {
        const auto document = open();
        const Scene before = document->scene();
        const QString id = QStringLiteral("probe-1");
        for (int k = 1; k <= 30; ++k) {
            document->moveProbe(id, {static_cast<double>(k), 0.0, 0.0});
        }
        document->endGesture();
        QCOMPARE(document->undoStack()->count(), 1);
        QCOMPARE(document->undoStack()->undoText(), QStringLiteral("Move Laminar probe to (30, 0, 0) µm"));
        document->moveProbe(id, {99.0, 0.0, 0.0});
        QCOMPARE(document->undoStack()->count(), 2);
        document->undoStack()->undo();
        document->undoStack()->undo();
        QVERIFY(document->scene() == before);
    }

    void aDragThatComesBackLeavesNoStep() {
        const auto document = open();
        const auto start = document->scene().probes.front().positionUm;
        document->moveProbe(QStringLiteral("probe-1"), {7.0, 8.0, 9.0});
        document->moveProbe(QStringLiteral("probe-1"), start);
        document->endGesture();
        QCOMPARE(document->undoStack()->count(), 0);
        QVERIFY(!document->isModified());
    }

    void editsSayWhetherNeuronMustRunAgain() {
        const auto document = open();
        Changes last;
        connect(document.get(), &Document::sceneChanged, this, [&last](Changes changes) { last = changes; });
        document->moveProbe(QStringLiteral("probe-1"), {1, 1, 1});
        QVERIFY(last.testFlag(Change::probes) && !last.testFlag(Change::currents));
        document->moveItem(QStringLiteral("synapse-1"), {"dend[0]", 0.5});
        QVERIFY(last.testFlag(Change::currents) && !last.testFlag(Change::shape));
        document->renameItem(QStringLiteral("synapse-1"), QStringLiteral("Renamed"));
        QVERIFY(last.testFlag(Change::items) && !last.testFlag(Change::currents));
        View view = document->scene().view;
        view.colourBy = View::ColourBy::plain;
        document->setView(view);
        QCOMPARE(last, Changes(Change::view));
    }

    void lookingIsNoEdit() {
        const auto document = open();
        View view = document->scene().view;
        view.timeMs = 12.0;
        document->setView(view);
        QVERIFY(!document->isModified());
        QCOMPARE(document->undoStack()->count(), 0);
    }

    void theCellIsBuiltOffTheGuiThreadAndTheNewestWins() {
        const auto document = open();
        QVERIFY(document->cell() != nullptr);
        QSignalSpy rebuilt(document.get(), &Document::cellRebuilt);
        for (const double length : {5.0, 10.0, 50.0}) {
            Cell cell = document->scene().cell;
            cell.discretisation.method = Discretisation::Method::fixedLength;
            cell.discretisation.maxLengthUm = length;
            document->setCell(cell, QStringLiteral("Set length"));
            document->endGesture();
        }
        QVERIFY(document->isBuilding());
        QTRY_VERIFY_WITH_TIMEOUT(!document->isBuilding(), patience);
        QCOMPARE(rebuilt.count(), 1);
        const auto wanted = buildCell(document->scene().cell, {});
        QVERIFY(wanted.has_value());
        QCOMPARE(document->cell()->placed.segments.size(), wanted->placed.segments.size());
    }

    void whereACellFailsTheOldOneStays() {
        const auto document = open();
        const auto before = document->cell();
        QSignalSpy messages(document.get(), &Document::message);
        Cell cell = document->scene().cell;
        cell.morphology.kind = MorphologySource::Kind::file;
        cell.morphology.path = "/nowhere/no.swc";
        document->setCell(cell, QStringLiteral("Set file"));
        QVERIFY(messages.wait(patience));
        QCOMPARE(document->cell(), before);
    }

    void aClosedDocumentWaitsForItsBuilder() {
        for (int k = 0; k < 20; ++k) {
            Document document;
            document.setScene(smallScene());
        }
    }

    void removingTheSelectedObjectSelectsNothing() {
        const auto document = open();
        document->select(QStringLiteral("probe-1"), 3);
        QCOMPARE(document->selectedContact(), 3);
        document->removeItem(QStringLiteral("probe-1"));
        QVERIFY(document->selection().isEmpty());
    }

    void savesAndReadsBack() {
        QTemporaryDir folder;
        const auto document = open();
        document->addSynapse({"dend[0]", 0.3});
        const Scene scene = document->scene();
        const QString path = folder.filePath(QStringLiteral("Zelle ü.phiscope"));
        QVERIFY(document->save(path.toStdString()).has_value());
        QVERIFY(!document->isModified());
        document->undoStack()->undo();
        QVERIFY(document->isModified());

        Document other;
        QSignalSpy opened(&other, &Document::opened);
        other.open(path.toStdString());
        QVERIFY(opened.wait(patience));
        QVERIFY(other.scene() == scene);
        QVERIFY(other.cell() != nullptr);
        QVERIFY(!other.isModified());
        QCOMPARE(other.undoStack()->count(), 0);
    }

    void aMorphologyBecomesASceneThatCanMove() {
        QTemporaryDir folder;
        const QString swc = folder.filePath(QStringLiteral("cell.swc"));
        write(swc, "1 1 0 0 0 10 -1\n2 3 0 0 10 1 1\n3 3 0 0 200 1 2\n");
        Document document;
        QSignalSpy opened(&document, &Document::opened);
        document.open(swc.toStdString());
        QVERIFY(opened.wait(patience));
        QCOMPARE(document.scene().probes.size(), std::size_t{1});
        QVERIFY(document.cell()->placed.segments.size() > 1);

        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("deeper")));
        const QString scenePath = folder.filePath(QStringLiteral("deeper/scene.phiscope"));
        QVERIFY(document.save(scenePath.toStdString()).has_value());
        QFile saved(scenePath);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("\"../cell.swc\""));
        Document again;
        QSignalSpy openedAgain(&again, &Document::opened);
        again.open(scenePath.toStdString());
        QVERIFY(openedAgain.wait(patience));
        QVERIFY(again.cell() != nullptr);
    }

    void aBadFileLeavesTheDocumentUntouched_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("broken scene") << QStringLiteral("a.phiscope") << QByteArray("{ \"version\": ");
        QTest::newRow("no scene") << QStringLiteral("b.phiscope") << QByteArray("[1, 2]");
        QTest::newRow("missing parent")
            << QStringLiteral("c.swc") << QByteArray("1 1 0 0 0 5 -1\n2 3 0 0 9 1 7\n");
        QTest::newRow("empty") << QStringLiteral("d.swc") << QByteArray();
        QTest::newRow("code refused") << QStringLiteral("e.hoc") << QByteArray("create soma\n");
        QTest::newRow("no results") << QStringLiteral("f.phiscope.h5") << QByteArray("not hdf5");
    }

    void aBadFileLeavesTheDocumentUntouched() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString path = folder.filePath(name);
        write(path, content);
        const auto document = open();
        document->addProbe({0, 0, 0});
        const Scene scene = document->scene();
        const auto cell = document->cell();
        QSignalSpy failed(document.get(), &Document::openFailed);
        QSignalSpy messages(document.get(), &Document::message);
        document->open(path.toStdString());
        QVERIFY(failed.count() == 1 || failed.wait(patience));
        QCOMPARE(messages.count(), 1);
        const auto message = messages.first().first().value<Message>();
        QVERIFY2(message.text.contains(name), qPrintable(message.text));
        QVERIFY(document->scene() == scene);
        QCOMPARE(document->cell(), cell);
        QVERIFY(document->isModified());
        QCOMPARE(document->undoStack()->count(), 1);
    }

    void aMissingFileIsToldAndTheNewestOpeningWins() {
        QTemporaryDir folder;
        const QString swc = folder.filePath(QStringLiteral("cell.swc"));
        write(swc, "1 1 0 0 0 10 -1\n2 3 0 0 10 1 1\n3 3 0 0 200 1 2\n");
        Document document;
        QSignalSpy opened(&document, &Document::opened);
        QSignalSpy failed(&document, &Document::openFailed);
        document.open(folder.filePath(QStringLiteral("missing.swc")).toStdString());
        document.open(swc.toStdString());
        QVERIFY(opened.wait(patience));
        QCOMPARE(failed.count(), 0);
        document.open(folder.filePath(QStringLiteral("missing.swc")).toStdString());
        QVERIFY(failed.wait(patience));
        QCOMPARE(document.scene().title, std::string("cell"));
    }

    void consentIsAskedForCode() {
        QTemporaryDir folder;
        const QString hoc = folder.filePath(QStringLiteral("cell.hoc"));
        write(hoc, "create soma\nsoma { pt3dadd(0,0,0,10) pt3dadd(10,0,0,10) }\n");
        Document document;
        int asked = 0;
        document.setHocConsent([&asked](const std::filesystem::path&) {
            ++asked;
            return false;
        });
        QSignalSpy failed(&document, &Document::openFailed);
        document.open(hoc.toStdString());
        QVERIFY(failed.wait(patience));
        QCOMPARE(asked, 1);
        document.setHocConsent([](const std::filesystem::path&) { return true; });
        QSignalSpy opened(&document, &Document::opened);
        document.open(hoc.toStdString());
        QVERIFY(opened.wait(patience));
        QVERIFY(document.cell()->placed.segments.size() > 0);
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "test_document.moc"
