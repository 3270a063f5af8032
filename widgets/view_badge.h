#pragma once

#include "render/theme.h"

#include <QPushButton>

namespace phiscope {

/// At the top of the 3-D view, one below the other: says that what is seen is not what one would take it for.
/// A click ends it.
class ViewBadge : public QPushButton {
    Q_OBJECT
public:
    ViewBadge(const QString& name, QWidget* view);

    void setTheme(const Theme& theme);
    /// Shows it; hide() takes it away.
    void say(const QString& text);
    QSize sizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    void placeAll() const;
    QFont textFont() const;

    Theme theme_;
};

} // namespace phiscope
