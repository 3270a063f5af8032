// What is built into the program must be there and be what the window takes it for.
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

class TestResources : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void iconsAreSingleColour_data() {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(":/icons"));
        const QStringList files = folder.entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 40);
        for (const QString& file : files) {
            if (file != QStringLiteral("phiscope.svg")) {
                QTest::newRow(qPrintable(file)) << folder.filePath(file);
            }
        }
    }
    void iconsAreSingleColour() {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QXmlStreamReader xml(text);
        QVERIFY(xml.readNextStartElement());
        QCOMPARE(xml.attributes().value(QStringLiteral("viewBox")).toString(), QStringLiteral("0 0 24 24"));
        while (!xml.atEnd()) {
            xml.readNext();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        // The theme replaces this one colour by its own.
        static const QRegularExpression colours(QStringLiteral("#[0-9a-fA-F]{3,8}"));
        auto match = colours.globalMatch(QString::fromUtf8(text));
        QVERIFY(match.hasNext());
        while (match.hasNext()) {
            QCOMPARE(match.next().captured(), QStringLiteral("#000"));
        }
    }

    void fontHasTabularFigures() {
        const QDir folder(QStringLiteral(":/fonts"));
        const QStringList files = folder.entryList({QStringLiteral("*.otf")});
        QCOMPARE(files.size(), 3);
        for (const QString& file : files) {
            const int id = QFontDatabase::addApplicationFont(folder.filePath(file));
            QCOMPARE(QFontDatabase::applicationFontFamilies(id),
                     QStringList{QStringLiteral("Inter Phiscope")});
        }
        QFont font(QStringLiteral("Inter Phiscope"));
        font.setPixelSize(100);
        QCOMPARE(QFontInfo(font).family(), QStringLiteral("Inter Phiscope"));
        const QFontMetricsF metrics(font);
        for (const QChar digit : QStringLiteral("023456789")) {
            QVERIFY(qAbs(metrics.horizontalAdvance(digit) - metrics.horizontalAdvance(QLatin1Char('1'))) <
                    0.6);
        }
        for (const QChar sign : QStringLiteral("µ−Φσ·²")) {
            QVERIFY(metrics.inFont(sign));
        }
    }

    void guideIsThere() { QVERIFY(QFile::exists(QStringLiteral(":/guide/architecture.md"))); }
};

QTEST_MAIN(TestResources)
#include "test_resources.moc"
