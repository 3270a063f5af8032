#include "widgets/log_panel.h"

#include "widgets/app_theme.h"

#include <QScrollBar>
#include <QTime>

namespace phiscope {

LogPanel::LogPanel(AppTheme* theme, QWidget* parent)
    : QPlainTextEdit(parent) {
    setObjectName(QStringLiteral("logPanel"));
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setMaximumBlockCount(5000);
    setPlaceholderText(tr("What NEURON says during a run stands here."));
    setFont(theme->dimFont());
    connect(theme, &AppTheme::changed, this, [this, theme] { setFont(theme->dimFont()); });
}

void LogPanel::addText(const QString& text) {
    QString lines = text;
    while (lines.endsWith(QLatin1Char('\n'))) {
        lines.chop(1);
    }
    if (!lines.isEmpty()) {
        add(lines);
    }
}

void LogPanel::addNote(const QString& text) {
    add(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + text);
}

void LogPanel::add(const QString& text) {
    const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 4;
    appendPlainText(text);
    if (atEnd) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
}

} // namespace phiscope
