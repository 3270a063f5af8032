// What a contact hears of the cell and what makes its signal, in the real window: chosen by actions, menus
// and a click on a trace, followed while the probe is dragged.
#include "model/forward/listening.h"
#include "tests/ui/open_window.h"
#include "widgets/head/eeg_plot.h"
#include "widgets/head/topomap.h"
#include "widgets/head_panel.h"
#include "widgets/listening_card.h"
#include "widgets/listening_feed.h"
#include "widgets/notice_bar.h"
#include "widgets/plots/time_plot.h"
#include "widgets/signals_panel.h"

#include <QContextMenuEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QTabBar>

#include <cmath>
#include <optional>

using namespace phiscope;

namespace {

/// Picks an entry of the menu that opens next, by its object name. A context menu of the view runs an event
/// loop of its own, hence by a timer.
class MenuHand : public QObject {
public:
    explicit MenuHand(const QString& entry)
        : entry_(entry) {
        connect(&timer_, &QTimer::timeout, this, [this] { look(); });
        timer_.start(15);
    }
    bool done = false;

private:
    void look() {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (menu == nullptr || done) {
            return;
        }
        done = true;
        for (QAction* action : menu->actions()) {
            if (action->objectName() == entry_) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
        }
        menu->close();
    }
    QString entry_;
    QTimer timer_;
};

} // namespace

