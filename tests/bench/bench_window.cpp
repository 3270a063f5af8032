// How soon the whole window answers a hand: the real one, with everything that listens to an edit.
#include "app/main_window.h"
#include "model/forward/projector.h"
#include "model/simulation/cell_source.h"
#include "tests/bench/bench_application.h"
#include "tests/bench/bench_row.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/gl_support.h"
#include "widgets/gl_widget.h"
#include "widgets/head_panel.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QEvent>
#include <QTemporaryDir>
#include <QWidget>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

namespace phiscope::bench {

namespace {

constexpr int cellSegments = 588;
constexpr qint64 patienceMs = 20000;

bool waitFor(const std::function<bool()>& condition) {
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < patienceMs) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
    }
    return condition();
}

/// Counts how often a plot has been painted.
class PaintCount : public QObject {
public:
    explicit PaintCount(QWidget* plot) { plot->installEventFilter(this); }
    int count() const { return count_; }

protected:
    bool eventFilter(QObject* /*watched*/, QEvent* event) override {
        count_ += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int count_ = 0;
};

/// A layer 5 pyramidal cell with hardly more than `cellSegments` segments, a synapse on its trunk and a probe
/// of 64 contacts beside it; 100 ms in steps of 1/16 ms.
Result<Scene> benchScene() {
    Scene scene;
    scene.cell.discretisation.method = Discretisation::Method::fixedLength;
    double fewer = 5.0;    // µm, of which more segments come
    double longer = 100.0; // and fewer
    for (int i = 0; i < 30; ++i) {
        scene.cell.discretisation.maxLengthUm = 0.5 * (fewer + longer);
        const auto cell = buildCell(scene.cell, {});
        if (!cell) {
            return tl::unexpected(cell.error());
        }
        (cell->placed.segments.size() >= cellSegments ? fewer : longer) =
            scene.cell.discretisation.maxLengthUm;
    }
    scene.cell.discretisation.maxLengthUm = fewer;
    scene.run.tstopMs = 100.0;
    scene.run.dtMs = 0.0625;
    Synapse synapse;
    synapse.id = "synapse";
    synapse.location = {"apic[0]", 0.2};
    synapse.spikes.timesMs = {5.0, 30.0, 60.0};
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe";
    probe.contactCount = 64;
    probe.spacingUm = 20.0;
    probe.positionUm = {50.0, 0.0, 400.0};
    scene.probes = {probe};
    return scene;
}

/// A window with the bench's scene; `beside`: with a head, whose EEG and pictures stand beside the signals.
class Stage {
public:
    explicit Stage(bool beside)
        : settings_(folder_.filePath(QStringLiteral("settings.ini")))
        , beside_(beside) {
        QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
        theme_.apply();
        window_ = std::make_unique<MainWindow>(&settings_, &theme_);
        window_->resize(1600, 1000);
        window_->show();
        if (beside_) {
            auto* headDock = window_->findChild<QDockWidget*>(QStringLiteral("headDock"));
            window_->addDockWidget(Qt::BottomDockWidgetArea, headDock); // out of the signals' tabs
            window_->resizeDocks({headDock}, {500}, Qt::Vertical);
            headDock->show();
            eeg_ = std::make_unique<PaintCount>(head()->findChild<QWidget*>(QStringLiteral("plot-eeg")));
        }
        for (QWidget* widget : window_->parts().signalsPanel->findChildren<QWidget*>()) {
            const QString name = widget->objectName();
            if (name == QLatin1String("plot-traces") || name == QLatin1String("plot-map")) {
                painted_.push_back(std::make_unique<PaintCount>(widget));
            }
        }
    }
    Result<void> open() {
        auto scene = benchScene();
        if (!scene) {
            return tl::unexpected(scene.error());
        }
        if (beside_) {
            Head head;
            head.id = "head";
            scene->heads = {head};
        }
        document().setScene(std::move(*scene));
        if (painted_.size() != 2 || !waitFor([this] { return answered(nullptr); })) {
            return fail("The window did not show the run within 20 seconds.");
        }
        if (beside_ && !waitFor([this] { return eeg_->count() > 0 && head()->upToDate(); })) {
            return fail("The window did not show the EEG within 20 seconds.");
        }
        return {};
    }

    Document& document() const { return *window_->parts().document; }
    HeadPanel* head() const { return window_->parts().headPanel; }
    const SimulationController& run() const { return *window_->parts().controller; }
    std::shared_ptr<const Signals> traces() const { return run().probeSignals("probe"); }
    std::vector<int> paints() const {
        std::vector<int> counts;
        for (const auto& plot : painted_) {
            counts.push_back(plot->count());
        }
        return counts;
    }
    /// All traces are there, of a finished run, and are not `old`.
    bool answered(const std::shared_ptr<const Signals>& old) const {
        const auto recording = run().data().recording;
        const auto signals = traces();
        return !document().isBuilding() && !run().runPending() && !run().active() && recording &&
               recording->finished() && signals && signals != old &&
               signals->frames() == recording->frameCount();
    }
    /// ms from the edit until its traces and its map have been painted.
    Result<double> answer(const std::function<void(Document&)>& edit) {
        const auto old = traces();
        QElapsedTimer clock;
        clock.start();
        edit(document());
        // Answer and paint may come in one turn of the event loop: what counts are paints since it was not
        // there.
        std::vector<int> before = paints();
        const bool seen = waitFor([&] {
            const std::vector<int> now = paints();
            if (!answered(old)) {
                before = now;
                return false;
            }
            return std::equal(now.begin(), now.end(), before.begin(), std::greater<>());
        });
        if (!seen) {
            return fail("The plots were not painted with the answer within 20 seconds.");
        }
        return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
    }

