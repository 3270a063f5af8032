// What greets who starts Phiscope for the first time, and the colour bar under the mouse.
#include "app/actions.h"
#include "app/file_actions.h"
#include "app/first_hints.h"
#include "app/main_window.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/recording.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/number_edit.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/timeline.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <clocale>

using namespace phiscope;

namespace {

constexpr int patience = 30000;

} // namespace

class TestFirstStart : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<MainWindow> window_;
    FirstHints* hints_ = nullptr;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return *parts().document; }
    View3D& view() const { return *parts().view; }

    bool shows(const char* name) const {
        const HintBubble* hint = hints_->bubble(name);
        return hint != nullptr && hint->isVisible();
    }

    QPoint pixelOf(const Eigen::Vector3d& point) const {
        const double ratio = view().devicePixelRatioF();
        const auto at = view().camera().project(point, static_cast<int>(view().width() * ratio),
                                                static_cast<int>(view().height() * ratio));
        return at ? QPoint(static_cast<int>(at->x() / ratio), static_cast<int>(at->y() / ratio)) : QPoint();
    }

    /// Somewhere on the colours themselves.
    QPoint barPixel() const {
        const double ratio = view().devicePixelRatioF();
        for (int x = view().width() - 1; x > view().width() / 2; --x) {
            if (view().scene().onColourBar(x * ratio, 90.0 * ratio)) {
                return {x - 8, 90};
            }
        }
        return {};
    }

    void click(const QPoint& at, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mouseMove(&view(), at);
        QTest::mouseClick(&view(), button, {}, at);
    }

    float shownLow() const { return view().scene().colouring().low; }
    float shownHigh() const { return view().scene().colouring().high; }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        settings_ = std::make_unique<Settings>(folder_->filePath(QStringLiteral("settings.ini")));
        theme_ = std::make_unique<AppTheme>();
        theme_->apply();
        window_ = std::make_unique<MainWindow>(settings_.get(), theme_.get());
        QVERIFY2(parts().view != nullptr, "no OpenGL");
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QApplication::setActiveWindow(window_.get());
        hints_ = new FirstHints(window_.get());
        window_->files()->openExample(QStringLiteral("ball_and_stick"));
        const auto ready = [this] {
            const auto& recording = parts().controller->data().recording;
            return document().cell() && recording && recording->finished() &&
                   !parts().controller->runPending() && view().scene().colouring().byValue;
        };
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
    }

    void cleanup() {
        window_.reset();
        theme_.reset();
        settings_.reset();
    }

    void threeHintsShowWithinTheWindow() {
        QList<QRect> places;
        for (const char* name : {FirstHints::probe, FirstHints::timeline, FirstHints::tools}) {
            QTRY_VERIFY2(shows(name), name);
            const HintBubble* hint = hints_->bubble(name);
            QVERIFY(!hint->text().isEmpty());
            QVERIFY(window_->rect().contains(hint->geometry()));
            for (const QRect& other : places) {
                QVERIFY2(!other.intersects(hint->geometry()), name);
            }
            places << hint->geometry();
        }
        // The one on the probe goes with it.
        const QRect before = hints_->bubble(FirstHints::probe)->geometry();
        Camera camera = view().camera();
        camera.pan(40.0, 0.0, view().height());
        view().setCamera(camera);
        Q_EMIT view().cameraChanged();
        QTRY_VERIFY(hints_->bubble(FirstHints::probe)->geometry() != before);
    }

    void theProbesHintGoesWhenItIsDragged() {
        QTRY_VERIFY(shows(FirstHints::probe));
        const auto position = view().scene().probePosition(document().scene().probes.front().id);
        const QPoint at = pixelOf(*position);
        QTest::mouseMove(&view(), at);
        QTest::mousePress(&view(), Qt::LeftButton, {}, at);
        for (int step = 4; step <= 20; step += 4) {
            QTest::mouseMove(&view(), at + QPoint(step, 0));
        }
        QVERIFY(shows(FirstHints::probe)); // still in the hand
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, at + QPoint(20, 0));
        QVERIFY(!shows(FirstHints::probe));
        QVERIFY(settings_->hintDone(QStringLiteral("probe")));
        QVERIFY(shows(FirstHints::timeline) && shows(FirstHints::tools));
    }

    void theTimelinesHintGoesWhenItIsUsed() {
        QTRY_VERIFY(shows(FirstHints::timeline));
        auto* scrubber = parts().timeline->findChild<QWidget*>(QStringLiteral("scrubber"));
        QTest::mouseClick(scrubber, Qt::LeftButton, {}, scrubber->rect().center());
        QVERIFY(!shows(FirstHints::timeline));
        QVERIFY(settings_->hintDone(QStringLiteral("timeline")));
    }

    void theToolsHintGoesWhenOneIsTaken() {
        QTRY_VERIFY(shows(FirstHints::tools));
        auto* bar = window_->findChild<QToolBar*>(QStringLiteral("toolBar"));
        QTest::mouseClick(bar->widgetForAction(window_->actions()->select), Qt::LeftButton);
        QVERIFY(shows(FirstHints::tools));
        QTest::mouseClick(bar->widgetForAction(window_->actions()->synapse), Qt::LeftButton);
        QVERIFY(!shows(FirstHints::tools));
    }

    void whatWasClosedNeverComesAgain() {
        for (const char* name : {FirstHints::probe, FirstHints::timeline, FirstHints::tools}) {
            QTRY_VERIFY2(shows(name), name);
            auto* cross = hints_->bubble(name)->findChild<QToolButton*>();
            QTest::mouseClick(cross, Qt::LeftButton);
            QVERIFY2(!shows(name), name);
        }
        QVERIFY(document().scene().probes.size() > 0 && !document().isModified());
        const Settings restarted(folder_->filePath(QStringLiteral("settings.ini")));
        for (const char* name : {FirstHints::probe, FirstHints::timeline, FirstHints::tools}) {
            QVERIFY2(restarted.hintDone(QLatin1String(name)), name);
        }
        delete hints_;
        hints_ = new FirstHints(window_.get());
        QTest::qWait(100);
        QVERIFY(hints_->bubble(FirstHints::probe) == nullptr);
        QVERIFY(hints_->bubble(FirstHints::timeline) == nullptr);
        QVERIFY(hints_->bubble(FirstHints::tools) == nullptr);
    }

    void aClickOnTheColourBarHoldsTheRange() {
        QTRY_VERIFY(!barPixel().isNull()); // once the view has its size
        const QPoint bar = barPixel();
        const float low = shownLow();
        const float high = shownHigh();
        QVERIFY(view().scene().colourBarNote().empty());
        document().select(QStringLiteral("cell"));
        click(bar);
        QCOMPARE(document().selection(), QStringLiteral("cell")); // no click into the empty scene
        QCOMPARE(document().scene().view.potentialLowMv, std::optional<double>(low));
        QCOMPARE(document().scene().view.potentialHighMv, std::optional<double>(high));
        QVERIFY(!view().scene().colourBarNote().empty());

        // It holds through a run that goes further, and is kept in the file.
        Stimulus strong = document().scene().stimuli.empty() ? Stimulus() : document().scene().stimuli[0];
        if (strong.id.empty()) {
            document().addStimulus({"soma[0]", 0.5});
            strong = document().scene().stimuli.back();
        }
        strong.amplitudeNa = 5.0;
        const auto recording = parts().controller->data().recording;
        document().setStimulus(strong, QStringLiteral("Set amplitude"));
        const auto again = [&] {
            const auto& now = parts().controller->data().recording;
            return now != recording && now->finished() && !parts().controller->active();
        };
        QTRY_VERIFY_WITH_TIMEOUT(again(), patience);
        QTest::qWait(100);
        QCOMPARE(shownLow(), low);
        QCOMPARE(shownHigh(), high);
        const QString path = folder_->filePath(QStringLiteral("held.phiscope"));
        QVERIFY(window_->files()->saveTo(path));
        const auto read = readScene(path.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->scene.view.potentialHighMv, std::optional<double>(high));

        // The next click lets it go.
        click(bar);
        QVERIFY(!document().scene().view.potentialLowMv && !document().scene().view.potentialHighMv);
        QVERIFY(view().scene().colourBarNote().empty());
        QTRY_VERIFY(shownHigh() > high);
    }

    void theRangeIsSetByNumbers() {
        // Two timers, since one does not go off again within its own slot.
        QTimer onMenu;
        connect(&onMenu, &QTimer::timeout, this, [&] {
            if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) {
                QTest::mouseClick(menu, Qt::LeftButton, {},
                                  menu->actionGeometry(window_->actions()->colourRange).center());
            }
        });
        bool typed = false;
        QTimer onDialog;
        connect(&onDialog, &QTimer::timeout, this, [&] {
            QWidget* dialog = QApplication::activeModalWidget();
            if (dialog == nullptr || typed) {
                return;
            }
            typed = true;
            auto* edit =
                dialog->findChild<QWidget*>(QStringLiteral("potential_high_mV"))->findChild<QLineEdit*>();
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, QStringLiteral("-40"));
            QTest::keyClick(edit, Qt::Key_Tab);
            QTest::keyClick(dialog, Qt::Key_Escape);
        });
        onMenu.start(20);
        onDialog.start(20);
        QTRY_VERIFY(!barPixel().isNull());
        click(barPixel(), Qt::RightButton);
        onMenu.stop();
        onDialog.stop();
        QVERIFY(typed);
        QCOMPARE(document().scene().view.potentialHighMv, std::optional<double>(-40.0));
        QVERIFY(!document().scene().view.potentialLowMv);
        QTRY_COMPARE(shownHigh(), -40.0F);
        QVERIFY(!document().isModified()); // how it is looked at is no edit
    }

    void plainColoursHaveNoRange() {
        window_->actions()->colourPlain->trigger();
        QTRY_VERIFY(!view().scene().colouring().byValue);
        QVERIFY(barPixel().isNull());
        QVERIFY(!window_->actions()->colourRange->isEnabled());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    setlocale(LC_NUMERIC, "C");
    TestFirstStart test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_first_start.moc"
