#include "widgets/number_edit.h"

#include "model/scene/fields.h"

#include <QContextMenuEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace phiscope {

bool parseNumber(QString text, double& value) {
    text = text.trimmed();
    text.replace(QChar(0x2212), QLatin1Char('-'));
    text.replace(QLatin1Char(','), QLatin1Char('.'));
    bool ok = false;
    const double parsed = QLocale::c().toDouble(text, &ok);
    if (ok && std::isfinite(parsed)) {
        value = parsed;
    }
    return ok && std::isfinite(parsed);
}

NumberEdit::NumberEdit(QWidget* parent)
    : QAbstractSpinBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAlignment(Qt::AlignRight);
    connect(lineEdit(), &QLineEdit::textEdited, this, &NumberEdit::readText);
    connect(this, &QAbstractSpinBox::editingFinished, this, [this] {
        double typed = 0.0;
        if (set_ && parseNumber(lineEdit()->text(), typed) && typed == value_) {
            showValue();
        }
    });
}

void NumberEdit::setPlaceholder(const QString& text) {
    lineEdit()->setPlaceholderText(text);
}

void NumberEdit::setValue(double value) {
    double typed = 0.0;
    const bool same = set_ && value == value_ && lineEdit()->hasFocus() &&
                      parseNumber(lineEdit()->text(), typed) && typed == value;
    value_ = value;
    set_ = true;
    if (!same) {
        showValue();
    }
}

void NumberEdit::setUnset() {
    set_ = false;
    lineEdit()->clear();
}

QString NumberEdit::textOf(double value) const {
    QString text = QLocale::c().toString(value, 'f', decimals_);
    text.remove(QLatin1Char(','));
    if (text.contains(QLatin1Char('.'))) {
        while (text.endsWith(QLatin1Char('0'))) {
            text.chop(1);
        }
        if (text.endsWith(QLatin1Char('.'))) {
            text.chop(1);
        }
    }
    double shown = 0.0;
    const double size = std::abs(value);
    if (size > 0.0 && (size >= 1e9 || !parseNumber(text, shown) || std::abs(shown - value) > 0.005 * size)) {
        text = QString::fromStdString(numberText(value)); // too small or too large for so many decimals
    }
    if (text == QLatin1String("-0")) {
        text = QStringLiteral("0");
    }
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

void NumberEdit::showValue() {
    lineEdit()->setText(textOf(value_));
}

void NumberEdit::readText(const QString& text) {
    if (text.trimmed().isEmpty() && optional_) {
        set_ = false;
        Q_EMIT cleared();
        return;
    }
    double typed = 0.0;
    if (!parseNumber(text, typed)) {
        Q_EMIT rejected(text);
        return;
    }
    value_ = typed;
    set_ = true;
    Q_EMIT edited(typed);
}

void NumberEdit::stepBy(int steps) {
    if (!set_) {
        return;
    }
    // On the grid of steps, so that 0.1 + 0.2 shows 0.3.
    const double target = std::round((value_ + steps * step_) / step_ * 1e6) / 1e6 * step_;
    value_ = std::clamp(std::stod(QString::number(target, 'g', 12).toStdString()), minimum_, maximum_);
    showValue();
    selectAll();
    Q_EMIT edited(value_);
}

QAbstractSpinBox::StepEnabled NumberEdit::stepEnabled() const {
    StepEnabled enabled = StepNone;
    enabled.setFlag(StepUpEnabled, set_ && value_ < maximum_);
    enabled.setFlag(StepDownEnabled, set_ && value_ > minimum_);
    return enabled;
}

QValidator::State NumberEdit::validate(QString& /*input*/, int& /*position*/) const {
    return QValidator::Acceptable;
}

void NumberEdit::contextMenuEvent(QContextMenuEvent* event) {
    QMenu* menu = lineEdit()->createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuAboutToShow(menu);
    menu->popup(event->globalPos());
    event->accept();
}

void NumberEdit::wheelEvent(QWheelEvent* event) {
    // A wheel that scrolls the panel must not change numbers that it passes.
    if (hasFocus()) {
        QAbstractSpinBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

QSize NumberEdit::sizeHint() const {
    return {84, 26};
}
QSize NumberEdit::minimumSizeHint() const {
    return {52, 26};
}

} // namespace phiscope
