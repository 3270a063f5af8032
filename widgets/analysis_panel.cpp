#include "widgets/analysis_panel.h"

#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

namespace phiscope {

AnalysisPanel::AnalysisPanel(const QString& name, const QString& title, Document* document,
                             SimulationController* controller, TimeCursor* cursor, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , controller_(controller)
    , cursor_(cursor)
    , title_(title) {
    setObjectName(name + QStringLiteral("Panel"));
    setAccessibleName(title);
    setMinimumWidth(280);
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    bar_ = new QWidget;
    controls_ = new QHBoxLayout(bar_);
    controls_->setContentsMargins(8, 4, 8, 4);
    controls_->setSpacing(8);
    column_->addWidget(bar_);
    words_ = new QLabel;
    words_->setObjectName(name + QStringLiteral("Words"));
    words_->setWordWrap(true);
    words_->setContentsMargins(8, 0, 8, 6);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column_->addWidget(words_);
    plot_ = new AnalysisPlot(name, title);
    column_->addWidget(plot_, 1);

    connect(plot_, &AnalysisPlot::timeChosen, cursor_, &TimeCursor::scrubTo);
    connect(plot_, &AnalysisPlot::linkActivated, this, [this](const QString& link) { followLink(link); });
    connect(plot_, &AnalysisPlot::menuRequested, this, [this](const QPoint& at) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Export this plot…"), this, &AnalysisPanel::exportRequested);
        menu->popup(at);
    });
    connect(cursor_, &TimeCursor::timeChanged, this, [this](double timeMs) {
        if (shown()) {
            plot_->setCursorTime(timeMs);
        }
    });
    connect(cursor_, &TimeCursor::extentChanged, this,
            [this] { plot_->setTimeLimit(cursor_->durationMs() > 0.0 ? cursor_->durationMs() : 100.0); });
    connect(cursor_, &TimeCursor::ticked, this, [this] {
        if (shown()) {
            tick();
        }
    });
    connect(controller_, &SimulationController::recordingChanged, this, &AnalysisPanel::reloadIfShown);
    connect(controller_, &SimulationController::recordingFinished, this, &AnalysisPanel::reloadIfShown);
    connect(controller_, &SimulationController::measureChanged, this, [this](const QString& id) {
        if (probe_ && id.toStdString() == probe_->id) {
            reloadIfShown();
        }
    });
}

AnalysisPanel::~AnalysisPanel() = default;

void AnalysisPanel::setShownProbe(const Probe* probe) {
    probe_ = probe != nullptr ? std::optional<Probe>(*probe) : std::nullopt;
    reloadIfShown();
}

void AnalysisPanel::setTheme(const Theme& theme) {
    QPalette colours = palette();
    colours.setColor(QPalette::Window, toQColor(theme.window));
    setPalette(colours);
    setAutoFillBackground(true);
    plot_->setTheme(theme);
}

Result<void> AnalysisPanel::exportPlot(const QString& path, PlotFormat format, QSize size,
                                       double pngScale) const {
    return plot_->exportTo(path, format, size.isEmpty() ? plot_->size().expandedTo({480, 400}) : size,
                           pngScale, title_);
}

Result<void> AnalysisPanel::exportTable(const QString& path) const {
    return fail("this plot has no table.", "Export it as PDF, SVG or PNG.", path.toStdString());
}

void AnalysisPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    becomeShown();
}

void AnalysisPanel::setInFront(bool inFront) {
    if (inFront == inFront_) {
        return;
    }
    inFront_ = inFront;
    if (isVisible()) {
        inFront ? becomeShown() : Q_EMIT shownChanged();
    }
}

void AnalysisPanel::becomeShown() {
    if (shown()) {
        Q_EMIT shownChanged();
        plot_->setCursorTime(cursor_->timeMs());
        reload();
    }
}

void AnalysisPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    Q_EMIT shownChanged();
}

void AnalysisPanel::reloadIfShown() {
    if (shown()) {
        reload();
    }
}

QString AnalysisPanel::missing() const {
    if (!probe_) {
        return tr("No probe yet. <a href=\"probe\">Place one</a>: P");
    }
    if (!controller_ || !controller_->data()) {
        return tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5");
    }
    return {};
}

void AnalysisPanel::followLink(const QString& link) {
    if (link == QLatin1String("probe")) {
        Q_EMIT placeProbeRequested();
    } else if (link == QLatin1String("run")) {
        Q_EMIT runRequested();
    } else if (link == QLatin1String("properties")) {
        Q_EMIT propertiesRequested();
    }
}

void AnalysisPanel::setProbe(const Probe& probe, const QString& text, const QString& mergeKey) {
    document_->setProbe(probe, text, mergeKey);
}

} // namespace phiscope
