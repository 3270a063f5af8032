#include "model/probes/probe_kinds.h"
#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/series.h"
#include "widgets/plots/trace_raster.h"

#include <QTest>

using namespace phiscope;

class TestPlots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bucketsKeepEverySpike();
    void bucketsGrowAsIfMadeAtOnce();
    void robustAmplitudeIgnoresOneArtefact();
    void niceNumbers_data();
    void niceNumbers();
    void rangesDoNotJump();
    void contactsStandWhereTheyAre();
    void rasterDrawsSoftAndWithoutGaps();
};

namespace {

/// Two channels: a slow ramp with one spike, and its negative.
std::vector<double> samples(int frames) {
    std::vector<double> values;
    for (int frame = 0; frame < frames; ++frame) {
        const double value = frame == 137 ? 50.0 : 0.01 * frame;
        values.push_back(value);
        values.push_back(-value);
    }
    return values;
}

SampleBlock blockOf(const std::vector<double>& values, std::int64_t frames) {
    SampleBlock block;
    block.doubles = values.data();
    block.stride = 2;
    block.frames = frames;
    return block;
}

} // namespace

void TestPlots::bucketsKeepEverySpike() {
    const std::vector<double> values = samples(1000);
    SeriesReducer reducer;
    reducer.update(blockOf(values, 1000), {0, 1}, 16);
    QCOMPARE(reducer.buckets(), 63);
    const float* spike = reducer.extremes(137 / 16, 0);
    QCOMPARE(std::max(spike[0], spike[1]), 50.0F);
    const float* mirrored = reducer.extremes(137 / 16, 1);
    QCOMPARE(std::min(mirrored[0], mirrored[1]), -50.0F);
    // In the order in which they occur: up for the ramp, down for its negative.
    QVERIFY(reducer.extremes(40, 0)[0] < reducer.extremes(40, 0)[1]);
    QVERIFY(reducer.extremes(40, 1)[0] > reducer.extremes(40, 1)[1]);
}

void TestPlots::bucketsGrowAsIfMadeAtOnce() {
    const std::vector<double> values = samples(1000);
    SeriesReducer growing;
    for (const std::int64_t frames : {1, 7, 130, 140, 515, 1000}) {
        growing.update(blockOf(values, frames), {0, 1}, 10);
    }
    SeriesReducer whole;
    whole.update(blockOf(values, 1000), {0, 1}, 10);
    QCOMPARE(growing.buckets(), whole.buckets());
    for (std::int64_t bucket = 0; bucket < whole.buckets(); ++bucket) {
        for (const std::size_t channel : {0U, 1U}) {
            QCOMPARE(growing.extremes(bucket, channel)[0], whole.extremes(bucket, channel)[0]);
            QCOMPARE(growing.extremes(bucket, channel)[1], whole.extremes(bucket, channel)[1]);
        }
    }
}

void TestPlots::robustAmplitudeIgnoresOneArtefact() {
    const std::vector<double> values = samples(1000);
    const double size = robustAmplitude(blockOf(values, 1000), {0, 1});
    QVERIFY2(size > 9.8 && size < 10.0, qPrintable(QString::number(size)));
    QCOMPARE(robustAmplitude(blockOf(values, 0), {0, 1}), 0.0);
}

void TestPlots::niceNumbers_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("above");
    QTest::addColumn<double>("below");
    QTest::newRow("between") << 3.4 << 5.0 << 2.0;
    QTest::newRow("exact") << 0.2 << 0.2 << 0.2;
    QTest::newRow("next decade") << 61.0 << 100.0 << 50.0;
    QTest::newRow("small") << 1.1e-5 << 2e-5 << 1e-5;
}

void TestPlots::niceNumbers() {
    QFETCH(const double, value);
    QFETCH(const double, above);
    QFETCH(const double, below);
    QVERIFY(std::abs(niceCeiling(value) - above) < 1e-12 * above);
    QVERIFY(std::abs(niceFloor(value) - below) < 1e-12 * below);
    QCOMPARE(niceCeiling(0.0), 0.0);
}

void TestPlots::rangesDoNotJump() {
    AutoRange range;
    QVERIFY(range.fit(3.0, false));
    QCOMPARE(range.value(), 5.0);
    QVERIFY(!range.fit(4.0, false));
    QVERIFY(!range.fit(0.5, false)); // not while data come
    QVERIFY(!range.fit(2.5, true));
    QVERIFY(range.fit(0.5, true));
    QCOMPARE(range.value(), 0.5);

    AutoLimits limits(4.0);
    QVERIFY(limits.fit(-70.0, -70.0, false));
    QVERIFY(limits.low() <= -72.0 && limits.high() >= -68.0);
    QVERIFY(!limits.fit(-70.5, -69.5, false));
    QVERIFY(limits.fit(-75.0, 30.0, false));
    QVERIFY(limits.low() <= -75.0 && limits.high() >= 30.0);
    const double high = limits.high();
    QVERIFY(!limits.fit(-75.0, 20.0, true));
    QCOMPARE(limits.high(), high);
}

