#include "widgets/probe_notice.h"

#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/probe_remedies.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace phiscope {

ProbeNotice::ProbeNotice(Document* document, AppTheme* theme, const QString& probeId, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , id_(probeId)
    , text_(new QLabel)
    , points_(new QPushButton(tr("Take point sources")))
    , fit_(new QPushButton(tr("Fit into slice"))) {
    setObjectName(QStringLiteral("probeNotice"));
    auto* icon = new QLabel;
    icon->setPixmap(theme->icon(QStringLiteral("warning"), theme->colours().warn).pixmap(18, 18));
    text_->setObjectName(QStringLiteral("probeProblem"));
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    points_->setObjectName(QStringLiteral("noticePoints"));
    points_->setToolTip(tr("Each segment's current leaves from its middle. LFPy: method=\"pointsource\"."));
    fit_->setObjectName(QStringLiteral("noticeFit"));
    fit_->setToolTip(tr("Presses the places of the cell's currents flat towards the root, by no more than is "
                        "needed. LFPy: squeeze_cell_factor."));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 2, 0, 8);
    grid->setHorizontalSpacing(8);
    grid->setColumnStretch(1, 1);
    grid->addWidget(icon, 0, 0, Qt::AlignTop);
    grid->addWidget(text_, 0, 1);
    grid->addWidget(points_, 1, 1, Qt::AlignLeft);
    grid->addWidget(fit_, 2, 1, Qt::AlignLeft);
    connect(points_, &QPushButton::clicked, this, [this] { takePointSources(*document_, id_); });
    connect(fit_, &QPushButton::clicked, this, [this] { fitIntoSlice(*document_, id_); });
    refresh();
}

void ProbeNotice::refresh() {
    const ProbeRefusal refusal = probeRefusal(*document_, id_);
    text_->setText(refusal.sentence);
    points_->setVisible(refusal.pointSourcesMend);
    fit_->setVisible(refusal.fittingMends);
    setVisible(!refusal.sentence.isEmpty());
}

} // namespace phiscope
