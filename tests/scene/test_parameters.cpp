// Every number of a scene by its name: what knobs and sweeps turn.
#include "model/scene/parameters.h"
#include "model/scene/validate.h"
#include "tests/scene/sample_scene.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <string>

using namespace phiscope;

namespace {

Parameter found(const Scene& scene, const std::string& object, const std::string& key) {
    const auto parameter = findParameter(scene, object, key);
    REQUIRE_MESSAGE(parameter, object << " " << key);
    return *parameter;
}

Knob suggested(const Scene& scene, const std::string& object, const std::string& key) {
    return suggestedKnob(found(scene, object, key), scene);
}

} // namespace

TEST_CASE("a number is found by its object and key, read and set there and nowhere else") {
    const Scene before = test::sampleScene();
    Scene scene = before;
    const Parameter weight = found(scene, "synapse-1", "weight_uS");
    CHECK(weight.info.unit == "µS");
    CHECK(weight.get(scene) == 1e-3);
    weight.set(scene, 2e-3);
    CHECK(scene.synapses[0].weight == 2e-3);
    weight.set(scene, 1e-3);
    CHECK(scene == before);

    const Parameter height = found(scene, "probe-1", "position_um/2");
    CHECK(height.info.label == "Position z");
    CHECK(height.get(scene) == 100.0);
    height.set(scene, -20.0);
    CHECK(scene.probes[0].positionUm == std::array<double, 3>{10.0, 0.0, -20.0});

    const Parameter count = found(scene, "probe-1", "contact_count");
    count.set(scene, 6.6);
    CHECK(scene.probes[0].contactCount == 7);
    CHECK(found(scene, "run", "tstop_ms").get(scene) == 120.5);
    CHECK(found(scene, "cell", "cm_uF_cm2").get(scene) == 1.0); // not set: what a panel suggests
}

