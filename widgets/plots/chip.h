#pragma once

#include "render/theme.h"

#include <QToolButton>

namespace phiscope {

/// A small labelled button in the header of a plot: says how a plot is made, and changes it.
class Chip : public QToolButton {
    Q_OBJECT
public:
    enum class Tone {
        plain, ///< an offer, or a quiet fact
        set,   ///< something is set that changes what is seen
        warn,  ///< something that a person should know
    };

    explicit Chip(const QString& name, QWidget* parent = nullptr);

    void setLabel(const QString& label);
    QString label() const { return label_; }
    void setTone(Tone tone);
    Tone tone() const { return tone_; }
    /// With a small cross at its end, whose click is `closeClicked` instead of `clicked`.
    void setClosable(bool closable);
    bool closable() const { return closable_; }
    /// With a small arrow at its end: a click opens a choice.
    void setOpensChoice(bool opens);
    void setTheme(const Theme& theme);
    QSize sizeHint() const override;
    /// Where the cross is.
    QRect closeArea() const;

Q_SIGNALS:
    void closeClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QString label_;
    Theme theme_;
    Tone tone_ = Tone::plain;
    bool closable_ = false;
    bool opensChoice_ = false;
};

} // namespace phiscope
