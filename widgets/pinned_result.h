#pragma once

#include "widgets/run_data.h"

#include <QString>

#include <map>
#include <memory>
#include <string>

namespace phiscope {

class Signals;

/// A run that was kept, to be seen behind later ones: its recording as it is, and what its probes measured.
struct PinnedResult {
    int id = 0;      ///< of a pin, from 1; 0: it is no pin but the run that is shown
    QString name;    ///< short, for a header: "Pin 2"
    QString details; ///< the edit that led to it; may be empty
    RunData run;
    std::shared_ptr<const Scene> scene; ///< that it ran with, and the probes as they measured it
    std::map<std::string, std::shared_ptr<const Signals>> probes; ///< mV after the filter, by the probe's id
    bool shown = true;
};

} // namespace phiscope
