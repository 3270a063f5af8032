#include "widgets/dendrogram_view.h"

#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/colours.h"
#include "widgets/quantity.h"
#include "widgets/segment_selection.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace phiscope {

namespace {

constexpr double reachPx = 6.0;   // of a click
constexpr double tremblePx = 3.5; // that a click may move
constexpr double largestScale = 400.0;
constexpr double zoomPerStep = 1.18; // as in the 3-D view
constexpr int margin = 10;

/// 1, 2 or 5 times a power of ten, at least as large.
double niceStep(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-9))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

} // namespace

DendrogramView::DendrogramView(SegmentSelection* chosen, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , chosen_(chosen)
    , theme_(theme) {
    setObjectName(QStringLiteral("dendrogram"));
    setAccessibleName(tr("Dendrogram"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(chosen_, &SegmentSelection::changed, this, [this] { update(); });
    connect(theme_, &AppTheme::changed, this, &DendrogramView::redraw);
}

void DendrogramView::setCell(std::shared_ptr<const BuiltCell> cell) {
    if (cell == cell_) {
        return;
    }
    const bool same =
        cell && cell_ && cell->placed.segments.firstOfSection == cell_->placed.segments.firstOfSection;
    cell_ = std::move(cell);
    flat_ = cell_ ? makeDendrogram(cell_->morphology, cell_->placed.segments) : Dendrogram();
    hovered_ = -1;
    if (!same) {
        colours_.clear();
        fit();
    }
    redraw();
}

void DendrogramView::setColours(std::vector<std::uint32_t> colours) {
    if (colours != colours_) {
        colours_ = std::move(colours);
        redraw();
    }
}

QColor DendrogramView::typeColour(SectionType type) const {
    const Theme& theme = theme_->values();
    switch (type) {
    case SectionType::soma:
        return toQColor(theme.text);
    case SectionType::apical:
        return toQColor(theme.series[1]);
    case SectionType::dendrite:
        return toQColor(theme.series[2]);
    case SectionType::axon:
        return toQColor(theme.series[0]);
    case SectionType::other:
        break;
    }
    return toQColor(theme.dimText);
}

void DendrogramView::redraw() {
    current_ = false;
    update();
}

void DendrogramView::fit() {
    scale_ = 1.0;
    origin_ = {};
    redraw();
}

void DendrogramView::measure() {
    const int foot = fontMetrics().height() + 2 * margin;
    plot_ = QRectF(rect()).adjusted(margin, margin, -margin, -foot);
    redraw();
}

double DendrogramView::xOf(double um) const {
    const double length = std::max(flat_.lastUm - flat_.firstUm, 1e-9);
    return plot_.left() + ((um - flat_.firstUm) / length - origin_.x()) * scale_ * plot_.width();
}

double DendrogramView::yOf(double row) const {
    const double part = (row + 0.5) / std::max(flat_.rows, 1);
    return plot_.top() + (part - origin_.y()) * scale_ * plot_.height();
}

double DendrogramView::rowPx() const {
    return scale_ * plot_.height() / std::max(flat_.rows, 1);
}

QPointF DendrogramView::pixelOf(int segment) const {
    const auto k = static_cast<std::size_t>(segment);
    return {xOf(0.5 * (flat_.fromUm[k] + flat_.toUm[k])), yOf(flat_.row[k])};
}

int DendrogramView::segmentAt(const QPointF& at) const {
    int nearest = -1;
    double least = reachPx;
    for (std::size_t k = 0; k < flat_.row.size(); ++k) {
        const double away = std::abs(yOf(flat_.row[k]) - at.y());
        if (away > least) {
            continue;
        }
        const double from = xOf(flat_.fromUm[k]);
        const double to = xOf(flat_.toUm[k]);
        const double beside = at.x() < from ? from - at.x() : at.x() > to ? at.x() - to : 0.0;
        if (const double distance = std::hypot(away, beside); distance <= least) {
            least = distance;
            nearest = static_cast<int>(k);
        }
    }
    return nearest;
}

void DendrogramView::drawTree() {
    QElapsedTimer clock;
    clock.start();
    const double ratio = devicePixelRatioF();
    tree_ = QPixmap(size() * ratio);
    tree_.setDevicePixelRatio(ratio);
    tree_.fill(theme_->colours().base);
    current_ = true;
    if (!cell_) {
        return;
    }
    QPainter painter(&tree_);
    painter.setFont(font());
    drawAxis(painter);
    painter.setClipRect(plot_.adjusted(-margin, -margin, margin, 1));
    painter.setPen(QPen(theme_->colours().line, 1.0));
    QList<QLineF> joints;
    for (const Dendrogram::Joint& joint : flat_.joints) {
        const double x = xOf(joint.atUm);
        joints << QLineF(x, yOf(joint.parentRow), x, yOf(joint.row));
    }
    painter.drawLines(joints);
    // Neighbours of one colour are one line, and lines of one colour are drawn at once.
    const Segments& segments = cell_->placed.segments;
    const bool byValue = colours_.size() == flat_.row.size();
    std::map<QRgb, QList<QLineF>> lines;
    const auto colourOf = [&](std::size_t k) -> QRgb {
        if (byValue) {
            return 0xFF000000U | colours_[k];
        }
        return typeColour(cell_->morphology.sections[static_cast<std::size_t>(segments.section[k])].type)
            .rgb();
    };
    for (std::size_t k = 0; k < flat_.row.size();) {
        const QRgb colour = colourOf(k);
        double from = flat_.fromUm[k];
        double to = flat_.toUm[k];
        std::size_t next = k + 1;
        for (; next < flat_.row.size() && segments.section[next] == segments.section[k] &&
               colourOf(next) == colour;
             ++next) {
            from = std::min(from, flat_.fromUm[next]);
            to = std::max(to, flat_.toUm[next]);
        }
        const double y = yOf(flat_.row[k]);
        lines[colour] << QLineF(xOf(from), y, xOf(to), y);
        k = next;
    }
    const double width =
        std::clamp(0.45 * rowPx(), 1.0, 4.0) * static_cast<double>(theme_->values().lineScale);
    for (const auto& [colour, all] : lines) {
        QPen pen(QColor::fromRgb(colour), width);
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLines(all);
    }
    paintedMs_ = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

void DendrogramView::drawAxis(QPainter& painter) const {
    const ThemeColours& colours = theme_->colours();
    const QFontMetrics metrics = fontMetrics();
    const double length = flat_.lastUm - flat_.firstUm;
    const double umPerPx = length / std::max(scale_ * plot_.width(), 1.0);
    const double step = niceStep(umPerPx * metrics.horizontalAdvance(QStringLiteral("00000")) * 1.8);
    const QRectF area = plot_;
    const double baseline = area.bottom() + 0.5 * margin;
    const QString title = tr("µm along the tree from the soma");
    const double titleLeft = area.right() - metrics.horizontalAdvance(title);
    painter.setPen(QPen(colours.line, 1.0));
    painter.drawLine(QPointF(area.left(), baseline), QPointF(area.right(), baseline));
    const auto first = static_cast<int>(std::ceil(std::max(flat_.firstUm, 0.0) / step));
    for (int k = first; k * step <= flat_.lastUm + 1e-6; ++k) {
        const double x = xOf(k * step);
        if (x < area.left() - 1.0 || x > area.right() + 1.0) {
            continue;
        }
        painter.setPen(QPen(colours.line, 1.0, Qt::DotLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, baseline));
        const QString text = formatNumber(k * step, 6);
        const double wide = metrics.horizontalAdvance(text);
        if (x + 0.5 * wide < titleLeft - 8.0) {
            painter.setPen(colours.dimText);
            painter.drawText(QPointF(std::max(x - 0.5 * wide, 2.0), baseline + metrics.ascent() + 3.0), text);
        }
    }
    painter.setPen(colours.dimText);
    painter.drawText(QPointF(titleLeft, baseline + metrics.ascent() + 3.0), title);
}

void DendrogramView::drawLegend(QPainter& painter) const {
    struct Entry {
        SectionType type;
        QString name;
    };
    const std::array<Entry, 5> entries{Entry{SectionType::soma, tr("soma")},
                                       {SectionType::apical, tr("apical")},
                                       {SectionType::dendrite, tr("dendrite")},
                                       {SectionType::axon, tr("axon")},
                                       {SectionType::other, tr("other")}};
    const QFontMetrics metrics = fontMetrics();
    double right = plot_.right();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto& sections = cell_->morphology.sections;
        if (std::ranges::none_of(sections,
                                 [&](const Section& section) { return section.type == entry->type; })) {
            continue;
        }
        right -= metrics.horizontalAdvance(entry->name);
        const double top = plot_.top() - 2.0;
        const QRectF ground(right - 22.0, top, metrics.horizontalAdvance(entry->name) + 26.0,
                            metrics.height());
        painter.fillRect(ground, theme_->colours().base);
        painter.setPen(theme_->colours().dimText);
        painter.drawText(QPointF(right, top + metrics.ascent()), entry->name);
        painter.setPen(QPen(typeColour(entry->type), 3.0, Qt::SolidLine, Qt::FlatCap));
        const double middle = top + 0.5 * metrics.height();
        painter.drawLine(QPointF(right - 18.0, middle), QPointF(right - 5.0, middle));
        right -= 32.0;
    }
}

void DendrogramView::drawChosen(QPainter& painter) const {
    painter.setClipRect(plot_.adjusted(-margin, -margin, margin, 1));
    const auto lineOf = [&](int segment) {
        const auto k = static_cast<std::size_t>(segment);
        const double y = yOf(flat_.row[k]);
        // A segment that is shorter than a pixel can be seen too.
        const double from = xOf(flat_.fromUm[k]);
        return QLineF(from, y, std::max(xOf(flat_.toUm[k]), from + 1.0), y);
    };
    const auto stroke = [&](const QList<QLineF>& lines, const QColor& colour, double width) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(lines);
    };
    if (chosen_->cell() == cell_ && !chosen_->empty()) {
        QColor veil = theme_->colours().base;
        veil.setAlphaF(0.6F);
        painter.fillRect(plot_, veil); // what is not chosen steps back
        QList<QLineF> lines;
        for (const int segment : chosen_->segments()) {
            lines << lineOf(segment);
        }
        // As wide as leaves neighbouring branches apart; the text's colour is none of a branch.
        stroke(lines, theme_->colours().accent, std::clamp(1.2 * rowPx(), 2.5, 9.0));
        stroke(lines, theme_->colours().text, std::clamp(0.4 * rowPx(), 1.0, 2.5));
    }
    if (hovered_ >= 0) {
        stroke({lineOf(hovered_)}, theme_->colours().text, 3.0);
    }
    painter.setClipping(false);
}

void DendrogramView::paintEvent(QPaintEvent* /*event*/) {
    if (!current_ || tree_.size() != size() * devicePixelRatioF()) {
        drawTree();
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, tree_);
    if (!cell_) {
        painter.setPen(theme_->colours().dimText);
        painter.drawText(
            rect(), Qt::AlignCenter | Qt::TextWordWrap,
            tr("The tree of the cell will be drawn flat here, once there is a cell. New: Ctrl+N"));
        return;
    }
    drawChosen(painter);
    if (colours_.size() != flat_.row.size()) {
        drawLegend(painter);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme_->colours().accent, 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void DendrogramView::keepInside() {
    const double most = 1.0 - 1.0 / scale_;
    origin_ = {std::clamp(origin_.x(), 0.0, most), std::clamp(origin_.y(), 0.0, most)};
}

void DendrogramView::zoom(double factor, const QPointF& about) {
    const QRectF area = plot_;
    const double scale = std::clamp(scale_ * factor, 1.0, largestScale);
    const QPointF part((about.x() - area.left()) / area.width(), (about.y() - area.top()) / area.height());
    origin_ += part / scale_ - part / scale;
    scale_ = scale;
    keepInside();
    redraw();
}

void DendrogramView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    measure();
}

void DendrogramView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
    }
}

void DendrogramView::point(int segment) {
    if (segment != hovered_) {
        hovered_ = segment;
        setCursor(segment >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
        Q_EMIT hovered(segment);
    }
}

void DendrogramView::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
    moved_ = false;
    pressedAt_ = event->position();
    last_ = pressedAt_;
    if (event->button() == Qt::RightButton) {
        const int segment = segmentAt(event->position());
        if (segment >= 0 && !chosen_->contains(segment)) {
            chosen_->set({segment}, segment); // the menu is about it
        }
    }
}

void DendrogramView::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) {
        point(segmentAt(event->position()));
        return;
    }
    const QPointF way = event->position() - pressedAt_;
    moved_ = moved_ || std::hypot(way.x(), way.y()) >= tremblePx;
    if (moved_ && scale_ > 1.0) {
        const QPointF step = event->position() - last_;
        origin_ -= QPointF(step.x() / (scale_ * plot_.width()), step.y() / (scale_ * plot_.height()));
        keepInside();
        setCursor(Qt::ClosedHandCursor);
        redraw();
    }
    last_ = event->position();
}

