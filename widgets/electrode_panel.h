#pragma once

#include "render/theme.h"

#include <QImage>
#include <QString>
#include <QWidget>

#include <memory>

namespace phiscope {

struct ElectrodeTrace;

/// A small panel beside the mouse: the trace of a contact there over the whole recording, and its value at
/// the time cursor. Lies over the view and lets every click through.
class ElectrodePanel : public QWidget {
    Q_OBJECT
public:
    explicit ElectrodePanel(QWidget* view);

    void setTheme(const Theme& theme);
    void setTrace(std::shared_ptr<const ElectrodeTrace> trace);
    /// Words in place of a trace; empty: none.
    void setProblem(const QString& problem);
    void setMoment(double timeMs, double valueMv);
    /// Beside a place of the view, kept within it.
    void showAt(const QPoint& mouse);

    QString valueText() const;
    double valueUv() const { return valueMv_ * 1e3; }
    /// The limits of the value axis, µV.
    double lowUv() const { return low_; }
    double highUv() const { return high_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void findLimits();
    QImage drawTrace(const QSize& size) const;

    Theme theme_;
    std::shared_ptr<const ElectrodeTrace> trace_;
    QString problem_;
    double timeMs_ = 0.0;
    double valueMv_ = 0.0;
    double low_ = -1.0;
    double high_ = 1.0;
};

} // namespace phiscope
