#include "widgets/field_editor.h"

#include "widgets/number_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStringListModel>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace phiscope {

namespace {

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

QLabel* unitLabel(const std::string& unit) {
    auto* label = new QLabel(qs(unit));
    label->setObjectName(QStringLiteral("dim"));
    label->setMinimumWidth(unit.empty() ? 0 : 34);
    return label;
}

QString listText(const std::vector<double>& list) {
    QStringList parts;
    for (const double value : list) {
        parts << qs(numberText(value));
    }
    return parts.join(QStringLiteral(", "));
}

QString pointsText(const std::vector<std::array<double, 3>>& points) {
    QStringList lines;
    for (const auto& p : points) {
        lines << listText({p.begin(), p.end()});
    }
    return lines.join(QLatin1Char('\n'));
}

/// Numbers between spaces, semicolons and commas. Returns the first word that is none, empty where all are.
QString parseList(const QString& text, std::vector<double>& list) {
    static const QRegularExpression gap(QStringLiteral("[\\s,;]+"));
    const QStringList words = text.split(gap, Qt::SkipEmptyParts);
    for (const QString& word : words) {
        double value = 0.0;
        if (!parseNumber(word, value)) {
            return word;
        }
        list.push_back(value);
    }
    return {};
}

} // namespace

FieldEditor::FieldEditor(const FieldInfo& info, QWidget* parent)
    : QWidget(parent)
    , info_(info) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(2);
    setObjectName(qs(info_.key));

    switch (info_.kind) {
    case FieldKind::number:
    case FieldKind::integer:
        buildNumber();
        break;
    case FieldKind::triple:
        buildTriple();
        break;
    case FieldKind::boolean:
        box_ = new QCheckBox(qs(info_.label));
        connect(box_, &QCheckBox::toggled, this, [this](bool on) { offer(on); });
        outer->addWidget(box_);
        break;
    case FieldKind::choice:
        combo_ = new QComboBox;
        combo_->setFocusPolicy(Qt::StrongFocus);
        combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo_->setMinimumContentsLength(8);
        combo_->installEventFilter(this);
        for (const FieldChoice& choice : info_.choices) {
            combo_->addItem(qs(choice.label), qs(choice.key));
            combo_->setItemData(combo_->count() - 1, qs(choice.help), Qt::ToolTipRole);
        }
        connect(combo_, &QComboBox::currentIndexChanged, this,
                [this](int index) { offer(combo_->itemData(index).toString().toStdString()); });
        outer->addWidget(combo_);
        break;
    case FieldKind::text:
        if (info_.multiline) {
            area_ = new QPlainTextEdit;
            area_->setTabChangesFocus(true);
            area_->setFixedHeight(96);
            area_->installEventFilter(this);
            connect(area_, &QPlainTextEdit::textChanged, this,
                    [this] { offer(area_->toPlainText().toStdString()); });
            outer->addWidget(area_);
        } else {
            line_ = new QLineEdit;
            connect(line_, &QLineEdit::textChanged, this,
                    [this](const QString& text) { offer(text.toStdString()); });
            connect(line_, &QLineEdit::editingFinished, this, &FieldEditor::finished);
            outer->addWidget(line_);
        }
        break;
    case FieldKind::numbers:
    case FieldKind::points:
        buildList();
        break;
    case FieldKind::texts: // never in the panel
        break;
    }

    problem_ = new QLabel;
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->setWordWrap(true);
    problem_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    problem_->hide();
    outer->addWidget(problem_);

    // A narrow panel makes the fields narrow; it never cuts off what stands at their right.
    for (QWidget* field : std::initializer_list<QWidget*>{combo_, line_, area_}) {
        if (field != nullptr) {
            field->setSizePolicy(QSizePolicy::Ignored, field->sizePolicy().verticalPolicy());
            field->setMinimumWidth(40);
        }
    }
    for (NumberEdit* number : numbers_) {
        number->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        number->setMinimumWidth(40);
    }

    const QString tip = toolTipOf(info_);
    for (QWidget* child : findChildren<QWidget*>()) {
        if (qobject_cast<QLabel*>(child) == nullptr) {
            child->setToolTip(tip);
            child->setAccessibleName(qs(info_.label));
            child->setAccessibleDescription(qs(info_.help));
        }
    }
    if (numbers_.size() == 3) {
        for (std::size_t k = 0; k < 3; ++k) {
            numbers_[k]->setAccessibleName(qs(info_.label + " " + info_.components[k]));
        }
    }
}

NumberEdit* FieldEditor::makeNumber() {
    auto* number = new NumberEdit;
    number->setLimits(info_.minimum, info_.maximum);
    number->setStep(info_.step);
    number->setDecimals(info_.decimals);
    connect(number, &NumberEdit::editingFinished, this, &FieldEditor::finished);
    connect(number, &NumberEdit::rejected, this, [this](const QString& text) {
        complain(text.trimmed().isEmpty() ? tr("Type a number.")
                                          : tr("“%1” is not a number.").arg(text.trimmed()));
    });
    numbers_.push_back(number);
    return number;
}

