#include "widgets/probe_gallery.h"

#include "model/probes/probeinterface.h"
#include "widgets/app_theme.h"
#include "widgets/probe_designer.h"
#include "widgets/probe_picture.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSpinBox>
#include <QVBoxLayout>

namespace phiscope {

namespace {

constexpr QSize pictureSize(120, 156);
/// From here on a person may want fewer sites.
constexpr std::size_t manySites = 16;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

struct ProbeGallery::Entry {
    ProbeDesign design;
    SiteChoice sites;
    QString where; ///< "Built in", "My probes", or a file's name
    std::filesystem::path mine;
};

ProbeGallery::ProbeGallery(AppTheme* theme, const ProbeLibrary& library, const QString& lastFolder,
                           QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , library_(library)
    , lastFolder_(lastFolder)
    , search_(new QLineEdit)
    , list_(new QListWidget)
    , title_(new QLabel)
    , description_(new QLabel)
    , nothing_(new QLabel(tr("No probe has these words in its name, maker or description."), list_)) {
    setObjectName(QStringLiteral("probeGallery"));
    setWindowTitle(tr("Probes"));
    resize(924, 720);

    search_->setObjectName(QStringLiteral("probeSearch"));
    search_->setPlaceholderText(tr("Search: name, maker, number of contacts"));
    search_->setAccessibleName(tr("Search"));
    search_->setClearButtonEnabled(true);
    auto* file = new QPushButton(theme->icon(QStringLiteral("open")), tr("From file…"));
    file->setObjectName(QStringLiteral("probeFromFile"));
    file->setAutoDefault(false);
    file->setToolTip(tr("Adds the probes of a file in the format of probeinterface (.json)."));

    auto* design = new QPushButton(theme->icon(QStringLiteral("plus")), tr("Design…"));
    design->setObjectName(QStringLiteral("probeDesign"));
    design->setAutoDefault(false);
    design->setToolTip(tr("Makes a probe of your own by its numbers."));

    list_->setObjectName(QStringLiteral("probeList"));
    list_->setAccessibleName(tr("Probes"));
    list_->setViewMode(QListView::IconMode);
    list_->setIconSize(pictureSize);
    list_->setGridSize(
        {pictureSize.width() + theme->signSize(52), pictureSize.height() + theme->signSize(54)});
    list_->setResizeMode(QListView::Adjust);
    list_->setMovement(QListView::Static);
    list_->setWordWrap(true);
    list_->setTextElideMode(Qt::ElideNone);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->verticalScrollBar()->setSingleStep(40);
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->setWordWrap(true);
    nothing_->hide();
    auto* over = new QVBoxLayout(list_);
    over->addWidget(nothing_);

    title_->setFont(theme->titleFont());
    title_->setObjectName(QStringLiteral("probeTitle"));
    description_->setObjectName(QStringLiteral("probeDescription"));
    description_->setWordWrap(true);
    description_->setMinimumHeight(theme->signSize(44));
    description_->setAlignment(Qt::AlignTop);
    makeSiteRow();

    auto* top = new QHBoxLayout;
    top->addWidget(search_, 1);
    top->addWidget(design);
    top->addWidget(file);
    auto* buttons = new QDialogButtonBox;
    place_ = buttons->addButton(tr("Place by click"), QDialogButtonBox::AcceptRole);
    place_->setObjectName(QStringLiteral("probePlace"));
    place_->setToolTip(tr("Then click in the view where it goes."));
    place_->setDefault(true);
    beside_ = buttons->addButton(tr("Add beside the cell"), QDialogButtonBox::ActionRole);
    beside_->setObjectName(QStringLiteral("probeBeside"));
    beside_->setAutoDefault(false);
    // In this order: Tab would pass by a standard button that was there before.
    buttons->addButton(QDialogButtonBox::Cancel)->setAutoDefault(false);
    remove_ = new QPushButton(theme->icon(QStringLiteral("trash")), tr("Remove from my probes"));
    remove_->setObjectName(QStringLiteral("probeRemove"));
    remove_->setAutoDefault(false);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(remove_);
    bottom->addWidget(buttons, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(list_, 1);
    layout->addWidget(title_);
    layout->addWidget(description_);
    layout->addWidget(siteRow_);
    layout->addLayout(bottom);

    connect(search_, &QLineEdit::textChanged, this, &ProbeGallery::search);
    connect(file, &QPushButton::clicked, this, &ProbeGallery::chooseFile);
    connect(design, &QPushButton::clicked, this, &ProbeGallery::designOne);
    connect(list_, &QListWidget::currentRowChanged, this, &ProbeGallery::showEntry);
    connect(list_, &QListWidget::itemDoubleClicked, this, [this] { choose(true); });
    connect(place_, &QPushButton::clicked, this, [this] { choose(true); });
    connect(beside_, &QPushButton::clicked, this, [this] { choose(false); });
    connect(remove_, &QPushButton::clicked, this, &ProbeGallery::removeMine);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill();
    list_->setCurrentRow(0);
    search_->setFocus();
}

ProbeGallery::~ProbeGallery() = default;

void ProbeGallery::makeSiteRow() {
    siteRow_ = new QWidget;
    siteKind_ = new QComboBox;
    siteFrom_ = new QSpinBox;
    siteDash_ = new QLabel(tr("to"));
    siteTo_ = new QSpinBox;
    siteCount_ = new QLabel;
    siteKind_->setObjectName(QStringLiteral("siteKind"));
    siteFrom_->setObjectName(QStringLiteral("siteFrom"));
    siteTo_->setObjectName(QStringLiteral("siteTo"));
    siteCount_->setObjectName(QStringLiteral("siteCount"));
    siteKind_->addItems({tr("All sites"), tr("The first"), tr("From"), tr("Every n-th, n ="),
                         tr("Those connected to a channel")});
    siteKind_->setAccessibleName(tr("Sites that record"));
    siteKind_->setToolTip(tr("Which of the probe's sites record, counted from the tip."));
    siteFrom_->setAccessibleName(tr("Number of sites, or the first one"));
    siteTo_->setAccessibleName(tr("The last site"));
    auto* row = new QHBoxLayout(siteRow_);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("Sites that record"));
    label->setBuddy(siteKind_);
    for (QWidget* part : std::initializer_list<QWidget*>{label, siteKind_, siteFrom_, siteDash_, siteTo_}) {
        row->addWidget(part);
    }
    row->addStretch(1);
    row->addWidget(siteCount_);
    siteRow_->setFixedHeight(siteRow_->sizeHint().height());
    connect(siteKind_, &QComboBox::activated, this, &ProbeGallery::takeSites);
    connect(siteFrom_, &QSpinBox::valueChanged, this, &ProbeGallery::takeSites);
    connect(siteTo_, &QSpinBox::valueChanged, this, &ProbeGallery::takeSites);
}

void ProbeGallery::fill() {
    list_->clear();
    entries_.clear();
    for (const ProbeKind& kind : probeKinds()) {
        addEntry({kind.design, kind.sites, tr("Built in"), {}});
    }
    std::vector<Error> problems;
    for (const ProbeLibrary::Entry& mine : library_.entries(&problems)) {
        addEntry({mine.design, {}, tr("My probes"), mine.file});
    }
    if (!problems.empty()) {
        complain(qs(problems.front().message()));
    }
}

void ProbeGallery::addEntry(Entry entry) {
    if (entry.design.contactsUm.size() > mostContacts && entry.sites.kind == SiteChoice::Kind::all) {
        entry.sites = {.kind = SiteChoice::Kind::first, .count = 384};
    }
    const QString name = qs(entry.design.name);
    auto* item = new QListWidgetItem(name + QLatin1Char('\n') + summaryOf(entry.design), list_);
    item->setToolTip(qs(entry.design.description));
    item->setTextAlignment(Qt::AlignHCenter);
    item->setSizeHint(list_->gridSize());
    entries_.push_back(std::move(entry));
    drawPicture(static_cast<int>(entries_.size()) - 1);
}

void ProbeGallery::drawPicture(int row) {
    const Entry& entry = entries_[static_cast<std::size_t>(row)];
    const auto recorded = withSites(entry.design, entry.sites);
    const qreal ratio = devicePixelRatioF();
    QImage image =
        drawProbe(entry.design, recorded ? *recorded : ProbeDesign{}, pictureSize * ratio, theme_->values());
    image.setDevicePixelRatio(ratio);
    const QPixmap pixmap = QPixmap::fromImage(image);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // the colours say something
    list_->item(row)->setIcon(icon);
}

ProbeGallery::Entry* ProbeGallery::current() {
    const int row = list_->currentRow();
    return row < 0 || list_->item(row)->isHidden() ? nullptr : &entries_[static_cast<std::size_t>(row)];
}

void ProbeGallery::showEntry() {
    const Entry* entry = current();
    const bool any = entry != nullptr;
    title_->setText(any ? qs(entry->design.name) : QString());
    QString text;
    if (any) {
        QStringList parts{summaryOf(entry->design)};
        if (!entry->design.maker.empty()) {
            parts << qs(entry->design.maker);
        }
        parts << entry->where;
        text = parts.join(QStringLiteral(" · "));
        if (!entry->design.description.empty()) {
            text = qs(entry->design.description) + QLatin1Char('\n') + text;
        }
    }
    description_->setTextFormat(Qt::PlainText);
    description_->setText(text);
    description_->setPalette(palette());
    remove_->setVisible(any && !entry->mine.empty());
    showSites();
}

void ProbeGallery::showSites() {
    const QScopedValueRollback<bool> guard(showing_, true);
    const Entry* entry = current();
    const bool many = entry != nullptr && entry->design.contactsUm.size() > manySites;
    for (QWidget* part : siteRow_->findChildren<QWidget*>()) {
        part->setVisible(many);
    }
    place_->setEnabled(entry != nullptr);
    beside_->setEnabled(entry != nullptr);
    if (entry == nullptr) {
        return;
    }
    const SiteChoice& sites = entry->sites;
    using Kind = SiteChoice::Kind;
    const auto total = static_cast<int>(entry->design.contactsUm.size());
    siteKind_->setCurrentIndex(static_cast<int>(sites.kind));
    siteFrom_->setRange(1, total);
    siteTo_->setRange(1, total);
    siteFrom_->setValue(sites.kind == Kind::first      ? sites.count
                        : sites.kind == Kind::everyNth ? sites.step
                                                       : sites.from);
    siteTo_->setValue(sites.to);
    siteFrom_->setVisible(many && sites.kind != Kind::all && sites.kind != Kind::connected);
    siteDash_->setVisible(many && sites.kind == Kind::range);
    siteTo_->setVisible(many && sites.kind == Kind::range);
    const auto taken = withSites(entry->design, sites);
    const bool good = taken && taken->contactsUm.size() <= mostContacts;
    if (!taken) {
        siteCount_->setText(qs(taken.error().what));
    } else if (!good) {
        siteCount_->setText(tr("%1 sites; a scene takes %2").arg(taken->contactsUm.size()).arg(mostContacts));
    } else {
        siteCount_->setText(tr("%1 of %2").arg(taken->contactsUm.size()).arg(total));
    }
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, good ? theme_->colours().dimText : theme_->colours().bad);
    siteCount_->setPalette(colours);
    place_->setEnabled(good);
    beside_->setEnabled(good);
}

void ProbeGallery::takeSites() {
    Entry* entry = current();
    if (showing_ || entry == nullptr) {
        return;
    }
    SiteChoice& sites = entry->sites;
    using Kind = SiteChoice::Kind;
    const auto kind = static_cast<Kind>(siteKind_->currentIndex());
    if (kind == sites.kind) {
        (kind == Kind::first      ? sites.count
         : kind == Kind::everyNth ? sites.step
                                  : sites.from) = siteFrom_->value();
        sites.to = siteTo_->value();
    } else {
        sites.kind = kind;
        const auto total = static_cast<int>(entry->design.contactsUm.size());
        sites.count = std::min(sites.count, total);
        sites.to = std::min(sites.to, total);
    }
    drawPicture(list_->currentRow());
    showSites();
}

void ProbeGallery::search(const QString& words) {
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int first = -1;
    for (int row = 0; row < list_->count(); ++row) {
        const Entry& entry = entries_[static_cast<std::size_t>(row)];
        const QString text =
            qs(entry.design.name + " " + entry.design.maker + " " + entry.design.description) +
            QLatin1Char(' ') + summaryOf(entry.design) + QLatin1Char(' ') + entry.where;
        const bool found = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        list_->item(row)->setHidden(!found);
        first = found && first < 0 ? row : first;
    }
    nothing_->setVisible(first < 0);
    const bool keeps = list_->currentRow() >= 0 && !list_->currentItem()->isHidden();
    if (!keeps) {
        list_->setCurrentRow(first);
    }
    showEntry();
}

void ProbeGallery::choose(bool byClick) {
    const Entry* entry = current();
    if (entry == nullptr) {
        return;
    }
    auto taken = withSites(entry->design, entry->sites);
    if (!taken || taken->contactsUm.size() > mostContacts) {
        return; // the row of sites says why
    }
    chosen_ = std::move(*taken);
    byClick_ = byClick;
    accept();
}

void ProbeGallery::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Probes of a file"), lastFolder_,
                                                      tr("Probes in the format of probeinterface (*.json)"));
    if (!path.isEmpty()) {
        addFile(path);
    }
}

