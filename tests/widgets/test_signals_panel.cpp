#include "model/forward/make_forward_model.h"
#include "model/simulation/recording.h"
#include "render/theme.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/plots/plot_header.h"
#include "widgets/plots/qcp.h"
#include "widgets/probe_remedies.h"
#include "widgets/signals_panel.h"
#include "widgets/time_cursor.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include <map>

namespace {

using namespace phiscope;
using Panel = SignalsPanel;

/// A panel in a window over a synthetic run, with a probe whose signals follow the recording.
struct Bench {
    explicit Bench(bool complete = true) {
        panel.resize(460, 860);
        if (complete) {
            run.complete();
        }
        cursor.setFollowing(false);
        cursor.setRecording(run.recording);
        panel.setRun(run.data);
        projector = std::make_unique<Projector>(run.recording);
        projector->setMatrix(probeMatrix(probe(), run.data.cell->segments).value());
        panel.show();
    }
    const Probe& probe() const { return run.data.scene->probes.front(); }
    /// Waits until the signals have as many frames as the recording, and shows them.
    bool showProbe() {
        const bool ready = QTest::qWaitFor([this] {
            const auto now = projector->signals();
            return now && now->frames() == run.recording->frameCount();
        });
        panel.setProbe(&probe(), projector->signals());
        panel.drawNow();
        return ready;
    }
    QWidget* plot(const char* name) const {
        return panel.findChild<QWidget*>(QStringLiteral("plot-") + QLatin1String(name));
    }
    PlotHeader* header(const char* name) const {
        return panel.findChild<PlotHeader*>(QStringLiteral("header-") + QLatin1String(name));
    }

    test::SyntheticRun run;
    TimeCursor cursor;
    SignalsPanel panel{&cursor};
    std::unique_ptr<Projector> projector;
};

/// Where a moment stands in a plot, by the margins that all plots share.
QPoint at(const QWidget* plot, double share) {
    constexpr int left = 60;
    constexpr int right = 56;
    return {left + static_cast<int>(std::lround(share * (plot->width() - left - right))), plot->height() / 3};
}

/// Pixels of about a colour.
int countNear(const QImage& image, const QColor& colour, int tolerance = 40) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                    std::abs(pixel.blue() - colour.blue()) <
                tolerance) {
                ++count;
            }
        }
    }
    return count;
}

void grab(SignalsPanel& widget, const QString& name) {
    widget.drawNow();
    const QString folder = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QDir(folder).filePath(name)));
    }
}

QColor qcolor(const Colour& colour) {
    return QColor::fromRgb(static_cast<QRgb>(0xFF000000U | colour.rgb()));
}

} // namespace

class TestSignalsPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRefusalStandsWhereTheSignalsWere() {
        Bench bench;
        QVERIFY(bench.showProbe());
        auto* empty = bench.panel.findChild<QLabel*>(QStringLiteral("empty-traces"));
        QVERIFY(empty != nullptr && !empty->isVisible());
        ProbeRefusal refusal;
        refusal.sentence = QStringLiteral("Lines are calculated only on the glass.");
        refusal.pointSourcesMend = true;
        bench.panel.setRefusal(refusal);
        bench.panel.setProbe(&bench.probe(), bench.projector->signals());
        for (const char* name : {"empty-traces", "empty-map"}) {
            const auto* label = bench.panel.findChild<QLabel*>(QString::fromLatin1(name));
            QVERIFY2(label->isVisible() && label->text().contains(refusal.sentence), name);
            QVERIFY(label->text().contains(QStringLiteral("href=\"points\"")));
            QVERIFY(!label->text().contains(QStringLiteral("href=\"fit\"")));
        }
        QSignalSpy asked(&bench.panel, &Panel::pointSourcesRequested);
        Q_EMIT empty->linkActivated(QStringLiteral("points"));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().front().toString(), QString::fromStdString(bench.probe().id));
        bench.panel.setRefusal({});
        QVERIFY(bench.showProbe());
        QVERIFY(!empty->isVisible());
    }

    void hundredsOfContactsAreThinnedAndItSaysSo();
    void tracesAreDrawnInTheirColours();
    void emptyPlotsOfferWhatFillsThem();
    void clickSetsTheTime();
    void wheelZoomsAndDoubleClickShowsAll();
    void dragPansTheTimeAxis();
    void readingsFollowTheCursorAndTheMouse();
    void growsWithTheRecording();
    void gainButtonsScaleTheTraces();
    void foldedPlotsGiveTheirRoomAway();
    void themesAreDrawn();
    void exportsVectorsAndPixels_data();
    void exportsVectorsAndPixels();
    void exportToNowhereSaysSo();
};

