#include "app/picture_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace phiscope {

namespace {

constexpr int largestSide = 16384;

} // namespace

PictureDialog::PictureDialog(const QSize& viewSize, QWidget* parent)
    : QDialog(parent)
    , width_(new QSpinBox)
    , height_(new QSpinBox)
    , dpi_(new QSpinBox)
    , transparent_(new QCheckBox(tr("Transparent ground")))
    , paper_(new QLabel) {
    setObjectName(QStringLiteral("pictureDialog"));
    setWindowTitle(tr("3-D view as PNG"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    for (QSpinBox* side : {width_, height_}) {
        side->setRange(16, largestSide);
        side->setSuffix(tr(" px"));
        side->setSingleStep(100);
    }
    width_->setValue(2400);
    height_->setValue(viewSize.isEmpty() ? 1800 : 2400 * viewSize.height() / viewSize.width());
    dpi_->setRange(36, 1200);
    dpi_->setValue(300);
    dpi_->setToolTip(tr("Dots per inch: text and lines grow with it."));
    form->addRow(tr("Width"), width_);
    form->addRow(tr("Height"), height_);
    form->addRow(tr("DPI"), dpi_);
    form->addRow(QString(), paper_);
    form->addRow(QString(), transparent_);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole)->setDefault(true);
    // In this order: Tab would pass by a standard button that was there before.
    buttons->addButton(QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QSpinBox* box : {width_, height_, dpi_}) {
        connect(box, &QSpinBox::valueChanged, this, &PictureDialog::describe);
    }
    describe();
}

QSize PictureDialog::size() const {
    return {width_->value(), height_->value()};
}
int PictureDialog::dpi() const {
    return dpi_->value();
}
bool PictureDialog::transparent() const {
    return transparent_->isChecked();
}

void PictureDialog::describe() {
    const auto mm = [this](int px) {
        return QString::number(25.4 * px / dpi_->value(), 'f', 0);
    };
    paper_->setText(tr("%1 × %2 mm on paper").arg(mm(width_->value()), mm(height_->value())));
}

} // namespace phiscope
