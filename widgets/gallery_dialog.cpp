#include "widgets/gallery_dialog.h"

#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "model/synthesis/shapes.h"
#include "widgets/app_theme.h"
#include "widgets/morphology_picture.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>

namespace phiscope {

namespace {

const QString scenesFolder = QStringLiteral(":/scenes");
constexpr QSize pictureSize(168, 200);

/// From the first steps to the head; scenes that are not named here come after.
QStringList inOrder(QStringList names) {
    static const QStringList order{QStringLiteral("ball_and_stick"),
                                   QStringLiteral("post_synaptic_response"),
                                   QStringLiteral("current_clamp"),
                                   QStringLiteral("resonance"),
                                   QStringLiteral("extracellular_response"),
                                   QStringLiteral("extracellular_stimulation"),
                                   QStringLiteral("l5_pyramidal"),
                                   QStringLiteral("poisson_bombardment"),
                                   QStringLiteral("l23_pyramidal"),
                                   QStringLiteral("spiny_stellate"),
                                   QStringLiteral("basket"),
                                   QStringLiteral("purkinje"),
                                   QStringLiteral("field_snapshot"),
                                   QStringLiteral("anisotropic_tissue"),
                                   QStringLiteral("sinks_and_sources"),
                                   QStringLiteral("mea_slice"),
                                   QStringLiteral("sphere"),
                                   QStringLiteral("ecog_cortical_surface"),
                                   QStringLiteral("ecog_four_spheres"),
                                   QStringLiteral("eeg_four_spheres"),
                                   QStringLiteral("meg_infinite"),
                                   QStringLiteral("meg_sphere")};
    const auto place = [](const QString& name) {
        const auto at = order.indexOf(name);
        return at < 0 ? order.size() : at;
    };
    std::stable_sort(names.begin(), names.end(),
                     [&](const QString& a, const QString& b) { return place(a) < place(b); });
    return names;
}

/// What a scene has besides its cell, in the corner of its picture.
QStringList badges(const Scene& scene) {
    QStringList icons;
    if (!scene.slices.empty()) {
        icons << QStringLiteral("slice");
    }
    if (!scene.heads.empty()) {
        icons << QStringLiteral("head");
    }
    if (!scene.probes.empty() && scene.probes.front().layout == Probe::Layout::custom) {
        icons << QStringLiteral("probe-custom");
    }
    return icons;
}

} // namespace

struct GalleryDialog::Entry {
    QString title;
    QString description;
    Scene scene;
    bool seeded = false; ///< a procedural cell whose seed may be chosen
};

QStringList exampleNames() {
    QStringList names = QDir(scenesFolder).entryList({QStringLiteral("*.phiscope")}, QDir::Files, QDir::Name);
    for (QString& name : names) {
        name.chop(static_cast<int>(QStringLiteral(".phiscope").size()));
    }
    return inOrder(names);
}

std::optional<Scene> exampleScene(const QString& name) {
    QFile file(QStringLiteral("%1/%2.phiscope").arg(scenesFolder, name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    auto read = parseScene(file.readAll().toStdString(), name.toStdString());
    return read ? std::optional(std::move(read->scene)) : std::nullopt;
}

GalleryDialog::GalleryDialog(AppTheme* theme, QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , list_(new QListWidget)
    , title_(new QLabel)
    , description_(new QLabel)
    , seed_(new QSpinBox) {
    setObjectName(QStringLiteral("galleryDialog"));
    setWindowTitle(tr("New scene"));
    resize(900, 640);

    for (const QString& name : exampleNames()) {
        if (auto scene = exampleScene(name)) {
            entries_.push_back({QString::fromStdString(scene->title),
                                QString::fromStdString(scene->description), *scene, false});
        }
    }
    for (const ShapeInfo& shape : shapes()) {
        Scene scene;
        scene.title = shape.title;
        scene.cell.name = shape.title;
        scene.cell.morphology.shape = shape.key;
        entries_.push_back({tr("%1\nempty scene").arg(QString::fromStdString(shape.title)),
                            QString::fromStdString(shape.description), scene, true});
    }

    list_->setObjectName(QStringLiteral("gallery"));
    list_->setAccessibleName(tr("Scenes and cells"));
    list_->setViewMode(QListView::IconMode);
    list_->setIconSize(pictureSize);
    list_->setGridSize(
        {pictureSize.width() + theme->signSize(28), pictureSize.height() + theme->signSize(52)});
    list_->setResizeMode(QListView::Adjust);
    list_->setMovement(QListView::Static);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel); // a row is most of the list
    list_->verticalScrollBar()->setSingleStep(40);
    list_->setWordWrap(true);
    list_->setTextElideMode(Qt::ElideNone);
    list_->setFrameShape(QFrame::NoFrame);
    for (const Entry& entry : entries_) {
        auto* item = new QListWidgetItem(entry.title, list_);
        item->setToolTip(entry.description);
        item->setTextAlignment(Qt::AlignHCenter);
        item->setSizeHint(list_->gridSize());
        QPixmap blank(pictureSize);
        blank.fill(Qt::transparent);
        item->setIcon(QIcon(blank));
    }

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(list_, 1);
    title_->setFont(theme->titleFont());
    description_->setWordWrap(true);
    description_->setMinimumHeight(theme->signSize(44));
    description_->setAlignment(Qt::AlignTop);
    layout->addWidget(title_);
    layout->addWidget(description_);
    auto* row = new QHBoxLayout;
    auto* seedLabel = new QLabel(tr("Seed"));
    seedLabel->setBuddy(seed_);
    seed_->setRange(1, 1'000'000);
    seed_->setToolTip(tr("Another seed grows another cell of the same kind."));
    seed_->setAccessibleName(tr("Seed"));
    row->addWidget(seedLabel);
    row->addWidget(seed_);
    auto* buttons = new QDialogButtonBox;
    auto* open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    open->setDefault(true);
    // In this order: Tab would pass by a standard button that was there before.
    buttons->addButton(QDialogButtonBox::Cancel);
    row->addWidget(buttons, 1);
    layout->addLayout(row);

    connect(buttons, &QDialogButtonBox::accepted, this, &GalleryDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(list_, &QListWidget::currentRowChanged, this, &GalleryDialog::showEntry);
    connect(list_, &QListWidget::itemActivated, this, &GalleryDialog::choose);
    connect(seed_, &QSpinBox::valueChanged, this, [this](int seed) {
        const int at = list_->currentRow();
        if (at >= 0 && entries_[static_cast<std::size_t>(at)].seeded) {
            entries_[static_cast<std::size_t>(at)].scene.cell.morphology.seed =
                static_cast<std::uint64_t>(seed);
            drawPictures();
        }
    });
    list_->setCurrentRow(0);
    drawPictures();
    list_->setFocus();
}

GalleryDialog::~GalleryDialog() = default;

void GalleryDialog::drawPictures() {
    const int chosenRow = list_->currentRow();
    for (std::size_t k = 0; k < entries_.size(); ++k) {
        const bool drawn = list_->item(static_cast<int>(k))->data(Qt::UserRole).toBool();
        if (drawn && static_cast<int>(k) != chosenRow) {
            continue;
        }
        list_->item(static_cast<int>(k))->setData(Qt::UserRole, true);
        const Cell cell = entries_[k].scene.cell;
        const std::uint64_t seed = cell.morphology.seed;
        const qreal ratio = devicePixelRatioF();
        const QColor colour = theme_->colours().text;
        const QColor soma = theme_->colours().accent;
        QList<QImage> signs; // drawn here, since icons belong to this thread
        for (const QString& icon : badges(entries_[k].scene)) {
            signs << theme_->icon(icon, theme_->colours().accent).pixmap(QSize(22, 22), ratio).toImage();
        }
        QThreadPool::globalInstance()->start(
            [this, k, cell, seed, ratio, colour, soma, signs, guard = QPointer<GalleryDialog>(this)] {
                const auto built = buildCell(cell, {});
                if (!built) {
                    return;
                }
                QImage image = drawMorphology(built->placed.morphology, pictureSize * ratio, colour, soma);
                image.setDevicePixelRatio(ratio);
                QPainter painter(&image);
                int right = pictureSize.width();
                for (const QImage& sign : signs) {
                    right -= 24;
                    painter.drawImage(QPoint(right, 2), sign);
                }
                painter.end();
                QMetaObject::invokeMethod(qApp, [this, k, seed, image, guard] {
                    if (!guard.isNull() && entries_[k].scene.cell.morphology.seed == seed) {
                        list_->item(static_cast<int>(k))->setIcon(QIcon(QPixmap::fromImage(image)));
                    }
                });
            });
    }
}

void GalleryDialog::showEntry(int row) {
    const bool valid = row >= 0;
    const Entry entry = valid ? entries_[static_cast<std::size_t>(row)] : Entry{};
    title_->setText(QString(entry.title).replace(QLatin1Char('\n'), QStringLiteral(", ")));
    description_->setText(entry.description);
    seed_->setEnabled(entry.seeded);
    const QSignalBlocker quiet(seed_);
    seed_->setValue(static_cast<int>(entry.scene.cell.morphology.seed));
}

void GalleryDialog::choose() {
    const int row = list_->currentRow();
    if (row >= 0) {
        chosen_ = entries_[static_cast<std::size_t>(row)].scene;
        accept();
    }
}

} // namespace phiscope
