#include "widgets/app_theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFont>
#include <QFontDatabase>
#include <QIconEngine>
#include <QPainter>
#include <QProxyStyle>
#include <QSvgRenderer>

namespace phiscope {

namespace {

QColor qcolour(Colour c) {
    return QColor::fromRgb(static_cast<QRgb>(c.rgb()));
}

ThemeColours coloursOf(const Theme& t) {
    return {.window = qcolour(t.window),
            .base = qcolour(t.base),
            .text = qcolour(t.text),
            .dimText = qcolour(t.dimText),
            .line = qcolour(t.line),
            .accent = qcolour(t.accent),
            .good = qcolour(t.good),
            .warn = qcolour(t.warn),
            .bad = qcolour(t.bad),
            .excitatory = qcolour(t.excitatory),
            .inhibitory = qcolour(t.inhibitory),
            .stimulus = qcolour(t.stimulus)};
}

QColor mix(const QColor& a, const QColor& b, double t) {
    const auto at = [t](float from, float to) {
        return static_cast<float>((1.0 - t) * static_cast<double>(from) + t * static_cast<double>(to));
    };
    return QColor::fromRgbF(at(a.redF(), b.redF()), at(a.greenF(), b.greenF()), at(a.blueF(), b.blueF()));
}

/// The svg of the resources with its drawing colour replaced; drawn at any size, so sharp at every scale.
class SvgIconEngine : public QIconEngine {
public:
    SvgIconEngine(QByteArray svg, const QColor& normal, const QColor& active, const QColor& disabled)
        : svg_(std::move(svg))
        , normal_(normal)
        , active_(active)
        , disabled_(disabled) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        QColor colour = state == QIcon::On ? active_ : normal_;
        if (mode == QIcon::Selected) {
            colour = Qt::white; // on the accent
        } else if (mode == QIcon::Disabled) {
            colour = disabled_;
        }
        QByteArray coloured = svg_;
        coloured.replace("#000", colour.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(coloured);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return picture;
    }
    QIconEngine* clone() const override { return new SvgIconEngine(*this); }

private:
    QByteArray svg_;
    QColor normal_;
    QColor active_;
    QColor disabled_;
};

/// Fusion without the coloured pictures on dialog buttons, which belong to no theme.
class PlainFusion : public QProxyStyle {
public:
    PlainFusion()
        : QProxyStyle(QStringLiteral("Fusion")) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons
                   ? 0
                   : QProxyStyle::styleHint(hint, option, widget, answer);
    }
};

QString fontFamily() {
    static const QString family = [] {
        const QDir folder(QStringLiteral(":/fonts"));
        QString found;
        const QStringList files = folder.entryList({QStringLiteral("*.ttf"), QStringLiteral("*.otf")});
        for (const QString& file : files) {
            const int id = QFontDatabase::addApplicationFont(folder.filePath(file));
            const QStringList families = QFontDatabase::applicationFontFamilies(id);
            if (found.isEmpty() && !families.isEmpty()) {
                found = families.first();
            }
        }
        if (found.isEmpty() && QFontDatabase::hasFamily(QStringLiteral("Inter"))) {
            found = QStringLiteral("Inter");
        }
        return found;
    }();
    return family;
}

QFont baseFont(double points) {
    QFont font;
    if (!fontFamily().isEmpty()) {
        font.setFamilies({fontFamily(), QStringLiteral("DejaVu Sans")});
    }
    font.setPointSizeF(points);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

} // namespace

AppTheme::AppTheme(Kind kind, QObject* parent)
    : QObject(parent)
    , kind_(kind) {
    colours_ = coloursOf(values());
}

QPalette AppTheme::palette() const {
    const ThemeColours& c = colours_;
    const QColor faint = mix(c.text, c.window, 0.6);
    const QColor button = isDark() ? mix(c.window, c.text, 0.07) : mix(c.window, QColor(Qt::white), 0.6);
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, mix(c.base, c.window, 0.5));
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, mix(c.dimText, c.base, 0.2));
    p.setColor(QPalette::Button, button);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.bad);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, QColor(Qt::white));
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::ToolTipBase, isDark() ? mix(c.window, c.text, 0.1) : c.base);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Light, mix(button, c.text, isDark() ? 0.12 : 0.02));
    p.setColor(QPalette::Midlight, mix(button, c.text, isDark() ? 0.08 : 0.06));
    p.setColor(QPalette::Mid, c.line);
    p.setColor(QPalette::Dark, isDark() ? mix(c.window, QColor(Qt::black), 0.35) : mix(c.line, c.text, 0.15));
    p.setColor(QPalette::Shadow, isDark() ? QColor(Qt::black) : mix(c.line, c.text, 0.35));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        p.setColor(QPalette::Disabled, role, faint);
    }
    p.setColor(QPalette::Disabled, QPalette::Base, c.window);
    p.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, faint);
    return p;
}

void AppTheme::apply() {
    QApplication::setStyle(new PlainFusion);
    QApplication::setPalette(palette());
    QApplication::setFont(baseFont(10.0));
    Q_EMIT changed();
}

void AppTheme::setKind(Kind kind) {
    if (kind == kind_) {
        return;
    }
    kind_ = kind;
    colours_ = coloursOf(values());
    apply();
}

QIcon AppTheme::icon(const QString& name) const {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QIcon(new SvgIconEngine(file.readAll(), colours_.text, colours_.accent,
                                   mix(colours_.text, colours_.window, 0.65)));
}

QIcon AppTheme::icon(const QString& name, const QColor& colour) const {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QIcon(new SvgIconEngine(file.readAll(), colour, colour, mix(colour, colours_.window, 0.65)));
}

QFont AppTheme::numberFont() const {
    return baseFont(10.0);
}
QFont AppTheme::dimFont() const {
    return baseFont(8.5);
}
QFont AppTheme::titleFont() const {
    QFont font = baseFont(13.0);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace phiscope