class TestListening : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const Scene& scene() const { return window_->document().scene(); }
    View::ColourBy colouredBy() const { return scene().view.colourBy; }
    /// Brings the middle of the cell under a pixel of the view.
    void bringCellTo(const QPointF& pixel) {
        View3D& view = window_->view();
        Camera camera = view.camera();
        const Eigen::Vector3d middle =
            window_->document().cell()->placed.segments.midpoints().rowwise().mean();
        const auto at = camera.project(middle, view.width(), view.height());
        camera.pan(pixel.x() - at->x(), pixel.y() - at->y(), view.height());
        view.setCamera(camera);
    }
    void theCardLeavesTheCellInSight() {
        const Camera before = window_->view().camera();
        const int height = window_->view().height();
        bringCellTo({120.0, 0.1 * height});
        QTRY_VERIFY2(card().y() > height / 3, qPrintable(QString::number(card().y())));
        QVERIFY(window_->view().rect().contains(card().geometry()));
        bringCellTo({120.0, 0.8 * height});
        QTRY_VERIFY2(card().y() < height / 3, qPrintable(QString::number(card().y())));
        window_->view().setCamera(before);
    }
    SceneRenderer& picture() const { return window_->view().scene(); }
    ListeningFeed& feed() const { return *window_->get()->findChild<ListeningFeed*>(); }
    ListeningCard& card() const { return *window_->get()->findChild<ListeningCard*>(); }
    QAction* action(const char* name) const {
        return window_->get()->findChild<QAction*>(QString::fromLatin1(name));
    }
    /// The potential of the trace at the cursor, µV.
    double traceUv(int contact) const {
        const auto signals = window_->parts().controller->probeSignals(scene().probes.front().id);
        return signals->value(contact, window_->parts().cursor->frame()) * 1e3;
    }
    double saidUv() const {
        QString text = card().content().all.section(QChar(0x2009), 0, 0);
        return text.replace(QChar(0x2212), u'-').toDouble();
    }
    bool saysTrace(int contact) const {
        return std::abs(saidUv() - traceUv(contact)) <= 0.006 * std::abs(traceUv(contact));
    }
    QString said(int contact) const {
        return QStringLiteral("%1 for %2").arg(card().content().all).arg(traceUv(contact));
    }
    Eigen::Vector3d contactAt(int contact) const {
        return contactPositions(scene().probes.front()).col(contact);
    }
    QString hoverText() const {
        return window_->get()->findChild<QLabel*>(QStringLiteral("hoverLabel"))->text();
    }
    bool settled() const { return feed().listening() != nullptr && !feed().busy(); }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l5_pyramidal")); }
    void cleanup() { window_.reset(); }

    void theSelectedContactListensAndColoursFollowTheProbe() {
        const QString probe = QString::fromStdString(scene().probes.front().id);
        window_->document().select(probe, 4);
        action("colourSensitivity")->trigger();
        QCOMPARE(colouredBy(), View::ColourBy::sensitivity);
        QTRY_VERIFY(settled());
        QCOMPARE(QString::fromStdString(feed().listening()->contact), QStringLiteral("contact 5"));
        QTRY_VERIFY(picture().colouring().title.find("contact 5") != std::string::npos);
        QCOMPARE(picture().colouring().unit, std::string("µV/nA"));
        QVERIFY(picture().colouring().logarithmic && picture().colouring().low > 0.0F);
        QVERIFY(!window_->document().isModified()); // the view is no edit
        window_->picture(QStringLiteral("listening_sensitivity"));

        window_->click(window_->pixelOf(contactAt(18)));
        QCOMPARE(scene().view.listenContact, 18);
        QTRY_COMPARE(QString::fromStdString(feed().listening()->contact), QStringLiteral("contact 19"));

        // The probe in the hand: what is heard changes before it is let go.
        const Eigen::VectorXd before = feed().listening()->row;
        const QPoint from = window_->pixelOf(contactAt(18));
        // The pointer has arrived: a late move of it, with no button held, would end the drag.
        QTRY_VERIFY(hoverText().contains(QStringLiteral("contact 19")));
        QTest::mousePress(&window_->view(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 6; ++step) {
            const QPointF at = from + QPoint(-10 * step, 0);
            QMouseEvent move(QEvent::MouseMove, at, window_->view().mapToGlobal(at), Qt::NoButton,
                             Qt::LeftButton, {});
            QApplication::sendEvent(&window_->view(), &move);
        }
        QTRY_VERIFY(settled() && (feed().listening()->row - before).norm() > 0.05 * before.norm());
        const Eigen::VectorXd held = feed().listening()->row;
        QTest::mouseRelease(&window_->view(), Qt::LeftButton, {}, from + QPoint(-60, 0));
        const auto expected = listenAt(scene().probes.front(), 18, window_->document().cell()->placed);
        QVERIFY(expected.has_value());
        QTRY_VERIFY(settled() && feed().listening()->row.isApprox(expected->row, 1e-12));
        QVERIFY((held - before).norm() > 0.0);
    }

    void contributionsAddUpToTheTrace() {
        window_->parts().cursor->scrubTo(14.0);
        window_->document().select(QString::fromStdString(scene().probes.front().id), 6);
        action("colourContribution")->trigger();
        QTRY_VERIFY(settled() && card().isVisible());
        QTRY_VERIFY2(saysTrace(6), qPrintable(said(6)));
        QVERIFY(picture().colourBarCaption().find(card().content().all.toStdString()) != std::string::npos);
        const CellColouring colouring = picture().colouring();
        QCOMPARE(colouring.low, -colouring.high);
        QCOMPARE(colouring.unit, std::string("µV"));
        window_->picture(QStringLiteral("listening_contribution"));
        theCardLeavesTheCellInSight();

        // Another moment: other numbers, the same colours for the same values.
        const ListeningCard::Content before = card().content();
        window_->parts().cursor->scrubTo(40.0);
        QTRY_VERIFY(!(card().content() == before));
        QTRY_VERIFY2(saysTrace(6), qPrintable(said(6)));
        QVERIFY(picture().colouring() == colouring);

        // Under the mouse: the segment's part and the whole.
        const auto& cell = window_->document().cell()->placed;
        window_->pointAt(window_->pixelOf(cell.segments.midpoint(0)));
        QTRY_VERIFY2(hoverText().contains(QStringLiteral("in all ") + card().content().all),
                     qPrintable(hoverText()));
        action("colourPotential")->trigger();
        QVERIFY(!card().isVisible());
        QVERIFY(picture().colourBarCaption().empty());
    }

    void aContactIsAskedFromItsMenu() {
        const QPoint at = window_->pixelOf(contactAt(9));
        window_->pointAt(at);
        MenuHand hand(QStringLiteral("colourContributionHere"));
        QTest::mousePress(&window_->view(), Qt::RightButton, {}, at);
        QTest::mouseRelease(&window_->view(), Qt::RightButton, {}, at);
        QTRY_VERIFY(hand.done);
        QTRY_COMPARE(colouredBy(), View::ColourBy::contribution);
        QCOMPARE(scene().view.listenContact, 9);
        QTRY_VERIFY(settled());
    }

    void aClickOnATraceAsksWhatMakesIt() {
        auto* plot = window_->get()->findChild<TimePlot*>(QStringLiteral("plot-traces"));
        QVERIFY(plot != nullptr);
        window_->parts().cursor->scrubTo(5.0);
        const auto pixel = [&](double timeMs, int contact) {
            return QPoint(static_cast<int>(plot->timeScale().toPixel(timeMs)),
                          static_cast<int>(plot->yAxis->coordToPixel(contactAt(contact).z())));
        };
        // A plain click moves the time, and nothing else.
        QTest::mouseClick(plot, Qt::LeftButton, {}, pixel(30.0, 3));
        QTRY_VERIFY(std::abs(window_->parts().cursor->timeMs() - 30.0) < 0.6);
        QCOMPARE(colouredBy(), View::ColourBy::potential);
        QTest::mouseClick(plot, Qt::LeftButton, Qt::AltModifier, pixel(14.0, 3));
        QTRY_VERIFY(std::abs(window_->parts().cursor->timeMs() - 14.0) < 0.6);
        QCOMPARE(colouredBy(), View::ColourBy::contribution);
        QCOMPARE(scene().view.listenContact, 3);
        QTRY_VERIFY(settled() && card().isVisible());
        QTRY_VERIFY2(saysTrace(3), qPrintable(said(3)));
        window_->picture(QStringLiteral("listening_trace"));
        // While the cell shows it, a plain click is enough; so it is in the map.
        QTest::mouseClick(plot, Qt::LeftButton, {}, pixel(50.0, 10));
        QTRY_COMPARE(scene().view.listenContact, 10);
        auto* map = window_->get()->findChild<TimePlot*>(QStringLiteral("plot-map"));
        QTest::mouseClick(map, Qt::LeftButton, {},
                          QPoint(static_cast<int>(map->timeScale().toPixel(60.0)),
                                 static_cast<int>(map->yAxis->coordToPixel(contactAt(15).z()))));
        QTRY_COMPARE(scene().view.listenContact, 15);
        QCOMPARE(window_->document().undoStack()->count(), 0);
    }

    void aTraceIsAskedFromItsMenu() {
        auto* plot = window_->get()->findChild<TimePlot*>(QStringLiteral("plot-traces"));
        const QPoint at(static_cast<int>(plot->timeScale().toPixel(75.0)),
                        static_cast<int>(plot->yAxis->coordToPixel(contactAt(6).z())));
        for (const char* entry : {"colourSensitivityHere", "colourContributionHere"}) {
            window_->parts().cursor->scrubTo(5.0);
            MenuHand hand(QString::fromLatin1(entry));
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, plot->mapToGlobal(at));
            QApplication::sendEvent(plot, &event);
            QTRY_VERIFY(hand.done);
            QTRY_VERIFY(listens(scene().view));
            QCOMPARE(scene().view.listenContact, 6);
            const bool now = colouredBy() == View::ColourBy::contribution;
            QCOMPARE(now, QLatin1String(entry) == QLatin1String("colourContributionHere"));
            QTRY_VERIFY(std::abs(window_->parts().cursor->timeMs() - (now ? 75.0 : 5.0)) < 0.6);
        }
    }

    void withoutAProbeTheWindowOffersOne() {
        action("colourSensitivity")->trigger();
        QTRY_VERIFY(settled());
        window_->document().removeItem(QString::fromStdString(scene().probes.front().id));
        QTRY_VERIFY(window_->parts().notices->text().contains(QStringLiteral("No contact listens")));
        QVERIFY(!picture().colouring().byValue);
        window_->picture(QStringLiteral("listening_nobody"));
        window_->document().undoStack()->undo();
        QTRY_VERIFY(!window_->parts().notices->text().contains(QStringLiteral("No contact listens")));
        QTRY_VERIFY(settled() && picture().colouring().byValue);
    }

    void anElectrodeOnTheScalpListens() {
        window_ =
            std::make_unique<test::OpenWindow>(QStringLiteral("eeg_four_spheres"), AppTheme::Kind::light);
        const QString head = QString::fromStdString(scene().heads.front().id);
        QTRY_VERIFY(!window_->parts().headPanel->chosenElectrodes().empty());
        window_->document().select(head);
        action("colourContribution")->trigger();
        QTRY_VERIFY(settled());
        QCOMPARE(scene().view.listenProbe, scene().heads.front().id);
        QCOMPARE(QString::fromStdString(feed().listening()->contact),
                 window_->parts().headPanel->electrodeName(
                     window_->parts().headPanel->chosenElectrodes().front()));
        window_->parts().headPanel->setElectrodeChosen(2, true);
        QTRY_COMPARE(scene().view.listenContact, 2);
        QTRY_VERIFY(settled() && QString::fromStdString(feed().listening()->contact) ==
                                     window_->parts().headPanel->electrodeName(2));
        QTRY_VERIFY(card().isVisible());
        window_->picture(QStringLiteral("listening_scalp"));

        // Alt and a click on the trace of the other one: that electrode and that moment.
        const int other = window_->parts().headPanel->chosenElectrodes().at(1);
        QVERIFY(other != 2);
        const auto* eeg = window_->parts().headPanel->findChild<EegPlot*>();
        const std::int64_t last = window_->parts().controller->data().recording->frameCount() - 1;
        QTRY_VERIFY(std::isfinite(eeg->value(1, last)));
        std::int64_t frame = 0; // where the two are farthest apart
        for (std::int64_t k = 1; k <= last; ++k) {
            const auto apart = [eeg](std::int64_t at) {
                return std::abs(eeg->value(0, at) - eeg->value(1, at));
            };
            frame = apart(k) > apart(frame) ? k : frame;
        }
        TimePlot* plot = eeg->plot();
        const double timeMs = static_cast<double>(frame) * scene().run.dtMs;
        const double value = eeg->value(1, frame) * eeg->unit().factor;
        const QPointF at(plot->xAxis->coordToPixel(timeMs), plot->yAxis->coordToPixel(value));
        QTest::mouseClick(plot, Qt::LeftButton, Qt::AltModifier, at.toPoint());
        QTRY_COMPARE(scene().view.listenContact, other);
        QCOMPARE(scene().view.colourBy, View::ColourBy::contribution);
        const double pixelMs = plot->xAxis->pixelToCoord(1.0) - plot->xAxis->pixelToCoord(0.0);
        QVERIFY(std::abs(window_->parts().cursor->timeMs() - timeMs) <= pixelMs + scene().run.dtMs);
    }

    void aMagnetometerListens() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("meg_sphere"));
        HeadPanel* panel = window_->parts().headPanel;
        auto* map = panel->findChild<Topomap*>();
        QTRY_VERIFY(panel->isVisible() && panel->upToDate() && map->pixelOf(40) != map->pixelOf(41));
        panel->drawNow();
        const int electrodes = panel->channelInHand() + 1; // the magnetometer that hears most
        QVERIFY(panel->electrodeName(electrodes - 1).startsWith(QStringLiteral("magnetometer")));
        // By a right click, then by a click on another, by Alt and a click.
        MenuHand hand(QStringLiteral("colourSensitivityHere"));
        const QPoint first = map->pixelOf(40).toPoint();
        QContextMenuEvent menu(QContextMenuEvent::Mouse, first, map->mapToGlobal(first));
        QApplication::sendEvent(map, &menu);
        QTRY_VERIFY(hand.done);
        QTRY_COMPARE(colouredBy(), View::ColourBy::sensitivity);
        QTRY_VERIFY(settled());
        QVERIFY(feed().listening()->magnetic);
        QCOMPARE(QString::fromStdString(feed().listening()->contact), QStringLiteral("magnetometer 41"));
        QTRY_VERIFY(picture().colouring().title.find("magnetometer 41") != std::string::npos);
        QVERIFY(picture().colouring().unit.ends_with("T/nA"));
        QTest::mouseClick(map, Qt::LeftButton, {}, map->pixelOf(12).toPoint());
        QTRY_COMPARE(QString::fromStdString(feed().listening()->contact), QStringLiteral("magnetometer 13"));
        QCOMPARE(colouredBy(), View::ColourBy::sensitivity);
        QTest::mouseClick(map, Qt::LeftButton, Qt::AltModifier, map->pixelOf(40).toPoint());
        QTRY_COMPARE(colouredBy(), View::ColourBy::contribution);
        QTRY_VERIFY(settled() &&
                    QString::fromStdString(feed().listening()->contact) == QStringLiteral("magnetometer 41"));
        QTRY_VERIFY(card().isVisible());
        QVERIFY(picture().colouring().unit.ends_with("T"));
        window_->picture(QStringLiteral("listening_magnetometer"));
        // It stays the listening one when its head is selected.
        window_->document().select(QString::fromStdString(scene().heads.front().id));
        QTRY_VERIFY(settled());
        QCOMPARE(QString::fromStdString(feed().listening()->contact), QStringLiteral("magnetometer 41"));
        // The status bar and the card speak of the field.
        QVERIFY(card().content().all.endsWith(QLatin1Char('T')));
    }

    void signalsBehindAnotherPanelRestAndCatchUp() {
        auto* plot = window_->get()->findChild<TimePlot*>(QStringLiteral("plot-traces"));
        int drawn = 0;
        connect(plot, &QCustomPlot::afterReplot, this, [&drawn] { ++drawn; });
        const auto raise = [this](const char* dock) {
            window_->get()->findChild<QDockWidget*>(QString::fromLatin1(dock))->raise();
        };
        raise("csdDock");
        QTRY_VERIFY(window_->get()
                        ->findChild<QDockWidget*>(QStringLiteral("signalsDock"))
                        ->visibleRegion()
                        .isEmpty());
        QTest::qWait(50);
        drawn = 0;
        const Probe moved = [this] {
            Probe probe = scene().probes.front();
            probe.positionUm[0] += 40.0;
            return probe;
        }();
        window_->document().setProbe(moved, QStringLiteral("Move"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        window_->parts().cursor->scrubTo(33.0);
        QTest::qWait(100);
        QCOMPARE(drawn, 0);
        raise("signalsDock");
        QTRY_VERIFY(drawn > 0);
        window_->picture(QStringLiteral("signals_caught_up"));
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestListening test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_listening.moc"
