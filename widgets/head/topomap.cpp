#include "widgets/head/topomap.h"

#include "model/analysis/spherical_spline.h"
#include "widgets/colours.h"
#include "widgets/quantity.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double margin = 8.0;
constexpr double noseLength = 0.12; // of the head's radius
constexpr double reachPx = 11.0;

/// Azimuthal equidistant: 1 at the equator.
Eigen::Vector2d flatten(const Eigen::Vector3d& direction) {
    const double across = direction.head<2>().norm();
    const double angle = std::atan2(across, direction.z());
    return across > 1e-12 ? Eigen::Vector2d(direction.head<2>() / across * (angle / (0.5 * std::numbers::pi)))
                          : Eigen::Vector2d::Zero();
}

Eigen::Vector3d onSphere(const Eigen::Vector2d& flat) {
    const double angle = flat.norm() * 0.5 * std::numbers::pi;
    const double scale = flat.norm() > 1e-12 ? std::sin(angle) / flat.norm() : 0.0;
    return {flat.x() * scale, flat.y() * scale, std::cos(angle)};
}

double cross(const QPointF& o, const QPointF& a, const QPointF& b) {
    return (a.x() - o.x()) * (b.y() - o.y()) - (a.y() - o.y()) * (b.x() - o.x());
}

} // namespace

QPolygonF convexHull(std::vector<QPointF> points) {
    std::sort(points.begin(), points.end(), [](const QPointF& a, const QPointF& b) {
        return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y();
    });
    QPolygonF hull;
    const auto walk = [&](auto first, auto last) {
        const qsizetype start = hull.size();
        for (auto it = first; it != last; ++it) {
            while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), *it) <= 0.0) {
                hull.removeLast();
            }
            hull.append(*it);
        }
        hull.removeLast();
    };
    if (points.size() < 3) {
        return QPolygonF(QList<QPointF>(points.begin(), points.end()));
    }
    walk(points.begin(), points.end());
    walk(points.rbegin(), points.rend());
    return hull;
}

std::vector<QLineF> contourLines(const Eigen::VectorXd& values, int side, double level) {
    std::vector<QLineF> lines;
    for (int row = 0; row + 1 < side; ++row) {
        for (int column = 0; column + 1 < side; ++column) {
            const auto at = [&](int r, int c) {
                return values[Eigen::Index{r} * side + c] - level;
            };
            // Corners in turn, so that every edge lies between neighbours.
            const std::array<double, 4> corner{at(row, column), at(row, column + 1), at(row + 1, column + 1),
                                               at(row + 1, column)};
            const std::array<QPointF, 4> place{QPointF(column, row), QPointF(column + 1, row),
                                               QPointF(column + 1, row + 1), QPointF(column, row + 1)};
            std::array<QPointF, 4> crossing;
            std::size_t count = 0;
            for (std::size_t k = 0; k < 4; ++k) {
                const double a = corner[k];
                const double b = corner[(k + 1) % 4];
                if ((a < 0.0) != (b < 0.0)) {
                    crossing[count++] = place[k] + (place[(k + 1) % 4] - place[k]) * (a / (a - b));
                }
            }
            for (std::size_t k = 0; k + 1 < count; k += 2) {
                lines.emplace_back(crossing[k], crossing[k + 1]);
            }
        }
    }
    return lines;
}

Topomap::Topomap(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("topomap"));
    setAccessibleName(tr("Map of the scalp seen from above"));
    setMouseTracking(true);
    setTheme(Theme::darkTheme());
}

void Topomap::setTheme(const Theme& theme) {
    theme_ = theme;
    interpolate();
    update();
}

void Topomap::setSensors(const Eigen::Matrix3Xd& directions, std::vector<std::string> names) {
    names_ = std::move(names);
    flat_.resize(2, directions.cols());
    std::vector<QPointF> points;
    reach_ = 1.0;
    for (Eigen::Index k = 0; k < directions.cols(); ++k) {
        flat_.col(k) = flatten(directions.col(k).normalized());
        reach_ = std::max(reach_, flat_.col(k).norm());
        points.emplace_back(flat_(0, k), flat_(1, k));
    }
    hull_ = convexHull(std::move(points));
    values_.resize(0);
    weights_.resize(0, 0);
    chosen_.clear();
    nearest_ = -1;
    hovered_ = -1;
    if (directions.cols() > 2) {
        Eigen::Matrix3Xd places(3, grid * grid);
        for (int row = 0; row < grid; ++row) {
            for (int column = 0; column < grid; ++column) {
                const Eigen::Vector2d at(2.0 * column / (grid - 1) - 1.0, 1.0 - 2.0 * row / (grid - 1));
                places.col(Eigen::Index{row} * grid + column) = onSphere(reach_ * at);
            }
        }
        weights_ = sphericalSplineWeights(directions.colwise().normalized(), places);
    }
    interpolate();
    update();
}

