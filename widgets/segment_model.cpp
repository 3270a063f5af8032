#include "widgets/segment_model.h"

#include "model/geometry/axial_resistance.h"
#include "model/geometry/tree_path.h"
#include "model/simulation/cell_source.h"

#include <cmath>
#include <limits>
#include <utility>

namespace phiscope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct About {
    const char* title;
    const char* unit;
    const char* help;
    int decimals;
};

const std::array<About, SegmentModel::columns> about{{
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "index"), "",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Number of the segment, from 0. LFPy: idx"), 0},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "section"), "",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Its section's name in NEURON. LFPy: get_idx_name"), 0},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "x"), "",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Where on the section its middle lies, 0 to 1."), 3},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "mid x"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Its midpoint in the scene. LFPy: x.mean(axis=-1)"), 1},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "mid y"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Its midpoint in the scene. LFPy: y.mean(axis=-1)"), 1},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "mid z"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Its midpoint in the scene. LFPy: z.mean(axis=-1)"), 1},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "length"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Along the path. LFPy: length"), 2},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "diameter"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Mean along the path, NEURON's diam. LFPy: d"), 2},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "area"), "µm²",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Of its membrane. LFPy: area"), 1},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "axial R"), "MΩ",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel",
                       "Between its middle and that of its parent, NEURON's ri. LFPy: get_axial_resistance"),
     3},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "from soma"), "µm",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel",
                       "Along the tree from the middle of the first section, NEURON's distance."),
     1},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "V"), "mV",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel", "Membrane potential at the time cursor. LFPy: vmem"), 2},
    {QT_TRANSLATE_NOOP("phiscope::SegmentModel", "current"), "pA",
     QT_TRANSLATE_NOOP("phiscope::SegmentModel",
                       "Transmembrane current at the time cursor, outward positive. LFPy: imem, there in nA"),
     3},
}};

/// Path from the middle of the root to the middle of every segment.
std::vector<double> distances(const Morphology& morphology, const Segments& segments) {
    std::vector<double> result(static_cast<std::size_t>(segments.size()), none);
    const int root = rootSection(morphology);
    for (int s = 0; s < static_cast<int>(morphology.sections.size()); ++s) {
        const Section& section = morphology.sections[static_cast<std::size_t>(s)];
        const double length = sectionLength(section);
        // A section is left by the end at which it is attached.
        const double from = s == root ? 0.5 : section.childX;
        const std::optional<double> before = pathDistance(morphology, {root, 0.5}, {s, from});
        const int first = segments.firstOfSection[static_cast<std::size_t>(s)];
        const int after = segments.firstOfSection[static_cast<std::size_t>(s) + 1];
        for (int k = first; before && k < after; ++k) {
            const auto at = static_cast<std::size_t>(k);
            result[at] = *before + std::abs(segments.x[at] - from) * length;
        }
    }
    return result;
}

} // namespace

void SegmentModel::setCell(std::shared_ptr<const BuiltCell> cell, std::optional<double> Ra) {
    beginResetModel();
    cell_ = std::move(cell);
    resistance_.clear();
    distance_.clear();
    if (cell_) {
        const Eigen::VectorXd ri = axialResistance(cell_->morphology, cell_->placed.segments, Ra);
        resistance_.assign(ri.begin(), ri.end());
        distance_ = distances(cell_->morphology, cell_->placed.segments);
    }
    endResetModel();
}

void SegmentModel::setFrame(std::shared_ptr<const Recording> recording, qint64 frame) {
    if (recording == recording_ && frame == frame_) {
        return;
    }
    recording_ = std::move(recording);
    frame_ = frame;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(createIndex(0, potential), createIndex(rowCount() - 1, current));
    }
}

int SegmentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !cell_ ? 0 : cell_->placed.segments.size();
}

int SegmentModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns);
}

QString SegmentModel::title(int column) {
    return tr(about.at(static_cast<std::size_t>(column)).title);
}

QString SegmentModel::unit(int column) {
    return QString::fromUtf8(about.at(static_cast<std::size_t>(column)).unit);
}

QString SegmentModel::sectionName(int row) const {
    const int section = cell_->placed.segments.section[static_cast<std::size_t>(row)];
    return QString::fromStdString(cell_->morphology.sections[static_cast<std::size_t>(section)].name);
}

double SegmentModel::value(int row, int column) const {
    const Segments& segments = cell_->placed.segments;
    const auto at = static_cast<std::size_t>(row);
    switch (column) {
    case number:
        return row;
    case position:
        return segments.x[at];
    case midX:
    case midY:
    case midZ:
        return segments.midpoint(row)[column - midX];
    case length:
        return segments.length[row];
    case diameter:
        return segments.diameter[row];
    case area:
        return segments.area[row];
    case resistance:
        return resistance_[at];
    case distance:
        return distance_[at];
    case potential:
    case current:
        if (!recording_ || recording_->layout().segments != segments.size() ||
            frame_ >= recording_->frameCount()) {
            return none;
        }
        return column == potential ? static_cast<double>(recording_->potentials(frame_)[row])
                                   : 1000.0 * recording_->currents(frame_)[row];
    default:
        return none;
    }
}

QVariant SegmentModel::data(const QModelIndex& at, int role) const {
    if (!at.isValid()) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment along = at.column() == number ? Qt::AlignHCenter
                                    : at.column() == name ? Qt::AlignLeft
                                                          : Qt::AlignRight;
        return QVariant::fromValue(along | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != valueRole) {
        return {};
    }
    if (at.column() == name) {
        return sectionName(at.row());
    }
    const double plain = value(at.row(), at.column());
    if (role == valueRole) {
        return plain;
    }
    if (!std::isfinite(plain)) {
        return QStringLiteral("–");
    }
    QString text = QString::number(plain, 'f', about.at(static_cast<std::size_t>(at.column())).decimals);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QVariant SegmentModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columns) {
        return {};
    }
    if (role == Qt::ToolTipRole) {
        return tr(about.at(static_cast<std::size_t>(section)).help);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    return unit(section).isEmpty() ? title(section)
                                   : QStringLiteral("%1 (%2)").arg(title(section), unit(section));
}

} // namespace phiscope
