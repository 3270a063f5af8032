#pragma once

#include <QSlider>

namespace phiscope {

class FieldEditor;

/// A slider below the editor of a number, for what is best found by looking: a drag is one step of undo.
class FieldSlider : public QSlider {
    Q_OBJECT
public:
    /// From `low` to `high` in steps of `step`; sticks to 0.
    FieldSlider(FieldEditor* editor, double low, double high, double step);

    /// Shows a value from outside, at its end where it lies beyond.
    void show(double value);

protected:
    void wheelEvent(QWheelEvent* event) override;

private:
    double step_;
};

} // namespace phiscope