void Topomap::setValues(const Eigen::VectorXd& values, double range, bool positive) {
    if (values.size() == values_.size() && values == values_ && range == range_ && positive == positive_) {
        return;
    }
    values_ = values;
    range_ = range > 0.0 ? range : 1.0;
    positive_ = positive;
    interpolate();
    update();
}

void Topomap::setDotsOnly(bool dots) {
    if (dots != dotsOnly_) {
        dotsOnly_ = dots;
        interpolate();
        update();
    }
}

void Topomap::setChosen(std::vector<std::pair<int, Colour>> sensors) {
    chosen_ = std::move(sensors);
    update();
}

void Topomap::setNearest(int sensor) {
    nearest_ = sensor;
    update();
}

void Topomap::setHover(int sensor) {
    if (sensor != hovered_) {
        hovered_ = sensor;
        update();
    }
}

void Topomap::setUnit(const QString& quantity, const QString& unit) {
    quantity_ = quantity;
    unit_ = unit;
}

QColor Topomap::colourOf(double value) const {
    const auto range = static_cast<float>(range_);
    const int index = colourIndex(static_cast<float>(value), positive_ ? 0.0F : -range, range);
    return toQColor(table_[static_cast<std::size_t>(index)]);
}

void Topomap::interpolate() {
    table_ = colourTable(positive_ ? ColourMap::sensitivity : ColourMap::current, theme_);
    if (dotsOnly_ || values_.size() == 0 || weights_.cols() != values_.size()) {
        image_ = {};
        return;
    }
    map_.noalias() = weights_ * values_;
    if (image_.isNull()) {
        image_ = QImage(grid, grid, QImage::Format_RGB32);
    }
    for (int row = 0; row < grid; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int column = 0; column < grid; ++column) {
            line[column] = colourOf(map_[Eigen::Index{row} * grid + column]).rgb();
        }
    }
}

double Topomap::headRadiusPx() const {
    const double room = 0.5 * std::min(width(), height()) - margin;
    return std::max(10.0, room / std::max(1.0 + noseLength, reach_ + 0.06));
}

QPointF Topomap::toPixel(const Eigen::Vector2d& flat) const {
    const double r = headRadiusPx();
    return {0.5 * width() + r * flat.x(), 0.5 * height() + 0.5 * noseLength * r - r * flat.y()};
}

QPointF Topomap::pixelOf(int sensor) const {
    return toPixel(flat_.col(sensor));
}

int Topomap::sensorAt(QPointF position) const {
    int best = -1;
    double closest = reachPx;
    for (Eigen::Index k = 0; k < flat_.cols(); ++k) {
        const QPointF way = toPixel(flat_.col(k)) - position;
        const double distance = std::hypot(way.x(), way.y());
        if (distance < closest) {
            closest = distance;
            best = static_cast<int>(k);
        }
    }
    return best;
}

void Topomap::drawHead(QPainter& painter) const {
    const double r = headRadiusPx();
    const QPointF middle = toPixel({0.0, 0.0});
    painter.setPen(QPen(toQColor(theme_.dimText), 1.6));
    painter.setBrush(Qt::NoBrush);
    QPainterPath nose;
    nose.moveTo(toPixel({-0.13, 0.99}));
    nose.quadTo(toPixel({-0.06, 1.03}), toPixel({0.0, 1.0 + noseLength}));
    nose.quadTo(toPixel({0.06, 1.03}), toPixel({0.13, 0.99}));
    painter.drawPath(nose);
    for (const double side : {-1.0, 1.0}) {
        QPainterPath ear;
        ear.moveTo(toPixel({side * 0.985, 0.17}));
        ear.cubicTo(toPixel({side * 1.09, 0.24}), toPixel({side * 1.11, -0.02}),
                    toPixel({side * 1.07, -0.06}));
        ear.cubicTo(toPixel({side * 1.10, -0.20}), toPixel({side * 1.03, -0.25}),
                    toPixel({side * 0.975, -0.2}));
        painter.drawPath(ear);
    }
    painter.drawEllipse(middle, r, r);
}

