#pragma once

#include "model/geometry/segments.h"
#include "model/scene/knob.h"
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
    bool locked = false; ///< not moved by the mouse

    bool operator==(const Cell&) const = default;
};

/// When a synapse is driven. Explicit times arrive exactly then, and so do the generated trains of
/// model/scene/spike_times.h; a NetStim adds NetCon's delay of 1 ms as LFPy does.
struct SpikeTrain {
    enum class Kind {
        times,
        netStim,
        regular,   ///< every intervalMs from startMs on
        poisson,   ///< rateHz, after a dead time of refractoryMs
        gamma,     ///< intervals from a gamma distribution: rateHz, shape
        logNormal, ///< intervals whose logarithm is normal: rateHz, variation
        bursts,    ///< burstSpikes spikes burstIntervalMs apart, bursts every intervalMs with `noise`
        rateCurve, ///< Poisson, its rate interpolated between curveTimesMs
    };
    Kind kind = Kind::times;
    std::vector<double> timesMs;
    double startMs = 5.0;
    std::optional<double> stopMs; ///< generated trains but NetStim; unset: the run's end
    double intervalMs = 10.0;
    double number = 10.0;
    double noise = 0.0;                                 ///< 0 regular, 1 Poisson
    double rateHz = 20.0;                               ///< poisson, gamma, logNormal
    double shape = 4.0;                                 ///< gamma; 1 is Poisson
    double variation = 0.5;                             ///< logNormal: coefficient of variation
    double refractoryMs = 0.0;                          ///< poisson, gamma, logNormal, rateCurve
    int burstSpikes = 4;                                ///< bursts
    double burstIntervalMs = 4.0;                       ///< bursts: between the spikes of one
    std::vector<double> curveTimesMs{0.0, 50.0, 100.0}; ///< rateCurve, rising
    std::vector<double> curveRatesHz{0.0, 80.0, 0.0};   ///< rateCurve, one a time
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
    bool locked = false;

    bool excitatory() const { return reversalMv > -60.0; }
    bool operator==(const Synapse&) const = default;
};

/// A bell over depth (z), of which a density profile is made.
struct DepthPeak {
    double centreUm = 0.0;
    double widthUm = 100.0; ///< standard deviation, above 0
    double weight = 1.0;    ///< relative to the other peaks

    bool operator==(const DepthPeak&) const = default;
};

/// How synapses were scattered, so that it can be gone on with (model/scene/scatter.h).
struct ScatterRecipe {
    std::string sections = "allsec"; ///< parts of section names, separated by blanks; "allsec": all
    std::vector<DepthPeak> peaks;    ///< empty: by membrane area alone
    std::uint64_t seed = 1;

    bool operator==(const ScatterRecipe&) const = default;
};

/// Many synapses with one set of parameters, each with a spike train of its own where that is random.
struct SynapseGroup {
    std::string id;
    std::string name = "Synapses";
    Synapse synapse; ///< what all have in common; its id, name and location mean nothing
    std::vector<Location> places;
    ScatterRecipe scatter;    ///< what the places were drawn by, where they were
    bool sharedTrain = false; ///< all are driven by one and the same train
    bool enabled = true;
    bool locked = false;

    bool operator==(const SynapseGroup&) const = default;
};

struct Stimulus {
    enum class Type { iClamp, seClamp, vClamp };
    /// What an iClamp injects from delayMs on for durationMs (model/scene/waveform.h).
    enum class Waveform {
        step,
        ramp,  ///< from offsetNa to amplitudeNa
        sine,  ///< about offsetNa
        chirp, ///< a sine from frequencyHz to frequencyEndHz
        noise, ///< about offsetNa, amplitudeNa its standard deviation, correlated over noiseTauMs
        samples,
    };
    std::string id;
    std::string name = "Current clamp";
    Location location;
    Type type = Type::iClamp;
    Waveform waveform = Waveform::step;
    double delayMs = 10.0;                               ///< iClamp
    double durationMs = 20.0;                            ///< iClamp
    double amplitudeNa = 0.5;                            ///< iClamp
    double offsetNa = 0.0;                               ///< iClamp, all but step and samples
    double frequencyHz = 20.0;                           ///< sine, chirp
    double frequencyEndHz = 200.0;                       ///< chirp, at the end
    double phaseDeg = 0.0;                               ///< sine, chirp
    double noiseTauMs = 2.0;                             ///< noise; 0: white, a value a time step
    std::uint64_t seed = 1;                              ///< noise
    std::vector<double> sampleTimesMs;                   ///< samples: after the delay, rising; linear between
    std::vector<double> samplesNa;                       ///< samples: one a time, times amplitudeNa
    std::array<double, 3> levelsMv{-70.0, -40.0, -70.0}; ///< seClamp, vClamp
    std::array<double, 3> levelDurationsMs{10.0, 20.0, 10.0};
    double seriesResistanceMohm = 1.0; ///< seClamp rs
    double gain = 1e5;                 ///< vClamp
    double tau1Ms = 0.001;             ///< vClamp
    double tau2Ms = 0.0;               ///< vClamp
    bool enabled = true;
    bool locked = false;

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
    enum class ColourBy {
        potential,
        current,
        plain,
        sensitivity,  ///< what `contact` of `listenProbe` hears of each segment: its row of M
        contribution, ///< what each segment adds to that contact's potential now
    };
    enum class DepthMap { lfp, trueCsd, csdEstimate }; ///< what the depth–time map shows
    double timeMs = 0.0;
    ColourBy colourBy = ColourBy::potential;
    std::string listenProbe; ///< id of a probe or a head; empty: the first probe
    int listenContact = 0;   ///< of that probe, or an EEG electrode of that head
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
    std::vector<SynapseGroup> groups;
    std::vector<Stimulus> stimuli;
    std::vector<Probe> probes;
    std::vector<FieldSlice> slices;
    std::vector<Head> heads;
    RunSettings run;
    View view;
    std::vector<Knob> knobs;
    /// What this version does not know, as a newer one wrote it: JSON text of {"json pointer": value, …},
    /// empty where there is none. Kept when saving. Text, so that this header needs no JSON library.
    std::string unknownKeys;

    bool operator==(const Scene&) const = default;
};

/// "dend[3](0.5)", as NEURON writes a place.
std::string placeText(const Location& place);
/// The same read back; a text of another form is taken for a section's name, which no cell will have.
Location placeFromText(const std::string& text);

/// Every synapse that NEURON makes: the single ones, then the groups' members, in the order of a recording's
/// point processes. Members have ids of the form "group id#index".
std::vector<Synapse> allSynapses(const Scene& scene);
std::size_t synapseCount(const Scene& scene);

/// What the name of a member is made of: its group's name and its number from 1.
std::string memberId(const SynapseGroup& group, std::size_t index);

/// True where `a` and `b` differ in something that changes membrane currents, so that NEURON must run again.
bool currentsDiffer(const Scene& a, const Scene& b);

} // namespace phiscope
