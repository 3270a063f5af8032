// How the cell stands, in the real window: mirrored, compressed with its tissue, and in which coordinates.
#include "app/outline_dialog.h"
#include "app/outline_export.h"
#include "model/geometry/pose_map.h"
#include "tests/ui/open_window.h"
#include "widgets/flat_figure_picture.h"
#include "widgets/property_panel.h"
#include "widgets/quantity.h"
#include "widgets/view_badge.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QSurfaceFormat>
#include <QSvgRenderer>

#include <cmath>
#include <memory>

using namespace phiscope;

class TestCellGeometry : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const Pose& pose() const { return document().scene().cell.pose; }
    const PlacedCell& placed() const { return document().cell()->placed; }
    bool built() const { return !document().isBuilding() && document().cell()->pose == pose(); }
    QString text(const char* label) const {
        const auto* found = window_->parts().properties->findChild<QLabel*>(QString::fromLatin1(label));
        return found != nullptr ? found->text() : QStringLiteral("missing");
    }
    ViewBadge& badge() const {
        return *window_->view().findChild<ViewBadge*>(QStringLiteral("distortionBadge"));
    }
    QSlider& slider() const {
        return *window_->parts().properties->findChild<QSlider*>(QStringLiteral("distortionSlider"));
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l23_pyramidal")); }
    void cleanup() { window_.reset(); }

    void aMirrorIsOneStepOfUndoAndNeedsNoRun() {
        const Actions& actions = *window_->get()->actions();
        const auto run = window_->parts().controller->data().recording;
        const Segments before = placed().segments;
        const Eigen::Vector3d soma = somaPosition(placed().morphology, before);
        const int steps = document().undoStack()->count();
        struct {
            QAction* action;
            bool Pose::*member;
        } mirrors[] = {{actions.mirrorX, &Pose::mirrorX},
                       {actions.mirrorY, &Pose::mirrorY},
                       {actions.mirrorZ, &Pose::mirrorZ}};
        for (Eigen::Index axis = 0; axis < 3; ++axis) {
            const auto& mirror = mirrors[axis];
            QVERIFY(!mirror.action->isChecked());
            mirror.action->trigger();
            QCOMPARE(document().undoStack()->count(), steps + 1);
            QCOMPARE(document().undoStack()->undoText(), mirror.action->text());
            QVERIFY(pose().*mirror.member && mirror.action->isChecked());
            QTRY_VERIFY(built());
            const int k = before.size() / 2;
            Eigen::Vector3d expected = before.midpoint(k);
            expected[axis] = 2.0 * soma[axis] - expected[axis];
            QVERIFY((placed().segments.midpoint(k) - expected).norm() < 1e-9);
            document().undoStack()->undo();
            QVERIFY(!(pose().*mirror.member) && !mirror.action->isChecked());
            QTRY_VERIFY(built());
            QVERIFY((placed().segments.midpoint(k) - before.midpoint(k)).norm() < 1e-9);
        }
        // Twice is as before, in two steps; and the recording is the same one.
        actions.mirrorY->trigger();
        actions.mirrorY->trigger();
        QCOMPARE(document().undoStack()->count(), steps + 2);
        QVERIFY(!pose().mirrorY);
        QTRY_VERIFY(built());
        QCOMPARE(window_->parts().controller->data().recording, run);
    }

    void aLockedCellIsNotMirrored() {
        document().setItemsLocked({QStringLiteral("cell")}, true);
        const int steps = document().undoStack()->count();
        QAction* mirror = window_->get()->actions()->mirrorX;
        mirror->trigger();
        QVERIFY(!pose().mirrorX && !mirror->isChecked());
        QCOMPARE(document().undoStack()->count(), steps);
    }

    void aCompressedCellIsSaidAndShown() {
        const SceneRenderer& scene = window_->view().scene();
        QVERIFY(badge().isHidden());
        QVERIFY(!scene.ghostVisible());
        const auto run = window_->parts().controller->data().recording;
        const Segments before = placed().segments;
        const Eigen::Vector3d soma = somaPosition(placed().morphology, before);
        document().select(QStringLiteral("cell"));
        const int steps = document().undoStack()->count();
        // The slider: a drag is one step.
        slider().setSliderDown(true);
        for (const int at : {5, 12, 20, 30}) {
            slider().setSliderPosition(at);
        }
        slider().setSliderDown(false);
        QCOMPARE(pose().distortion.factor, 0.3);
        QCOMPARE(document().undoStack()->count(), steps + 1);
        QTRY_VERIFY(built());
        QVERIFY(badge().isVisible());
        QCOMPARE(badge().text(), QStringLiteral("Sources moved: the cable model is unchanged"));
        QVERIFY(badge().toolTip().contains(QStringLiteral("30")));
        QVERIFY(scene.ghostVisible());
        for (const int k : {0, before.size() / 3, before.size() - 1}) {
            const Eigen::Vector3d from = before.midpoint(k) - soma;
            const Eigen::Vector3d to = placed().segments.midpoint(k) - soma;
            QVERIFY((to - Eigen::Vector3d(from.x(), from.y(), 0.7 * from.z())).norm() < 1e-9);
        }
        QCOMPARE(placed().segments.length, before.length);
        QCOMPARE(window_->parts().controller->data().recording, run);
        window_->view().fitView();
        window_->picture(QStringLiteral("distorted"));
        window_->get()->actions()->handles->setChecked(false);
        // What is seen of it: pictures with and without it differ.
        const QImage with = window_->view().grabFramebuffer();
        window_->view().scene().setHandsVisible(false);
        QVERIFY(!scene.ghostVisible());
        const QImage without = window_->view().grabFramebuffer();
        window_->view().scene().setHandsVisible(true);
        int differing = 0;
        for (int y = 0; y < with.height(); ++y) {
            for (int x = 0; x < with.width(); ++x) {
                differing += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
            }
        }
        QVERIFY2(differing > 300, qPrintable(QString::number(differing)));
        // A click on the badge takes it off, and undo brings it back.
        QTest::mouseClick(&badge(), Qt::LeftButton);
        QCOMPARE(pose().distortion.factor, 0.0);
        QTRY_VERIFY(built() && !scene.ghostVisible());
        QVERIFY(badge().isHidden());
        document().undoStack()->undo();
        QTRY_VERIFY(built() && scene.ghostVisible());
        QVERIFY(badge().isVisible());
        QCOMPARE(slider().value(), 30);
        document().undoStack()->undo();
        QCOMPARE(pose().distortion.factor, 0.0);
    }

    void theSliderSticksToNothing() {
        document().select(QStringLiteral("cell"));
        slider().setSliderDown(true);
        slider().setSliderPosition(-10);
        QCOMPARE(pose().distortion.factor, -0.1);
        slider().setSliderPosition(1);
        QCOMPARE(pose().distortion.factor, 0.0);
        slider().setSliderDown(false);
    }

    void whatIsSeenInTheDialogIsWritten() {
        QAction* action = window_->get()->actions()->exportOutline;
        QVERIFY(action->isEnabled());
        window_->parts().cursor->scrubTo(15.0);
        action->trigger();
        auto* dialog = window_->get()->findChild<OutlineDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QTRY_VERIFY(dialog->isDrawn());
        const auto choose = [dialog](const char* name, auto value) {
            auto* combo = dialog->findChild<QComboBox*>(QLatin1String(name));
            combo->setCurrentIndex(combo->findData(static_cast<int>(value)));
        };
        choose("outlinePlane", Projection::yz);
        dialog->findChild<QDoubleSpinBox*>(QStringLiteral("outlineScale"))->setValue(4.0);
        choose("outlineColour", FlatFigureOptions::ColourBy::type);
        QTRY_VERIFY(dialog->isDrawn());
        test::OpenWindow::picture(QStringLiteral("outline-type"), dialog);
        choose("outlineColour", FlatFigureOptions::ColourBy::potential);
        dialog->findChild<QCheckBox*>(QStringLiteral("outlineSynapses"))->setChecked(true);
        dialog->findChild<QCheckBox*>(QStringLiteral("outlineContacts"))->setChecked(true);
        QVERIFY(!dialog->findChild<QComboBox*>(QStringLiteral("outlineParts"))->isEnabled());
        QTRY_VERIFY(dialog->isDrawn());
        QCOMPARE(dialog->figure().umPerMm, 4.0);
        const auto* paper = dialog->findChild<QLabel*>(QStringLiteral("outlinePaper"));
        QVERIFY2(paper->text().contains(QStringLiteral("1 mm is 4 µm")), qPrintable(paper->text()));
        test::OpenWindow::picture(QStringLiteral("outline-potential"), dialog);

        QTemporaryDir folder;
        auto* exporter = window_->get()->findChild<OutlineExport*>();
        QSignalSpy written(exporter, &OutlineExport::written);
        const QString svg = folder.filePath(QStringLiteral("cell.svg"));
        const QString pdf = folder.filePath(QStringLiteral("cell.pdf"));
        exporter->write(svg, dialog->options());
        exporter->write(pdf, dialog->options());
        exporter->write(folder.filePath(QStringLiteral("cell.bmp")), dialog->options());
        QTRY_COMPARE(written.count(), 3);
        QVERIFY(QFileInfo::exists(svg) && QFileInfo::exists(pdf));
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("cell.bmp"))));
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.toStdString(), svgText(dialog->figure()));
        // The colours of the window: same range, and the value of the time cursor's frame.
        const CellColouring& colours = window_->view().scene().colouring();
        QCOMPARE(colours.unit, std::string("mV"));
        const QString ends[] = {formatNumber(static_cast<double>(colours.low)),
                                formatNumber(static_cast<double>(colours.high))};
        for (const QString& end : ends) {
            QVERIFY2(QString::fromUtf8(text).contains(QStringLiteral(">%1</text>").arg(end)),
                     qPrintable(end));
        }
        // Another program sees in the file what is seen here.
        const Eigen::Vector2d mm = dialog->figure().sizeMm();
        QSvgRenderer renderer(text);
        QVERIFY(renderer.isValid());
        const QImage here = figurePicture(dialog->figure(), QSize(600, 800));
        QImage there(here.size(), QImage::Format_RGB32);
        there.fill(Qt::white);
        QPainter painter(&there);
        renderer.render(&painter);
        painter.end();
        // But for the letters, whose font may be another one: only the part above the scale bar.
        const int rows = static_cast<int>(here.height() * (1.0 - 22.0 / mm.y()));
        const int columns = static_cast<int>(here.width() * (1.0 - 40.0 / mm.x()));
        QVERIFY(rows > 100 && columns > 50);
        int drawn = 0;
        int other = 0;
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                const int a = qGray(here.pixel(x, y));
                drawn += a < 250 ? 1 : 0;
                other += qAbs(a - qGray(there.pixel(x, y))) > 90 ? 1 : 0;
            }
        }
        QVERIFY2(drawn > 500 && other * 50 < drawn,
                 qPrintable(QStringLiteral("%1 of %2").arg(other).arg(drawn)));
        // The PDF's page is as large as the figure, to the point.
        QFile paperFile(pdf);
        QVERIFY(paperFile.open(QIODevice::ReadOnly));
        static const QRegularExpression box(QStringLiteral("/MediaBox\\s*\\[\\s*0 0 ([0-9.]+) ([0-9.]+)"));
        const auto match = box.match(QString::fromLatin1(paperFile.readAll()));
        QVERIFY(match.hasMatch());
        QVERIFY(qAbs(match.captured(1).toDouble() - mm.x() / 25.4 * 72.0) <= 1.0);
        QVERIFY(qAbs(match.captured(2).toDouble() - mm.y() / 25.4 * 72.0) <= 1.0);
        dialog->reject();
    }

    void itSaysWhichCoordinatesAreMeant() {
        document().select(QStringLiteral("cell"));
        Cell cell = document().scene().cell;
        cell.pose.positionUm = {100.0, -20.0, 5.0};
        cell.pose.mirrorX = true;
        document().setCell(cell, QStringLiteral("Move"));
        QTRY_VERIFY(built());
        QTRY_COMPARE(text("somaInScene"), QStringLiteral("100,  −20,  5"));
        QCOMPARE(text("somaInModel"), QStringLiteral("0,  0,  0"));
        QCOMPARE(text("segmentInScene"), QStringLiteral("–"));
        // The pointer on the cell: its segment's middle in all three.
        window_->get()->actions()->handles->setChecked(false);
        window_->view().fitView();
        window_->parts().properties->ensureWidgetVisible(&slider(), 0, 60);
        const auto numbers = [this](const char* label) {
            const QStringList parts =
                text(label).replace(QChar(0x2212), QLatin1Char('-')).split(QLatin1Char(','));
            return parts.size() == 3
                       ? Eigen::Vector3d(parts[0].toDouble(), parts[1].toDouble(), parts[2].toDouble())
                       : Eigen::Vector3d::Constant(std::nan(""));
        };
        const Segments& segments = placed().segments;
        int found = -1;
        for (int k = 0; k < segments.size() && found < 0; ++k) {
            window_->pointAt(window_->pixelOf(segments.midpoint(k)));
            QTest::qWait(5);
            found = (numbers("segmentInScene") - segments.midpoint(k)).norm() < 0.02 ? k : -1;
        }
        QVERIFY(found >= 0);
        const auto& sections = placed().morphology.sections;
        const auto section = static_cast<std::size_t>(segments.section[static_cast<std::size_t>(found)]);
        QVERIFY(text("placedSegment").contains(QString::fromStdString(sections[section].name)));
        const Eigen::Vector3d inModel = numbers("segmentInModel");
        QVERIFY((numbers("segmentInScene") -
                 Eigen::Vector3d(100.0 - inModel.x(), -20.0 + inModel.y(), 5.0 + inModel.z()))
                    .norm() < 0.03);
        QVERIFY((numbers("segmentInFile") - inModel - numbers("somaInFile")).norm() < 0.03);
        window_->picture(QStringLiteral("places"));
        QTRY_VERIFY([&] {
            window_->pointAt(QPoint(5, window_->view().height() / 2));
            return text("segmentInScene") == QStringLiteral("–");
        }());
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    TestCellGeometry test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_cell_geometry.moc"
