#pragma once

#include "render/theme.h"

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

class QFont;

namespace phiscope {

/// Colours by role, as Qt's; the values are those of render/theme.h.
struct ThemeColours {
    QColor window;
    QColor base;
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

/// The look of the whole program: Fusion with own palettes, one font, own icons.
class AppTheme : public QObject {
    Q_OBJECT
public:
    enum class Kind { dark, light };

    explicit AppTheme(Kind kind = Kind::dark, QObject* parent = nullptr);

    Kind kind() const { return kind_; }
    bool isDark() const { return kind_ == Kind::dark; }
    const ThemeColours& colours() const { return colours_; }
    /// The plain values, for plots and the 3-D view.
    const Theme& values() const { return Theme::of(isDark()); }
    QPalette palette() const;

    /// Switches palette, style and font of the application.
    void apply();
    void setKind(Kind kind);

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

} // namespace phiscope
