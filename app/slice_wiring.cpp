#include "app/slice_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/quantity.h"
#include "widgets/scene_picture.h"
#include "widgets/slice_drag.h"
#include "widgets/slice_store.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QMenu>

#include <cmath>

namespace phiscope {

SliceWiring::SliceWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(picture) {
    View3D* view = parts_.view;
    Document* document = parts_.document;
    connect(parts_.slices, &SliceStore::gridChanged, this, [this](const QString& id) {
        picture_->setSliceGrid(id.toStdString(), parts_.slices->grid(id.toStdString()));
        picture_->show(parts_.cursor->timeMs());
        refreshReadout();
    });
    connect(parts_.slices, &SliceStore::failed, this, [this](const QString& id, const QString& why) {
        parts_.notices->show(
            {Message::Level::warning, tr("%1: %2").arg(parts_.document->itemName(id), why), {}});
    });
    connect(view, &View3D::slicePlaceRequested, this, &SliceWiring::place);
    const auto move = [document](const FieldSlice& slice) {
        const QString id = QString::fromStdString(slice.id);
        document->setSlice(slice, tr("Move %1").arg(document->itemName(id)), QStringLiteral("drag/") + id);
    };
    connect(view, &View3D::sliceDragged, document, move);
    connect(view, &View3D::sliceDropped, document, [document, move](const FieldSlice& slice) {
        move(slice);
        document->endGesture();
    });
}

void SliceWiring::place(const FieldSlice& slice) {
    parts_.document->select(parts_.document->addSlice(slice));
    // The hand is free again: the new slice is selected and can be set or dragged.
    actions_->select->setChecked(true);
}

void SliceWiring::add() {
    FieldSlice slice;
    slice.orientation = facingOrientation(parts_.view->camera());
    if (const auto cell = parts_.document->cell(); cell && cell->placed.segments.size() > 0) {
        const Segments& s = cell->placed.segments;
        const Eigen::Vector3d low = s.start.rowwise().minCoeff().cwiseMin(s.end.rowwise().minCoeff());
        const Eigen::Vector3d high = s.start.rowwise().maxCoeff().cwiseMax(s.end.rowwise().maxCoeff());
        slice = sizedFor(slice, low, high);
        // Through the soma, and in the plane in the middle of the cell.
        const Eigen::Vector3d soma = somaPosition(cell->placed.morphology, s);
        Eigen::Index axis = 1;
        parts_.view->camera().forward().cwiseAbs().maxCoeff(&axis);
        for (Eigen::Index k = 0; k < 3; ++k) {
            slice.positionUm[static_cast<std::size_t>(k)] =
                std::round(k == axis ? soma[k] : 0.5 * (low[k] + high[k]));
        }
    }
    place(slice);
}

QString SliceWiring::valueText(const PickResult& what) const {
    const QString id = QString::fromStdString(what.item.id);
    const FieldSlice* slice = parts_.document->slice(id);
    if (what.item.kind != ItemKind::slice || slice == nullptr) {
        return {};
    }
    const double value = picture_->slices().valueAt(what.item.id, what.pointUm);
    if (!std::isfinite(value)) {
        return {};
    }
    const QString name = slice->quantity == FieldSlice::Quantity::csd        ? tr("CSD")
                         : slice->quantity == FieldSlice::Quantity::stimulus ? tr("Stimulus")
                                                                             : QString(QChar(0x03a6));
    return QStringLiteral("%1 %2").arg(name,
                                       formatQuantity(value, QString::fromUtf8(SlicePicture::unit(*slice))));
}

QString SliceWiring::describe(const PickResult& what) const {
    const QString text = valueText(what);
    return text.isEmpty() ? parts_.document->itemName(QString::fromStdString(what.item.id)) : text;
}

void SliceWiring::hover(const PickResult& what, const QPoint& position) {
    hovered_ = what;
    position_ = position;
    refreshReadout();
}

void SliceWiring::refreshReadout() {
    const double ratio = parts_.view->devicePixelRatioF();
    const FieldSlice* slice = hovered_.item.kind == ItemKind::slice
                                  ? parts_.document->slice(QString::fromStdString(hovered_.item.id))
                                  : nullptr;
    // Over a potential the virtual electrode says the same, and the rest of it.
    const bool inPanel = slice != nullptr && hovered_.slicePart == SlicePart::inside &&
                         slice->quantity == FieldSlice::Quantity::potential &&
                         slice->shows != FieldSlice::Shows::difference;
    const QString text = inPanel ? QString() : valueText(hovered_);
    parts_.view->scene().setReadout(text.toStdString(), position_.x() * ratio, position_.y() * ratio);
}

void SliceWiring::fillMenu(QMenu& menu, const QString& id) {
    Document* document = parts_.document;
    const FieldSlice* slice = document->slice(id);
    if (slice == nullptr) {
        return;
    }
    using Quantity = FieldSlice::Quantity;
    const auto set = [document](FieldSlice changed, const QString& text) {
        document->setSlice(std::move(changed), text);
    };
    menu.addAction(parts_.theme->icon(QStringLiteral("slice")), tr("Face the camera"), document,
                   [this, set, old = *slice] {
                       set(facing(old, parts_.view->camera()),
                           tr("Turn %1 to the camera").arg(QString::fromStdString(old.name)));
                   });
    const auto show = [&](Quantity quantity, const QString& text) {
        QAction* action = menu.addAction(text, document, [set, old = *slice, quantity, text] {
            FieldSlice changed = old;
            changed.quantity = quantity;
            set(changed, text);
        });
        action->setCheckable(true);
        action->setChecked(slice->quantity == quantity);
    };
    show(Quantity::potential, tr("Show the potential"));
    show(Quantity::csd, tr("Show the current source density"));
    show(Quantity::stimulus, tr("Show the stimulus potential"));
    if (slice->quantity != Quantity::csd) {
        QAction* contours = menu.addAction(tr("Contour lines"), document, [set, old = *slice] {
            FieldSlice changed = old;
            changed.contours = !old.contours;
            set(changed, tr("Contour lines"));
        });
        contours->setCheckable(true);
        contours->setChecked(slice->contours);
    }
    menu.addSeparator();
}

} // namespace phiscope
