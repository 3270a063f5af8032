#pragma once

#include "render/colour_maps.h"
#include "render/theme.h"

#include <QImage>
#include <QPolygonF>
#include <QWidget>

#include <Eigen/Core>

#include <string>
#include <utility>
#include <vector>

namespace phiscope {

/// The head from above: sensors at their places, and colours between them (spherical spline, Perrin et al.
/// 1989) inside of their hull only, with contour lines; or just the dots. Distances along the head's surface
/// from the top are drawn true (azimuthal equidistant); the circle is the equator through nasion and ears.
class Topomap : public QWidget {
    Q_OBJECT
public:
    explicit Topomap(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// `directions`: unit vectors from the head's centre, x to the right ear, y to the nose, z up.
    void setSensors(const Eigen::Matrix3Xd& directions, std::vector<std::string> names);
    /// One a sensor; empty: none are known. From -range (or 0, where `positive`) to range.
    void setValues(const Eigen::VectorXd& values, double range, bool positive);
    void setDotsOnly(bool dots);
    bool dotsOnly() const { return dotsOnly_; }
    void setChosen(std::vector<std::pair<int, Colour>> sensors);
    void setNearest(int sensor);
    void setHover(int sensor);
    /// How a value is written in the tip of a sensor.
    void setUnit(const QString& quantity, const QString& unit);

    /// Middle of a sensor's dot in the widget.
    QPointF pixelOf(int sensor) const;

    QSize sizeHint() const override { return {220, 220}; }
    QSize minimumSizeHint() const override { return {120, 120}; }

Q_SIGNALS:
    void sensorClicked(int sensor, Qt::KeyboardModifiers held);
    void sensorHovered(int sensor); ///< -1: none
    void sensorMenuRequested(int sensor, const QPoint& globalPosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr int grid = 80; ///< points along a side of the map

    QPointF toPixel(const Eigen::Vector2d& flat) const;
    double headRadiusPx() const;
    int sensorAt(QPointF position) const;
    QColor colourOf(double value) const;
    void interpolate();
    void drawHead(QPainter& painter) const;
    void drawMap(QPainter& painter) const;
    void drawContours(QPainter& painter) const;
    void drawSensors(QPainter& painter) const;

    Theme theme_;
    ColourTable table_{};
    Eigen::Matrix2Xd flat_; ///< 1: the equator
    double reach_ = 1.0;    ///< of the farthest sensor, at least 1
    std::vector<std::string> names_;
    QPolygonF hull_;          ///< in flat coordinates
    Eigen::MatrixXd weights_; ///< grid points × sensors, row by row from the front left
    Eigen::VectorXd values_;
    Eigen::VectorXd map_; ///< interpolated
    QImage image_;
    double range_ = 1.0;
    bool positive_ = false;
    bool dotsOnly_ = false;
    std::vector<std::pair<int, Colour>> chosen_;
    int nearest_ = -1;
    int hovered_ = -1;
    QString quantity_;
    QString unit_;
};

/// The corners of the smallest convex polygon around points, anticlockwise (Andrew's monotone chain).
QPolygonF convexHull(std::vector<QPointF> points);

/// Pieces of the line where a square table of values (row by row, `side` × `side`) crosses `level`, in
/// units of its grid.
std::vector<QLineF> contourLines(const Eigen::VectorXd& values, int side, double level);

} // namespace phiscope