bool ProbeGallery::addFile(const QString& path) {
    auto read = readProbeInterface(path.toStdString());
    if (!read) {
        complain(qs(read.error().message()));
        return false;
    }
    lastFolder_ = QFileInfo(path).absolutePath();
    search_->clear();
    const int first = list_->count();
    for (ProbeDesign& design : read->probes) {
        addEntry({std::move(design), {}, QFileInfo(path).fileName(), {}});
    }
    list_->setCurrentRow(first);
    list_->scrollToItem(list_->item(first));
    if (!read->notices.empty()) {
        description_->setText(description_->text() + QLatin1Char('\n') + qs(read->notices.front().text));
    }
    return true;
}

void ProbeGallery::designOne() {
    ProbeDesigner designer(theme_, this);
    if (designer.exec() != QDialog::Accepted || !designer.designed()) {
        return;
    }
    const auto kept = library_.add(*designer.designed());
    if (!kept) {
        complain(qs(kept.error().message()));
        return;
    }
    search_->clear();
    addEntry({*designer.designed(), {}, tr("My probes"), *kept});
    list_->setCurrentRow(list_->count() - 1);
    list_->scrollToItem(list_->currentItem());
    place_->setFocus();
}

void ProbeGallery::removeMine() {
    const Entry* entry = current();
    if (entry == nullptr || entry->mine.empty()) {
        return;
    }
    if (auto removed = library_.remove(entry->mine); !removed) {
        complain(qs(removed.error().message()));
        return;
    }
    const int row = list_->currentRow();
    entries_.erase(entries_.begin() + row);
    const QSignalBlocker quiet(list_);
    delete list_->takeItem(row);
    showEntry();
}

void ProbeGallery::complain(const QString& text) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme_->colours().bad);
    description_->setPalette(colours);
    description_->setText(text);
}

} // namespace phiscope