void FieldEditor::buildNumber() {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    NumberEdit* number = makeNumber();
    number->setOptional(info_.optional);
    if (info_.optional) {
        box_ = new QCheckBox;
        box_->setAccessibleName(tr("Set %1").arg(qs(info_.label)));
        connect(box_, &QCheckBox::toggled, this, [this, number](bool on) {
            if (showing_) {
                return;
            }
            if (on) {
                number->setValue(info_.unsetSuggestion);
                offer(info_.unsetSuggestion);
            } else {
                offer(std::monostate{});
            }
        });
        connect(number, &NumberEdit::cleared, this, [this] { offer(std::monostate{}); });
        number->setPlaceholder(qs(info_.unsetText));
        row->addWidget(box_);
    }
    connect(number, &NumberEdit::edited, this, [this](double value) {
        if (info_.kind == FieldKind::integer) {
            if (value != std::round(value) || std::abs(value) > 9e15) {
                complain(tr("%1 must be a whole number.").arg(qs(info_.label)));
                return;
            }
            offer(static_cast<std::int64_t>(std::llround(value)));
        } else {
            offer(value);
        }
    });
    row->addWidget(number, 1);
    row->addWidget(unitLabel(info_.unit));
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void FieldEditor::buildTriple() {
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (std::size_t k = 0; k < 3; ++k) {
        NumberEdit* number = makeNumber();
        number->setButtonSymbols(QAbstractSpinBox::NoButtons);
        number->setObjectName(qs(info_.components[k]));
        connect(number, &NumberEdit::edited, this, [this, k](double value) {
            auto triple = std::get<std::array<double, 3>>(value_);
            triple.at(k) = value;
            offer(triple);
        });
        row->addWidget(number, 1);
    }
    auto* unit = unitLabel(info_.unit);
    row->addWidget(unit);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void FieldEditor::buildList() {
    if (info_.kind == FieldKind::points) {
        area_ = new QPlainTextEdit;
        area_->setPlaceholderText(tr("x, y, z of one contact a line"));
        area_->setTabChangesFocus(true);
        area_->setFixedHeight(110);
        area_->installEventFilter(this);
        connect(area_, &QPlainTextEdit::textChanged, this, [this] { readList(area_->toPlainText()); });
        layout()->addWidget(area_);
        return;
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    line_ = new QLineEdit;
    line_->setPlaceholderText(tr("5, 12.5, 20"));
    connect(line_, &QLineEdit::textChanged, this, &FieldEditor::readList);
    connect(line_, &QLineEdit::editingFinished, this, &FieldEditor::finished);
    row->addWidget(line_, 1);
    row->addWidget(unitLabel(info_.unit));
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void FieldEditor::readList(const QString& text) {
    if (showing_) {
        return;
    }
    if (info_.kind == FieldKind::numbers) {
        std::vector<double> list;
        const QString bad = parseList(text, list);
        bad.isEmpty() ? offer(list) : complain(tr("“%1” is not a number.").arg(bad));
        return;
    }
    std::vector<std::array<double, 3>> points;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (int k = 0; k < lines.size(); ++k) {
        if (lines[k].trimmed().isEmpty()) {
            continue;
        }
        std::vector<double> list;
        const QString bad = parseList(lines[k], list);
        if (!bad.isEmpty()) {
            complain(tr("Line %1: “%2” is not a number.").arg(k + 1).arg(bad));
            return;
        }
        if (list.size() != 3) {
            complain(tr("Line %1 needs three numbers: x, y, z.").arg(k + 1));
            return;
        }
        points.push_back({list[0], list[1], list[2]});
    }
    offer(points);
}

void FieldEditor::setValue(const FieldValue& value) {
    const bool unchanged = value == value_ && problem().isEmpty();
    value_ = value;
    showing_ = true;
    switch (info_.kind) {
    case FieldKind::number:
    case FieldKind::integer: {
        const bool isSet = !std::holds_alternative<std::monostate>(value);
        if (box_ != nullptr) {
            box_->setChecked(isSet);
        }
        if (!isSet) {
            numbers_.front()->setUnset();
        } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            numbers_.front()->setValue(static_cast<double>(*whole));
        } else {
            numbers_.front()->setValue(std::get<double>(value));
        }
        break;
    }
    case FieldKind::triple:
        for (std::size_t k = 0; k < 3; ++k) {
            numbers_[k]->setValue(std::get<std::array<double, 3>>(value)[k]);
        }
        break;
    case FieldKind::boolean:
        box_->setChecked(std::get<bool>(value));
        break;
    case FieldKind::choice:
        combo_->setCurrentIndex(combo_->findData(qs(std::get<std::string>(value))));
        break;
    case FieldKind::text: {
        const QString text = qs(std::get<std::string>(value));
        if (line_ != nullptr && line_->text() != text) {
            line_->setText(text);
            line_->setCursorPosition(0); // a long one is read from its beginning
        } else if (area_ != nullptr && area_->toPlainText() != text) {
            area_->setPlainText(text);
        }
        break;
    }
    case FieldKind::numbers:
        if (!unchanged) {
            std::vector<double> shown;
            const auto& list = std::get<std::vector<double>>(value);
            if (!parseList(line_->text(), shown).isEmpty() || shown != list) {
                line_->setText(listText(list));
            }
        }
        break;
    case FieldKind::texts:
        break;
    case FieldKind::points:
        if (!unchanged && !area_->hasFocus()) {
            area_->setPlainText(pointsText(std::get<std::vector<std::array<double, 3>>>(value)));
        }
        break;
    }
    showing_ = false;
    complain({});
}

void FieldEditor::setSuggestions(const QStringList& words) {
    if (line_ == nullptr) {
        return;
    }
    auto* completer = line_->completer();
    if (completer == nullptr) {
        completer = new QCompleter(line_);
        completer->setModel(new QStringListModel(completer));
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        line_->setCompleter(completer);
    }
    auto* model = static_cast<QStringListModel*>(completer->model());
    if (model->stringList() != words) {
        model->setStringList(words);
    }
}

void FieldEditor::offer(const FieldValue& value) {
    if (showing_) {
        return;
    }
    QString sentence = qs(checkValue(info_, value));
    if (sentence.isEmpty() && check_) {
        sentence = check_(value);
    }
    complain(sentence);
    if (!sentence.isEmpty()) {
        return;
    }
    value_ = value;
    Q_EMIT edited(value);
    if (box_ != nullptr || combo_ != nullptr) {
        Q_EMIT finished();
    }
}

void FieldEditor::setRefused(const QStringList& keys, const QString& why) {
    auto* items = combo_ != nullptr ? qobject_cast<QStandardItemModel*>(combo_->model()) : nullptr;
    for (int k = 0; items != nullptr && k < combo_->count(); ++k) {
        const bool refused = keys.contains(combo_->itemData(k).toString());
        items->item(k)->setEnabled(!refused);
        combo_->setItemData(k, refused ? why : qs(info_.choices[static_cast<std::size_t>(k)].help),
                            Qt::ToolTipRole);
    }
}

QString FieldEditor::problem() const {
    return problem_ != nullptr ? problem_->text() : QString();
}

void FieldEditor::complain(const QString& sentence) {
    problem_->setText(sentence);
    problem_->setVisible(!sentence.isEmpty());
}

QString FieldEditor::toolTipOf(const FieldInfo& info) {
    QString text = qs(info.help);
    QStringList facts;
    const bool lower = info.minimum > -std::numeric_limits<double>::max();
    const bool upper = info.maximum < std::numeric_limits<double>::max();
    const bool numeric =
        info.kind != FieldKind::boolean && info.kind != FieldKind::choice && info.kind != FieldKind::text;
    const QString unit = info.unit.empty() ? QString() : QStringLiteral(" ") + qs(info.unit);
    const auto number = [](double v) {
        return qs(numberText(v)).replace(QLatin1Char('-'), QChar(0x2212));
    };
    if (numeric && lower && upper) {
        facts << tr("%1 to %2%3").arg(number(info.minimum), number(info.maximum), unit);
    } else if (numeric && lower) {
        facts << tr("at least %1%2").arg(number(info.minimum), unit);
    } else if (numeric && upper) {
        facts << tr("at most %1%2").arg(number(info.maximum), unit);
    } else if (numeric && !info.unit.empty()) {
        facts << tr("in %1").arg(qs(info.unit));
    }
    if (info.optional && !info.unsetText.empty()) {
        facts << tr("not set: %1").arg(qs(info.unsetText));
    }
    if (!info.lfpyName.empty()) {
        facts << tr("LFPy: %1").arg(qs(info.lfpyName));
    }
    QString html = QStringLiteral("<p style='white-space:normal'>") + text.toHtmlEscaped();
    if (!facts.isEmpty()) {
        html += QStringLiteral("<br><small>") + facts.join(QStringLiteral(" · ")).toHtmlEscaped() +
                QStringLiteral("</small>");
    }
    return html + QStringLiteral("</p>");
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && watched == area_) {
        Q_EMIT finished();
    }
    if (event->type() == QEvent::Wheel && watched == combo_ && !combo_->hasFocus()) {
        event->ignore(); // the wheel scrolls the panel
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace phiscope
