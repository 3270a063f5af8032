#pragma once

#include "widgets/plots/trace_stack.h"

#include <QColor>
#include <QPointer>

#include <vector>

namespace phiscope {

class TimePlot;
struct Theme;

/// Traces of other runs behind those of a plot: one stack for each run.
class GhostTraces {
public:
    struct Ghost {
        SampleBlock block;
        std::vector<TraceStack::Trace> traces;
    };

    explicit GhostTraces(TimePlot* plot)
        : plot_(plot) {}
    /// In place of those shown before; the first lies deepest.
    void show(std::vector<Ghost> ghosts);

private:
    TimePlot* plot_;
    std::vector<QPointer<TraceStack>> stacks_;
};

/// Fainter than any trace, and still to be told from the ground.
QColor ghostColour(const Theme& theme);

} // namespace phiscope