void DendrogramView::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = pressed_ && !moved_ && event->button() == Qt::LeftButton;
    pressed_ = false;
    setCursor(hovered_ >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!click) {
        return;
    }
    const int segment = segmentAt(event->position());
    const bool more = (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
    if (segment >= 0) {
        more ? chosen_->toggle(segment) : chosen_->set({segment}, segment);
    } else if (!more) {
        chosen_->clear();
    }
}

void DendrogramView::mouseDoubleClickEvent(QMouseEvent* event) {
    const int segment = segmentAt(event->position());
    pressed_ = false; // its release is no click
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (segment < 0) {
        fit();
        return;
    }
    std::vector<int> subtree = chosen_->tree().related(Kinship::subtree, {&segment, 1});
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        chosen_->add(subtree, segment);
    } else {
        chosen_->set(std::move(subtree), segment);
    }
}

void DendrogramView::wheelEvent(QWheelEvent* event) {
    zoom(std::pow(zoomPerStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void DendrogramView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        go(event->key(), event->modifiers().testFlag(Qt::ShiftModifier));
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(zoomPerStep, plot_.center());
        break;
    case Qt::Key_Minus:
        zoom(1.0 / zoomPerStep, plot_.center());
        break;
    case Qt::Key_Home:
        fit();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void DendrogramView::go(int key, bool add) {
    if (!cell_ || flat_.row.empty()) {
        return;
    }
    const SegmentTree& tree = chosen_->tree();
    int from = chosen_->focus();
    if (from < 0) {
        from = chosen_->empty() ? -1 : chosen_->segments().front();
    }
    int to = -1;
    if (from < 0) {
        to = somaSegments(cell_->morphology, cell_->placed.segments).front();
    } else if (key == Qt::Key_Left) {
        to = tree.parent(from);
    } else {
        // Outwards to the first that hangs on it; up and down to the nearest row at this distance.
        const auto k = static_cast<std::size_t>(from);
        const double middle = 0.5 * (flat_.fromUm[k] + flat_.toUm[k]);
        double least = 0.0;
        for (int other = 0; other < tree.size(); ++other) {
            const auto o = static_cast<std::size_t>(other);
            const double away = flat_.row[o] - flat_.row[k];
            const bool wanted = key == Qt::Key_Right
                                    ? tree.parent(other) == from
                                    : (key == Qt::Key_Up ? away < 0.0 : away > 0.0) &&
                                          flat_.fromUm[o] <= middle && middle < flat_.toUm[o];
            if (wanted && (to < 0 || std::abs(away) < least)) {
                to = other;
                least = std::abs(away);
            }
        }
    }
    if (to >= 0) {
        add ? chosen_->add({&to, 1}, to) : chosen_->set({to}, to);
        Q_EMIT hovered(to);
    }
}

void DendrogramView::leaveEvent(QEvent* event) {
    point(-1);
    QWidget::leaveEvent(event);
}

} // namespace phiscope
