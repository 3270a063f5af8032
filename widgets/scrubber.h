#pragma once

#include "render/theme.h"
#include "widgets/time_scale.h"

#include <QWidget>

#include <vector>

namespace phiscope {

class TimeCursor;

/// The whole recording as one line: how far it is, spikes and synaptic events on it, and the cursor to drag.
class Scrubber : public QWidget {
    Q_OBJECT
public:
    Scrubber(TimeCursor* cursor, QWidget* parent);

    void setTheme(const Theme& theme);
    void setSpikes(const std::vector<double>& timesMs);
    void setEvents(const std::vector<double>& excitatoryMs, const std::vector<double>& inhibitoryMs);
    TimeScale timeScale() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    int textRoom() const; ///< more pixels than usual for the times
    void drawMarks(QPainter& painter, const std::vector<double>& timesMs, const Colour& colour, double top,
                   double bottom) const;
    void updateCursorArea(double timeMs);

    TimeCursor* cursor_;
    Theme theme_;
    std::vector<double> spikes_;
    std::vector<double> excitatory_;
    std::vector<double> inhibitory_;
    double drawnMs_ = 0.0;
    double hoverX_ = -1.0;
};

} // namespace phiscope
