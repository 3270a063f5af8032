#pragma once

#include "widgets/plots/trace_stack.h"

#include <QColor>
#include <QPointer>

#include <vector>

namespace phiscope {

class TimePlot;
struct PinnedResult;
struct Theme;

/// Traces of other runs behind those of a plot: one stack for each run, and their names in a corner.
class GhostTraces {
public:
    struct Ghost {
        QString name;
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
    class Names;
    QPointer<Names> names_;
};

/// Fainter than any trace, and still to be told from the ground; of six pins in a row each has lines of its
/// own.
QPen ghostPen(const PinnedResult& pin, const Theme& theme);

} // namespace phiscope
