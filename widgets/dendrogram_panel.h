#pragma once

#include <QWidget>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

class QAction;
class QComboBox;
class QLabel;

namespace phiscope {

class AppTheme;
class DendrogramView;
class SegmentSelection;

/// The tree of the cell drawn flat, with what it is coloured by and what lies under the mouse above it.
///
/// Parts for tests: dendrogram, dendrogramColours, dendrogramReading.
class DendrogramPanel : public QWidget {
    Q_OBJECT
public:
    DendrogramPanel(SegmentSelection* chosen, AppTheme* theme, QWidget* parent = nullptr);

    DendrogramView* view() const { return view_; }
    /// For the right click.
    void setCommands(const QList<QAction*>& commands);
    /// Colours of the segments (0xRRGGBB) as the cell has them in the 3-D view now. Unset: there is no such
    /// view.
    void setColourSource(std::function<std::vector<std::uint32_t>()> source);
    /// They may be others now.
    void refreshColours();
    /// Another cell may be there.
    void takeCell();

    QSize sizeHint() const override { return {560, 230}; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void read(int segment);

    SegmentSelection* chosen_;
    DendrogramView* view_;
    QComboBox* colours_;
    QLabel* reading_;
    std::function<std::vector<std::uint32_t>()> source_;
};

} // namespace phiscope
