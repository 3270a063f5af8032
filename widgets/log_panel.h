#pragma once

#include <QPlainTextEdit>

namespace phiscope {

class AppTheme;

/// NEURON's own words, and what the program did with files and runs: to read, search and copy.
class LogPanel : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit LogPanel(AppTheme* theme, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {400, 140}; }

public Q_SLOTS:
    void addText(const QString& text); ///< whole lines
    void addNote(const QString& text); ///< the program's own, with the time of day

private:
    void add(const QString& text);
};

} // namespace phiscope
