/// Single-cell simulations against LFPy's numbers: those on small cells always, those on reconstructed cells
/// where the morphologies are there.
#include "model/analysis/spikes.h"
#include "model/formats/morphology_reader.h"
#include "model/simulation/hoc_import.h"
#include "model/simulation/simulation.h"
#include "tests/simulation/test_cells.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace phiscope;
using nlohmann::json;

namespace {

std::filesystem::path referenceFolder() {
    if (const char* folder = std::getenv("PHISCOPE_REFERENCE_DIR")) {
        return folder;
    }
    return std::filesystem::path(PHISCOPE_SOURCE_DIR) / "tests" / "reference";
}

/// Where a segment of a cell lies.
Location locationOf(const Morphology& morphology, const std::vector<int>& nseg, int segment) {
    std::size_t s = 0;
    while (segment >= nseg[s]) {
        segment -= nseg[s++];
    }
    return {morphology.sections[s].name, (segment + 0.5) / nseg[s]};
}

std::filesystem::path morphologyFolder() {
    if (const char* folder = std::getenv("PHISCOPE_MORPHOLOGIES")) {
        return folder;
    }
    return std::filesystem::path(PHISCOPE_SOURCE_DIR).parent_path() / "shared" / "morphologies";
}

/// Nothing where the file is not there.
std::optional<Morphology> morphologyOf(const std::string& name) {
    if (name == "ball_and_stick.hoc") {
        return testing::ballAndStick();
    }
    if (name == "ball_and_sticks.hoc") {
        return testing::ballAndSticks();
    }
    const std::filesystem::path file = morphologyFolder() / name;
    if (!std::filesystem::exists(file)) {
        return {};
    }
    const auto import = file.extension() == ".hoc"
                            ? importHoc(file, std::filesystem::path(PHISCOPE_BIN_DIR) / "phiscope-run")
                            : readMorphology(file);
    INFO((import ? std::string() : import.error().message()));
    REQUIRE(import);
    return import->morphology;
}

SimulationJob jobOf(const json& input) {
    SimulationJob job;
    const json& cell = input.at("cell");
    job.morphology = *morphologyOf(cell.at("morphology"));
    const auto optional = [&](const char* key) {
        return cell.at(key).is_null() ? std::optional<double>{} : cell.at(key).get<double>();
    };
    Cell& c = job.scene.cell;
    c.Ra = optional("Ra");
    c.cm = optional("cm");
    c.vInitMv = cell.at("v_init");
    c.passive = cell.at("passive");
    c.gPas = cell.at("passive_parameters").at("g_pas");
    c.ePasMv = cell.at("passive_parameters").at("e_pas");
    for (const json& m : cell.at("mechanisms")) {
        c.mechanisms.push_back(
            {m.at("name"), m.at("sections"), m.at("parameters").get<std::map<std::string, double>>()});
    }
    Discretisation rule;
    if (cell.at("nsegs_method") == "fixed_length") {
        rule.method = Discretisation::Method::fixedLength;
        rule.maxLengthUm = cell.at("max_nsegs_length");
    } else {
        rule.lambdaFHz = cell.at("nsegs_method") == "lambda100" ? 100.0 : cell.at("lambda_f").get<double>();
        rule.dLambda = cell.at("d_lambda");
    }
    job.nseg = segmentCounts(job.morphology, rule, c.Ra, c.cm);
    RunSettings& run = job.scene.run;
    run.dtMs = cell.at("dt");
    run.tstartMs = cell.at("tstart");
    run.tstopMs = cell.at("tstop");
    run.celsius = optional("celsius");

    for (const json& s : input.value("synapses", json::array())) {
        Synapse synapse;
        synapse.location = locationOf(job.morphology, job.nseg, s.at("idx"));
        synapse.weight = s.at("weight");
        const json& p = s.at("parameters");
        synapse.reversalMv = p.at("e");
        if (s.at("syntype") == "ExpSyn") {
            synapse.type = Synapse::Type::expSyn;
            synapse.tauMs = p.at("tau");
        } else {
            synapse.tau1Ms = p.at("tau1");
            synapse.tau2Ms = p.at("tau2");
        }
        if (s.contains("netstim")) {
            const json& n = s.at("netstim");
            synapse.spikes.kind = SpikeTrain::Kind::netStim;
            synapse.spikes.startMs = n.at("start");
            synapse.spikes.intervalMs = n.at("interval");
            synapse.spikes.number = n.at("number");
            synapse.spikes.noise = n.at("noise");
            synapse.spikes.seed = n.at("seed");
        } else {
            synapse.spikes.timesMs = s.at("spike_times").get<std::vector<double>>();
        }
        job.scene.synapses.push_back(synapse);
    }
    for (const json& s : input.value("stimuli", json::array())) {
        const json& p = s.at("parameters");
        const Location location = locationOf(job.morphology, job.nseg, s.at("idx"));
        if (s.at("pptype") == "AlphaSynapse") {
            Synapse synapse;
            synapse.type = Synapse::Type::alphaSynapse;
            synapse.location = location;
            synapse.onsetMs = p.at("onset");
            synapse.tauMs = p.at("tau");
            synapse.weight = p.at("gmax");
            synapse.reversalMv = p.at("e");
            job.scene.synapses.push_back(synapse);
            continue;
        }
        Stimulus stimulus;
        stimulus.location = location;
        if (s.at("pptype") == "IClamp") {
            stimulus.delayMs = p.at("delay");
            stimulus.durationMs = p.at("dur");
            stimulus.amplitudeNa = p.at("amp");
        } else if (s.at("pptype") == "SEClamp") {
            stimulus.type = Stimulus::Type::seClamp;
            stimulus.levelsMv = {p.at("amp1"), p.at("amp2"), p.at("amp3")};
            stimulus.levelDurationsMs = {p.at("dur1"), p.at("dur2"), p.at("dur3")};
            stimulus.seriesResistanceMohm = p.at("rs");
        } else {
            stimulus.type = Stimulus::Type::vClamp;
            stimulus.levelsMv = p.at("amp").get<std::array<double, 3>>();
            stimulus.levelDurationsMs = p.at("dur").get<std::array<double, 3>>();
        }
        job.scene.stimuli.push_back(stimulus);
    }
    for (const json& name : input.value("simulate", json::object()).value("rec_variables", json::array())) {
        job.variables.push_back(name);
    }
    if (input.value("simulate", json::object()).contains("rec_ipas")) {
        job.variables = {"i_pas", "i_cap"};
    }
    return job;
}

double asNumber(const json& value) {
    return value.is_null() ? std::nan("") : value.get<double>();
}

struct Comparison {
    int compared = 0;
    int wrong = 0;
    double worst = 0.0; ///< error over what is allowed
    std::string where;
};

/// `actual(row, frame)` against an array of the reference set; one row where it has a time axis only.
template <typename F>
Comparison compare(const json& expected, const json& tolerance, F actual) {
    Comparison result;
    const double rtol = tolerance.at("rtol");
    const double scale = std::max(std::abs(asNumber(expected.value("min", json(0.0)))),
                                  std::abs(asNumber(expected.value("max", json(0.0)))));
    const double floor = tolerance.at("rel_atol").get<double>() * scale + tolerance.at("atol").get<double>();
    const json& values = expected.at("values");
    const bool flat = expected.at("shape").size() == 1;
    const auto check = [&](std::size_t row, std::size_t frame, const json& value) {
        const double want = asNumber(value);
        const double got = actual(row, frame);
        const double ratio = std::abs(got - want) / (rtol * std::abs(want) + floor + 1e-300);
        ++result.compared;
        result.wrong += ratio <= 1.0 ? 0 : 1;
        if (!(ratio <= result.worst)) {
            result.worst = ratio;
            result.where = "[" + std::to_string(row) + ", " + std::to_string(frame) + "] " +
                           json(got).dump() + " instead of " + json(want).dump();
        }
    };
    const json index = expected.value("index", json::array());
    const auto indexAt = [&](std::size_t axis, std::size_t i) {
        return index.empty() ? i : index.at(axis).at(i).get<std::size_t>();
    };
    if (flat) {
        for (std::size_t j = 0; j < values.size(); ++j) {
            check(0, indexAt(0, j), values.at(j));
        }
        return result;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < values.at(i).size(); ++j) {
            check(indexAt(0, i), indexAt(1, j), values.at(i).at(j));
        }
    }
    return result;
}

