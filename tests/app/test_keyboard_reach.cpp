// Everything can be reached and named without a mouse: Tab walks through the window, its panels and its
// dialogs.
#include "app/picture_dialog.h"
#include "tests/ui/open_window.h"
#include "widgets/convergence_dialog.h"
#include "widgets/focus_ring.h"
#include "widgets/gallery_dialog.h"
#include "widgets/guide_viewer.h"
#include "widgets/probe_gallery.h"
#include "widgets/signals_panel.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QSet>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

using namespace phiscope;

namespace {

QString what(const QWidget* widget) {
    QString path;
    for (const QWidget* at = widget; at != nullptr && !at->isWindow(); at = at->parentWidget()) {
        const QString name =
            at->objectName().isEmpty() ? QLatin1String(at->metaObject()->className()) : at->objectName();
        path = path.isEmpty() ? name : name + QLatin1Char('/') + path;
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
        path += QStringLiteral(" “%1”").arg(button->text());
    }
    return path;
}

/// A part of a larger control, which has the keys for both.
bool isPart(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    if (widget->objectName().startsWith(QStringLiteral("qt_")) || qobject_cast<const QScrollBar*>(widget) ||
        qobject_cast<const QHeaderView*>(widget)) {
        return true;
    }
    for (; parent != nullptr; parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent) ||
            qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QTabBar*>(parent) ||
            qobject_cast<const QHeaderView*>(parent)) {
            return true;
        }
        if (qobject_cast<const QAbstractItemView*>(parent)) {
            return qobject_cast<const QAbstractButton*>(widget) != nullptr; // the corner of a table
        }
    }
    return false;
}

bool isControl(const QWidget* widget) {
    if (isPart(widget) || !widget->isVisible() || !widget->isEnabled() || widget->visibleRegion().isEmpty()) {
        return false;
    }
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        return label->text().contains(QStringLiteral("<a "));
    }
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
           qobject_cast<const QTabBar*>(widget) ||
           (widget->focusPolicy() != Qt::NoFocus && !widget->isWindow() && widget->focusProxy() == nullptr);
}

QString nameOf(QWidget* widget) {
    if (const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget)) {
        const QString name = spoken->text(QAccessible::Name);
        if (!name.isEmpty()) {
            return name;
        }
    }
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget);
        edit && !edit->placeholderText().isEmpty()) {
        return edit->placeholderText();
    }
    return widget->toolTip();
}

void collectActions(const QList<QAction*>& from, QSet<const QAction*>& all) {
    for (const QAction* action : from) {
        all << action;
        if (action->menu() != nullptr) {
            collectActions(action->menu()->actions(), all);
        }
    }
}

} // namespace

