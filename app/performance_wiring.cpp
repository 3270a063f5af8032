#include "app/performance_wiring.h"

#include "app/run_wiring.h"
#include "widgets/document.h"
#include "widgets/gl_support.h"
#include "widgets/performance_panel.h"
#include "widgets/quantity.h"
#include "widgets/simulation_controller.h"
#include "widgets/timings.h"
#include "widgets/view3d.h"

#include <memory>

namespace phiscope {

PerformanceWiring::PerformanceWiring(const WindowParts& parts, const RunWiring* run, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , run_(run) {
    auto timings = std::make_shared<Timings>();
    panel_ = new PerformancePanel(timings, parts_.theme);
    parts_.controller->setTimings(timings);
    if (parts_.view != nullptr) {
        connect(parts_.view, &View3D::shown, this,
                [timings](double ms) { timings->add(Timings::What::frame, ms); });
    }
    connect(parts_.controller, &SimulationController::recordingFinished, this, &PerformanceWiring::describe);
    // After the run's wiring has learned from it.
    connect(parts_.controller, &SimulationController::runMeasured, this, &PerformanceWiring::describe);
    connect(parts_.document, &Document::sceneChanged, this, &PerformanceWiring::describe);
    connect(parts_.document, &Document::cellRebuilt, this, &PerformanceWiring::describe);
    describe();
}

QString PerformanceWiring::whoDraws() const {
    if (parts_.view == nullptr) {
        return tr("This display shows no 3-D view.");
    }
    const QString name = GlSupport::here().renderer;
    return GlWidget::way() == GlWidget::Way::card ? tr("The 3-D view is drawn by %1.").arg(name)
                                                  : tr("The 3-D view is drawn by the processor (%1): while "
                                                       "something is dragged, plots come first "
                                                       "and the view follows more slowly.")
                                                        .arg(name);
}

void PerformanceWiring::describe() {
    const RunData& data = parts_.controller->data();
    if (!data) {
        panel_->setWords(whoDraws() + QLatin1Char(' ') +
                         tr("What a run is made of stands here after the first one."));
        return;
    }
    const RecordingLayout& layout = data.recording->layout();
    const double mib = static_cast<double>(data.recording->bytes()) / (1024.0 * 1024.0);
    const QString size = formatQuantity(mib, tr("MiB"), 3);
    const double next = run_->estimate();
    panel_->setWords(
        tr("The run that is shown: %1 segments, %2 time steps; its recording takes %3.")
            .arg(layout.segments)
            .arg(layout.frames)
            .arg(data.recording->onDisk() ? tr("%1 in a file").arg(size) : tr("%1 of memory").arg(size)) +
        QLatin1Char(' ') +
        tr("A run of the scene as it is takes about %1, %2 a step and segment; one of more than %3 waits for "
           "Run.")
            .arg(next < 1.0 ? formatQuantity(1000.0 * next, tr("ms"), 2) : formatDuration(next),
                 formatQuantity(run_->pace().nanoseconds(), tr("ns"), 3),
                 formatQuantity(RunWiring::patienceSeconds, tr("s"), 1)) +
        QLatin1Char(' ') + whoDraws());
}

} // namespace phiscope