void report(const std::string& what, const Comparison& c) {
    INFO(what << ": worst " << c.worst << " of the tolerance at " << c.where);
    CHECK(c.compared > 0);
    CHECK(c.wrong == 0);
}

} // namespace

TEST_CASE("LFPy's simulations are reproduced") {
    const std::filesystem::path folder = referenceFolder();
    int found = 0;
    for (const char* name :
         {"d01_readme_ball_and_sticks", "d02_synapse_types_passive", "d03_hh_iclamp", "d04_seclamp",
          "d05_vclamp", "d08_L5_Mainen_20_synapses", "d09_swc_hh_synapses", "d11_netstim",
          "d12_negative_tstart", "d13_dt_not_binary", "d14_csd_probes", "d15_no_probe_odd_tstop",
          "d16_netstim_noise", "d17_three_soma_segments", "d18_L5_Mainen_hh_soma", "d19_two_soma_segments",
          "d20_overlapping_spike_times", "d21_asc_passive"}) {
        std::ifstream file(folder / (std::string(name) + ".json"));
        if (!file) {
            continue;
        }
        ++found;
        SUBCASE(name) {
            const json reference = json::parse(file);
            const std::string cellFile = reference.at("input").at("cell").at("morphology");
            if (!morphologyOf(cellFile)) {
                MESSAGE(name << ": " << cellFile << " is not in " << morphologyFolder().string()
                             << ", skipped");
                continue;
            }
            const json& expected = reference.at("expected");
            const json& tolerance = reference.at("tolerance");
            const SimulationJob job = jobOf(reference.at("input"));
            const auto started = Simulation::start(job);
            REQUIRE(started);
            Simulation& simulation = **started;
            const RunStatus end = simulation.wait();
            INFO(end.error.message());
            REQUIRE(end.state == RunStatus::State::finished);
            const Recording& r = *simulation.recording();
            const auto at = [&](std::size_t frame) {
                return static_cast<std::int64_t>(frame);
            };

            CHECK(r.layout().segments == expected.at("totnsegs").get<int>());
            REQUIRE(r.frameCount() == expected.at("tvec").at("shape").at(0).get<std::int64_t>());
            report("tvec", compare(expected.at("tvec"), tolerance,
                                   [&](std::size_t, std::size_t f) { return r.timeOf(at(f)); }));
            report("vmem", compare(expected.at("vmem"), tolerance, [&](std::size_t s, std::size_t f) {
                       return static_cast<double>(r.potentials(at(f))[s]);
                   }));
            if (expected.contains("imem")) {
                report("imem", compare(expected.at("imem"), tolerance,
                                       [&](std::size_t s, std::size_t f) { return r.currents(at(f))[s]; }));
            }
            const int soma = segmentAt(makeSegments(job.morphology, job.nseg), 0, 0.5);
            report("somav", compare(expected.at("somav"), tolerance, [&](std::size_t, std::size_t f) {
                       return static_cast<double>(r.potentials(at(f))[soma]);
                   }));
            CHECK(upwardCrossings(r, soma) ==
                  expected.at("soma_upcrossings_0mV_index").get<std::vector<std::int64_t>>());
            std::size_t point = 0;
            for (const char* kind : {"synapse", "stimulus"}) {
                const json none = json::array();
                const json& currents = expected.value(std::string(kind) + "_current", none);
                const json& potentials = expected.value(std::string(kind) + "_potential", none);
                for (std::size_t k = 0; k < currents.size(); ++k, ++point) {
                    report(std::string(kind) + "_current",
                           compare(currents.at(k), tolerance, [&](std::size_t, std::size_t f) {
                               return r.pointCurrents(at(f))[point];
                           }));
                    if (k >= potentials.size()) {
                        continue; // large cases hold the first few only
                    }
                    report(std::string(kind) + "_potential",
                           compare(potentials.at(k), tolerance, [&](std::size_t, std::size_t f) {
                               return r.pointPotential(static_cast<int>(point), at(f));
                           }));
                }
            }
            if (expected.contains("rec_variables")) {
                int index = 0;
                for (const std::string& variable : job.variables) {
                    report(variable, compare(expected.at("rec_variables").at(variable), tolerance,
                                             [&](std::size_t s, std::size_t f) {
                                                 return r.variable(index, at(f))[s];
                                             }));
                    ++index;
                }
            }
            if (expected.contains("ipas")) {
                // LFPy scales these densities (mA/cm²) by the segments' areas to nA.
                const Segments segments = makeSegments(job.morphology, job.nseg);
                int index = 0;
                for (const char* key : {"ipas", "icap"}) {
                    report(key, compare(expected.at(key), tolerance, [&](std::size_t s, std::size_t f) {
                               return r.variable(index, at(f))[s] *
                                      segments.area(static_cast<Eigen::Index>(s)) * 1e-2;
                           }));
                    ++index;
                }
            }
        }
    }
    if (found == 0) {
        MESSAGE("no reference cases in " << folder.string() << ": skipped");
    }
}