void Topomap::drawMap(QPainter& painter) const {
    QPolygonF outline;
    for (const QPointF& corner : hull_) {
        outline << toPixel({corner.x(), corner.y()});
    }
    if (!image_.isNull()) {
        QPainterPath inside;
        inside.addPolygon(outline);
        inside.closeSubpath();
        painter.save();
        painter.setClipPath(inside);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        // A value stands in the middle of its pixel.
        const double half = reach_ / (grid - 1);
        const QPointF corner = toPixel({-reach_ - half, reach_ + half});
        painter.drawImage(QRectF(corner, toPixel({reach_ + half, -reach_ - half})), image_);
        drawContours(painter);
        painter.restore();
    }
    if (outline.size() > 2) {
        QColor line = toQColor(theme_.dimText);
        line.setAlpha(150);
        painter.setPen(QPen(line, 1.0, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(outline);
    }
}

void Topomap::drawContours(QPainter& painter) const {
    QColor ink = toQColor(theme_.text);
    const double step = 2.0 * reach_ / (grid - 1);
    constexpr int levels = 4;
    for (int k = positive_ ? 1 : -levels + 1; k < levels; ++k) {
        ink.setAlpha(k == 0 ? 150 : 80);
        painter.setPen(QPen(ink, 1.0));
        QList<QLineF> drawn;
        for (const QLineF& line : contourLines(map_, grid, range_ * k / levels)) {
            const auto place = [&](const QPointF& p) {
                return toPixel({p.x() * step - reach_, reach_ - p.y() * step});
            };
            drawn.append(QLineF(place(line.p1()), place(line.p2())));
        }
        painter.drawLines(drawn);
    }
}

void Topomap::drawSensors(QPainter& painter) const {
    const QFont small = sized(font(), 8.0, theme_);
    painter.setFont(small);
    const QFontMetricsF metrics(small);
    const bool many = flat_.cols() > 40;
    const bool named = !many && headRadiusPx() > 84.0;
    for (Eigen::Index k = 0; k < flat_.cols(); ++k) {
        const int index = static_cast<int>(k);
        const QPointF at = toPixel(flat_.col(k));
        const auto mine = std::find_if(chosen_.begin(), chosen_.end(),
                                       [index](const auto& each) { return each.first == index; });
        const bool chosen = mine != chosen_.end();
        const bool known = k < values_.size();
        double radius = dotsOnly_ ? (many ? 4.0 : 6.0) : (many ? 1.6 : 2.6);
        if (chosen || index == hovered_) {
            radius += 1.5;
        }
        painter.setPen(
            QPen(chosen ? toQColor(mine->second) : toQColor(dotsOnly_ ? theme_.dimText : theme_.base),
                 chosen ? 2.2 : 1.0));
        painter.setBrush(dotsOnly_ && known ? colourOf(values_[k]) : toQColor(theme_.text));
        painter.drawEllipse(at, radius, radius);
        if (index == hovered_ || index == nearest_) {
            painter.setPen(QPen(toQColor(index == hovered_ ? theme_.accent : theme_.good), 1.4));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(at, radius + 3.0, radius + 3.0);
        }
        const auto i = static_cast<std::size_t>(k);
        if (i < names_.size() && (named || ((chosen || index == hovered_) && !names_[i].empty()))) {
            const QString name = QString::fromStdString(names_[i]);
            const QPointF text(at.x() - 0.5 * metrics.horizontalAdvance(name),
                               at.y() + radius + metrics.ascent());
            QPainterPath letters;
            letters.addText(text, small, name);
            QColor halo = toQColor(theme_.base);
            halo.setAlpha(170);
            painter.strokePath(letters, QPen(halo, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.fillPath(letters, toQColor(theme_.text));
        }
    }
}

void Topomap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), toQColor(theme_.base));
    drawMap(painter);
    drawHead(painter);
    drawSensors(painter);
    const QFont small = sized(font(), 8.0, theme_);
    painter.setFont(small);
    painter.setPen(toQColor(theme_.dimText));
    // Which side is which must not be a matter of guessing.
    painter.drawText(rect().adjusted(6, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("L"));
    painter.drawText(rect().adjusted(6, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, tr("R"));
}

void Topomap::mousePressEvent(QMouseEvent* event) {
    const int sensor = sensorAt(event->position());
    if (event->button() == Qt::LeftButton && sensor >= 0) {
        Q_EMIT sensorClicked(sensor, event->modifiers());
    }
}

void Topomap::mouseMoveEvent(QMouseEvent* event) {
    const int sensor = sensorAt(event->position());
    if (sensor != hovered_) {
        hovered_ = sensor;
        setCursor(sensor >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
        Q_EMIT sensorHovered(sensor);
    }
}

void Topomap::leaveEvent(QEvent* event) {
    if (hovered_ >= 0) {
        hovered_ = -1;
        update();
        Q_EMIT sensorHovered(-1);
    }
    QWidget::leaveEvent(event);
}

void Topomap::contextMenuEvent(QContextMenuEvent* event) {
    if (const int sensor = sensorAt(event->pos()); sensor >= 0) {
        Q_EMIT sensorMenuRequested(sensor, event->globalPos());
    }
}

bool Topomap::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int sensor = sensorAt(help->pos());
        if (sensor >= 0 && sensor < values_.size()) {
            const auto i = static_cast<std::size_t>(sensor);
            const QString name = i < names_.size() ? QString::fromStdString(names_[i]) : QString();
            QToolTip::showText(
                help->globalPos(),
                QStringLiteral("%1 %2: %3").arg(quantity_, name, formatQuantity(values_[sensor], unit_)),
                this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace phiscope
