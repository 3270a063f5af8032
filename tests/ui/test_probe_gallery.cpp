// The gallery of probes, worked by hand in the real window: searched, thinned, placed, kept, dropped.
#include "app/actions.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "app/probe_actions.h"
#include "model/forward/projector.h"
#include "model/probes/probe_kinds.h"
#include "model/probes/probeinterface.h"
#include "model/simulation/cell_source.h"
#include "tests/ui/hand.h"
#include "tests/ui/open_window.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/probe_designer.h"
#include "widgets/probe_gallery.h"
#include "widgets/scene_tree.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUndoStack>

#include <algorithm>
#include <clocale>
#include <functional>

using namespace phiscope;

namespace {

constexpr int patience = 30000;

template <typename T>
T* part(QWidget& gallery, const char* name) {
    auto* found = gallery.findChild<T*>(QString::fromLatin1(name));
    Q_ASSERT(found != nullptr);
    return found;
}

/// Rows that the search leaves.
QStringList shownNames(QListWidget& list) {
    QStringList names;
    for (int row = 0; row < list.count(); ++row) {
        if (!list.item(row)->isHidden()) {
            names << list.item(row)->text().section(QLatin1Char('\n'), 0, 0);
        }
    }
    return names;
}

} // namespace

class TestProbeGallery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<MainWindow> window_;
    bool worked_ = false;

    Document& document() const { return *window_->parts().document; }

    /// Presses Shift+P and works the gallery that opens.
    void inGallery(const std::function<void(ProbeGallery&)>& work) {
        worked_ = false;
        whenItOpens(work);
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ShiftModifier);
        QVERIFY(worked_);
        QApplication::setActiveWindow(window_.get()); // where no window manager does it
    }

    void whenItOpens(const std::function<void(ProbeGallery&)>& work) {
        QTimer::singleShot(150, this, [this, work] {
            auto* gallery = qobject_cast<ProbeGallery*>(QApplication::activeModalWidget());
            QVERIFY(gallery != nullptr);
            work(*gallery);
            worked_ = true;
            if (gallery->isVisible()) {
                QTest::keyClick(gallery, Qt::Key_Escape);
            }
        });
    }

    static void type(ProbeGallery& gallery, const char* words) {
        auto* search = part<QLineEdit>(gallery, "probeSearch");
        search->clear();
        QTest::keyClicks(search, QString::fromLatin1(words));
    }

    static void press(ProbeGallery& gallery, const char* button) {
        QTest::mouseClick(part<QPushButton>(gallery, button), Qt::LeftButton);
    }

    QString written(const QString& name, const std::string& text) const {
        const QString path = folder_->filePath(name);
        QFile file(path);
        const bool open = file.open(QIODevice::WriteOnly);
        Q_ASSERT(open);
        file.write(QByteArray::fromStdString(text));
        return path;
    }

    void drop(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(window_.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(window_.get(), &event);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        for (const auto& mine : ProbeLibrary().entries()) {
            QVERIFY(ProbeLibrary().remove(mine.file));
        }
        folder_ = std::make_unique<QTemporaryDir>();
        settings_ = std::make_unique<Settings>(folder_->filePath(QStringLiteral("settings.ini")));
        theme_ = std::make_unique<AppTheme>();
        theme_->apply();
        window_ = std::make_unique<MainWindow>(settings_.get(), theme_.get());
        QVERIFY2(window_->parts().view != nullptr, "no OpenGL");
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QApplication::setActiveWindow(window_.get());
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        QTRY_VERIFY_WITH_TIMEOUT(document().cell() && !document().isBuilding(), patience);
    }

    void cleanup() {
        window_.reset();
        theme_.reset();
        settings_.reset();
        folder_.reset();
    }

    void showsEveryProbeAndSearches() {
        inGallery([](ProbeGallery& gallery) {
            auto* list = part<QListWidget>(gallery, "probeList");
            QCOMPARE(list->count(), static_cast<int>(probeKinds().size()));
            for (int row = 0; row < list->count(); ++row) {
                const QImage picture = list->item(row)->icon().pixmap(120, 156).toImage();
                int painted = 0;
                for (int y = 0; y < picture.height(); y += 2) {
                    for (int x = 0; x < picture.width(); x += 2) {
                        painted += qAlpha(picture.pixel(x, y)) > 0 ? 1 : 0;
                    }
                }
                QVERIFY2(painted > 20, qPrintable(list->item(row)->text()));
            }
            type(gallery, "neuropixels four");
            QCOMPARE(shownNames(*list).first(),
                     QStringLiteral("Neuropixels 1.0")); // in four staggered columns
            QCOMPARE(shownNames(*list).last(), QStringLiteral("Neuropixels 2.0, 4 shanks"));
            type(gallery, "multi channel 60");
            QCOMPARE(shownNames(*list), QStringList{QStringLiteral("MEA 60")});
            QCOMPARE(part<QLabel>(gallery, "probeTitle")->text(), QStringLiteral("MEA 60"));
            type(gallery, "no such probe");
            QVERIFY(shownNames(*list).isEmpty());
            QVERIFY(!part<QPushButton>(gallery, "probePlace")->isEnabled());
        });
        QVERIFY(!document().isModified());
    }

    void theNextClickPlacesTheChosenOne() {
        const auto before = document().scene().probes.size();
        inGallery([](ProbeGallery& gallery) {
            type(gallery, "neuronexus-32");
            press(gallery, "probePlace");
        });
        QVERIFY(window_->probes()->inHand().has_value());
        QVERIFY(window_->findChild<QLabel*>(QStringLiteral("hintLabel"))
                    ->text()
                    .contains(QStringLiteral("Neuronexus-32")));
        View3D& view = *window_->parts().view;
        QCOMPARE(view.tool(), View3D::Tool::probe);
        const QPoint at(view.width() / 4, view.height() / 2);
        QTest::mouseMove(&view, at);
        QTest::mouseClick(&view, Qt::LeftButton, {}, at);
        QCOMPARE(document().scene().probes.size(), before + 1);
        const Probe placed = document().scene().probes.back();
        const ProbeDesign& design = probeKind("neuronexus-32")->design;
        Probe expected = makeProbe(design, placementOf(design, placed.positionUm));
        expected.id = placed.id;
        QVERIFY(contactPositions(placed).isApprox(contactPositions(expected), 1e-9));
        expected.contactsUm = placed.contactsUm;
        QVERIFY(placed == expected);
        QCOMPARE(document().selection(), QString::fromStdString(placed.id));
        // The hand is free, and P is the laminar probe again.
        QCOMPARE(view.tool(), View3D::Tool::select);
        QVERIFY(!window_->probes()->inHand());
        QTest::keyClick(window_.get(), Qt::Key_P);
        QTest::mouseClick(&view, Qt::LeftButton, {}, at);
        QCOMPARE(document().scene().probes.back().layout, Probe::Layout::laminar);
        document().undoStack()->undo();
        document().undoStack()->undo();
        QCOMPARE(document().scene().probes.size(), before);
    }

    void sitesOfALargeProbe() {
        inGallery([](ProbeGallery& gallery) {
            type(gallery, "neuropixels 1.0");
            QCOMPARE(part<QLabel>(gallery, "siteCount")->text(), QStringLiteral("384 of 960"));
            auto* kind = part<QComboBox>(gallery, "siteKind");
            const auto choose = [&](SiteChoice::Kind which) {
                kind->setCurrentIndex(static_cast<int>(which));
                Q_EMIT kind->activated(static_cast<int>(which));
            };
            choose(SiteChoice::Kind::connected);
            QVERIFY(!part<QPushButton>(gallery, "probeBeside")->isEnabled());
            choose(SiteChoice::Kind::range);
            part<QSpinBox>(gallery, "siteFrom")->setValue(101);
            part<QSpinBox>(gallery, "siteTo")->setValue(164);
            QCOMPARE(part<QLabel>(gallery, "siteCount")->text(), QStringLiteral("64 of 960"));
            press(gallery, "probeBeside");
        });
        const Probe& probe = document().scene().probes.back();
        QCOMPARE(probe.name, std::string("Neuropixels 1.0"));
        QCOMPARE(probe.contactsUm.size(), std::size_t{64});
        QCOMPARE(probe.contactShape, Probe::ContactShape::square);
        QCOMPARE(probe.contactRadiusUm, 6.0);
        // Its traces come without a run.
        QTRY_VERIFY_WITH_TIMEOUT(window_->parts().controller->probeSignals(probe.id) != nullptr, patience);
        QCOMPARE(window_->parts().controller->probeSignals(probe.id)->channels(), 64);
    }

    void aSceneTakesNoMoreThanItCan() {
        inGallery([](ProbeGallery& gallery) {
            type(gallery, "maxwell");
            auto* kind = part<QComboBox>(gallery, "siteKind");
            kind->setCurrentIndex(0);
            Q_EMIT kind->activated(0);
            QCOMPARE(part<QLabel>(gallery, "siteCount")->text(),
                     QStringLiteral("26400 sites; a scene takes 4096"));
            QVERIFY(!part<QPushButton>(gallery, "probePlace")->isEnabled());
        });
    }

    void arraysLieUnderTheCellAndGridsOnTop() {
        for (const char* name : {"mea 60", "ecog"}) {
            inGallery([name](ProbeGallery& gallery) {
                type(gallery, name);
                press(gallery, "probeBeside");
            });
        }
        const auto& probes = document().scene().probes;
        const auto& cell = document().cell()->placed.segments;
        const double low = std::min(cell.start.row(2).minCoeff(), cell.end.row(2).minCoeff());
        const double high = std::max(cell.start.row(2).maxCoeff(), cell.end.row(2).maxCoeff());
        QVERIFY(probes[probes.size() - 2].positionUm[2] < low);
        QCOMPARE(probes[probes.size() - 2].contactNormal[2], 1.0);
        QVERIFY(probes.back().positionUm[2] > high);
        QCOMPARE(probes.back().contactNormal[2], -1.0);
    }

    void keptProbesComeBack() {
        window_->parts().tree->setFocus();
        document().select(QString::fromStdString(document().scene().probes.front().id));
        QVERIFY(window_->actions()->saveProbe->isEnabled());
        document().renameItem(document().selection(), QStringLiteral("Mine / own"));
        window_->actions()->saveProbe->trigger();
        const Probe kept = document().scene().probes.front();
        QCOMPARE(ProbeLibrary().entries().size(), std::size_t{1});
        inGallery([](ProbeGallery& gallery) {
            type(gallery, "my probes");
            QCOMPARE(shownNames(*part<QListWidget>(gallery, "probeList")),
                     QStringList{QStringLiteral("Mine / own")});
            press(gallery, "probeBeside");
        });
        const Probe& back = document().scene().probes.back();
        QCOMPARE(back.layout, kept.layout);
        QCOMPARE(back.contactCount, kept.contactCount);
        QCOMPARE(back.spacingUm, kept.spacingUm);
        QCOMPARE(back.contactShape, kept.contactShape);
        QCOMPARE(back.name, std::string("Mine / own 2"));
        inGallery([](ProbeGallery& gallery) {
            type(gallery, "my probes");
            press(gallery, "probeRemove");
        });
        QVERIFY(ProbeLibrary().entries().empty());
    }

    void aDroppedFileBecomesAProbe() {
        const auto before = document().scene().probes.size();
        drop(written(QStringLiteral("poly.json"), writeProbeInterface(probeKind("neuroseeker-128")->design)));
        QTRY_COMPARE(document().scene().probes.size(), before + 1);
        QCOMPARE(document().scene().probes.back().contactsUm.size(), std::size_t{128});
        QCOMPARE(document().scene().probes.back().name, std::string("Neuroseeker-128"));
    }

    void aBadFileSaysWhatIsWrong() {
        const auto before = document().scene();
        const QString path = written(QStringLiteral("bad.json"), "{\"specification\": \"probeinterface\"}");
        drop(path);
        const auto told = [this] {
            const auto labels = window_->parts().notices->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
                return label->text().contains(QStringLiteral("bad.json: /probes: the file holds no probe."));
            });
        };
        QTRY_VERIFY(told());
        QVERIFY(document().scene() == before);
        // The same from the gallery's button.
        Hand hand;
        hand.willTypeFile(path);
        ProbeGallery gallery(theme_.get(), ProbeLibrary(), {});
        gallery.show();
        QVERIFY(QTest::qWaitForWindowExposed(&gallery));
        const int count = part<QListWidget>(gallery, "probeList")->count();
        press(gallery, "probeFromFile");
        QVERIFY(hand.idle());
        QVERIFY(part<QLabel>(gallery, "probeDescription")->text().contains(QStringLiteral("holds no probe")));
        QCOMPARE(part<QListWidget>(gallery, "probeList")->count(), count);
    }

    void aProbeOfOnesOwnIsDesignedByNumbers() {
        const auto before = document().scene().probes.size();
        const auto type = [](QWidget& designer, const char* name, const QString& text) {
            auto* edit = designer.findChild<QAbstractSpinBox*>(QString::fromLatin1(name));
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, text);
        };
        inGallery([&](ProbeGallery& gallery) {
            bool designedOne = false;
            QTimer::singleShot(100, &gallery, [&] {
                auto* designer = qobject_cast<ProbeDesigner*>(QApplication::activeModalWidget());
                QVERIFY(designer != nullptr);
                auto* name = part<QLineEdit>(*designer, "designName");
                name->selectAll();
                QTest::keyClicks(name, QStringLiteral("Comb"));
                type(*designer, "designShanks", QStringLiteral("3"));
                type(*designer, "designRows", QStringLiteral("8"));
                type(*designer, "designStagger", QStringLiteral("12,5"));
                type(*designer, "designRowPitch", QStringLiteral("10"));
                auto* keep = part<QPushButton>(*designer, "designKeep");
                QVERIFY(!keep->isEnabled()); // discs of 15 µm
                QVERIFY(part<QLabel>(*designer, "designSummary")->text().contains(QStringLiteral("overlap")));
                type(*designer, "designRowPitch", QStringLiteral("25"));
                QVERIFY(keep->isEnabled());
                QVERIFY(part<QLabel>(*designer, "designSummary")
                            ->text()
                            .startsWith(QStringLiteral("48 contacts")));
                test::OpenWindow::picture(QStringLiteral("probe_designer"), designer);
                QTest::mouseClick(keep, Qt::LeftButton);
                designedOne = true;
            });
            press(gallery, "probeDesign");
            QVERIFY(designedOne);
            QVERIFY(part<QLabel>(gallery, "probeTitle")->text() == QStringLiteral("Comb"));
            press(gallery, "probeBeside");
        });
        QTRY_COMPARE(document().scene().probes.size(), before + 1);
        const Probe& placed = document().scene().probes.back();
        QCOMPARE(placed.name, std::string("Comb"));
        QCOMPARE(placed.contactsUm.size(), std::size_t{48});
        QCOMPARE(ProbeLibrary().entries().size(), std::size_t{1});
    }

    void severalProbesInAFileAreAChoice() {
        const auto before = document().scene().probes.size();
        whenItOpens([](ProbeGallery& gallery) {
            auto* list = part<QListWidget>(gallery, "probeList");
            QCOMPARE(list->count(), static_cast<int>(probeKinds().size()) + 2);
            QCOMPARE(list->currentItem()->text().section(QLatin1Char('\n'), 0, 0), QStringLiteral("One"));
            list->setCurrentRow(list->count() - 1);
            press(gallery, "probeBeside");
        });
        drop(written(QStringLiteral("two.json"), R"({"specification": "probeinterface", "probes": [
            {"ndim": 2, "si_units": "um", "annotations": {"name": "One"}, "contact_positions": [[0, 0]]},
            {"ndim": 2, "si_units": "mm", "annotations": {"name": "Two"},
             "contact_positions": [[0, 0], [0.1, 0]]}]})"));
        QTRY_COMPARE(document().scene().probes.size(), before + 1);
        QCOMPARE(document().scene().probes.back().name, std::string("Two"));
        QCOMPARE(document().scene().probes.back().contactsUm.size(), std::size_t{2});
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    TestProbeGallery test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_probe_gallery.moc"
