#pragma once

#include "app/actions.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "model/forward/projector.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <memory>

namespace phiscope::test {

/// The real window with an example in it that has run.
class OpenWindow {
public:
    static constexpr int patience = 30000;

    explicit OpenWindow(const QString& example, AppTheme::Kind kind = AppTheme::Kind::dark)
        : settings_(folder_.filePath(QStringLiteral("settings.ini")))
        , theme_(kind) {
        theme_.apply();
        window_ = std::make_unique<MainWindow>(&settings_, &theme_);
        window_->resize(1280, 800);
        window_->show();
        if (!QTest::qWaitForWindowExposed(window_.get())) {
            qFatal("the window does not appear");
        }
        QApplication::setActiveWindow(window_.get());
        window_->files()->openExample(example);
        if (!QTest::qWaitFor([this] { return ready(); }, patience)) {
            qFatal("the example did not run");
        }
    }

    MainWindow* operator->() const { return window_.get(); }
    MainWindow* get() const { return window_.get(); }
    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return *parts().document; }
    View3D& view() const { return *parts().view; }

    bool ready() const {
        const SimulationController& run = *parts().controller;
        if (!document().cell() || document().isBuilding() || run.runPending() || run.active() ||
            !run.data().recording || !run.data().recording->finished()) {
            return false;
        }
        for (const Probe& probe : document().scene().probes) {
            const auto signals = run.probeSignals(probe.id);
            if (!signals || signals->frames() < run.data().recording->frameCount()) {
                return false;
            }
        }
        return true;
    }

    /// Where a point of the scene stands in the view, in widget pixels.
    QPoint pixelOf(const Eigen::Vector3d& point) const {
        const double ratio = view().devicePixelRatioF();
        const auto at = view().camera().project(point, view().scene().width(), view().scene().height());
        return at ? QPoint(static_cast<int>(std::lround(at->x() / ratio)),
                           static_cast<int>(std::lround(at->y() / ratio)))
                  : QPoint();
    }
    void pointAt(const QPoint& at) const {
        QTest::mouseMove(&view(), at + QPoint(2, 1));
        QTest::mouseMove(&view(), at);
    }
    void click(const QPoint& at, Qt::KeyboardModifiers modifiers = {}) const {
        pointAt(at);
        QTest::mouseClick(&view(), Qt::LeftButton, modifiers, at);
    }
    void key(int which, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(window_.get(), static_cast<Qt::Key>(which), modifiers);
    }
    /// Where PHISCOPE_TEST_PICTURES names a folder, a picture of the window for people to look at.
    void picture(const QString& name) const { picture(name, window_.get()); }
    static void picture(const QString& name, QWidget* of) {
        const QString folder = qEnvironmentVariable("PHISCOPE_TEST_PICTURES");
        if (!folder.isEmpty()) {
            QTest::qWait(120);
            of->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
        }
    }

private:
    QTemporaryDir folder_;
    Settings settings_;
    AppTheme theme_;
    std::unique_ptr<MainWindow> window_;
};

} // namespace phiscope::test
