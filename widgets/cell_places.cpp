#include "widgets/cell_places.h"

#include "model/geometry/pose_map.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/quantity.h"

#include <QGridLayout>
#include <QLabel>

#include <cmath>

namespace phiscope {

namespace {

/// To a hundredth of a micrometre: the points of a cell are kept to about that.
QString text(const Eigen::Vector3d& pointUm) {
    QStringList numbers;
    for (const double number : pointUm) {
        numbers << formatNumber(std::round(number * 100.0) / 100.0 + 0.0, 7);
    }
    return numbers.join(QStringLiteral(",  "));
}

} // namespace

CellPlaces::CellPlaces(Document* document, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , document_(document) {
    setObjectName(QStringLiteral("cellPlaces"));
    struct Kind {
        const char* name;
        QString label;
        QString help;
    };
    const std::array<Kind, 3> kinds{
        {{"InFile", tr("in the file"),
          tr("As in the morphology file, or as the cell was grown; before anything of the scene.")},
         {"InModel", tr("in the model"),
          tr("With the soma in the origin, before the cell is mirrored, turned, compressed and moved.")},
         {"InScene", tr("in the scene"),
          tr("Where it is drawn and where its currents leave: mirrored, turned, compressed and moved.")}}};
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 6, 0, 4);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(1, 1);
    int at = 0;
    QPalette dim = theme->palette();
    dim.setColor(QPalette::WindowText, theme->colours().dimText);
    const auto block = [&](const QString& title, const QString& prefix, Row& row) {
        auto* head = new QLabel(title);
        head->setFont(theme->dimFont());
        grid->addWidget(head, at++, 0, 1, 2);
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            auto* label = new QLabel(kinds[k].label);
            label->setFont(theme->dimFont());
            label->setPalette(dim);
            label->setToolTip(kinds[k].help);
            label->setIndent(8);
            row[k] = new QLabel;
            row[k]->setObjectName(prefix + QLatin1String(kinds[k].name));
            row[k]->setFont(theme->dimFont());
            row[k]->setToolTip(tr("x, y, z in µm. %1").arg(kinds[k].help));
            row[k]->setTextInteractionFlags(Qt::TextSelectableByMouse);
            row[k]->setAlignment(Qt::AlignRight);
            grid->addWidget(label, at, 0);
            grid->addWidget(row[k], at++, 1);
        }
        return head;
    };
    block(tr("Middle of the soma: x, y, z in µm"), QStringLiteral("soma"), soma_);
    name_ = block({}, QStringLiteral("segment"), segment_);
    name_->setObjectName(QStringLiteral("placedSegment"));
    auto* moves =
        new QLabel(tr("Moves sources: position, rotation, mirror and compression change where currents "
                      "leave. Probes read them anew at once, without a run."));
    moves->setObjectName(QStringLiteral("dim"));
    moves->setWordWrap(true);
    moves->setContentsMargins(0, 4, 0, 0);
    grid->addWidget(moves, at, 0, 1, 2);
    refresh();
}

void CellPlaces::setHovered(int segment) {
    if (segment != hovered_) {
        hovered_ = segment;
        refresh();
    }
}

void CellPlaces::fill(const Row& row, int segment) const {
    const auto cell = document_->cell();
    const bool known = cell && segment < cell->placed.segments.size() && !cell->morphology.sections.empty();
    if (!known) {
        for (QLabel* label : row) {
            label->setText(QStringLiteral("–"));
        }
        return;
    }
    const PlacedCell& placed = cell->placed;
    const Eigen::Vector3d at =
        segment < 0 ? somaPosition(placed.morphology, placed.segments) : placed.segments.midpoint(segment);
    const CellPlace place = cellPlace(at, cell->pose, somaInFile(cell->morphology, cell->placed, cell->pose));
    row[0]->setText(text(place.file));
    row[1]->setText(text(place.model));
    row[2]->setText(text(place.scene));
}

void CellPlaces::refresh() {
    fill(soma_, -1);
    const auto cell = document_->cell();
    const bool on = cell && hovered_ >= 0 && hovered_ < cell->placed.segments.size();
    if (!on) {
        name_->setText(tr("Segment under the mouse"));
        for (QLabel* label : segment_) {
            label->setText(QStringLiteral("–")); // keeps its line: the panel does not jump
        }
        return;
    }
    const auto k = static_cast<std::size_t>(hovered_);
    const Segments& segments = cell->placed.segments;
    const Section& section = cell->placed.morphology.sections[static_cast<std::size_t>(segments.section[k])];
    name_->setText(
        tr("Middle of %1(%2)").arg(QString::fromStdString(section.name), formatNumber(segments.x[k], 3)));
    fill(segment_, hovered_);
}

} // namespace phiscope
