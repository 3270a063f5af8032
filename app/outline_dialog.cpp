#include "app/outline_dialog.h"

#include "model/simulation/cell_source.h"
#include "render/paper_ink.h"
#include "widgets/flat_figure_picture.h"
#include "widgets/quantity.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>

#include <utility>

namespace phiscope {

namespace {

using ColourBy = FlatFigureOptions::ColourBy;
using Parts = FlatFigureOptions::Parts;

template <typename Value>
void add(QComboBox* combo, const QString& text, Value value, const QString& help) {
    combo->addItem(text, static_cast<int>(value));
    combo->setItemData(combo->count() - 1, help, Qt::ToolTipRole);
}

template <typename Value>
void choose(QComboBox* combo, Value value) {
    combo->setCurrentIndex(combo->findData(static_cast<int>(value)));
}

} // namespace

FlatFigure FigureSource::draw(const FlatFigureOptions& options) const {
    return flatFigure(*scene, cell->placed, recording.get(), options, paperInk());
}

OutlineDialog::OutlineDialog(FigureSource source, const FlatFigureOptions& options, QWidget* parent)
    : QDialog(parent)
    , source_(std::move(source))
    , timeMs_(options.timeMs)
    , plane_(new QComboBox)
    , parts_(new QComboBox)
    , colour_(new QComboBox)
    , synapses_(new QCheckBox(tr("Synapses")))
    , contacts_(new QCheckBox(tr("Contacts of visible probes")))
    , scale_(new QDoubleSpinBox)
    , paper_(new QLabel)
    , preview_(new QLabel)
    , worker_(this, [this](Picture picture) { show(std::move(picture)); }) {
    setObjectName(QStringLiteral("outlineDialog"));
    setWindowTitle(tr("Flat outline of the cell"));
    add(plane_, tr("xz, from the front"), Projection::xz, tr("x to the right, z upwards. LFPy: ('x', 'z')."));
    add(plane_, tr("yz, from the side"), Projection::yz, tr("y to the right, z upwards. LFPy: ('y', 'z')."));
    add(plane_, tr("xy, from above"), Projection::xy, tr("x to the right, y upwards. LFPy: ('x', 'y')."));
    add(parts_, tr("Sections"), Parts::sections, tr("One shape a section. LFPy: get_pt3d_polygons."));
    add(parts_, tr("Segments"), Parts::segments, tr("One shape a segment. LFPy: get_idx_polygons."));
    add(colour_, tr("One colour"), ColourBy::plain, tr("All of the cell alike."));
    add(colour_, tr("Kinds of sections"), ColourBy::type, tr("Soma, dendrites, apical dendrite, axon."));
    add(colour_, tr("Membrane potential"), ColourBy::potential,
        tr("Of each segment at the time cursor, with the range of the window's colours."));
    add(colour_, tr("Membrane current"), ColourBy::current,
        tr("Of each segment at the time cursor, with the range of the window's colours."));
    if (source_.recording == nullptr) {
        auto* model = static_cast<QStandardItemModel*>(colour_->model());
        for (const ColourBy by : {ColourBy::potential, ColourBy::current}) {
            QStandardItem* item = model->item(colour_->findData(static_cast<int>(by)));
            item->setEnabled(false);
            item->setToolTip(tr("Run the scene first: F5."));
        }
    }
    scale_->setRange(0.0, 1000.0);
    scale_->setDecimals(2);
    scale_->setSpecialValueText(tr("as fits on a page"));
    scale_->setSuffix(tr(" µm"));
    scale_->setToolTip(tr("How many µm one millimetre on paper is; at 0 so many that the cell fits on A4."));
    scale_->setValue(options.umPerMm);
    choose(plane_, options.plane);
    choose(parts_, options.parts);
    choose(colour_, options.byValue() && source_.recording == nullptr ? ColourBy::plain : options.colourBy);
    synapses_->setChecked(options.synapses);
    contacts_->setChecked(options.contacts);
    paper_->setWordWrap(true);
    preview_->setObjectName(QStringLiteral("outlinePreview"));
    preview_->setAlignment(Qt::AlignCenter);
    preview_->setMinimumSize(380, 420);
    preview_->setFrameShape(QFrame::StyledPanel);
    preview_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    preview_->setAccessibleName(tr("The figure as it will be written"));

    auto* form = new QFormLayout;
    form->addRow(tr("Plane"), plane_);
    form->addRow(tr("Outlines of"), parts_);
    form->addRow(tr("Colour"), colour_);
    form->addRow(tr("Show"), synapses_);
    form->addRow(QString(), contacts_);
    form->addRow(tr("1 mm is"), scale_);
    form->addRow(QString(), paper_);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole)->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* side = new QVBoxLayout;
    side->addLayout(form);
    side->addStretch(1);
    side->addWidget(buttons);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(16);
    row->addLayout(side);
    row->addWidget(preview_, 1);
    resize(860, 640);

    const std::pair<QWidget*, const char*> names[] = {
        {plane_, "outlinePlane"},       {parts_, "outlineParts"},       {colour_, "outlineColour"},
        {synapses_, "outlineSynapses"}, {contacts_, "outlineContacts"}, {scale_, "outlineScale"},
        {paper_, "outlinePaper"}};
    for (const auto& [widget, name] : names) {
        widget->setObjectName(QLatin1String(name));
    }
    for (QComboBox* combo : {plane_, parts_, colour_}) {
        connect(combo, &QComboBox::currentIndexChanged, this, &OutlineDialog::request);
    }
    for (QCheckBox* box : {synapses_, contacts_}) {
        connect(box, &QCheckBox::toggled, this, &OutlineDialog::request);
    }
    connect(scale_, &QDoubleSpinBox::valueChanged, this, &OutlineDialog::request);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { Q_EMIT exportRequested(this->options()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

FlatFigureOptions OutlineDialog::options() const {
    FlatFigureOptions options;
    options.plane = static_cast<Projection>(plane_->currentData().toInt());
    options.parts = static_cast<Parts>(parts_->currentData().toInt());
    options.colourBy = static_cast<ColourBy>(colour_->currentData().toInt());
    options.timeMs = timeMs_;
    options.synapses = synapses_->isChecked();
    options.contacts = contacts_->isChecked();
    options.umPerMm = scale_->value();
    return options;
}

void OutlineDialog::request() {
    // Values are those of segments.
    parts_->setEnabled(!options().byValue());
    parts_->setToolTip(options().byValue() ? tr("Each segment has a value of its own.") : QString());
    const QSize room = preview_->contentsRect().size() * devicePixelRatioF();
    worker_.request([source = source_, options = options(), room] {
        Picture picture{source.draw(options), {}, options};
        picture.image = figurePicture(picture.figure, room);
        return picture;
    });
}

void OutlineDialog::show(Picture picture) {
    shown_ = std::move(picture);
    drawn_ = shown_.options;
    QPixmap pixmap = QPixmap::fromImage(shown_.image);
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    preview_->setPixmap(pixmap);
    const Eigen::Vector2d mm = shown_.figure.sizeMm();
    paper_->setText(tr("%1 × %2 mm on paper;\n1 mm is %3 µm.")
                        .arg(mm.x(), 0, 'f', 0)
                        .arg(mm.y(), 0, 'f', 0)
                        .arg(formatNumber(shown_.figure.umPerMm)));
}

void OutlineDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    request();
}

void OutlineDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    request();
}

} // namespace phiscope
