// How often the 3-D view of the real window is drawn: where something changes in it, and not otherwise.
#include "tests/ui/open_window.h"
#include "widgets/gl_support.h"

#include <QLabel>
#include <QSignalSpy>
#include <QSurfaceFormat>

#include <memory>

using namespace phiscope;

class TestViewPace : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() const { return window_->document(); }
    /// Nothing is drawn any more.
    void settle() const {
        QSignalSpy painted(&window_->view(), &View3D::shown);
        QTRY_VERIFY(window_->ready() && !window_->parts().controller->signalsPending());
        QTRY_VERIFY_WITH_TIMEOUT(!painted.wait(300), test::OpenWindow::patience);
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void aDipoleThatMovesLeavesTheCellAlone() {
        const QString id = document().addHead();
        document().select({});
        settle();
        QSignalSpy painted(&window_->view(), &View3D::shown);
        for (int k = 1; k <= 3; ++k) {
            Head head = *document().head(id);
            head.dipoleMm[0] += 1.0;
            document().setHead(head, QStringLiteral("Move dipole"), QStringLiteral("drag"));
            QTest::qWait(60);
        }
        QCOMPARE(painted.count(), 0);
    }

    void aProbeThatMovesIsDrawn() {
        settle();
        QSignalSpy painted(&window_->view(), &View3D::shown);
        const QString id = QString::fromStdString(document().scene().probes.front().id);
        const QImage before = window_->view().grabFramebuffer();
        document().moveProbe(id, {40.0, 0.0, 100.0});
        QTRY_VERIFY(!painted.isEmpty());
        settle();
        QVERIFY(window_->view().grabFramebuffer() != before);
    }

    void thePanelSaysWhoDraws() {
        const auto* words = (*window_)->findChild<QLabel*>(QStringLiteral("performanceWords"));
        QVERIFY(words != nullptr);
        QVERIFY2(words->text().contains(GlSupport::here().renderer), qPrintable(words->text()));
        QCOMPARE(words->text().contains(QStringLiteral("plots come first")),
                 GlWidget::way() == GlWidget::Way::processor);
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    TestViewPace test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_view_pace.moc"
