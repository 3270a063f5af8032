#include "widgets/probe_designer.h"

#include "widgets/app_theme.h"
#include "widgets/number_edit.h"
#include "widgets/probe_library.h"
#include "widgets/probe_picture.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

using Shape = Probe::ContactShape;
using Facing = ProbeDesign::Facing;

constexpr double farthestUm = 1e5;

template <typename Enum>
void addChoice(QComboBox* box, const QString& text, Enum value) {
    box->addItem(text, static_cast<int>(value));
}

} // namespace

ProbeDesigner::ProbeDesigner(AppTheme* theme, QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , form_(new QFormLayout)
    , name_(new QLineEdit(tr("My probe")))
    , shape_(new QComboBox)
    , facing_(new QComboBox)
    , picture_(new QLabel)
    , summary_(new QLabel) {
    setObjectName(QStringLiteral("probeDesigner"));
    setWindowTitle(tr("Design a probe"));
    resize(720, 560);
    makeForm();
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setMinimumSize(220, 300);
    picture_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    picture_->setAccessibleName(tr("The probe as it will be"));
    summary_->setObjectName(QStringLiteral("designSummary"));
    summary_->setWordWrap(true);
    summary_->setMinimumHeight(theme->signSize(40));
    summary_->setAlignment(Qt::AlignTop);

    auto* buttons = new QDialogButtonBox;
    keep_ = buttons->addButton(tr("Keep in my probes"), QDialogButtonBox::AcceptRole);
    keep_->setObjectName(QStringLiteral("designKeep"));
    keep_->setToolTip(tr("Adds it to the gallery, for any scene."));
    keep_->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(keep_, &QPushButton::clicked, this, [this] {
        if (good_) {
            designed_ = good_;
            accept();
        }
    });

    auto* parts = new QHBoxLayout;
    parts->addLayout(form_);
    parts->addWidget(picture_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(parts, 1);
    layout->addWidget(summary_);
    layout->addWidget(buttons);
    name_->selectAll();
    name_->setFocus();
    takeChoices();
}

NumberEdit* ProbeDesigner::addNumber(const QString& name, const QString& label, const QString& tip,
                                     double value, double least, double most, double step, bool whole,
                                     std::function<void(double)> take) {
    auto* edit = new NumberEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    edit->setToolTip(tip);
    edit->setLimits(least, most);
    edit->setStep(step);
    edit->setDecimals(whole ? 0 : 3);
    edit->setValue(value);
    form_->addRow(label, edit);
    connect(edit, &NumberEdit::edited, this, [this, take = std::move(take), whole](double now) {
        take(whole ? std::round(now) : now);
        refresh();
    });
    return edit;
}

void ProbeDesigner::makeForm() {
    name_->setObjectName(QStringLiteral("designName"));
    name_->setToolTip(tr("What the probe is called in the gallery."));
    form_->addRow(tr("Name"), name_);
    connect(name_, &QLineEdit::textEdited, this, &ProbeDesigner::refresh);
    const auto whole = [](int ProbePattern::*member, ProbePattern& pattern) {
        return [member, &pattern](double value) {
            pattern.*member = static_cast<int>(std::clamp(value, -1.0, 1e6)); // judged by makeDesign
        };
    };
    const auto length = [](double ProbePattern::*member, ProbePattern& pattern) {
        return [member, &pattern](double value) {
            pattern.*member = value;
        };
    };
    ProbePattern& p = pattern_;
    addNumber(QStringLiteral("designShanks"), tr("Shanks"), tr("Number of shanks side by side, 1 to 16."),
              p.shanks, 1, 16, 1, true, whole(&ProbePattern::shanks, p));
    shankPitch_ =
        addNumber(QStringLiteral("designShankPitch"), tr("Distance of shanks (µm)"),
                  tr("From the left column of one shank to that of the next, in µm."), p.shankPitchUm, 1e-3,
                  farthestUm, 10, false, length(&ProbePattern::shankPitchUm, p));
    addNumber(QStringLiteral("designColumns"), tr("Columns"),
              tr("Columns of contacts on each shank. MEAutility: dim."), p.columns, 1, 4096, 1, true,
              whole(&ProbePattern::columns, p));
    columnPitch_ =
        addNumber(QStringLiteral("designColumnPitch"), tr("Between columns (µm)"),
                  tr("From the middle of a contact to the next across, in µm. MEAutility: pitch."),
                  p.columnPitchUm, 1e-3, farthestUm, 1, false, length(&ProbePattern::columnPitchUm, p));
    addNumber(QStringLiteral("designRows"), tr("Rows"),
              tr("Contacts in each column, from the tip up. MEAutility: dim."), p.rows, 1, 4096, 1, true,
              whole(&ProbePattern::rows, p));
    rowPitch_ = addNumber(QStringLiteral("designRowPitch"), tr("Between rows (µm)"),
                          tr("From the middle of a contact to the next along the shank, in µm. MEAutility: "
                             "pitch."),
                          p.rowPitchUm, 1e-3, farthestUm, 1, false, length(&ProbePattern::rowPitchUm, p));
    stagger_ = addNumber(QStringLiteral("designStagger"), tr("Stagger (µm)"),
                         tr("So much higher stands every second column, in µm. MEAutility: stagger."),
                         p.staggerUm, -farthestUm, farthestUm, 1, false, length(&ProbePattern::staggerUm, p));
    shape_->setObjectName(QStringLiteral("designShape"));
    shape_->setToolTip(tr("The face of a contact. A disc or square measures the mean over itself."));
    addChoice(shape_, tr("Disc"), Shape::circle);
    addChoice(shape_, tr("Square"), Shape::square);
    addChoice(shape_, tr("Rectangle"), Shape::rectangle);
    addChoice(shape_, tr("Point"), Shape::point);
    form_->addRow(tr("Contacts"), shape_);
    width_ =
        addNumber(QStringLiteral("designWidth"), tr("Width (µm)"),
                  tr("Diameter of a disc, side of a square, width of a rectangle, in µm."), 2.0 * p.radiusUm,
                  1e-3, farthestUm, 1, false, [this](double value) { pattern_.radiusUm = 0.5 * value; });
    height_ = addNumber(QStringLiteral("designHeight"), tr("Height (µm)"),
                        tr("Of a rectangle along the shank, in µm."), 2.0 * p.halfHeightUm, 1e-3, farthestUm,
                        1, false, [this](double value) { pattern_.halfHeightUm = 0.5 * value; });
    facing_->setObjectName(QStringLiteral("designFacing"));
    facing_->setToolTip(tr("How it stands by itself; in the scene it can be turned any way."));
    addChoice(facing_, tr("Stands, as a shank"), Facing::side);
    addChoice(facing_, tr("Lies below and looks up, as an array"), Facing::up);
    addChoice(facing_, tr("Lies above and looks down, as on the cortex"), Facing::down);
    form_->addRow(tr("Place"), facing_);
    for (QComboBox* box : {shape_, facing_}) {
        connect(box, &QComboBox::activated, this, &ProbeDesigner::takeChoices);
    }
}

void ProbeDesigner::takeChoices() {
    pattern_.shape = static_cast<Shape>(shape_->currentData().toInt());
    pattern_.facing = static_cast<Facing>(facing_->currentData().toInt());
    refresh();
}

void ProbeDesigner::refresh() {
    pattern_.name = name_->text().trimmed().toStdString();
    form_->setRowVisible(shankPitch_, pattern_.shanks > 1);
    form_->setRowVisible(columnPitch_, pattern_.columns > 1);
    form_->setRowVisible(stagger_, pattern_.columns > 1);
    form_->setRowVisible(rowPitch_, pattern_.rows > 1);
    form_->setRowVisible(width_, pattern_.shape != Shape::point);
    form_->setRowVisible(height_, pattern_.shape == Shape::rectangle);
    auto design = makeDesign(pattern_);
    QString problem = design ? QString() : QString::fromStdString(design.error().what);
    if (problem.isEmpty() && pattern_.name.empty()) {
        problem = tr("Give it a name.");
    }
    good_ = problem.isEmpty() ? std::optional<ProbeDesign>(std::move(*design)) : std::nullopt;
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, good_ ? theme_->colours().dimText : theme_->colours().bad);
    summary_->setPalette(colours);
    if (good_) {
        const auto [wide, high] = extent(*good_);
        summary_->setText(tr("%1. The contacts take %2 µm × %3 µm.")
                              .arg(summaryOf(*good_))
                              .arg(wide, 0, 'g', 6)
                              .arg(high, 0, 'g', 6));
    } else {
        summary_->setText(problem);
    }
    keep_->setEnabled(good_.has_value());
    draw();
}

void ProbeDesigner::draw() {
    if (!good_ || !isVisible()) {
        return; // the last good one stays
    }
    const qreal ratio = devicePixelRatioF();
    QImage image = drawProbe(*good_, *good_, picture_->size() * ratio, theme_->values());
    image.setDevicePixelRatio(ratio);
    picture_->setPixmap(QPixmap::fromImage(image));
}

void ProbeDesigner::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    draw();
}

void ProbeDesigner::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    draw();
}

} // namespace phiscope
