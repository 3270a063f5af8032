#include "widgets/dendrogram_panel.h"

#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/dendrogram_view.h"
#include "widgets/quantity.h"
#include "widgets/segment_selection.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace phiscope {

DendrogramPanel::DendrogramPanel(SegmentSelection* chosen, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , chosen_(chosen)
    , view_(new DendrogramView(chosen, theme))
    , colours_(new QComboBox)
    , reading_(new QLabel) {
    setObjectName(QStringLiteral("dendrogramPanel"));
    colours_->setObjectName(QStringLiteral("dendrogramColours"));
    colours_->addItem(tr("Coloured by type"));
    colours_->addItem(tr("As in the 3-D view"));
    colours_->setToolTip(
        tr("By type of section, or by what the cell is coloured by in the 3-D view at the time "
           "cursor."));
    colours_->setAccessibleName(tr("Colours of the dendrogram"));
    colours_->setVisible(false); // until there is a view
    reading_->setObjectName(QStringLiteral("dendrogramReading"));
    reading_->setMinimumWidth(80);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 2);
    row->setSpacing(8);
    row->addWidget(reading_, 1);
    row->addWidget(colours_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(view_, 1);
    connect(colours_, &QComboBox::currentIndexChanged, this, &DendrogramPanel::refreshColours);
    connect(view_, &DendrogramView::hovered, this, &DendrogramPanel::read);
    connect(chosen_, &SegmentSelection::changed, this, [this] { read(-1); });
    const auto dress = [this, theme] {
        reading_->setFont(theme->numberFont());
        view_->setFont(theme->dimFont());
    };
    connect(theme, &AppTheme::changed, this, dress);
    dress();
    read(-1);
}

void DendrogramPanel::setCommands(const QList<QAction*>& commands) {
    view_->addActions(commands);
    view_->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void DendrogramPanel::setColourSource(std::function<std::vector<std::uint32_t>()> source) {
    source_ = std::move(source);
    colours_->setVisible(source_ != nullptr);
}

void DendrogramPanel::refreshColours() {
    if (isVisible()) {
        const bool asInView = source_ && colours_->currentIndex() == 1;
        view_->setColours(asInView ? source_() : std::vector<std::uint32_t>());
    }
}

void DendrogramPanel::takeCell() {
    if (isVisible()) {
        view_->setCell(chosen_->cell());
        refreshColours();
        read(-1);
    }
}

void DendrogramPanel::read(int segment) {
    if (!chosen_->cell()) {
        reading_->clear();
        return;
    }
    const PlacedCell& cell = chosen_->cell()->placed;
    const Dendrogram& flat = view_->dendrogram();
    const auto k = static_cast<std::size_t>(segment);
    if (segment >= 0 && segment < cell.segments.size() && k < flat.row.size()) {
        const auto section = static_cast<std::size_t>(cell.segments.section[k]);
        reading_->setText(
            tr("%1(%2)   %3 from the soma")
                .arg(QString::fromStdString(cell.morphology.sections[section].name),
                     formatNumber(cell.segments.x[k], 3),
                     formatQuantity(0.5 * (flat.fromUm[k] + flat.toUm[k]), QStringLiteral("µm"))));
    } else if (chosen_->empty()) {
        reading_->setText(tr("Click a branch, double click for all behind it; wheel zooms"));
    } else {
        reading_->setText(tr("Chosen: %1").arg(chosen_->summary()));
    }
}

void DendrogramPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    takeCell();
}

} // namespace phiscope