void TestSignalsPanel::hundredsOfContactsAreThinnedAndItSaysSo() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    auto* plot = qobject_cast<QCustomPlot*>(bench.plot("traces"));
    QTRY_VERIFY(!plot->yAxis->label().isEmpty());
    QVERIFY2(!plot->yAxis->label().contains(QStringLiteral("1 contact in")),
             qPrintable(plot->yAxis->label()));
    Scene dense = *bench.run.data.scene;
    dense.probes.front().contactCount = 384;
    dense.probes.front().spacingUm = 4.0;
    bench.run.data.scene = std::make_shared<const Scene>(dense);
    bench.projector->setMatrix(probeMatrix(bench.probe(), bench.run.data.cell->segments).value());
    bench.projector->wait();
    QVERIFY(bench.showProbe());
    QTRY_VERIFY2(plot->yAxis->label().contains(QStringLiteral("1 contact in")),
                 qPrintable(plot->yAxis->label()));
    // Between the traces the ground is seen: no solid band.
    bench.panel.drawNow();
    const QImage picture = plot->grab().toImage();
    const int ground = countNear(picture, qcolor(Theme::darkTheme().base), 30);
    QVERIFY2(ground > picture.width() * picture.height() / 4, qPrintable(QString::number(ground)));
}

void TestSignalsPanel::tracesAreDrawnInTheirColours() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    const Theme& theme = Theme::darkTheme();
    QTRY_VERIFY(countNear(bench.plot("potential")->grab().toImage(), qcolor(theme.series[0])) > 200);
    QTRY_VERIFY(countNear(bench.plot("synapses")->grab().toImage(), qcolor(theme.excitatory)) > 100);
    QVERIFY(countNear(bench.plot("synapses")->grab().toImage(), qcolor(theme.inhibitory)) > 100);
    const QImage traces = bench.plot("traces")->grab().toImage();
    for (const int contact : {0, 8, 15}) {
        QVERIFY2(countNear(traces, qcolor(contactColour(contact, 16, theme)), 24) > 60,
                 qPrintable(QStringLiteral("contact %1").arg(contact)));
    }
    grab(bench.panel, QStringLiteral("panel-dark.png"));
}

void TestSignalsPanel::emptyPlotsOfferWhatFillsThem() {
    TimeCursor cursor;
    SignalsPanel panel(&cursor);
    panel.resize(460, 860);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    const std::map<QString, QString> expected{
        {QStringLiteral("empty-traces"), QStringLiteral("No probe yet")},
        {QStringLiteral("empty-map"), QStringLiteral("No probe yet")},
        {QStringLiteral("empty-potential"), QStringLiteral("Run")}};
    for (const auto& [name, words] : expected) {
        auto* label = panel.findChild<QLabel*>(name);
        QVERIFY(label != nullptr);
        QVERIFY2(label->isVisible(), qPrintable(name));
        QVERIFY2(label->text().contains(words), qPrintable(label->text()));
    }
    QSignalSpy place(&panel, &SignalsPanel::placeProbeRequested);
    Q_EMIT panel.findChild<QLabel*>(QStringLiteral("empty-traces"))->linkActivated(QStringLiteral("probe"));
    QCOMPARE(place.count(), 1);
    grab(panel, QStringLiteral("panel-empty.png"));

    test::SyntheticRun run;
    auto bare = std::make_shared<Scene>(*run.data.scene);
    bare->synapses.clear();
    run.data.scene = bare;
    run.complete();
    panel.setRun(run.data);
    auto* label = panel.findChild<QLabel*>(QStringLiteral("empty-synapses"));
    QVERIFY(label->isVisible());
    QVERIFY(label->text().contains(QStringLiteral("No synapse yet")));
    QVERIFY(!panel.findChild<QLabel*>(QStringLiteral("empty-potential"))->isVisible());
}

void TestSignalsPanel::clickSetsTheTime() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    for (const char* name : {"potential", "synapses", "traces", "map"}) {
        bench.cursor.scrubTo(0.0);
        QWidget* plot = bench.plot(name);
        QTest::mouseClick(plot, Qt::LeftButton, {}, at(plot, 0.5));
        QVERIFY2(std::abs(bench.cursor.timeMs() - 50.0) < 0.5,
                 qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(bench.cursor.timeMs())));
    }
}

