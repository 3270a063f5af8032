#pragma once

#include "render/theme.h"

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

class QFont;

namespace phiscope {

class FocusRing;

/// Colours by role, as Qt's; the values are those of render/theme.h.
struct ThemeColours {
    QColor window;
    QColor base;
    QColor text;
    QColor dimText;
    QColor line;
    QColor accent;
    QColor selection;
    QColor onSelection;
    QColor good;
    QColor warn;
    QColor bad;
    QColor excitatory;
    QColor inhibitory;
    QColor stimulus;
};

/// The look of the whole program: Fusion with own palettes, one font, own icons.
class AppTheme : public QObject {
    Q_OBJECT
public:
    using Kind = Theme::Kind;

    explicit AppTheme(Kind kind = Kind::dark, QObject* parent = nullptr);

    Kind kind() const { return kind_; }
    bool isDark() const { return values().dark; }
    const ThemeColours& colours() const { return colours_; }
    /// The plain values, for plots and the 3-D view.
    const Theme& values() const { return Theme::of(kind_); }
    QPalette palette() const;

    /// Switches palette, style and font of the application.
    void apply();
    void setKind(Kind kind);

    /// A single-colour icon of the resources, by its name without ending ("synapse"), drawn in the text's
    /// colour, the accent while checked, dim while disabled.
    QIcon icon(const QString& name) const;
    QIcon icon(const QString& name, const QColor& colour) const;

    /// "dark", "light", "high-contrast", "projector": for settings and the command line.
    static QString keyOf(Kind kind);
    static Kind kindOf(const QString& key); ///< dark where there is no such key

    /// Pixels of a sign that stands beside type: 18 where the type has its usual size.
    int signSize(int pixels = 18) const;

    /// Tabular figures, 10 pt; for numbers that change.
    QFont numberFont() const;
    QFont dimFont() const;
    QFont titleFont() const;
    FocusRing* focusRing() const { return ring_; }

Q_SIGNALS:
    void changed();

private:
    Kind kind_;
    FocusRing* ring_;
    ThemeColours colours_;
};

} // namespace phiscope
