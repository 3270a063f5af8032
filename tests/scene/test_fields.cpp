#include "model/scene/fields.h"
#include "tests/scene/sample_scene.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <set>

using namespace phiscope;

namespace {

/// A value of the field's kind that differs from `value` and keeps the limits.
FieldValue otherValue(const FieldInfo& info, const FieldValue& value) {
    switch (info.kind) {
    case FieldKind::number:
        return value == FieldValue(info.maximum) ? info.minimum : info.maximum;
    case FieldKind::integer:
        return static_cast<std::int64_t>(
            std::min(std::get<std::int64_t>(value) == 17 ? 18.0 : 17.0, info.maximum));
    case FieldKind::boolean:
        return !std::get<bool>(value);
    case FieldKind::choice:
        for (const FieldChoice& choice : info.choices) {
            if (FieldValue(choice.key) != value) {
                return choice.key;
            }
        }
        return value;
    case FieldKind::text:
        return std::get<std::string>(value) + "x";
    case FieldKind::triple:
        return std::array<double, 3>{info.minimum, info.maximum, info.maximum};
    case FieldKind::numbers:
        return std::vector<double>{1.0, 2.0, 3.0};
    case FieldKind::texts:
        return std::vector<std::string>{"dend[1](0.25)", "soma[0](0.5)"};
    case FieldKind::points:
        return std::vector<std::array<double, 3>>{{1.0, 2.0, 3.0}};
    }
    return value;
}

template <typename T>
void checkTable() {
    std::set<std::string> keys;
    for (const Field<T>& field : fieldsOf<T>()) {
        const FieldInfo& info = field.info;
        CAPTURE(info.key);
        CHECK(keys.insert(info.key).second);
        CHECK_FALSE(info.label.empty());
        CHECK(info.help.ends_with("."));
        CHECK(info.defaultValue == field.get(T{}));
        if (info.kind == FieldKind::choice) {
            CHECK_FALSE(info.choices.empty());
        }
        CHECK(checkValue(info, info.defaultValue) == "");

        T value;
        const FieldValue changed = otherValue(info, info.defaultValue);
        CHECK(checkValue(info, changed) == "");
        field.set(value, changed);
        CHECK(field.get(value) == changed);
        if (changed != info.defaultValue) {
            CHECK_FALSE(value == T{});
        }
        field.set(value, info.defaultValue);
        CHECK(value == T{});
    }
}

} // namespace

TEST_CASE("every field names itself, keeps its limits, and sets what it gets") {
    checkTable<Scene>();
    checkTable<Cell>();
    checkTable<Mechanism>();
    checkTable<Synapse>();
    checkTable<Stimulus>();
    checkTable<Probe>();
    checkTable<FieldSlice>();
    checkTable<Head>();
    checkTable<RunSettings>();
    checkTable<View>();
    checkTable<Knob>();
}

TEST_CASE("fields apply by the other values") {
    Synapse synapse;
    const auto applies = [&](const char* key) {
        return findField<Synapse>(key)->applies(synapse);
    };
    synapse.type = Synapse::Type::exp2Syn;
    CHECK(applies("tau1_ms"));
    CHECK(applies("tau2_ms"));
    CHECK_FALSE(applies("tau_ms"));
    CHECK_FALSE(applies("onset_ms"));
    CHECK(applies("spikes/times_ms"));
    CHECK_FALSE(applies("spikes/noise"));
    synapse.spikes.kind = SpikeTrain::Kind::netStim;
    CHECK(applies("spikes/noise"));
    CHECK_FALSE(applies("spikes/seed"));
    synapse.spikes.noise = 1.0;
    CHECK(applies("spikes/seed"));
    synapse.type = Synapse::Type::alphaSynapse;
    CHECK_FALSE(applies("spikes/kind"));
    CHECK(applies("onset_ms"));
    CHECK(findField<Synapse>("no such key") == nullptr);
}

TEST_CASE("checkValue says the value and the limit") {
    const FieldInfo& dt = findField<RunSettings>("dt_ms")->info;
    CHECK(checkValue(dt, 0.0) == "Time step is 0 ms; it must be at least 1e-05 ms.");
    CHECK(checkValue(dt, 11.0) == "Time step is 11 ms; it must be at most 10 ms.");
    CHECK(checkValue(dt, std::numeric_limits<double>::quiet_NaN()) == "Time step must be a finite number.");
    CHECK(checkValue(dt, std::monostate{}) == "Time step must be set.");
    CHECK(checkValue(findField<RunSettings>("celsius")->info, std::monostate{}) == "");
    CHECK(checkValue(findField<Probe>("position_um")->info, std::array<double, 3>{0.0, 2e6, 0.0}) ==
          "Position (y) is 2e+06 µm; it must be at most 1e+06 µm.");
    CHECK(checkValue(findField<Synapse>("type")->info, std::string("gaba")) ==
          "Type is \"gaba\"; it must be one of \"exp_syn\", \"exp2_syn\", \"alpha_synapse\".");
    CHECK(checkValue(findField<Synapse>("spikes/times_ms")->info, std::vector<double>{1.0, infinity}) ==
          "Spike times number 2 must be a finite number.");
}

TEST_CASE("parameters of hh have NEURON's defaults") {
    CHECK(mechanismParameters("hh").size() == 4);
    CHECK(std::get<double>(mechanismParameters("hh").front().defaultValue) == 0.12);
    CHECK(mechanismParameters("unheard of").empty());
}

