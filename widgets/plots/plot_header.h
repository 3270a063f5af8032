#pragma once

#include "render/theme.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace phiscope {

class Chip;
class GlyphButton;

/// What a plot shows at one moment: a name in its trace's colour, and the value.
struct Reading {
    QColor colour;
    QString name;
    QString value;
    QString widest; ///< the longest that `value` can become: its place does not move

    bool operator==(const Reading&) const = default;
};

/// The line above a plot: folds it, names it, and reads it off at the cursor or under the mouse.
class PlotHeader : public QWidget {
    Q_OBJECT
public:
    PlotHeader(const QString& name, const QString& title, QWidget* parent);

    void setTheme(const Theme& theme);
    void setCollapsed(bool collapsed);
    bool collapsed() const { return collapsed_; }
    /// `moment`: empty for the cursor's, else the time under the mouse ("at 34.2 ms").
    void setReadings(std::vector<Reading> readings, const QString& moment);
    const std::vector<Reading>& readings() const { return readings_; }
    /// A button at the right end.
    void addButton(GlyphButton* button);
    /// A label with something to choose, beside the title.
    void addChip(Chip* chip);
    /// After the label of a chip has changed.
    void placeChips();

Q_SIGNALS:
    void collapsedChanged(bool collapsed);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    double titleEnd() const;

    QString title_;
    QString moment_;
    std::vector<Reading> readings_;
    std::vector<GlyphButton*> buttons_;
    std::vector<Chip*> chips_;
    QHBoxLayout* row_ = nullptr;
    GlyphButton* fold_ = nullptr;
    Theme theme_;
    bool collapsed_ = false;
};

} // namespace phiscope
