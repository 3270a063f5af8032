#pragma once

#include "render/theme.h"
#include "widgets/plots/qcp.h"

namespace phiscope {

/// A plot over time that is small enough for the property panel: axes with units, a reading in its corner, a
/// sentence where there is nothing to draw. Drawn anew at the next turn of the event loop.
class SmallPlot : public QCustomPlot {
    Q_OBJECT
public:
    SmallPlot(const QString& name, const QString& accessibleName, QWidget* parent = nullptr);

    virtual void setTheme(const Theme& theme);
    const Theme& theme() const { return theme_; }
    /// Empty: the plot has no numbers at its left.
    void setValueLabel(const QString& label);
    /// Leaves the room of the numbers at the left, so that this stands exactly under a plot that has some.
    void setLeftRoom(bool room);
    void setDuration(double durationMs);
    double durationMs() const { return durationMs_; }
    void setReading(const QString& text);
    const QString& reading() const { return reading_; }
    void setHint(const QString& sentence);
    const QString& hint() const { return hint_; }

    QPointF toCoordinates(const QPointF& pixel) const;
    QPointF toPixel(const QPointF& coordinates) const;
    /// A time as precise as a pixel is, in whole, tenths, hundredths … of a ms.
    double roundedTime(double timeMs) const;
    void refresh() { replot(QCustomPlot::rpQueuedReplot); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    /// Over the axes, before the reading: what is no graph.
    virtual void drawData(QCPPainter* /*painter*/) {}

private:
    class Data;
    void updateMargins();

    Theme theme_;
    QString reading_;
    QString hint_;
    double durationMs_ = 100.0;
    bool leftRoom_ = false;
};

} // namespace phiscope