    /// ms from the edit of the head until the map of its newest place and the EEG have been painted.
    Result<double> headAnswer(const std::function<void(Document&)>& edit) {
        const int before = eeg_->count();
        QElapsedTimer clock;
        clock.start();
        edit(document());
        if (!waitFor([&] { return head()->upToDate() && eeg_->count() > before; })) {
            return fail("The EEG was not painted within 20 seconds.");
        }
        return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
    }

private:
    QTemporaryDir folder_;
    Settings settings_;
    bool beside_;
    AppTheme theme_{AppTheme::Kind::dark};
    std::unique_ptr<MainWindow> window_;
    std::vector<std::unique_ptr<PaintCount>> painted_;
    std::unique_ptr<PaintCount> eeg_;
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Median over `count` edits, one after the other, as a hand makes them.
Result<double> medianAnswer(bool beside, int count, const std::function<Result<double>(Stage&, int)>& edit) {
    const auto running = application();
    Stage stage(beside);
    if (const auto opened = stage.open(); !opened) {
        return tl::unexpected(opened.error());
    }
    std::vector<double> times;
    for (int k = 0; k < count; ++k) {
        const auto time = edit(stage, k);
        if (!time) {
            return time;
        }
        times.push_back(*time);
    }
    return median(times);
}

Result<double> probeDrag(bool beside, int effort) {
    return medianAnswer(beside, 20 * effort, [](Stage& stage, int k) {
        return stage.answer([k](Document& document) {
            document.moveProbe(QStringLiteral("probe"), {52.0 + 2.0 * (k % 40), 0.0, 400.0});
        });
    });
}

Result<double> dipoleDrag(int effort) {
    return medianAnswer(true, 20 * effort, [](Stage& stage, int k) {
        return stage.headAnswer([k](Document& document) {
            Head head = *document.head(QStringLiteral("head"));
            const double angle = 0.01 * (1 + k % 40);
            head.dipoleMm = {77.5 * std::sin(angle), 0.0, 77.5 * std::cos(angle)};
            document.setHead(head, QStringLiteral("Move dipole"), QStringLiteral("bench"));
        });
    });
}

Result<double> synapseDrag(int effort) {
    return medianAnswer(false, 5 * effort, [](Stage& stage, int k) {
        return stage.answer([k](Document& document) {
            document.moveItem(QStringLiteral("synapse"), {"apic[0]", 0.1 + 0.02 * (k % 40)});
        });
    });
}

/// As the display asks for, over the other way: below 1 where the right one was chosen.
Result<double> wayGain(int effort) {
    const auto running = application();
    using Way = GlWidget::Way;
    const Way own = GlWidget::way();
    Result<double> chosen = probeDrag(false, effort);
    GlWidget::setWay(own == Way::card ? Way::processor : Way::card);
    Result<double> other = probeDrag(false, effort);
    GlWidget::setWay({});
    return !chosen ? chosen : !other ? other : Result<double>(*chosen / *other);
}

/// Without a display the window has no 3-D view, and there is less to do.
std::string viewDrawn() {
    const auto running = application();
    const GlSupport& gl = GlSupport::here();
    return gl.available ? "the 3-D view drawn by " + gl.renderer.toStdString()
                        : "without the 3-D view: no display";
}

} // namespace

std::vector<BenchRow> windowRows() {
    std::vector<BenchRow> rows{
        {"probe_drag", "ms", 33.3,
         "the whole window, from a probe's move to its traces and map: 64 contacts x 588 segments x 1601 "
         "samples",
         [](int effort) {
             return probeDrag(false, effort);
         }},
        {"probe_drag_eeg", "ms", 33.3, "the same while a head with its EEG and maps stands beside",
         [](int effort) {
             return probeDrag(true, effort);
         }},
        {"dipole_drag", "ms", 33.3,
         "the same window, from a move of the dipole in the head to the EEG traces and the map", dipoleDrag},
        {"rerun_100ms", "ms", 120.0,
         "the whole window, from a synapse's move to the traces of its run: 100 ms of 588 segments",
         synapseDrag}};
    if (!qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) {
        rows.push_back(
            {"drag_drawing", "x", 1.0,
             "time of probe_drag as the 3-D view is drawn on this display, over the other way (into "
             "the window by OpenGL, or beside it and read back)",
             wayGain});
    }
    for (BenchRow& row : rows) {
        row.how = viewDrawn;
    }
    return rows;
}

} // namespace phiscope::bench
