#include "widgets/plots/ghost_traces.h"

#include "widgets/colours.h"
#include "widgets/plots/time_plot.h"

#include <utility>

namespace phiscope {

void GhostTraces::show(std::vector<Ghost> ghosts) {
    for (const auto& stack : stacks_) {
        if (stack) {
            plot_->removePlottable(stack);
        }
    }
    stacks_.clear();
    for (Ghost& ghost : ghosts) {
        auto* stack = new TraceStack(plot_->xAxis, plot_->yAxis);
        stack->setLayer(QStringLiteral("grid")); // below the traces of the plot itself
        stack->setBlock(ghost.block);
        stack->setTraces(std::move(ghost.traces));
        stacks_.emplace_back(stack);
    }
}

QColor ghostColour(const Theme& theme) {
    return toQColor(mix(theme.dimText, theme.base, 0.25F));
}

} // namespace phiscope
