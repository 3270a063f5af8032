#include "widgets/app_theme.h"

#include "widgets/colours.h"
#include "widgets/focus_ring.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFont>
#include <QFontDatabase>
#include <QIconEngine>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>
#include <QSvgRenderer>

#include <cmath>

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
            .selection = qcolour(t.selection),
            .onSelection = qcolour(t.onSelection),
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
    SvgIconEngine(QByteArray svg, const QColor& normal, const QColor& active, const QColor& disabled,
                  const QColor& selected)
        : svg_(std::move(svg))
        , normal_(normal)
        , active_(active)
        , disabled_(disabled)
        , selected_(selected) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        QColor colour = state == QIcon::On ? active_ : normal_;
        if (mode == QIcon::Selected) {
            colour = selected_;
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
    QColor selected_; ///< on the ground of what is selected
};

constexpr int tabSpace = 14; ///< beside a tab's word: seven panels have their whole names side by side

/// Fusion without the coloured pictures on dialog buttons, which belong to no theme.
/// And the ring around what has the keyboard's focus.
class PlainFusion : public QProxyStyle {
public:
    /// `outline`: around fields and buttons, where their grounds do not tell them apart; invalid: none.
    PlainFusion(const QColor& ring, double width, const QColor& outline)
        : QProxyStyle(QStringLiteral("Fusion"))
        , ring_(ring)
        , width_(width)
        , outline_(outline) {}

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
        if (metric == PM_FocusFrameHMargin || metric == PM_FocusFrameVMargin) {
            return 0; // within: many controls fill their panel, and what is beyond would be cut off
        }
        if (metric == PM_TabBarTabHSpace) {
            return tabSpace;
        }
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (outline_.isValid() &&
            (element == PE_FrameLineEdit || element == PE_PanelButtonCommand || element == PE_FrameMenu ||
             element == PE_IndicatorCheckBox || element == PE_FrameGroupBox ||
             (element == PE_Frame && option->rect.height() > 4))) {
            drawOutline(option->rect, option->state.testFlag(State_Enabled), painter);
        }
    }
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        if (outline_.isValid() && (control == CC_SpinBox || control == CC_ComboBox)) {
            drawOutline(option->rect, option->state.testFlag(State_Enabled), painter);
        }
        if (outline_.isValid() && control == CC_Slider && option->subControls.testFlag(SC_SliderHandle)) {
            drawOutline(subControlRect(control, option, SC_SliderHandle, widget),
                        option->state.testFlag(State_Enabled), painter);
        }
    }
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
        if (element != CE_FocusFrame) {
            QProxyStyle::drawControl(element, option, painter, widget);
            return;
        }
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(ring_, width_));
        painter->setBrush(Qt::NoBrush);
        const double inset = 0.5 * width_;
        painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset), 4.0, 4.0);
        painter->restore();
    }

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override {
        if (hint == SH_FocusFrame_AboveWidget) {
            return 1;
        }
        if (hint == SH_FocusFrame_Mask && widget != nullptr) {
            if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(answer)) {
                const int wide = static_cast<int>(std::ceil(width_)) + 1;
                mask->region =
                    QRegion(widget->rect()) - QRegion(widget->rect().adjusted(wide, wide, -wide, -wide));
            }
            return 1;
        }
        return hint == SH_DialogButtonBox_ButtonsHaveIcons
                   ? 0
                   : QProxyStyle::styleHint(hint, option, widget, answer);
    }

private:
    void drawOutline(const QRect& rect, bool enabled, QPainter* painter) const {
        painter->setPen(enabled ? outline_ : outline_.darker(180));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
    }

    QColor ring_;
    double width_;
    QColor outline_;
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
    , kind_(kind)
    , ring_(new FocusRing(this)) {
    colours_ = coloursOf(values());
}

QPalette AppTheme::palette() const {
    const ThemeColours& c = colours_;
    const bool strong = kind_ == Kind::highContrast || kind_ == Kind::projector;
    const QColor faint = mix(c.text, c.window, strong ? 0.45 : 0.6);
    const QColor button = isDark() ? mix(c.window, c.text, 0.07) : mix(c.window, QColor(Qt::white), 0.6);
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, mix(c.base, c.window, 0.5));
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, strong ? c.dimText : mix(c.dimText, c.base, isDark() ? 0.2 : 0.08));
    p.setColor(QPalette::Button, button);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.bad);
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.onSelection);
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
    // Thicker where lines are, so that it is seen from the last row, too.
    QApplication::setStyle(new PlainFusion(colours_.accent, traceWidth(1.8, values()),
                                           kind_ == Kind::highContrast ? colours_.line : QColor()));
    QApplication::setPalette(palette());
    QApplication::setFont(numberFont());
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
                                   mix(colours_.text, colours_.window, 0.65), colours_.onSelection));
}

QIcon AppTheme::icon(const QString& name, const QColor& colour) const {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QIcon(new SvgIconEngine(file.readAll(), colour, colour, mix(colour, colours_.window, 0.65),
                                   colours_.onSelection));
}

QString AppTheme::keyOf(Kind kind) {
    switch (kind) {
    case Kind::dark:
        break;
    case Kind::light:
        return QStringLiteral("light");
    case Kind::highContrast:
        return QStringLiteral("high-contrast");
    case Kind::projector:
        return QStringLiteral("projector");
    }
    return QStringLiteral("dark");
}

AppTheme::Kind AppTheme::kindOf(const QString& key) {
    for (const Kind kind : {Kind::light, Kind::highContrast, Kind::projector}) {
        if (key == keyOf(kind)) {
            return kind;
        }
    }
    return Kind::dark;
}

int AppTheme::signSize(int pixels) const {
    return sized(pixels, values());
}

QFont AppTheme::numberFont() const {
    return sized(baseFont(10.0), 10.0, values());
}
QFont AppTheme::dimFont() const {
    return sized(baseFont(8.5), 8.5, values());
}
QFont AppTheme::titleFont() const {
    QFont font = sized(baseFont(13.0), 13.0, values());
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace phiscope
