// The table of segments in the real window: its numbers, its filter, and the view beside it.
#include "model/formats/table_file.h"
#include "model/geometry/axial_resistance.h"
#include "model/geometry/tree_path.h"
#include "tests/ui/open_window.h"
#include "widgets/segment_model.h"
#include "widgets/segment_panel.h"
#include "widgets/segment_selection.h"

#include <QAbstractProxyModel>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QSurfaceFormat>
#include <QTableView>

#include <fstream>
#include <memory>
#include <sstream>

using namespace phiscope;

class TestSegmentsPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    const BuiltCell& cell() const { return *window_->document().cell(); }
    const Segments& segments() const { return cell().placed.segments; }
    SegmentPanel& panel() const { return *(*window_)->findChild<SegmentPanel*>(); }
    QTableView& table() const { return *panel().findChild<QTableView*>(); }
    QLineEdit& edit(const char* name) const {
        return *panel().findChild<QLineEdit*>(QString::fromLatin1(name));
    }
    QModelIndex at(int row, int column) const { return table().model()->index(row, column); }
    double number(int row, int column) const {
        return at(row, column).data(SegmentModel::valueRole).toDouble();
    }

private Q_SLOTS:
    void init() {
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l23_pyramidal"));
        QVERIFY((*window_)->showPanel(QStringLiteral("segments")));
        QTRY_COMPARE(table().model()->rowCount(), segments().size());
    }
    void cleanup() { window_.reset(); }

    void itsNumbersAreThoseOfTheModel() {
        const Eigen::VectorXd ri =
            axialResistance(cell().morphology, segments(), window_->document().scene().cell.Ra);
        const int root = rootSection(cell().morphology);
        for (int k = 0; k < segments().size(); k += 7) {
            const auto i = static_cast<std::size_t>(k);
            QCOMPARE(number(k, SegmentModel::number), static_cast<double>(k));
            QCOMPARE(number(k, SegmentModel::midZ), segments().midpoint(k).z());
            QCOMPARE(number(k, SegmentModel::area), segments().area[k]);
            QCOMPARE(number(k, SegmentModel::resistance), ri[k]);
            const auto way =
                pathDistance(cell().morphology, {root, 0.5}, {segments().section[i], segments().x[i]});
            QVERIFY(way.has_value());
            QVERIFY2(qAbs(number(k, SegmentModel::distance) - *way) < 1e-6, qPrintable(QString::number(k)));
        }
        // The time cursor's frame.
        parts().cursor->scrubTo(20.0);
        const Recording& recording = *parts().cursor->recording();
        QTRY_COMPARE(number(5, SegmentModel::potential),
                     static_cast<double>(recording.potentials(parts().cursor->frame())[5]));
        QCOMPARE(number(5, SegmentModel::current), 1000.0 * recording.currents(parts().cursor->frame())[5]);
        window_->picture(QStringLiteral("segments"));
    }

    void itIsNarrowedAsGetIdxDoes() {
        QTest::keyClicks(&edit("segmentNames"), QStringLiteral("apic, soma"));
        QTest::keyClicks(&edit("segmentLow"), QStringLiteral("-5"));
        QTest::keyClicks(&edit("segmentHigh"), QStringLiteral("120"));
        const std::vector<int> expected =
            segmentIndices(cell().morphology, segments(), {"apic", "soma"}, -5.0, 120.0);
        QVERIFY(!expected.empty() && static_cast<int>(expected.size()) < segments().size());
        QCOMPARE(panel().listed(), expected);
        QCOMPARE(table().model()->rowCount(), static_cast<int>(expected.size()));
        // Sorted by area, the list is written in that order.
        table().sortByColumn(SegmentModel::area, Qt::DescendingOrder);
        for (int row = 1; row < table().model()->rowCount(); ++row) {
            QVERIFY(number(row - 1, SegmentModel::area) >= number(row, SegmentModel::area));
        }
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("segments.csv")).toStdString();
        QVERIFY(writeTable(file, panel().listedRows()).has_value());
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        QVERIFY2(line.starts_with("index,section,x,"), line.c_str());
        std::getline(in, line);
        std::istringstream cells(line);
        std::string first;
        std::getline(cells, first, ',');
        QCOMPARE(std::stoi(first), static_cast<int>(number(0, SegmentModel::number)));
        int rows = 1;
        while (std::getline(in, line)) {
            ++rows;
        }
        QCOMPARE(rows, static_cast<int>(expected.size()));
        // By type, whatever the names: depths and names go on to count.
        auto& type = *panel().findChild<QComboBox*>(QStringLiteral("segmentType"));
        type.setCurrentIndex(type.findText(QStringLiteral("soma")));
        QVERIFY(!panel().listed().empty());
        QCOMPARE(panel().listed(), segmentIndices(cell().morphology, segments(), {"soma"}, -5.0, 120.0));
        type.setCurrentIndex(0);
        edit("segmentNames").setText(QStringLiteral("nothing of this name"));
        QCOMPARE(table().model()->rowCount(), 0);
        window_->picture(QStringLiteral("segments-none"));
    }

    void tableAndViewLookAtTheSameSegment() {
        const SegmentSelection& chosen = *parts().chosen;
        table().scrollTo(at(3, 0));
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(at(3, 2)).center());
        QCOMPARE(chosen.segments(), std::vector<int>{3});
        QCOMPARE(chosen.focus(), 3);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        const QString copied = QApplication::clipboard()->text();
        QCOMPARE(copied.count(QLatin1Char('\n')), 2);
        QVERIFY(copied.contains(QStringLiteral("\n3\t")));
        QTest::keyClick(&table(), Qt::Key_Return);
        const Eigen::Vector3d middle = segments().midpoint(3);
        QTRY_VERIFY((window_->view().camera().focus - middle).norm() < 1e-6);
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    TestSegmentsPanel test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_segments_panel.moc"
