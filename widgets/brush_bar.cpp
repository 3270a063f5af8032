#include "widgets/brush_bar.h"

#include "widgets/number_edit.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int fromEdge = 12;
constexpr int aboveScaleBar = 44;

} // namespace

BrushBar::BrushBar(QWidget* view)
    : QFrame(view)
    , density_(new NumberEdit)
    , radius_(new NumberEdit)
    , text_(new QLabel) {
    setObjectName(QStringLiteral("brushBar"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setCursor(Qt::ArrowCursor);
    density_->setObjectName(QStringLiteral("brushDensity"));
    density_->setAccessibleName(tr("Synapses per µm"));
    density_->setToolTip(tr("How many synapses the brush leaves on each µm of dendrite, 0.01 to 10."));
    density_->setLimits(leastPerUm, mostPerUm);
    density_->setStep(0.05);
    radius_->setObjectName(QStringLiteral("brushRadius"));
    radius_->setAccessibleName(tr("Radius of the brush in pixels"));
    radius_->setToolTip(tr("Radius of the brush in pixels of the screen, 4 to 200. Keys [ and ], or Shift "
                           "and the wheel."));
    radius_->setLimits(4.0, 200.0);
    for (NumberEdit* edit : {density_, radius_}) {
        edit->setFixedWidth(64);
    }
    text_->setObjectName(QStringLiteral("brushText"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 10, 4);
    row->addWidget(text_);
    row->addSpacing(8);
    row->addWidget(density_);
    row->addWidget(new QLabel(tr("per µm")));
    row->addSpacing(8);
    row->addWidget(new QLabel(tr("radius")));
    row->addWidget(radius_);
    row->addWidget(new QLabel(tr("px")));
    connect(density_, &NumberEdit::edited, this, [this](double value) {
        if (value >= leastPerUm && value <= mostPerUm) {
            Q_EMIT densityChosen(value);
        }
    });
    connect(radius_, &NumberEdit::edited, this, &BrushBar::radiusChosen);
    view->installEventFilter(this);
    hide();
}

void BrushBar::setDensity(double perUm) {
    density_->setValue(perUm);
}

void BrushBar::setRadius(double pixels) {
    radius_->setValue(pixels);
}

void BrushBar::setText(const QString& text) {
    if (text != text_->text()) {
        text_->setText(text);
        settle();
    }
}

QString BrushBar::text() const {
    return text_->text();
}

bool BrushBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) {
        settle();
    }
    return QFrame::eventFilter(watched, event);
}

void BrushBar::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    settle();
}

void BrushBar::settle() {
    const QSize room = parentWidget()->size();
    const QSize wanted = sizeHint();
    resize(std::min(wanted.width(), room.width()), wanted.height());
    move(std::max(room.width() - width() - fromEdge, 0), room.height() - height() - aboveScaleBar);
}

} // namespace phiscope
