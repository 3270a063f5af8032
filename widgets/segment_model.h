#pragma once

#include "widgets/run_data.h"

#include <QAbstractTableModel>

#include <array>
#include <memory>
#include <vector>

namespace phiscope {

struct BuiltCell;

/// The compartments of a cell as a table, one row each in LFPy's order; the last two columns are those of one
/// frame of a recording.
class SegmentModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        number,
        name,
        position, ///< x on the section, 0 to 1
        midX,
        midY,
        midZ,
        length,
        diameter,
        area,
        resistance,
        distance, ///< along the tree from the middle of the soma
        potential,
        current,
        columns,
    };
    /// The plain number of a cell, for sorting and for files; the section's name as it is.
    static constexpr int valueRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// The cell as it stands in the scene; null: none. `Ra` in Ω·cm overrides the file's.
    void setCell(std::shared_ptr<const BuiltCell> cell, std::optional<double> Ra);
    const std::shared_ptr<const BuiltCell>& cell() const { return cell_; }
    /// What is shown in the last two columns; dashes where the recording is of other segments.
    void setFrame(std::shared_ptr<const Recording> recording, qint64 frame);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& at, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    double value(int row, int column) const; ///< NaN where there is none, and for the section
    QString sectionName(int row) const;
    static QString title(int column); ///< "area"
    static QString unit(int column);  ///< "µm²"; empty where there is none

private:
    std::shared_ptr<const BuiltCell> cell_;
    std::shared_ptr<const Recording> recording_;
    qint64 frame_ = 0;
    std::vector<double> resistance_;
    std::vector<double> distance_;
};

} // namespace phiscope
