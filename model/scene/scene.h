#pragma once

#include "model/geometry/segments.h"
#include "model/scene/measurement.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// All that a person can set, as plain values. Limits, defaults, units and help of every number stand once,
/// in model/scene/fields.h; `validate` (model/scene/validate.h) checks them.
namespace phiscope {

/// A place on the cell. Section and x, not a segment index, so that it survives another discretisation.
struct Location {
    std::string section = "soma[0]";
    double x = 0.5;

    bool operator==(const Location&) const = default;
};

/// Where a cell's shape comes from.
struct MorphologySource {
    enum class Kind {
        procedural, ///< model/synthesis, by `shape` and `seed`
        file,       ///< `path`, relative to the scene file
        embedded,   ///< the file's text in the scene, `path` keeps its name
    };
    Kind kind = Kind::procedural;
    std::string shape = "l5_pyramidal"; ///< key of a procedural cell
    std::uint64_t seed = 1;
    std::map<std::string, double> shapeParameters; ///< overrides of the shape's defaults, by key
    std::string path;
    std::string sha256; ///< of the file's content, lower-case hexadecimal; empty: not known
    std::string text;   ///< the content, where embedded

    bool operator==(const MorphologySource&) const = default;
};

/// A density mechanism inserted into sections whose name contains `sections` ("allsec": all).
struct Mechanism {
    std::string name = "hh";
    std::string sections = "allsec";
    std::map<std::string, double> parameters; ///< by NEURON's name, "gnabar_hh"

    bool operator==(const Mechanism&) const = default;
};

struct Cell {
    std::string name = "Cell";
    MorphologySource morphology;
    Discretisation discretisation;
    std::optional<double> Ra; ///< Ω·cm; unset: the file's, else NEURON's 35.4
    std::optional<double> cm; ///< µF/cm²; unset: the file's, else 1
    double vInitMv = -70.0;
    bool passive = true; ///< insert pas everywhere
    double gPas = 0.001; ///< S/cm²
    double ePasMv = -70.0;
    std::vector<Mechanism> mechanisms;
    Pose pose;
    bool visible = true;

    bool operator==(const Cell&) const = default;
};

/// When a synapse is driven. Explicit times arrive exactly then; a NetStim adds NetCon's delay of 1 ms as
/// LFPy does.
struct SpikeTrain {
    enum class Kind { times, netStim };
    Kind kind = Kind::times;
    std::vector<double> timesMs;
    double startMs = 5.0;
    double intervalMs = 10.0;
    double number = 10.0;
    double noise = 0.0; ///< 0 regular, 1 Poisson
    std::uint64_t seed = 1234;

    bool operator==(const SpikeTrain&) const = default;
};

struct Synapse {
    enum class Type { expSyn, exp2Syn, alphaSynapse };
    std::string id; ///< unique in the scene, never shown
    std::string name = "Synapse";
    Location location;
    Type type = Type::exp2Syn;
    double weight = 0.005; ///< µS, peak conductance of one event (alphaSynapse: gmax)
    double reversalMv = 0.0;
    double tauMs = 2.0;   ///< expSyn decay; alphaSynapse time to peak
    double tau1Ms = 0.5;  ///< exp2Syn rise
    double tau2Ms = 5.0;  ///< exp2Syn decay
    double onsetMs = 5.0; ///< alphaSynapse
    SpikeTrain spikes;    ///< expSyn, exp2Syn
    bool enabled = true;

    bool excitatory() const { return reversalMv > -60.0; }
    bool operator==(const Synapse&) const = default;
};

struct Stimulus {
    enum class Type { iClamp, seClamp, vClamp };
    std::string id;
    std::string name = "Current clamp";
    Location location;
    Type type = Type::iClamp;
    double delayMs = 10.0;                               ///< iClamp
    double durationMs = 20.0;                            ///< iClamp
    double amplitudeNa = 0.5;                            ///< iClamp
    std::array<double, 3> levelsMv{-70.0, -40.0, -70.0}; ///< seClamp, vClamp
    std::array<double, 3> levelDurationsMs{10.0, 20.0, 10.0};
    double seriesResistanceMohm = 1.0; ///< seClamp rs
    double gain = 1e5;                 ///< vClamp
    double tau1Ms = 0.001;             ///< vClamp
    double tau2Ms = 0.0;               ///< vClamp
    bool enabled = true;

    bool operator==(const Stimulus&) const = default;
};

struct RunSettings {
    double dtMs = 0.0625;
    double tstartMs = 0.0; ///< below 0: warm-up that is not recorded
    double tstopMs = 100.0;
    std::optional<double> celsius; ///< unset: NEURON's 6.3 °C
    double memoryLimitGib = 2.0;   ///< recordings beyond this lie in a file

    bool operator==(const RunSettings&) const = default;
};

/// How the scene is looked at: saved with it, never a reason to run NEURON again.
struct View {
    enum class ColourBy { potential, current, plain };
    enum class DepthMap { lfp, trueCsd, csdEstimate }; ///< what the depth–time map shows
    double timeMs = 0.0;
    ColourBy colourBy = ColourBy::potential;
    bool perspective = true;
    bool tracesInScene = true;
    DepthMap depthMap = DepthMap::lfp;
    // Ranges of the cell's colours; what is not set follows the recording.
    std::optional<double> potentialLowMv;
    std::optional<double> potentialHighMv;
    std::optional<double> currentLimit; ///< µA/cm², symmetric about zero
    double playSpeed = 5.0;             ///< model ms per second
    bool loop = true;
    bool cameraSet = false; ///< false: fit on opening
    std::array<double, 3> cameraPosition{0.0, -1000.0, 0.0};
    std::array<double, 3> cameraFocus{0.0, 0.0, 0.0};
    std::array<double, 3> cameraUp{0.0, 0.0, 1.0};
    double cameraParallelScale = 500.0;

    bool operator==(const View&) const = default;
};

struct Scene {
    static constexpr int currentVersion = 1;
    std::string title = "Untitled";
    std::string description;
    Cell cell;
    std::vector<Synapse> synapses;
    std::vector<Stimulus> stimuli;
    std::vector<Probe> probes;
    std::vector<FieldSlice> slices;
    std::vector<Head> heads;
    RunSettings run;
    View view;
    /// What this version does not know, as a newer one wrote it: JSON text of {"json pointer": value, …},
    /// empty where there is none. Kept when saving. Text, so that this header needs no JSON library.
    std::string unknownKeys;

    bool operator==(const Scene&) const = default;
};

/// True where `a` and `b` differ in something that changes membrane currents, so that NEURON must run again.
bool currentsDiffer(const Scene& a, const Scene& b);

} // namespace phiscope