class TestKeyboardReach : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    QSet<const QAction*> commands() {
        QSet<const QAction*> all;
        collectActions((*window_)->menuBar()->actions(), all);
        return all;
    }

    /// Every control that Tab (or Shift+Tab) comes to, once around.
    static QSet<const QWidget*> walk(QWidget* window, QWidget* from, Qt::Key key) {
        QSet<const QWidget*> reached;
        from->setFocus(Qt::TabFocusReason);
        for (int steps = 0; steps < 500; ++steps) { // more than there are
            QWidget* at = window->focusWidget();
            if (at == nullptr || (steps > 0 && at == from)) {
                break;
            }
            reached << at;
            if (key == Qt::Key_Backtab) {
                QTest::keyClick(at, Qt::Key_Backtab, Qt::ShiftModifier);
            } else {
                QTest::keyClick(at, key);
            }
        }
        return reached;
    }

    /// What is wrong with the controls in `within`: a line each.
    static QStringList faults(QWidget* within, const QSet<const QWidget*>& reached,
                              const QSet<const QAction*>& commands = {}) {
        QStringList found;
        QList<QWidget*> all = within->findChildren<QWidget*>();
        for (QWidget* widget : all) {
            if (widget->window() != within->window() || !isControl(widget)) {
                continue;
            }
            if (nameOf(widget).isEmpty()) {
                found << what(widget) + QStringLiteral(" has no name");
            }
            bool comes = reached.contains(widget);
            if (const auto* button = qobject_cast<QToolButton*>(widget); button && button->defaultAction()) {
                comes = comes || commands.contains(button->defaultAction());
            }
            if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
                // One of several that exclude each other: the arrows go on from there.
                if (button->autoExclusive() || (button->group() != nullptr && button->group()->exclusive())) {
                    for (const QAbstractButton* other :
                         button->group() != nullptr
                             ? button->group()->buttons()
                             : button->parentWidget()->findChildren<QAbstractButton*>()) {
                        comes = comes || reached.contains(other);
                    }
                }
                comes = comes || !button->shortcut().isEmpty();
            }
            if (!comes) {
                found << what(widget) + QStringLiteral(" is not reached");
            }
        }
        return found;
    }

    QStringList windowFaults() {
        // Backwards, since in the view Tab hides the panels.
        const QSet<const QWidget*> reached = walk(window_->get(), &window_->view(), Qt::Key_Backtab);
        if (reached.size() < 15) {
            return {QStringLiteral("only %1 controls are reached").arg(reached.size())};
        }
        return faults(window_->get(), reached, commands());
    }
    static QStringList dialogFaults(QWidget* dialog) {
        dialog->show();
        if (!QTest::qWaitForWindowExposed(dialog)) {
            return {QStringLiteral("it does not appear")};
        }
        QApplication::setActiveWindow(dialog);
        QWidget* first = dialog->focusWidget();
        if (first == nullptr) {
            first = dialog->nextInFocusChain();
            while (first != dialog && (!first->isVisible() || (first->focusPolicy() & Qt::TabFocus) == 0)) {
                first = first->nextInFocusChain();
            }
        }
        return faults(dialog, walk(dialog, first, Qt::Key_Tab));
    }
    /// Who wears the ring.
    QWidget* ring() { return window_->parts().theme->focusRing()->wearer(); }
    static void expectNone(const QStringList& faults) {
        QVERIFY2(faults.isEmpty(), qPrintable(QLatin1Char('\n') + faults.join(QLatin1Char('\n'))));
    }

