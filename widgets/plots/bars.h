#pragma once

#include "render/colour_maps.h"
#include "widgets/plots/qcp.h"

namespace phiscope {

/// An upright bar at the right of a plot with the amplitude it stands for.
class PlotScaleBar : public QCPLayerable {
    Q_OBJECT
public:
    PlotScaleBar(QCPAxis* valueAxis, QCustomPlot* plot);
    /// `extent` in units of the value axis; the label says what it means.
    void set(double extent, const QString& label);
    void setLook(const QPen& pen, const QFont& font);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    QCPAxis* axis_;
    QPen pen_;
    QFont font_;
    QString label_;
    double extent_ = 0.0;
};

/// The colours of a map and what they mean, at the right of a plot.
class PlotColourBar : public QCPLayerable {
    Q_OBJECT
public:
    /// Beside the plot's axis rectangle.
    explicit PlotColourBar(QCustomPlot* plot);
    /// Beside another one, or from the top of one to the bottom of another.
    void setBeside(QCPAxisRect* first, QCPAxisRect* last = nullptr) {
        first_ = first;
        last_ = last != nullptr ? last : first;
    }
    void setTable(const ColourTable& table);
    void setLook(const QPen& pen, const QColor& text, const QFont& font);
    /// Ends are ±`amplitude` of `unit`.
    void set(double amplitude, const QString& unit);
    /// The same with ends of their own.
    void set(double low, double high, const QString& unit);
    /// What the two ends are called ("source", "sink"); empty: nothing.
    void setWords(const QString& above, const QString& below);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    QImage strip_;
    QPen pen_;
    QColor text_;
    QFont font_;
    QString unit_;
    QString above_;
    QString below_;
    QPointer<QCPAxisRect> first_;
    QPointer<QCPAxisRect> last_;
    double low_ = 0.0;
    double high_ = 0.0;
};

} // namespace phiscope
