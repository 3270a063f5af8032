#pragma once

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

class QFont;

namespace phiscope {

/// Colours by role. One set for dark rooms, one for paper.
struct ThemeColours {
    QColor window;
    QColor base;
    QColor viewTop;
    QColor viewBottom;
    QColor text;
    QColor dimText;
    QColor line;
    QColor accent;
    QColor good;
    QColor warn;
    QColor bad;
    QColor excitatory;
    QColor inhibitory;
    QColor stimulus;
};

/// The look of the whole program (render/theme.h has its plain colour values): Fusion with own palettes, one
/// font, own icons.
class AppTheme : public QObject {
    Q_OBJECT
public:
    enum class Kind { dark, light };

    explicit AppTheme(Kind kind = Kind::dark, QObject* parent = nullptr);

    Kind kind() const { return kind_; }
    bool isDark() const { return kind_ == Kind::dark; }
    const ThemeColours& colours() const { return colours_; }
    QPalette palette() const;

    /// Switches palette, style and font of the application.
    void apply();
    void setKind(Kind kind);

    /// Colour `index` of a set of traces: Okabe and Ito's order (2008), shifted in lightness for this ground;
    /// repeats after eight.
    QColor series(int index) const;
    /// Contact `index` of `count`: one hue, from deep (dark) to shallow (light); the same in 3-D and plots.
    QColor contact(int index, int count) const;

    /// A single-colour icon of the resources, by its name without ending ("synapse"), drawn in the text's
    /// colour, the accent while checked, dim while disabled.
    QIcon icon(const QString& name) const;
    QIcon icon(const QString& name, const QColor& colour) const;

    /// Tabular figures, 10 pt; for numbers that change.
    QFont numberFont() const;
    QFont dimFont() const;
    QFont titleFont() const;

Q_SIGNALS:
    void changed();

private:
    Kind kind_;
    ThemeColours colours_;
};

/// "−12.3 µV": value with `digits` significant digits, true minus sign, thin space, unit.
QString formatQuantity(double value, const QString& unit, int digits = 3);
/// Seconds for people: "3.2 s", "1 min 20 s".
QString formatDuration(double seconds);

} // namespace phiscope
