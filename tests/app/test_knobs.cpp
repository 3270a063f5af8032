// Numbers within reach, in the real window: added by menu, dragged by the mouse, undone, saved, removed.
#include "model/scene/parameters.h"
#include "tests/ui/open_window.h"
#include "widgets/field_editor.h"
#include "widgets/knobs_panel.h"
#include "widgets/number_edit.h"
#include "widgets/property_panel.h"

#include <QCheckBox>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QStyleOptionSlider>
#include <QSurfaceFormat>
#include <QToolButton>

#include <cmath>
#include <memory>

using namespace phiscope;

class TestKnobs : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    const Scene& scene() const { return document().scene(); }
    KnobsPanel& panel() const { return *(*window_)->findChild<KnobsPanel*>(); }
    /// A part of the newest row of that name: rows of before go when the event loop turns.
    template <typename T>
    T* part(const char* name) const {
        const auto all = panel().findChildren<T*>(QString::fromLatin1(name));
        return all.isEmpty() ? nullptr : all.constLast();
    }
    /// Picks a number in the menu of the button that is seen.
    void addByButton(const char* key) {
        for (auto* button : panel().findChildren<QToolButton*>(QStringLiteral("addKnob"))) {
            if (!button->isVisible()) {
                continue;
            }
            QMenu* menu = button->menu();
            menu->popup(button->mapToGlobal(QPoint(0, button->height())));
            auto* action = menu->findChild<QAction*>(QString::fromLatin1(key));
            QVERIFY2(action != nullptr, key);
            action->trigger();
            menu->close();
            return;
        }
        QFAIL("no button is seen");
    }
    static QPoint handleOf(const QSlider& slider) {
        QStyleOptionSlider option;
        option.initFrom(&slider);
        option.orientation = Qt::Horizontal;
        option.minimum = slider.minimum();
        option.maximum = slider.maximum();
        option.sliderPosition = slider.sliderPosition();
        option.sliderValue = slider.value();
        return slider.style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider)
            .center();
    }
    void dragTo(QSlider* slider, int x) {
        const QPoint from = handleOf(*slider);
        QTest::mousePress(slider, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 5; ++step) {
            QTest::mouseMove(slider, {from.x() + (x - from.x()) * step / 5, from.y()});
        }
        QTest::mouseRelease(slider, Qt::LeftButton, {}, {x, from.y()});
    }
    double weight() const { return scene().synapses.front().weight; }

