#include "widgets/field_slider.h"

#include "widgets/field_editor.h"

#include <QSignalBlocker>
#include <QWheelEvent>

#include <cmath>
#include <cstdlib>

namespace phiscope {

FieldSlider::FieldSlider(FieldEditor* editor, double low, double high, double step)
    : QSlider(Qt::Horizontal)
    , step_(step) {
    setRange(static_cast<int>(std::lround(low / step)), static_cast<int>(std::lround(high / step)));
    setPageStep(5);
    setTickPosition(QSlider::TicksBelow);
    setTickInterval(maximum());
    setAccessibleName(QString::fromStdString(editor->info().label));
    setToolTip(FieldEditor::toolTipOf(editor->info()));
    connect(this, &QSlider::valueChanged, editor, [this, editor](int at) {
        constexpr int sticky = 2;
        if (isSliderDown() && std::abs(at) <= sticky) {
            at = 0;
        }
        // As a number that is typed: 0.07, not 0.07000000000000001.
        Q_EMIT editor->edited(std::round(at * step_ * 1e6) / 1e6);
    });
    connect(this, &QSlider::sliderReleased, editor, &FieldEditor::finished);
}

void FieldSlider::show(double value) {
    const QSignalBlocker quiet(this);
    if (!isSliderDown()) {
        setValue(static_cast<int>(std::lround(value / step_)));
    }
}

void FieldSlider::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the wheel scrolls the panel
}

} // namespace phiscope