TEST_CASE("the numbers of an object are listed, and each is found") {
    const Scene scene = test::sampleScene();
    for (const char* object : {"cell", "run", "synapse-1", "stimulus-1", "probe-1"}) {
        const auto keys = numbersOf(scene, object);
        CAPTURE(object);
        CHECK(keys.size() > 2);
        for (const std::string& key : keys) {
            CHECK(findParameter(scene, object, key).has_value());
        }
    }
    const auto has = [&](const char* object, const char* key) {
        const auto keys = numbersOf(scene, object);
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    CHECK(has("synapse-1", "tau_ms")); // an ExpSyn
    CHECK_FALSE(has("synapse-1", "tau2_ms"));
    CHECK(has("probe-1", "position_um/2"));
    CHECK(has("cell", "hh/gnabar_hh"));
    CHECK(numbersOf(scene, "nobody").empty());
}

TEST_CASE("the cell's shape and mechanisms have numbers of their own, whatever stands before them") {
    Scene scene = test::sampleScene();
    const Parameter length = found(scene, "cell", "shape/stick_um");
    CHECK(length.get(scene) == 600.0);
    length.set(scene, 400.0);
    CHECK(scene.cell.morphology.shapeParameters.at("stick_um") == 400.0);

    const Parameter second = found(scene, "cell", "hh#2/gkbar_hh");
    second.set(scene, 0.05);
    CHECK(scene.cell.mechanisms[1].parameters.at("gkbar_hh") == 0.05);
    CHECK(found(scene, "cell", "hh/gnabar_hh").get(scene) == 0.2);
    scene.cell.mechanisms.insert(scene.cell.mechanisms.begin(), Mechanism{"pas", "dend", {}});
    CHECK(second.get(scene) == 0.05);
    CHECK(second.applies(scene));
    scene.cell.mechanisms.pop_back();
    CHECK_FALSE(second.applies(scene));
    const Scene without = scene;
    second.set(scene, 0.1);
    CHECK(scene == without);
    CHECK_FALSE(findParameter(scene, "cell", "hh#2/gkbar_hh"));
}

TEST_CASE("what is no single number, or not there, is not found") {
    const Scene scene = test::sampleScene();
    for (const auto& [object, key] :
         {std::pair("synapse-1", "name"), std::pair("synapse-1", "spikes/times_ms"),
          std::pair("probe-1", "position_um"), std::pair("probe-1", "position_um/3"),
          std::pair("gone", "weight_uS"), std::pair("view", "time_ms"), std::pair("cell", "shape/no_such"),
          std::pair("", "")}) {
        CHECK_FALSE(findParameter(scene, object, key));
    }
    CHECK(hasObject(scene, "head-1"));
    CHECK_FALSE(hasObject(scene, "view"));
    CHECK(objectName(scene, "synapse-1") == "AMPA");
}

TEST_CASE("a parameter outlives its object without harm") {
    Scene scene = test::sampleScene();
    const Parameter weight = found(scene, "synapse-1", "weight_uS");
    scene.synapses.clear();
    const Scene without = scene;
    CHECK(weight.get(scene) == Synapse{}.weight);
    CHECK_FALSE(weight.applies(scene));
    weight.set(scene, 1.0);
    CHECK(scene == without);
}

TEST_CASE("a suggested range lies about the value and within the limits") {
    Scene scene = test::sampleScene();
    const Knob weight = suggested(scene, "synapse-1", "weight_uS");
    CHECK(weight.low == doctest::Approx(0.00025));
    CHECK(weight.high == doctest::Approx(0.004));
    CHECK(weight.scale == Knob::Scale::logarithmic);
    const Knob place = suggested(scene, "synapse-1", "x");
    CHECK(place.low == 0.0);
    CHECK(place.high == 1.0);
    CHECK(place.scale == Knob::Scale::linear);
    const Knob depth = suggested(scene, "probe-1", "position_um/2");
    CHECK(depth.low < 100.0);
    CHECK(depth.high > 100.0);
    scene.cell.morphology.shapeParameters["soma_diameter_um"] = 20.0;
    scene.synapses[0].weight = 0.0;
    CHECK(suggested(scene, "synapse-1", "weight_uS").low == 0.0);
    CHECK(suggested(scene, "synapse-1", "weight_uS").scale == Knob::Scale::linear);

    // Every number of every object: a knob that could be saved, around the value.
    int numbers = 0;
    const auto all = [&](const std::string& object, const auto& fields) {
        for (const auto& field : fields) {
            if (const auto parameter = findParameter(scene, object, field.info.key)) {
                CAPTURE(object);
                CAPTURE(field.info.key);
                Knob knob = suggestedKnob(*parameter, scene);
                knob.id = "k";
                CHECK(validate(knob).empty());
                CHECK(knob.low <= parameter->get(scene));
                CHECK(knob.high >= parameter->get(scene));
                CHECK(knob.low >= field.info.minimum);
                CHECK(knob.high <= field.info.maximum);
                ++numbers;
            }
        }
    };
    all("cell", fieldsOfCell(scene.cell));
    all("run", runFields());
    all("synapse-1", synapseFields());
    all("stimulus-1", stimulusFields());
    all("probe-1", probeFields());
    all("slice-1", sliceFields());
    all("head-1", headFields());
    CHECK(numbers > 100);
}

TEST_CASE("a knob's ends are exact, its middle is that of its scale, and values come back") {
    const Scene scene = test::sampleScene();
    const FieldInfo weight = found(scene, "synapse-1", "weight_uS").info;
    Knob knob{"k", "synapse-1", "weight_uS", 0.001, 0.1, Knob::Scale::logarithmic};
    CHECK(valueOnKnob(knob, 0.0, weight) == 0.001);
    CHECK(valueOnKnob(knob, 1.0, weight) == 0.1);
    CHECK(valueOnKnob(knob, 0.5, weight) == 0.01);
    knob.scale = Knob::Scale::linear;
    CHECK(valueOnKnob(knob, 0.5, weight) == 0.0505);
    for (const Knob::Scale scale : {Knob::Scale::linear, Knob::Scale::logarithmic}) {
        knob.scale = scale;
        for (double at = 0.0; at <= 1.0; at += 0.01) {
            CHECK(std::abs(positionOnKnob(knob, valueOnKnob(knob, at, weight)) - at) < 2e-3);
        }
        CHECK(positionOnKnob(knob, 0.0) == 0.0); // below the range
        CHECK(positionOnKnob(knob, 7.0) == 1.0);
    }
    const FieldInfo count = found(scene, "probe-1", "contact_count").info;
    CHECK(valueOnKnob({"k", "probe-1", "contact_count", 1.0, 4.0, Knob::Scale::linear}, 0.4, count) == 2.0);
}

TEST_CASE("a sweep's values hold both ends, and a whole number once") {
    const Scene scene = test::sampleScene();
    const FieldInfo weight = found(scene, "synapse-1", "weight_uS").info;
    const Knob knob{"k", "synapse-1", "weight_uS", 0.001, 0.1, Knob::Scale::logarithmic};
    CHECK(sweepValues(knob, 3, weight) == std::vector<double>{0.001, 0.01, 0.1});
    CHECK(sweepValues(knob, 1, weight) == std::vector<double>{0.001});
    const FieldInfo count = found(scene, "probe-1", "contact_count").info;
    CHECK(sweepValues({"k", "probe-1", "contact_count", 1.0, 3.0, Knob::Scale::linear}, 9, count) ==
          std::vector<double>{1.0, 2.0, 3.0});
}

TEST_CASE("knobs change no currents, and go with their objects") {
    const Scene with = test::sampleScene();
    Scene without = with;
    without.knobs.clear();
    CHECK_FALSE(currentsDiffer(with, without));
    Scene scene = with;
    scene.synapses.erase(scene.synapses.begin());
    dropLostKnobs(scene);
    REQUIRE(scene.knobs.size() == 3);
    CHECK(scene.knobs[0].id == "knob-2");
}
