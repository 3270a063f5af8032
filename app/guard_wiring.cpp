#include "app/guard_wiring.h"

#include "model/forward/make_forward_model.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/checks_panel.h"
#include "widgets/document.h"
#include "widgets/simulation_controller.h"
#include "widgets/view3d.h"

#include <QToolButton>

#include <utility>

namespace phiscope {

namespace {

/// After an edit; while something is dragged it is looked at every so often.
constexpr int lookEveryMs = 120;
constexpr int flashMs = 160;
constexpr int flashes = 3;

} // namespace

GuardWiring::GuardWiring(const WindowParts& parts, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , chip_(new QToolButton)
    , worker_(this,
              [this](std::vector<Finding> findings) { parts_.checks->setFindings(std::move(findings)); }) {
    chip_->setObjectName(QStringLiteral("checksChip"));
    chip_->setAutoRaise(true);
    chip_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip_->setIconSize({16, 16});
    chip_->setFocusPolicy(Qt::TabFocus);
    chip_->hide();
    connect(chip_, &QToolButton::clicked, this, &GuardWiring::panelRequested);
    timer_.setSingleShot(true);
    timer_.setInterval(lookEveryMs);
    connect(&timer_, &QTimer::timeout, this, &GuardWiring::look);
    const auto soon = [this] {
        if (!timer_.isActive()) {
            timer_.start();
        }
    };
    connect(parts_.document, &Document::sceneChanged, this, [soon](Changes changes) {
        if (changes != Changes(Change::view)) {
            soon();
        }
    });
    connect(parts_.document, &Document::cellRebuilt, this, soon);
    connect(parts_.controller, &SimulationController::recordingFinished, this, soon);
    connect(parts_.checks, &ChecksPanel::changed, this, &GuardWiring::showChip);
    connect(parts_.checks, &ChecksPanel::showRequested, this, &GuardWiring::show);
    connect(parts_.checks, &ChecksPanel::mendRequested, this, &GuardWiring::mend);
    connect(parts_.theme, &AppTheme::changed, this, &GuardWiring::showChip);
    flashTimer_.setInterval(flashMs);
    connect(&flashTimer_, &QTimer::timeout, this, [this] {
        --flashesLeft_;
        parts_.view->scene().setHover(flashesLeft_ % 2 == 1 ? flashing_ : ItemRef());
        if (flashesLeft_ <= 0) {
            flashTimer_.stop();
        }
    });
}

void GuardWiring::look() {
    const auto cell = parts_.document->cell();
    if (!cell || parts_.document->isBuilding()) {
        return; // the new cell will ask again
    }
    auto scene = std::make_shared<const Scene>(parts_.document->scene());
    const RunData& run = parts_.controller->data();
    std::shared_ptr<const Recording> recording;
    if (run.recording && run.recording->finished() && run.scene && !currentsDiffer(*run.scene, *scene)) {
        recording = run.recording;
    }
    worker_.request([scene, cell, recording] { return checkPhysics(*scene, cell->placed, recording.get()); });
}

void GuardWiring::showChip() {
    const std::vector<Finding>& findings = parts_.checks->findings();
    chip_->setVisible(!findings.empty());
    if (findings.empty()) {
        return;
    }
    chip_->setIconSize({parts_.theme->signSize(16), parts_.theme->signSize(16)});
    const auto count = static_cast<int>(findings.size());
    const QString text = count == 1 ? tr("1 check") : tr("%1 checks").arg(count);
    chip_->setText(text);
    chip_->setIcon(ChecksPanel::icon(*parts_.theme, findings.front().severity));
    chip_->setToolTip(tr("What makes no physical sense, the gravest first:") + QStringLiteral("\n") +
                      QString::fromStdString(findings.front().sentence));
    chip_->setAccessibleName(text);
}

void GuardWiring::show(const Finding& finding) {
    parts_.document->select(QString::fromStdString(finding.object), finding.contact);
    if (parts_.view == nullptr) {
        return;
    }
    ItemRef item;
    std::optional<Eigen::Vector3d> point;
    const auto cell = parts_.document->cell();
    const Probe* probe = parts_.document->probe(QString::fromStdString(finding.object));
    if (probe != nullptr && finding.contact >= 0) {
        const Eigen::Matrix3Xd contacts = contactPositions(*probe);
        if (finding.contact < contacts.cols()) {
            point = contacts.col(finding.contact);
        }
        item.kind = ItemKind::probe;
        item.id = finding.object;
        item.contact = finding.contact;
    } else if (cell && finding.segment >= 0 && finding.segment < cell->placed.segments.size()) {
        point = cell->placed.segments.midpoint(finding.segment);
        item.kind = ItemKind::cell;
        item.section = cell->placed.segments.section[static_cast<std::size_t>(finding.segment)];
    }
    if (point) {
        Camera camera = parts_.view->camera();
        camera.lookAt(*point);
        parts_.view->setCamera(camera);
        flash(item);
    } else {
        Q_EMIT lookAtRequested(QString::fromStdString(finding.object));
    }
}

void GuardWiring::flash(const ItemRef& item) {
    flashing_ = item;
    flashesLeft_ = 2 * flashes - 1;
    parts_.view->scene().setHover(item);
    flashTimer_.start();
}

void GuardWiring::mend(const Finding& finding) {
    Document* document = parts_.document;
    const QString name = document->itemName(QString::fromStdString(finding.object));
    document->endGesture();
    document->setObjects(mended(document->scene(), finding),
                         tr("%1 (%2)").arg(QString::fromStdString(remedyText(finding.remedy)), name));
    document->endGesture();
}

} // namespace phiscope
