#include "widgets/head/chain_row.h"

#include "widgets/colours.h"

#include <QHBoxLayout>
#include <QLabel>

namespace phiscope {

ChainRow::ChainRow(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("chainRow"));
    const std::array<QString, 5> help{
        tr("Current through the membrane. All that flows out of the cell here flows in elsewhere; this is "
           "how "
           "much leaves it now. LFPy: imem."),
        tr("From far away these currents look like one current dipole: p is the sum of each segment's "
           "current "
           "times its position. LFPy: CurrentDipoleMoment."),
        tr("The dipole sits in a head, turned to the normal of the cortex. Brain, fluid, skull and scalp "
           "conduct its currents; EEG is linear in p."),
        tr("Potential of this electrode on the scalp at the moment shown: L · R · p. Click another electrode "
           "to see it here. A single cell makes picovolts; an EEG needs thousands that act together."),
        tr("Magnetic field at the magnetometer that sees most of it now. In a spherical head a dipole that "
           "points straight outwards makes no field outside; only its part along the surface does."),
    };
    const std::array<QString, 5> names{tr("Currents"), tr("Dipole"), tr("Head"), tr("EEG"), tr("MEG")};
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(3);
    for (std::size_t k = 0; k < parts_.size(); ++k) {
        if (k > 0) {
            // EEG and MEG are two ends of one way.
            auto* arrow = new QLabel(k == 4 ? QStringLiteral("·") : QStringLiteral("→"));
            arrow->setAlignment(Qt::AlignCenter);
            arrows_[k - 1] = arrow;
            row->addWidget(arrow);
        }
        auto* cell = new QWidget;
        cell->setToolTip(help[k]);
        auto* column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        parts_[k].name = new QLabel(names[k]);
        parts_[k].number = new QLabel(QStringLiteral("–"));
        parts_[k].number->setObjectName(QStringLiteral("chain%1").arg(k));
        for (QLabel* label : {parts_[k].name, parts_[k].number}) {
            label->setAlignment(Qt::AlignCenter);
            label->setMinimumWidth(0);
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
            column->addWidget(label);
        }
        row->addWidget(cell, k == 1 || k == 3 ? 5 : 4); // the longest numbers
    }
}

void ChainRow::setTheme(const Theme& theme) {
    QPalette dim = palette();
    dim.setColor(QPalette::WindowText, toQColor(theme.dimText));
    QPalette bright = palette();
    bright.setColor(QPalette::WindowText, toQColor(theme.text));
    for (Part& part : parts_) {
        part.name->setFont(sized(font(), 8.5, theme));
        part.name->setPalette(dim);
        part.number->setPalette(bright);
    }
    for (QLabel* arrow : arrows_) {
        arrow->setPalette(dim);
    }
}

void ChainRow::setLink(Link link, const QString& name, const QString& number) {
    Part& part = parts_.at(static_cast<std::size_t>(link));
    if (part.name->text() != name) {
        part.name->setText(name);
    }
    if (part.number->text() != number) {
        part.number->setText(number);
    }
}

QString ChainRow::number(Link link) const {
    return parts_.at(static_cast<std::size_t>(link)).number->text();
}

} // namespace phiscope
