#pragma once

#include <QToolButton>

namespace phiscope {

struct Theme;

/// A flat button with a sign that is drawn, in one stroke weight and in the theme's colours, so that it is
/// sharp at every scale and needs no icon theme.
class GlyphButton : public QToolButton {
    Q_OBJECT
public:
    enum class Glyph { play, pause, loop, stop, close, down, right, plus, minus };

    GlyphButton(Glyph glyph, const QString& name, const QString& tip, QWidget* parent = nullptr);

    void setGlyph(Glyph glyph);
    Glyph glyph() const { return glyph_; }
    /// Drawn as text instead of a glyph (the "auto" of a gain); empty: the glyph.
    void setWord(const QString& word);
    void setTheme(const Theme& theme);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int side_ = 24;
    Glyph glyph_;
    QString word_;
    QColor text_;
    QColor dim_;
    QColor accent_;
    QColor hover_;
};

} // namespace phiscope