void TestSignalsPanel::wheelZoomsAndDoubleClickShowsAll() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QCOMPARE(bench.panel.shownStartMs(), 0.0);
    QCOMPARE(bench.panel.shownEndMs(), 100.0);
    QWidget* plot = bench.plot("potential");
    const QPointF place = at(plot, 0.25);
    QWheelEvent wheel(place, plot->mapToGlobal(place), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(plot, &wheel);
    const double span = bench.panel.shownEndMs() - bench.panel.shownStartMs();
    QVERIFY2(std::abs(span - 64.0) < 1e-6, qPrintable(QString::number(span)));
    // What was under the mouse is still there.
    QVERIFY(std::abs(bench.panel.shownStartMs() + 0.25 * span - 25.0) < 0.2);
    QTest::mouseDClick(plot, Qt::LeftButton, {}, place.toPoint());
    QCOMPARE(bench.panel.shownStartMs(), 0.0);
    QCOMPARE(bench.panel.shownEndMs(), 100.0);
}

void TestSignalsPanel::dragPansTheTimeAxis() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    bench.panel.setShownTime(40.0, 60.0);
    bench.cursor.scrubTo(0.0);
    QWidget* plot = bench.plot("traces");
    QTest::mousePress(plot, Qt::LeftButton, {}, at(plot, 0.5));
    QTest::mouseMove(plot, at(plot, 0.6));
    QTest::mouseMove(plot, at(plot, 0.75));
    QTest::mouseRelease(plot, Qt::LeftButton, {}, at(plot, 0.75));
    QVERIFY2(std::abs(bench.panel.shownStartMs() - 35.0) < 0.1,
             qPrintable(QString::number(bench.panel.shownStartMs())));
    QCOMPARE(bench.cursor.timeMs(), 0.0); // a drag is not a click
}

void TestSignalsPanel::readingsFollowTheCursorAndTheMouse() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    bench.cursor.scrubTo(17.0);
    const double somaMv = static_cast<double>(bench.run.recording->potentials(17 * 16)[0]);
    const QString expected = QLocale::c().toString(somaMv, 'f', 1);
    QCOMPARE(bench.header("potential")->readings().size(), 1U);
    QVERIFY2(bench.header("potential")->readings().front().value.startsWith(expected),
             qPrintable(bench.header("potential")->readings().front().value));

    bench.panel.setSelectedSegment(36);
    QCOMPARE(bench.header("potential")->readings().size(), 2U);
    QVERIFY(bench.header("potential")->readings()[1].name.startsWith(QStringLiteral("apic[0]")));

    QSignalSpy hovered(&bench.panel, &SignalsPanel::contactHovered);
    QWidget* plot = bench.plot("traces");
    QTest::mouseMove(plot, at(plot, 0.5));
    QTRY_COMPARE(hovered.count(), 1);
    const int contact = hovered.front().front().toInt();
    QVERIFY(contact >= 0 && contact < 16);
    QTRY_COMPARE(bench.header("traces")->readings().size(), 1U);
    QVERIFY(bench.header("traces")->readings().front().value.endsWith(QStringLiteral("µV")));
    grab(bench.panel, QStringLiteral("panel-hover.png"));
}

void TestSignalsPanel::growsWithTheRecording() {
    Bench bench(false);
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    bench.run.growTo(480); // 30 ms
    QVERIFY(bench.showProbe());
    const QColor colour = qcolor(Theme::darkTheme().series[0]);
    QWidget* plot = bench.plot("potential");
    QTRY_VERIFY(countNear(plot->grab().toImage(), colour) > 50);
    const int right = at(plot, 0.5).x();
    const auto beyond = [&] {
        const QImage image = plot->grab().toImage();
        return countNear(image.copy(right, 0, image.width() - right, image.height()), colour);
    };
    QCOMPARE(beyond(), 0);
    grab(bench.panel, QStringLiteral("panel-live.png"));
    bench.run.complete();
    QTRY_VERIFY(beyond() > 50); // the cursor ticks by itself while a recording grows
    QTRY_COMPARE(bench.projector->signals()->frames(), bench.run.recording->frameCount());
}

void TestSignalsPanel::gainButtonsScaleTheTraces() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    QTest::qWait(50);
    const double fitted = bench.panel.traceGainUv();
    QVERIFY(fitted > 0.0);
    auto* up = bench.panel.findChild<QWidget*>(QStringLiteral("gainUp"));
    auto* automatic = bench.panel.findChild<QWidget*>(QStringLiteral("gainAuto"));
    QTest::mouseClick(up, Qt::LeftButton);
    QVERIFY(bench.panel.traceGainUv() < fitted);
    QTest::mouseClick(automatic, Qt::LeftButton);
    QTRY_COMPARE(bench.panel.traceGainUv(), fitted);
}