private Q_SLOTS:
    void initTestCase() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanupTestCase() { window_.reset(); }

    void everyPanel_data() {
        QTest::addColumn<QString>("panel");
        for (const char* panel : {"scene", "property", "history", "signals", "csd", "spectrum", "compare",
                                  "runs", "head", "log", "checks"}) {
            QTest::newRow(panel) << QString::fromLatin1(panel);
        }
    }
    void everyPanel() {
        QFETCH(QString, panel);
        QVERIFY((*window_)->showPanel(panel));
        QTest::qWait(50); // laid out
        expectNone(windowFaults());
        window_->picture(QStringLiteral("reach_") + panel);
    }

    void propertiesOfEverything_data() {
        QTest::addColumn<QString>("id");
        const Scene& scene = window_->document().scene();
        QTest::newRow("scene") << QString();
        QTest::newRow("cell") << QStringLiteral("cell");
        QTest::newRow("run") << QStringLiteral("run");
        QTest::newRow("synapse") << QString::fromStdString(scene.synapses.front().id);
        QTest::newRow("probe") << QString::fromStdString(scene.probes.front().id);
        QTest::newRow("stimulus") << window_->document().addStimulus({"soma[0]", 0.5});
        QTest::newRow("slice") << window_->document().addSlice(FieldSlice());
        QTest::newRow("head") << window_->document().addHead();
    }
    void propertiesOfEverything() {
        QFETCH(QString, id);
        (*window_)->showPanel(QStringLiteral("property"));
        (*window_)->showPanel(QStringLiteral("head"));
        window_->document().select(id);
        QTest::qWait(50);
        expectNone(windowFaults());
    }

    void anEmptySceneOffersItsLinksToTheKeyboard() {
        Scene empty;
        empty.cell.morphology.shape = "ball_and_stick";
        window_->document().setScene(empty);
        (*window_)->showPanel(QStringLiteral("signals"));
        QVERIFY(QTest::qWaitFor([this] { return window_->ready(); }, test::OpenWindow::patience));
        QTest::qWait(50);
        const auto labels = window_->parts().signalsPanel->findChildren<QLabel*>();
        QVERIFY(
            std::any_of(labels.begin(), labels.end(), [](const QLabel* label) { return isControl(label); }));
        expectNone(windowFaults());
        (*window_)->files()->openExample(QStringLiteral("ball_and_stick"));
        QVERIFY(QTest::qWaitFor([this] { return window_->ready(); }, test::OpenWindow::patience));
    }

    void dialogs() {
        {
            GalleryDialog gallery(window_->parts().theme);
            expectNone(dialogFaults(&gallery));
            window_->picture(QStringLiteral("reach_gallery"), &gallery);
        }
        {
            ProbeGallery probes(window_->parts().theme, ProbeLibrary(), {});
            expectNone(dialogFaults(&probes));
            window_->picture(QStringLiteral("reach_probes"), &probes);
        }
        {
            PictureDialog picture({800, 600});
            expectNone(dialogFaults(&picture));
        }
        {
            (*window_)->actions()->guide->trigger();
            auto* guide = (*window_)->findChild<GuideViewer*>();
            expectNone(dialogFaults(guide));
            guide->close();
        }
        {
            (*window_)->actions()->checkConvergence->trigger();
            auto* convergence = (*window_)->findChild<ConvergenceDialog*>();
            expectNone(dialogFaults(convergence));
            auto* check = (*window_)->findChild<ConvergenceCheck*>();
            QVERIFY(QTest::qWaitFor([check] { return check->state() != ConvergenceCheck::State::running; },
                                    test::OpenWindow::patience));
            expectNone(dialogFaults(convergence));
            convergence->close();
        }
        QApplication::setActiveWindow(window_->get());
    }

    void f6GoesFromPanelToPanelAndOutOfTheView() {
        QApplication::setActiveWindow(window_->get());
        (*window_)->showPanel(QStringLiteral("signals"));
        window_->view().setFocus(Qt::OtherFocusReason);
        QSet<const QWidget*> visited;
        QWidget* last = nullptr;
        for (int k = 0; k < 20; ++k) {
            window_->key(Qt::Key_F6);
            QWidget* at = (*window_)->focusWidget();
            QVERIFY(at != nullptr);
            QVERIFY(at != last);
            last = at;
            QCOMPARE(ring(), at);
            window_->picture(QStringLiteral("reach_f6_%1").arg(k));
            if (at == &window_->view()) {
                break;
            }
            for (const QDockWidget* dock : (*window_)->findChildren<QDockWidget*>()) {
                if (dock->isAncestorOf(at)) {
                    visited << dock;
                }
            }
        }
        QCOMPARE(last, static_cast<QWidget*>(&window_->view()));
        for (const QDockWidget* dock : (*window_)->findChildren<QDockWidget*>()) {
            // The log has nothing to be worked on where it is empty; every other panel in sight was visited.
            if (!dock->visibleRegion().isEmpty() && !dock->widget()->visibleRegion().isEmpty()) {
                QVERIFY2(visited.contains(dock), qPrintable(dock->objectName()));
            }
        }
        window_->key(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY((*window_)->focusWidget() != &window_->view());
    }

    void tabHidesPanelsInTheViewOnly() {
        QApplication::setActiveWindow(window_->get());
        auto* dock = (*window_)->findChild<QDockWidget*>(QStringLiteral("sceneDock"));
        auto* search = dock->findChild<QLineEdit*>();
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Tab);
        QVERIFY(dock->isVisible());
        QVERIFY((*window_)->focusWidget() != search);
        window_->view().setFocus();
        QTest::keyClick(&window_->view(), Qt::Key_Tab);
        QVERIFY(!dock->isVisible());
        QTest::keyClick(&window_->view(), Qt::Key_Tab);
        QVERIFY(dock->isVisible());
    }

    void everyCommandHasAKeyOrAMenu() {
        const QSet<const QAction*> inMenus = commands();
        for (const QAction* action : (*window_)->actions()->findChildren<QAction*>()) {
            QVERIFY2(inMenus.contains(action) || !action->shortcut().isEmpty(),
                     qPrintable(action->objectName()));
        }
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestKeyboardReach test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_keyboard_reach.moc"
