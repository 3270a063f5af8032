#pragma once

#include "model/scene/fields.h"

#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace phiscope {

class NumberEdit;

/// The editor of one field: made from its description alone. Good input is told at once; bad input stays in
/// the editor with a sentence below it, and the last good value keeps running.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    explicit FieldEditor(const FieldInfo& info, QWidget* parent = nullptr);

    const FieldInfo& info() const { return info_; }
    /// One for a number, three for a triple, none for other kinds.
    const std::vector<NumberEdit*>& numbers() const { return numbers_; }
    /// Shows a value from outside; never emits.
    void setValue(const FieldValue& value);
    /// A further check beside the limits ("there is no section …"): a sentence, or empty.
    void setCheck(std::function<QString(const FieldValue&)> check) { check_ = std::move(check); }
    /// Alternatives offered while typing a text.
    void setSuggestions(const QStringList& words);
    /// Choices that are greyed, with a sentence why as their tooltip; by their keys.
    void setRefused(const QStringList& keys, const QString& why);
    /// What is wrong with the present input; empty where nothing is.
    QString problem() const;
    /// Label for people, with what it is, limits, unit and LFPy's name as its tooltip.
    static QString toolTipOf(const FieldInfo& info);

Q_SIGNALS:
    void edited(const phiscope::FieldValue& value);
    /// The person is done with this field: Return, or it lost the focus.
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildNumber();
    void buildTriple();
    void buildList();
    NumberEdit* makeNumber();
    void offer(const FieldValue& value);
    void complain(const QString& sentence);
    void readList(const QString& text);

    FieldInfo info_;
    FieldValue value_;
    std::function<QString(const FieldValue&)> check_;
    std::vector<NumberEdit*> numbers_;
    QCheckBox* box_ = nullptr;
    QComboBox* combo_ = nullptr;
    QLineEdit* line_ = nullptr;
    QPlainTextEdit* area_ = nullptr;
    QLabel* problem_ = nullptr;
    bool showing_ = false;
};

} // namespace phiscope
