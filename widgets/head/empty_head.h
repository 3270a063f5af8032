#pragma once

#include "render/theme.h"

#include <QLabel>

namespace phiscope {

/// What stands where a head will be, and the click that fills it.
class EmptyHead : public QLabel {
    Q_OBJECT
public:
    explicit EmptyHead(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// True: there is a head, only not visible.
    void setHeadHidden(bool hidden);

Q_SIGNALS:
    void addRequested();
    void showRequested();

private:
    void refresh();

    Theme theme_ = Theme::darkTheme();
    bool headHidden_ = false;
};

} // namespace phiscope
