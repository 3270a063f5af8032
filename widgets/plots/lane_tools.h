#pragma once

#include "model/forward/projector.h"
#include "model/simulation/recording.h"
#include "widgets/plots/series.h"
#include "widgets/run_data.h"
#include "widgets/tabular_text.h"

#include <QString>

#include <algorithm>
#include <cmath>
#include <memory>

namespace phiscope {

inline SampleBlock potentialBlock(const std::shared_ptr<const Recording>& recording) {
    SampleBlock block;
    block.owner = recording;
    block.floats = recording->potentials();
    block.stride = recording->layout().segments;
    block.dtMs = recording->layout().dtMs;
    block.frames = recording->frameCount();
    return block;
}

inline SampleBlock pointCurrentBlock(const std::shared_ptr<const Recording>& recording) {
    SampleBlock block;
    block.owner = recording;
    block.stride = recording->layout().pointProcesses;
    if (block.stride > 0) {
        block.doubles = recording->pointCurrents();
        block.frames = recording->frameCount();
    }
    block.dtMs = recording->layout().dtMs;
    return block;
}

inline SampleBlock signalBlock(const std::shared_ptr<const Signals>& contactSignals) {
    SampleBlock block;
    block.owner = contactSignals;
    block.doubles = contactSignals->frame(0);
    block.stride = contactSignals->channels();
    block.dtMs = contactSignals->dtMs();
    block.frames = contactSignals->frames();
    return block;
}

/// The frame nearest to a moment; -1 where it is not there yet.
inline std::int64_t frameAt(const SampleBlock& block, double timeMs) {
    const auto frame = static_cast<std::int64_t>(std::llround(timeMs / block.dtMs));
    return frame >= 0 && frame < block.frames ? frame : -1;
}

/// Where the soma's potential is read off; -1: there is no soma.
inline int middleSoma(const RunData& run) {
    if (!run || !run.cell) {
        return -1;
    }
    const std::vector<int> soma = somaSegments(run.cell->morphology, run.cell->segments);
    return soma.empty() ? -1 : soma[soma.size() / 2];
}

/// Worth looking at amplitudes again: at the first frames, whenever there are half as many again, and at the
/// end.
inline bool rangeDue(std::int64_t seen, std::int64_t frames, bool complete) {
    return frames > seen && (complete || seen == 0 || frames * 2 >= seen * 3);
}

inline QString thinSpace() {
    return QString(QChar(0x2009));
}

} // namespace phiscope
