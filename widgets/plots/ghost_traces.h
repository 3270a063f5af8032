#pragma once

#include "widgets/plots/trace_stack.h"

#include <QColor>
#include <QPointer>

#include <vector>

namespace phiscope {

class TimePlot;
struct PinnedResult;
struct Theme;

/// Traces of other runs behind those of a plot: one stack for each run, and their names where there is room.
class GhostTraces {
public:
    enum class Names { above, below, none }; ///< at the right end

    struct Ghost {
        QString name;
        SampleBlock block;
        std::vector<TraceStack::Trace> traces;
    };

    GhostTraces(TimePlot* plot, Names where)
        : plot_(plot)
        , where_(where) {}
    /// In place of those shown before; the first lies deepest.
    void show(std::vector<Ghost> ghosts);

private:
    TimePlot* plot_;
    std::vector<QPointer<TraceStack>> stacks_;
    Names where_;
    class NameLine;
    QPointer<NameLine> names_;
};

/// Fainter than any trace, and still to be told from the ground; of six pins in a row each has lines of its
/// own.
QPen ghostPen(const PinnedResult& pin, const Theme& theme);

} // namespace phiscope
