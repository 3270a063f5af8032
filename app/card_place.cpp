#include "app/card_place.h"

#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/view3d.h"

#include <QEvent>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int fromEdge = 12;
constexpr int aboveAxes = 88; // they and their letters stay in sight
constexpr int places = 5;     // from above to below
constexpr int restMs = 200;
constexpr double clearlyLess = 0.7; // of what it covers now: else it stays where it is

/// How much of the cell lies under the rectangle: the lengths of its segments, µm.
double covered(const QRect& card, const Camera& camera, const QSize& view, const Segments& segments) {
    double sum = 0.0;
    for (int k = 0; k < segments.size(); ++k) {
        const auto at = camera.project(segments.midpoint(k), view.width(), view.height());
        if (at && card.contains(qRound(at->x()), qRound(at->y()))) {
            sum += segments.length[k];
        }
    }
    return sum;
}

} // namespace

CardPlace::CardPlace(View3D* view, QWidget* card, const Document* document)
    : QObject(card)
    , view_(view)
    , card_(card)
    , document_(document) {
    rest_.setSingleShot(true);
    rest_.setInterval(restMs);
    connect(&rest_, &QTimer::timeout, this, &CardPlace::place);
    connect(view_, &View3D::cameraChanged, this, [this] { rest_.start(); });
    view_->installEventFilter(this);
    card_->installEventFilter(this);
}

bool CardPlace::eventFilter(QObject* watched, QEvent* event) {
    if (watched == card_ && event->type() == QEvent::Show) {
        place();
    } else if (watched == view_ && event->type() == QEvent::Resize) {
        rest_.start();
    }
    return false;
}

void CardPlace::place() {
    const auto cell = document_->cell();
    if (!card_->isVisible() || !cell) {
        return;
    }
    const QSize room = view_->size();
    const auto under = [&](int y) {
        return covered(QRect(QPoint(fromEdge, y), card_->size()), view_->camera(), room,
                       cell->placed.segments);
    };
    const int lowest = std::max(fromEdge, room.height() - card_->height() - aboveAxes);
    int best = std::clamp(card_->y(), fromEdge, lowest);
    double least = clearlyLess * under(best);
    for (int k = 0; k < places; ++k) {
        const int y = fromEdge + k * (lowest - fromEdge) / (places - 1);
        if (const double length = under(y); length < least) {
            best = y;
            least = length;
        }
    }
    card_->move(fromEdge, best);
}

} // namespace phiscope
