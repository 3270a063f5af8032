#pragma once

#include <QWidget>

#include <array>

class QLabel;

namespace phiscope {

class AppTheme;
class Document;

/// Which coordinates are meant: the soma's, and those of the segment under the mouse, in the morphology file,
/// in the model and in the scene. Parts for tests: somaInFile … segmentInScene, placedSegment.
class CellPlaces : public QWidget {
    Q_OBJECT
public:
    CellPlaces(Document* document, AppTheme* theme, QWidget* parent = nullptr);

    void setHovered(int segment); ///< -1: none
    void refresh();

private:
    using Row = std::array<QLabel*, 3>; ///< in the file, in the model, in the scene
    void fill(const Row& row, int segment) const;

    Document* document_;
    Row soma_{};
    Row segment_{};
    QLabel* name_ = nullptr;
    int hovered_ = -1;
};

} // namespace phiscope