void TestSignalsPanel::foldedPlotsGiveTheirRoomAway() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    const int before = bench.plot("traces")->height();
    QTest::mouseClick(bench.header("map"), Qt::LeftButton, {}, {40, 10});
    QVERIFY(bench.panel.collapsed(Panel::Plot::map));
    QVERIFY(!bench.plot("map")->isVisible());
    QTRY_VERIFY(bench.plot("traces")->height() > before);
    grab(bench.panel, QStringLiteral("panel-folded.png"));
    QTest::mouseClick(bench.header("map"), Qt::LeftButton, {}, {40, 10});
    QVERIFY(!bench.panel.collapsed(Panel::Plot::map));
}

void TestSignalsPanel::themesAreDrawn() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    bench.panel.setTheme(Theme::lightTheme());
    QVERIFY(bench.showProbe());
    bench.cursor.scrubTo(37.5);
    const QColor base = qcolor(Theme::lightTheme().base);
    QTRY_VERIFY(countNear(bench.plot("potential")->grab().toImage(), base, 6) > 10000);
    grab(bench.panel, QStringLiteral("panel-light.png"));
}

void TestSignalsPanel::exportsVectorsAndPixels_data() {
    QTest::addColumn<Panel::Plot>("plot");
    QTest::newRow("potential") << Panel::Plot::potential;
    QTest::newRow("synapses") << Panel::Plot::synapses;
    QTest::newRow("traces") << Panel::Plot::traces;
    QTest::newRow("map") << Panel::Plot::map;
}

void TestSignalsPanel::exportsVectorsAndPixels() {
    QFETCH(Panel::Plot, plot);
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.panel));
    QVERIFY(bench.showProbe());
    bench.panel.setSelectedSegment(36);
    bench.panel.drawNow();
    const QImage before = bench.plot("potential")->grab().toImage();
    QTemporaryDir folder;
    const QString keep = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
    const QString stem = QDir(keep.isEmpty() ? folder.path() : keep)
                             .filePath(QStringLiteral("export-") + QLatin1String(QTest::currentDataTag()));

    QVERIFY(bench.panel.exportPlot(plot, stem + QStringLiteral(".pdf"), Panel::Format::pdf));
    QFile pdf(stem + QStringLiteral(".pdf"));
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    const QByteArray page = pdf.readAll();
    QVERIFY(page.startsWith("%PDF-"));
    QVERIFY(page.contains("/FontFile2") || page.contains("/FontFile3") || page.contains("/Type /Font"));
    // Only the map is a picture; all else is drawn.
    QCOMPARE(page.contains("/Subtype /Image"), plot == Panel::Plot::map);

    QVERIFY(bench.panel.exportPlot(plot, stem + QStringLiteral(".svg"), Panel::Format::svg));
    QFile svg(stem + QStringLiteral(".svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&svg);
    std::map<QString, int> elements;
    QString words;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement) {
            ++elements[xml.name().toString()];
        } else if (xml.isCharacters()) {
            words += xml.text();
        }
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(elements[QStringLiteral("text")] > 5);
    QVERIFY(words.contains(QStringLiteral("time (ms)")));
    QVERIFY(elements[QStringLiteral("polyline")] + elements[QStringLiteral("path")] > 5);
    QCOMPARE(elements[QStringLiteral("image")] > 0, plot == Panel::Plot::map);

    QVERIFY(bench.panel.exportPlot(plot, stem + QStringLiteral(".png"), Panel::Format::png, {640, 360}, 2.5));
    const QImage png(stem + QStringLiteral(".png"));
    QCOMPARE(png.size(), QSize(1600, 900));
    QVERIFY(countNear(png, Qt::white, 6) > png.width() * png.height() / 5);

    // The screen looks as it did.
    QTRY_COMPARE(bench.plot("potential")->grab().toImage(), before);
}

void TestSignalsPanel::exportToNowhereSaysSo() {
    Bench bench;
    const auto result = bench.panel.exportPlot(
        Panel::Plot::potential, QStringLiteral("/no/such/folder/plot.png"), Panel::Format::png);
    QVERIFY(!result);
    QVERIFY(result.error().what.find("/no/such/folder/plot.png") != std::string::npos);
}

QTEST_MAIN(TestSignalsPanel)
#include "test_signals_panel.moc"
