// Every theme can be read: contrasts as WCAG 2 defines them, sizes of type, and the ring of the focus.
#include "render/theme.h"
#include "widgets/app_theme.h"
#include "widgets/colours.h"
#include "widgets/focus_ring.h"
#include "widgets/settings.h"

#include <QApplication>
#include <QFont>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace phiscope;
using Kind = Theme::Kind;

namespace {

constexpr std::array kinds{Kind::dark, Kind::light, Kind::highContrast, Kind::projector};

Colour plain(const QColor& colour) {
    return Colour::hex(colour.rgb() & 0xFFFFFFU);
}

} // namespace

class TestThemes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag() {
        QCOMPARE(contrast(Colour::hex(0x000000), Colour::hex(0xffffff)), 21.0);
        QCOMPARE(contrast(Colour::hex(0x777777), Colour::hex(0x777777)), 1.0);
        // Known pairs, both ways round.
        QVERIFY(std::abs(contrast(Colour::hex(0x767676), Colour::hex(0xffffff)) - 4.54) < 0.01);
        QVERIFY(std::abs(contrast(Colour::hex(0xffffff), Colour::hex(0xff0000)) - 4.0) < 0.01);
    }

    void everyTextIsReadOnItsGround_data() {
        QTest::addColumn<int>("kind");
        for (const Kind kind : kinds) {
            QTest::newRow(qPrintable(AppTheme::keyOf(kind))) << static_cast<int>(kind);
        }
    }
    void everyTextIsReadOnItsGround() {
        QFETCH(int, kind);
        const AppTheme theme(static_cast<Kind>(kind));
        const Theme& t = theme.values();
        const QPalette p = theme.palette();
        const double least = t.kind == Kind::highContrast ? 7.0 : 4.5;
        const auto reads = [&](const char* what, Colour ink, Colour ground, double wanted) {
            const double found = contrast(ink, ground);
            if (found < wanted) {
                QTest::qFail(qPrintable(QStringLiteral("%1: %2:1, wanted %3:1")
                                            .arg(QLatin1String(what))
                                            .arg(found, 0, 'f', 2)
                                            .arg(wanted)),
                             __FILE__, __LINE__);
            }
        };
        for (const Colour ground : {t.window, t.base}) {
            reads("text", t.text, ground, least);
            reads("dim text", t.dimText, ground, least);
            reads("links", t.accent, ground, least);
            reads("good", t.good, ground, least);
            reads("warn", t.warn, ground, least);
            reads("bad", t.bad, ground, least);
        }
        for (const Colour ground : {t.viewTop, t.viewBottom}) {
            reads("text in the view", t.text, ground, least);
            reads("dim text in the view", t.dimText, ground, least);
        }
        const auto pair = [&](const char* what, QPalette::ColorRole ink, QPalette::ColorRole ground) {
            reads(what, plain(p.color(QPalette::Active, ink)), plain(p.color(QPalette::Active, ground)),
                  least);
        };
        pair("selected text", QPalette::HighlightedText, QPalette::Highlight);
        pair("window text", QPalette::WindowText, QPalette::Window);
        pair("text", QPalette::Text, QPalette::Base);
        pair("text of every other row", QPalette::Text, QPalette::AlternateBase);
        pair("buttons", QPalette::ButtonText, QPalette::Button);
        pair("tool tips", QPalette::ToolTipText, QPalette::ToolTipBase);
        pair("placeholders", QPalette::PlaceholderText, QPalette::Base);
        pair("links on a panel", QPalette::Link, QPalette::Window);
        // Chips, as they are drawn.
        for (const Colour hue : {t.warn, t.accent}) {
            reads("chips", mix(hue, t.text, 0.35F), mix(t.window, hue, 0.16F), least);
        }
        // What is no text has to be told from its ground.
        for (const Colour ground : {t.window, t.base}) {
            reads("the ring of the focus", t.accent, ground, 3.0);
        }
        for (const Colour colour : t.series) {
            reads("traces", colour, t.base, 2.9);
        }
    }

    void aProjectorHasLargeTypeAndThickLines() {
        const AppTheme dark(Kind::dark);
        const AppTheme projector(Kind::projector);
        QCOMPARE(dark.numberFont().pointSizeF(), 10.0);
        QVERIFY(projector.numberFont().pointSizeF() >= 13.0);
        QVERIFY(projector.dimFont().pointSizeF() >= 11.0);
        QCOMPARE(traceWidth(1.0, dark.values()), 1.0);
        QVERIFY(traceWidth(1.0, projector.values()) >= 1.8F - 1e-6);
        QVERIFY(projector.signSize() > dark.signSize());
        QVERIFY(!projector.isDark());
        QVERIFY(AppTheme(Kind::highContrast).isDark());
    }

    void keysNameTheThemes() {
        for (const Kind kind : kinds) {
            QCOMPARE(AppTheme::kindOf(AppTheme::keyOf(kind)), kind);
        }
        QCOMPARE(AppTheme::kindOf(QStringLiteral("none such")), Kind::dark);
    }

    void theThemeIsKeptAndAnOldChoiceIsUnderstood() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.ini"));
        {
            QSettings old(file, QSettings::IniFormat);
            old.setValue(QStringLiteral("look/dark"), false);
        }
        {
            Settings settings(file);
            QCOMPARE(settings.theme(), Kind::light);
            settings.setTheme(Kind::projector);
        }
        QCOMPARE(Settings(file).theme(), Kind::projector);
    }

    void theRingFollowsTheKeyboardAndNotTheMouse() {
        AppTheme theme;
        theme.apply();
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* first = new QLineEdit;
        auto* second = new QPushButton(QStringLiteral("Second"));
        column->addWidget(first);
        column->addWidget(second);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QApplication::setActiveWindow(&window);
        first->setFocus(Qt::OtherFocusReason);
        const FocusRing& ring = *theme.focusRing();
        QVERIFY(ring.wearer() == nullptr);
        QTest::keyClick(&window, Qt::Key_Tab);
        QTRY_COMPARE(ring.wearer(), second);
        // It is seen: the accent stands along the border of the button.
        const QImage picture = window.grab().toImage();
        const QColor accent = theme.colours().accent;
        int found = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const bool border = second->geometry().contains(x, y) &&
                                    !second->geometry().adjusted(3, 3, -3, -3).contains(x, y);
                found += border && picture.pixelColor(x, y) == accent ? 1 : 0;
            }
        }
        QVERIFY2(found > second->width(), qPrintable(QString::number(found)));
        QTest::mouseClick(first, Qt::LeftButton);
        QTRY_VERIFY(ring.wearer() == nullptr);
        QTest::keyClick(&window, Qt::Key_Tab);
        QTRY_COMPARE(ring.wearer(), second);
        delete second;
        QVERIFY(ring.wearer() == nullptr);
    }
};

QTEST_MAIN(TestThemes)

#include "test_themes.moc"
