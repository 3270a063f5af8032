#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace phiscope {

class NumberEdit;

/// At the lower edge of the 3-D view while the synapse brush is in hand: how it paints, and what it has
/// painted.
class BrushBar : public QFrame {
    Q_OBJECT
public:
    static constexpr double leastPerUm = 0.01;
    static constexpr double mostPerUm = 10.0;

    explicit BrushBar(QWidget* view);

    void setDensity(double perUm);
    void setRadius(double pixels);
    /// "34 synapses in Painted 1"
    void setText(const QString& text);
    QString text() const;

Q_SIGNALS:
    void densityChosen(double perUm);
    void radiusChosen(double pixels);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; ///< the view is resized
    void showEvent(QShowEvent* event) override;

private:
    void settle();

    NumberEdit* density_;
    NumberEdit* radius_;
    QLabel* text_;
};

} // namespace phiscope
