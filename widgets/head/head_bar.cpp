#include "widgets/head/head_bar.h"

#include "model/forward/head/new_york_head.h"
#include "widgets/colours.h"
#include "widgets/settings.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace phiscope {

namespace {

/// LFPykit's names of places, for people.
QString placeName(const char* name) {
    QString text = QString::fromUtf8(name).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (text == QLatin1String("motorsensory cortex")) {
        return HeadBar::tr("Sensorimotor cortex");
    }
    return text.left(1).toUpper() + text.mid(1);
}

} // namespace

HeadBar::HeadBar(Settings* settings, QWidget* parent)
    : QWidget(parent)
    , settings_(settings) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 2);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    column->addLayout(row);

    model_ = new QComboBox;
    model_->setObjectName(QStringLiteral("headModel"));
    model_->addItems({tr("Four spheres"), tr("New York head")});
    model_->setToolTip(tr("How the head conducts. Four spheres: brain, fluid, skull, scalp. New York head: a "
                          "lead field computed from a detailed head, in a file of your own."));
    connect(model_, &QComboBox::activated, this,
            [this](int at) { Q_EMIT modelChosen(at == 1 ? Head::Model::nyHead : Head::Model::fourSphere); });
    row->addWidget(model_);
    row->addStretch(1);

    auto* measures = new QButtonGroup(this);
    const auto measure = [&](const QString& name, const QString& text, const QString& tip) {
        auto* button = new QToolButton;
        button->setObjectName(name);
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        button->setMinimumWidth(44);
        measures->addButton(button);
        row->addWidget(button);
        return button;
    };
    eeg_ = measure(QStringLiteral("measureEeg"), tr("EEG"),
                   tr("Colours show the electric potential on the scalp."));
    meg_ = measure(QStringLiteral("measureMeg"), tr("MEG"),
                   tr("Colours show the magnetic field at the helmet's magnetometers."));
    eeg_->setChecked(true);
    connect(meg_, &QToolButton::toggled, this, [this](bool on) { Q_EMIT measureChosen(on); });

    auto* view = new QToolButton;
    view->setObjectName(QStringLiteral("headLook"));
    view->setText(tr("View"));
    view->setPopupMode(QToolButton::InstantPopup);
    view->setToolTip(tr("How the head and its map are drawn."));
    look_ = new QMenu(this);
    view->setMenu(look_);
    cut_ = addLook(QStringLiteral("headCut"), tr("Cut open at the dipole"), true);
    names_ = addLook(QStringLiteral("headNames"), tr("Names of electrodes"), true);
    arrows_ = addLook(QStringLiteral("headArrows"), tr("Arrows of the magnetic field"), false);
    dots_ = addLook(QStringLiteral("headDots"), tr("Map: dots only, nothing interpolated"), false);
    look_->addSeparator();
    look_->addAction(tr("Whole head"), this, [this] { Q_EMIT fitRequested(); });
    row->addWidget(view);

    fileRow_ = new QWidget;
    auto* files = new QHBoxLayout(fileRow_);
    files->setContentsMargins(0, 0, 0, 0);
    files->setSpacing(4);
    file_ = new QLabel;
    file_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    files->addWidget(file_, 1);
    auto* choose = new QPushButton(tr("Choose file…"));
    choose->setObjectName(QStringLiteral("chooseFile"));
    connect(choose, &QPushButton::clicked, this, &HeadBar::chooseFile);
    files->addWidget(choose);
    places_ = new QToolButton;
    places_->setObjectName(QStringLiteral("places"));
    places_->setText(tr("Places"));
    places_->setPopupMode(QToolButton::InstantPopup);
    places_->setToolTip(tr("Puts the dipole on a named place of the cortex."));
    placeMenu_ = new QMenu(this);
    places_->setMenu(placeMenu_);
    files->addWidget(places_);
    column->addWidget(fileRow_);

    message_ = new QLabel;
    message_->setObjectName(QStringLiteral("headMessage"));
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->hide();
    column->addWidget(message_);
    updateFileRow();
}

QAction* HeadBar::addLook(const QString& name, const QString& text, bool on) {
    QAction* action = look_->addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::toggled, this, &HeadBar::lookChanged);
    return action;
}

void HeadBar::setTheme(const Theme& theme) {
    QPalette warn = palette();
    warn.setColor(QPalette::WindowText, toQColor(theme.warn));
    message_->setPalette(warn);
    QPalette dim = palette();
    dim.setColor(QPalette::WindowText, toQColor(theme.dimText));
    file_->setPalette(dim);
}

void HeadBar::setHead(const Head& head) {
    head_ = head;
    model_->setCurrentIndex(head.model == Head::Model::nyHead ? 1 : 0);
    updateFileRow();
}

void HeadBar::updateFileRow() {
    const bool newYork = head_.model == Head::Model::nyHead;
    fileRow_->setVisible(newYork);
    const QString path = QString::fromStdString(head_.nyHeadPath);
    file_->setText(path.isEmpty() ? tr("No file chosen") : QFileInfo(path).fileName());
    file_->setToolTip(path);
    places_->setEnabled(newYork && newYorkOpen_);
    cut_->setEnabled(!newYork);
}

void HeadBar::setNewYork(const NewYorkHead* head) {
    newYorkOpen_ = head != nullptr;
    placeMenu_->clear();
    if (head != nullptr) {
        for (const NewYorkHead::NamedPlace& place : NewYorkHead::namedPlaces()) {
            const std::array<double, 3> at{place.pointMm.x(), place.pointMm.y(), place.pointMm.z()};
            placeMenu_->addAction(placeName(place.name), this, [this, at] { Q_EMIT placeChosen(at); });
        }
    }
    updateFileRow();
}

void HeadBar::setMeasure(bool meg, bool megAvailable) {
    const QSignalBlocker quiet(meg_);
    meg_->setEnabled(megAvailable);
    meg_->setToolTip(
        megAvailable ? tr("Colours show the magnetic field at the helmet's magnetometers.")
        : head_.model == Head::Model::nyHead
            ? tr("The New York head's file holds no magnetic lead field. The four spheres have one.")
            : tr("MEG is switched off in this head's properties."));
    (meg ? meg_ : eeg_)->setChecked(true);
    arrows_->setEnabled(meg);
}

void HeadBar::setMessage(const QString& text) {
    message_->setText(text);
    message_->setVisible(!text.isEmpty());
}

bool HeadBar::cutOpen() const {
    return cut_->isChecked();
}

bool HeadBar::namesShown() const {
    return names_->isChecked();
}

bool HeadBar::arrowsShown() const {
    return arrows_->isChecked();
}

bool HeadBar::dotsOnly() const {
    return dots_->isChecked();
}

void HeadBar::chooseFile() {
    const QString known = QString::fromStdString(head_.nyHeadPath);
    const QString path =
        QFileDialog::getOpenFileName(this, tr("The New York head's file"),
                                     known.isEmpty() ? settings_->lastFolder() : QFileInfo(known).path(),
                                     tr("Head models (*.mat *.h5 *.hdf5);;All files (*)"));
    if (!path.isEmpty()) {
        Q_EMIT fileChosen(path);
    }
}

} // namespace phiscope