TEST_CASE("contacts lie along the shank, from tip to top") {
    Probe probe;
    probe.contactCount = 3;
    probe.spacingUm = 50.0;
    probe.positionUm = {50.0, 0.0, 10.0};
    probe.directionUm = {0.0, 0.0, 0.2};
    const Eigen::Matrix3Xd positions = contactPositions(probe);
    REQUIRE(positions.cols() == 3);
    CHECK(positions.col(0).isApprox(Eigen::Vector3d(50.0, 0.0, -40.0)));
    CHECK(positions.col(1).isApprox(Eigen::Vector3d(50.0, 0.0, 10.0)));
    CHECK(positions.col(2).isApprox(Eigen::Vector3d(50.0, 0.0, 60.0)));
    probe.layout = Probe::Layout::custom;
    probe.contactsUm = {{1.0, 2.0, 3.0}};
    CHECK(contactPositions(probe).col(0) == Eigen::Vector3d(1.0, 2.0, 3.0));
}

TEST_CASE("only what changes currents makes NEURON run again") {
    const Scene scene = test::sampleScene();
    Scene other = scene;
    CHECK_FALSE(currentsDiffer(scene, other));
    // Ways of looking.
    other.title += "!";
    other.cell.name += "!";
    other.cell.visible = true;
    other.cell.pose.positionUm[0] += 1.0;
    other.cell.pose.mirrorY = true;
    other.cell.pose.distortion.factor = 0.3;
    other.synapses[0].name += "!";
    other.probes.clear();
    other.view.timeMs += 1.0;
    other.run.memoryLimitGib = 4.0;
    // Values that mean nothing with these types.
    other.synapses[0].tau2Ms += 1.0;
    other.stimuli[0].gain += 1.0;
    other.cell.discretisation.dLambda += 0.1;
    CHECK_FALSE(currentsDiffer(scene, other));

    const auto differs = [&](auto change) {
        Scene changed = scene;
        change(changed);
        return currentsDiffer(scene, changed);
    };
    CHECK(differs([](Scene& s) { s.synapses[0].tauMs += 1.0; }));
    CHECK(differs([](Scene& s) { s.synapses[0].location.x = 0.1; }));
    CHECK(differs([](Scene& s) { s.synapses[0].spikes.timesMs.push_back(3.0); }));
    CHECK(differs([](Scene& s) { s.synapses.pop_back(); }));
    CHECK(differs([](Scene& s) { s.stimuli[0].enabled = false; }));
    CHECK(differs([](Scene& s) { s.run.dtMs *= 2.0; }));
    CHECK(differs([](Scene& s) { s.run.celsius.reset(); }));
    CHECK(differs([](Scene& s) { s.cell.Ra.reset(); }));
    CHECK(differs([](Scene& s) { s.cell.morphology.seed = 2; }));
    CHECK(differs([](Scene& s) { s.cell.morphology.shapeParameters.clear(); }));
    CHECK(differs([](Scene& s) { s.cell.mechanisms[0].parameters["gnabar_hh"] = 0.3; }));
    CHECK(differs([](Scene& s) { s.cell.discretisation.maxLengthUm = 3.0; }));
}

TEST_CASE("where contacts stimulate, what shapes their field makes NEURON run again") {
    Scene scene = test::sampleScene();
    scene.probes[0].stimulation.enabled = true;
    scene.probes[0].stimulation.contacts = {3};
    scene.probes[0].stimulation.factors = {1.0};
    const auto differs = [&](auto change) {
        Scene changed = scene;
        change(changed);
        return currentsDiffer(scene, changed);
    };
    CHECK(differs([](Scene& s) { s.probes[0].stimulation.enabled = false; }));
    CHECK(differs([](Scene& s) { s.probes[0].stimulation.amplitudeNa *= 2.0; }));
    CHECK(differs([](Scene& s) { s.probes[0].stimulation.contacts[0] = 4; }));
    CHECK(differs([](Scene& s) { s.probes[0].stimulation.factors[0] = -1.0; }));
    CHECK(differs([](Scene& s) { s.probes[0].positionUm[0] += 1.0; }));
    CHECK(differs([](Scene& s) { s.probes[0].medium.sigmaTissue += 0.1; }));
    CHECK(differs([](Scene& s) { s.cell.pose.positionUm[0] += 1.0; }));
    CHECK(differs([](Scene& s) { s.cell.pose.mirrorX = !s.cell.pose.mirrorX; }));
    CHECK(differs([](Scene& s) { s.probes.erase(s.probes.begin()); }));

    CHECK_FALSE(differs([](Scene& s) { s.probes.pop_back(); })); // it only records
    CHECK_FALSE(differs([](Scene& s) { s.probes[1].stimulation.amplitudeNa = 1.0; }));
    CHECK_FALSE(differs([](Scene& s) { s.probes[1].contactsUm[0][0] += 1.0; }));
    CHECK_FALSE(differs([](Scene& s) { s.probes[0].filter.kind = SignalFilter::Kind::lowPass; }));
    CHECK_FALSE(differs([](Scene& s) { s.probes[0].name += "!"; }));
    CHECK_FALSE(differs([](Scene& s) { s.probes[0].visible = false; }));
    // A contact without a factor drives nothing.
    scene.probes[0].stimulation.factors[0] = 0.0;
    CHECK_FALSE(differs([](Scene& s) { s.cell.pose.positionUm[0] += 1.0; }));
}