private Q_SLOTS:
    void init() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick"));
        QVERIFY((*window_)->showPanel(QStringLiteral("knobs")));
        QTRY_VERIFY(panel().isVisible());
    }
    void cleanup() { window_.reset(); }

    void aKnobIsAddedDraggedUndoneAndRemoved() {
        window_->picture(QStringLiteral("knobs_empty"));
        document().select(QString::fromStdString(scene().synapses.front().id));
        addByButton("weight_uS");
        QCOMPARE(scene().knobs.size(), std::size_t{1});
        QCOMPARE(document().undoStack()->count(), 1);
        const double before = weight();
        QTRY_VERIFY(part<QSlider>("knob-1Slider") != nullptr);
        auto* slider = part<QSlider>("knob-1Slider");
        QTRY_VERIFY(slider->width() > 100);
        QCOMPARE(part<NumberEdit>("knob-1Value")->value(), before);

        const auto recording = window_->parts().controller->data().recording;
        dragTo(slider, slider->width() - 12);
        QVERIFY2(weight() > 2.0 * before, qPrintable(QString::number(weight())));
        QCOMPARE(document().undoStack()->count(), 2); // one drag, one step
        QCOMPARE(part<NumberEdit>("knob-1Value")->value(), weight());
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     window_->parts().controller->data().recording != recording,
                                 test::OpenWindow::patience);
        QCOMPARE(window_->parts().controller->data().scene->synapses.front().weight, weight());
        window_->picture(QStringLiteral("knobs_one"));

        document().undoStack()->undo();
        QCOMPARE(weight(), before);
        QCOMPARE(slider->value(),
                 static_cast<int>(std::lround(positionOnKnob(scene().knobs.front(), before) * 1000.0)));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(weight(), scene().knobs.front().low);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(weight(), scene().knobs.front().high);

        QTest::mouseClick(part<QToolButton>("knob-1Remove"), Qt::LeftButton);
        QTRY_VERIFY(scene().knobs.empty());
        QCOMPARE(weight(), document().scene().synapses.front().weight);
    }

    void itGoesBackToWhereTheHandBegan() {
        document().select(QString::fromStdString(scene().synapses.front().id));
        addByButton("weight_uS");
        auto* back = part<QToolButton>("knob-1Back");
        auto* slider = part<QSlider>("knob-1Slider");
        QVERIFY(back != nullptr && !back->isEnabled());
        QTRY_VERIFY(slider->width() > 100);
        const double before = weight();
        dragTo(slider, slider->width() - 12);
        dragTo(slider, slider->width() / 3);
        QVERIFY(weight() != before && back->isEnabled());
        // An edit of something else takes nothing away.
        document().moveProbe(QString::fromStdString(scene().probes.front().id), {70.0, 0.0, 0.0});
        const int steps = document().undoStack()->count();
        QTest::mouseClick(back, Qt::LeftButton);
        QCOMPARE(weight(), before);
        QVERIFY(!back->isEnabled());
        QCOMPARE(document().undoStack()->count(), steps + 1);
        // Set elsewhere, that is where it is before the next drag.
        Synapse synapse = scene().synapses.front();
        synapse.weight *= 1.5;
        document().setSynapse(synapse, QStringLiteral("Set weight"));
        QVERIFY(!back->isEnabled());
        dragTo(slider, slider->width() - 12);
        QTest::mouseClick(back, Qt::LeftButton);
        QCOMPARE(weight(), synapse.weight);
    }

    void itsRangeIsTypedAndNonsenseChangesNothing() {
        panel().add(QStringLiteral("cell"), QStringLiteral("v_init_mV"));
        QCOMPARE(scene().knobs.size(), std::size_t{1});
        const auto type = [this](const char* name, const QString& text) {
            auto* edit = part<NumberEdit>(name);
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, text);
            QTest::keyClick(edit, Qt::Key_Return);
        };
        type("knob-1Low", QStringLiteral("-80"));
        type("knob-1High", QStringLiteral("-60"));
        QCOMPARE(scene().knobs.front().low, -80.0);
        QCOMPARE(scene().knobs.front().high, -60.0);
        type("knob-1Low", QStringLiteral("-50")); // above the other end
        QCOMPARE(scene().knobs.front().low, -80.0);
        QCOMPARE(part<NumberEdit>("knob-1Low")->value(), -80.0); // and says so again
    }

    void whatRulesItselfOutIsNotReached() {
        const QString synapse = QString::fromStdString(scene().synapses.front().id);
        panel().add(synapse, QStringLiteral("tau1_ms"));
        const double decay = scene().synapses.front().tau2Ms;
        auto* value = part<NumberEdit>("knob-1Value");
        value->setFocus();
        value->selectAll();
        QTest::keyClicks(value, QString::number(2.0 * decay));
        QVERIFY(scene().synapses.front().tau1Ms < decay); // a longer rise than decay could not be saved
    }

    void aNameInThePropertiesOffersOne() {
        const QString probe = QString::fromStdString(scene().probes.front().id);
        document().select(probe);
        auto* properties = window_->parts().properties;
        Q_EMIT properties->knobRequested(probe, QStringLiteral("position_um/0"));
        QCOMPARE(scene().knobs.size(), std::size_t{1});
        const auto recording = window_->parts().controller->data().recording;
        auto* slider = part<QSlider>("knob-1Slider");
        QTRY_VERIFY(slider->width() > 100);
        const double before = scene().probes.front().positionUm[0];
        dragTo(slider, slider->width() / 3);
        QVERIFY(scene().probes.front().positionUm[0] != before);
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        QCOMPARE(window_->parts().controller->data().recording, recording); // a probe needs no run

        // A right click on the number itself offers one too: here for z of three.
        FieldEditor* position = properties->editor(QStringLiteral("position_um"));
        NumberEdit* z = position->numbers().at(2);
        properties->ensureWidgetVisible(z);
        QContextMenuEvent click(QContextMenuEvent::Mouse, z->rect().center(),
                                z->mapToGlobal(z->rect().center()));
        QApplication::sendEvent(z, &click);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        QAction* offer = nullptr;
        for (QAction* action : menu->actions()) {
            offer = action->objectName() == QLatin1String("addKnobHere") ? action : offer;
        }
        QVERIFY(offer != nullptr && offer->text().contains(QLatin1Char('z')));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(offer).center());
        QTRY_COMPARE(scene().knobs.size(), std::size_t{2});
        QCOMPARE(scene().knobs.back().key, std::string("position_um/2"));
        document().undoStack()->undo();
        QCOMPARE(scene().knobs.size(), std::size_t{1});

        // The same number again is the same knob, and it goes with its object.
        Q_EMIT properties->knobRequested(probe, QStringLiteral("position_um/0"));
        QCOMPARE(scene().knobs.size(), std::size_t{1});
        document().removeItem(probe);
        QVERIFY(scene().knobs.empty());
        document().undoStack()->undo();
        QCOMPARE(scene().knobs.size(), std::size_t{1});
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestKnobs test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_knobs.moc"
