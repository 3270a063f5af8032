#include "widgets/plots/ghost_traces.h"

#include "widgets/colours.h"
#include "widgets/pinned_result.h"
#include "widgets/plots/time_plot.h"

#include <algorithm>
#include <array>
#include <utility>

namespace phiscope {

namespace {

constexpr int mark = 18; ///< length of the line beside a name
constexpr int gap = 10;

} // namespace

/// One line of names, each beside a piece of its traces' line.
class GhostTraces::NameLine : public QCPLayerable {
public:
    struct Entry {
        QString name;
        QPen pen;
    };

    NameLine(TimePlot* plot, Names where)
        : QCPLayerable(plot, QStringLiteral("axes"))
        , plot_(plot)
        , where_(where) {}
    void set(std::vector<Entry> entries) { entries_ = std::move(entries); }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override {
        const QRect area = plot_->axisRect()->rect();
        const QFont font = plot_->xAxis->tickLabelFont();
        const QFontMetrics metrics(font);
        if (entries_.empty() || area.height() < 3 * metrics.height()) {
            return;
        }
        const int most = area.width() / 3;
        const auto widthOf = [&](const Entry& entry) {
            return mark + 4 + std::min(metrics.horizontalAdvance(entry.name), most) + gap;
        };
        // The newest first, from the right; what has no room is left out.
        int right = area.right() - 2;
        const int top = where_ == Names::above ? area.top() + 2 : area.bottom() - 2 - metrics.height();
        QColor ground = toQColor(plot_->theme().base);
        ground.setAlphaF(0.8F);
        painter->setFont(font);
        for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
            const int width = widthOf(*entry);
            const QRect place(right - width, top, width, metrics.height());
            if (place.left() < area.left()) {
                break;
            }
            painter->fillRect(place, ground);
            painter->setPen(entry->pen);
            painter->drawLine(QPointF(place.left(), place.center().y()),
                              QPointF(place.left() + mark, place.center().y()));
            painter->setPen(toQColor(plot_->theme().dimText));
            painter->drawText(QRectF(place.adjusted(mark + 4, 0, 0, 0)), Qt::AlignLeft | Qt::AlignVCenter,
                              metrics.elidedText(entry->name, Qt::ElideRight, most));
            right -= width;
        }
    }

private:
    TimePlot* plot_;
    Names where_;
    std::vector<Entry> entries_;
};

void GhostTraces::show(std::vector<Ghost> ghosts) {
    for (const auto& stack : stacks_) {
        if (stack) {
            plot_->removePlottable(stack);
        }
    }
    stacks_.clear();
    std::vector<NameLine::Entry> entries;
    for (Ghost& ghost : ghosts) {
        if (!ghost.traces.empty()) {
            entries.push_back({ghost.name, ghost.traces.front().pen});
        }
        auto* stack = new TraceStack(plot_->xAxis, plot_->yAxis);
        stack->setLayer(QStringLiteral("grid")); // below the traces of the plot itself
        stack->setBlock(ghost.block);
        stack->setTraces(std::move(ghost.traces));
        stacks_.emplace_back(stack);
    }
    if (where_ == Names::none) {
        return;
    }
    if (!names_) {
        names_ = new NameLine(plot_, where_); // owned by the plot's layer
    }
    names_->set(std::move(entries));
}

QPen ghostPen(const PinnedResult& pin, const Theme& theme) {
    // Lines before greys: two greys side by side are hard to tell apart.
    static const std::array<QVector<qreal>, 3> dashes{QVector<qreal>{}, QVector<qreal>{7.0, 4.0},
                                                      QVector<qreal>{2.0, 3.0}};
    const auto k = static_cast<std::size_t>(std::max(0, pin.id - 1)) % (2 * dashes.size());
    QPen pen(toQColor(mix(theme.dimText, theme.base, k < dashes.size() ? 0.25F : 0.0F)),
             traceWidth(1.1, theme));
    if (const QVector<qreal>& pattern = dashes.at(k % dashes.size()); !pattern.isEmpty()) {
        pen.setDashPattern(pattern);
        pen.setCapStyle(Qt::FlatCap);
    }
    return pen;
}

} // namespace phiscope
