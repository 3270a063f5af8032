#include "model/scene/scene_file.h"

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace phiscope;

/// `phiscope --grab` as a script calls it: the program of its own, a file in, a picture out.
class TestWindowGrab : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;

    struct Ended {
        int code = -1;
        QString errors;
    };

    Ended grab(const Scene& scene, const QString& picture) const {
        const QString file = folder_.filePath(QStringLiteral("scene.phiscope"));
        if (!saveScene(scene, file.toStdString())) {
            return {-2, QStringLiteral("the scene was not written")};
        }
        QProcess program;
        program.start(QStringLiteral(PHISCOPE_BIN_DIR "/phiscope"),
                      {QStringLiteral("--grab"), picture, QStringLiteral("--size"),
                       QStringLiteral("1000x700"), QStringLiteral("--at"), QStringLiteral("10"), file});
        if (!program.waitForFinished(60000)) {
            program.kill();
            program.waitForFinished();
            return {-3, QStringLiteral("it did not end")};
        }
        return {program.exitCode(), QString::fromUtf8(program.readAllStandardError())};
    }

    static Scene shortScene() {
        Scene scene;
        scene.cell.morphology.shape = "ball_and_stick";
        scene.run.tstopMs = 20.0;
        Probe probe;
        probe.id = "p";
        probe.name = "Array";
        scene.probes.push_back(probe);
        return scene;
    }

private Q_SLOTS:
    void writesAPicture() {
        const QString picture = folder_.filePath(QStringLiteral("plain.png"));
        const Ended ended = grab(shortScene(), picture);
        QVERIFY2(ended.code == 0, qPrintable(ended.errors));
        QCOMPARE(QImage(picture).size(), QSize(1000, 700));
    }

    void aProbeThatMeasuresNothingIsSaidAndDoesNotHoldItUp() {
        Scene scene = shortScene();
        // The cell reaches far out of so thin a slice.
        scene.probes[0].medium.kind = Medium::Kind::slice;
        scene.probes[0].medium.sliceThicknessUm = 10.0;
        scene.probes[0].medium.sliceBottomUm = -5.0;
        const QString picture = folder_.filePath(QStringLiteral("refused.png"));
        const Ended ended = grab(scene, picture);
        QVERIFY2(ended.code == 0, qPrintable(ended.errors));
        QVERIFY2(ended.errors.contains(QStringLiteral("Array measures nothing")), qPrintable(ended.errors));
        QCOMPARE(QImage(picture).size(), QSize(1000, 700));
    }
};

QTEST_MAIN(TestWindowGrab)
#include "test_window_grab.moc"
