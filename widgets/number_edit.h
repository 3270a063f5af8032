#pragma once

#include <QAbstractSpinBox>
#include <QString>

#include <limits>

class QMenu;

namespace phiscope {

/// A number with arrows that never refuses a key: what is typed is judged by its owner, who says in words
/// what is wrong. Takes decimal commas and the true minus sign; shows `decimals` digits but keeps all.
class NumberEdit : public QAbstractSpinBox {
    Q_OBJECT
public:
    explicit NumberEdit(QWidget* parent = nullptr);

    void setLimits(double minimum, double maximum) {
        minimum_ = minimum;
        maximum_ = maximum;
    }
    void setStep(double step) { step_ = step; }
    void setDecimals(int decimals) { decimals_ = decimals; }
    void setPlaceholder(const QString& text);
    /// May be empty, which means "not set".
    void setOptional(bool optional) { optional_ = optional; }

    double value() const { return value_; }
    bool isSet() const { return set_; }
    /// Shows a value that comes from outside; leaves the text alone while it already says the same.
    void setValue(double value);
    void setUnset();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void stepBy(int steps) override;

Q_SIGNALS:
    /// The person typed or stepped a number.
    void edited(double value);
    /// The person emptied an optional number.
    void cleared();
    /// What stands in the field is no number.
    void rejected(const QString& text);
    /// A right click: others may add to what is offered.
    void menuAboutToShow(QMenu* menu);

protected:
    StepEnabled stepEnabled() const override;
    QValidator::State validate(QString& input, int& position) const override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    QString textOf(double value) const;
    void readText(const QString& text);
    void showValue();

    double value_ = 0.0;
    bool set_ = false;
    bool optional_ = false;
    double minimum_ = -std::numeric_limits<double>::max();
    double maximum_ = std::numeric_limits<double>::max();
    double step_ = 1.0;
    int decimals_ = 3;
};

/// The number that a text says in any usual spelling ("−1,5", "2e-3"); false where it is none.
bool parseNumber(QString text, double& value);

} // namespace phiscope
