#pragma once

#include "model/geometry/morphology.h"
#include "model/neuron/applied_fields.h"
#include "model/support/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

struct SimulationJob;

/// A parameter of a point process; `index` for array ones (VClamp's dur[3]).
struct PlannedParameter {
    std::string name;
    int index = 0;
    double value = 0.0;
};

struct PlannedMechanism {
    std::string name;
    std::vector<int> sections;
    std::map<std::string, double> parameters; ///< by NEURON's name, "gnabar_hh"
};

struct PlannedNetStim {
    double startMs = 0.0;
    double intervalMs = 0.0;
    double number = 0.0;
    double noise = 0.0;
    std::uint64_t seed = 0;
};

/// A synapse or stimulus as NEURON makes it.
struct PlannedPoint {
    std::string type; ///< NEURON's, "Exp2Syn"
    std::string name; ///< for messages
    bool enabled = true;
    int section = -1;
    double x = 0.5;
    int segment = -1; ///< -1 where a disabled one refers to a section that is not there
    std::vector<PlannedParameter> parameters;
    double weight = 0.0;          ///< of its events
    std::vector<double> eventsMs; ///< delivered at exactly these times
    std::optional<PlannedNetStim> netStim;
    std::vector<double> played; ///< nA, one a time step, warm-up included; empty: the parameters say it
};

/// All that NEURON is told to build and run, resolved and checked as far as that goes without NEURON.
struct CellPlan {
    Morphology morphology;
    std::vector<int> nseg;
    std::vector<int> firstSegment; ///< sections + 1 entries
    std::vector<double> Ra;        ///< Ω·cm, a section
    std::vector<double> cm;        ///< µF/cm², a section
    std::vector<PlannedMechanism> mechanisms;
    std::vector<PlannedPoint> points; ///< synapses, then stimuli, in scene order
    std::vector<PlannedField> fields; ///< potentials outside the membrane that act on it
    std::vector<std::string> variables;
    Notices notices; ///< what is odd but can be run
    double vInitMv = -70.0;
    double celsius = 6.3;
    double dtMs = 0.0625;
    double tstopMs = 100.0;
    std::int64_t warmUpSteps = 0; ///< steps before t = 0
    std::int64_t frames = 1;      ///< recorded ones, t = 0 included

    int segments() const { return firstSegment.empty() ? 0 : firstSegment.back(); }
};

/// Fails with a sentence where the job can not be run: no section, a broken tree, a place on a section that
/// is not there, a time step or parameter without sense, contacts that can not stimulate.
Result<CellPlan> planCell(const SimulationJob& job);

/// Of every point process, in order; -1: nowhere.
std::vector<int> pointSegments(const CellPlan& plan);

/// "dend[3](0.5)" of a segment.
std::string segmentName(const CellPlan& plan, int segment);

} // namespace phiscope