void TestPlots::contactsStandWhereTheyAre() {
    Probe probe;
    probe.contactCount = 5;
    probe.spacingUm = 50.0;
    probe.positionUm = {10.0, 0.0, 100.0};
    ContactAxis axis = contactAxis(probe);
    QCOMPARE(axis.label, QStringLiteral("z (µm)"));
    QCOMPARE(axis.coordinate, (std::vector<double>{0.0, 50.0, 100.0, 150.0, 200.0}));
    QCOMPARE(axis.spacing, 50.0);
    QCOMPARE(axis.low, -25.0);
    QCOMPARE(axis.nearest(120.0), 2);

    probe.directionUm = {1.0, 0.0, 0.0};
    axis = contactAxis(probe);
    QVERIFY(axis.label.startsWith(QStringLiteral("along")));
    QCOMPARE(axis.coordinate, (std::vector<double>{0.0, 50.0, 100.0, 150.0, 200.0}));

    probe.layout = Probe::Layout::custom;
    probe.contactsUm = {{0.0, 0.0, 30.0}, {0.0, 0.0, -10.0}, {0.0, 0.0, 20.0}};
    axis = contactAxis(probe);
    QCOMPARE(axis.order, (std::vector<int>{1, 2, 0}));
    probe.directionUm = {0.0, 0.0, 1.0};
    probe.contactsUm = {{0.0, 0.0, 1.0}, {5.0, 0.0, 1.0}, {0.0, 5.0, 1.0}, {5.0, 5.0, 1.0}};
    axis = contactAxis(probe);
    QVERIFY(!axis.inMicrometres);
    QCOMPARE(axis.coordinate, (std::vector<double>{1.0, 2.0, 3.0, 4.0}));

    // Two shanks of two staggered rows, listed in the order of some plug: shank by shank, each upwards.
    probe.contactsUm = {{22.5, 0.0, 25.0}, {250.0, 0.0, 25.0}, {0.0, 0.0, 0.0},
                        {22.5, 0.0, 0.0},  {272.5, 0.0, 0.0},  {250.0, 0.0, 0.0}};
    axis = contactAxis(probe);
    QCOMPARE(axis.label, QStringLiteral("contact, by place"));
    QCOMPARE(axis.order, (std::vector<int>{2, 3, 0, 5, 4, 1}));
    QCOMPARE(axis.coordinate, (std::vector<double>{3.0, 6.0, 1.0, 2.0, 5.0, 4.0}));

    // Built-in arrays are listed by place already.
    for (const char* key : {"neuropixels-1.0", "neuropixels-2.0-4", "mea-60", "utah-100"}) {
        const ProbeKind* kind = probeKind(key);
        const ProbeDesign sites = *withSites(kind->design, kind->sites);
        axis = contactAxis(makeProbe(sites, placementOf(sites)));
        QCOMPARE(axis.label, QStringLiteral("contact"));
        QCOMPARE(axis.order.size(), sites.contactsUm.size());
    }
}

void TestPlots::rasterDrawsSoftAndWithoutGaps() {
    TraceRaster raster;
    raster.begin(40, 40);
    raster.beginTrace(2.0, qRgb(255, 0, 0));
    raster.addLine(0.0, 10.5, 20.0, 10.5);  // flat: from 9.5 to 11.5
    raster.addLine(20.0, 10.5, 20.5, 35.5); // a flank within half a column
    raster.addLine(20.5, 35.5, 40.0, 35.5);
    raster.endTrace();
    const QImage& image = raster.image();
    const auto alpha = [&](int x, int y) {
        return qAlpha(image.pixel(x, y));
    };
    QCOMPARE(alpha(5, 10), 255);
    QCOMPARE(alpha(5, 9), 128);
    QCOMPARE(alpha(5, 11), 128);
    QCOMPARE(alpha(5, 8), 0);
    for (int y = 11; y < 35; ++y) {
        QCOMPARE(alpha(20, y), 255);
    }
    QCOMPARE(alpha(30, 35), 255);
    QCOMPARE(alpha(30, 20), 0);
    // Far outside: neither drawn nor a crash.
    raster.begin(40, 40);
    raster.beginTrace(1.0, qRgb(255, 0, 0));
    raster.addLine(-100.0, 1e7, 100.0, 1e7);
    raster.addSpan(99, 0.0, 1.0);
    raster.endTrace();
    QCOMPARE(qAlpha(raster.image().pixel(20, 39)), 0);
    // Dashes: six columns there, four away.
    raster.begin(40, 40);
    raster.beginTrace(2.0, qRgb(255, 0, 0), {6.0, 4.0});
    raster.addLine(0.0, 10.0, 40.0, 10.0);
    raster.endTrace();
    for (int x = 0; x < 40; ++x) {
        QCOMPARE(qAlpha(raster.image().pixel(x, 10)), x % 10 < 6 ? 255 : 0);
    }
}

QTEST_APPLESS_MAIN(TestPlots)
#include "test_plots.moc"
