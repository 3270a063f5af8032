#include "model/scene/scene_difference.h"

#include <algorithm>
#include <doctest/doctest.h>

using namespace phiscope;

namespace {

Scene inputs() {
    Scene scene;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.name = "Apical";
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    probe.name = "Shank";
    scene.probes = {probe};
    scene.cell.mechanisms = {Mechanism{}};
    return scene;
}

} // namespace

TEST_CASE("a scene does not differ from itself, nor by how it is looked at") {
    const Scene scene = inputs();
    Scene other = scene;
    other.view.timeMs = 3.0;
    other.title = "Another";
    other.synapses[0].name = "Basal";
    other.probes[0].visible = false;
    other.probes[0].csd.smoothingUm = 20.0;
    CHECK(settingDifferences(scene, scene).empty());
    CHECK(settingDifferences(scene, other).empty());
}

TEST_CASE("a changed setting is named with both values and its unit") {
    const Scene a = inputs();
    Scene b = a;
    b.probes[0].medium.sigma = 0.5;
    b.synapses[0].weight = 0.01;
    b.run.dtMs = 0.025;
    b.cell.mechanisms[0].parameters["gnabar_hh"] = 0.2;
    const std::vector<SettingDifference> found = settingDifferences(a, b);
    REQUIRE(found.size() == 4);
    CHECK(found[0] == SettingDifference{"", "Cell", "gnabar_hh", "default", "0.2"});
    CHECK(found[1] == SettingDifference{"", "Run", "Time step", "0.0625 ms", "0.025 ms"});
    CHECK(found[2] == SettingDifference{"synapse-1", "Apical", "Weight", "0.005 µS", "0.01 µS"});
    CHECK(found[3] == SettingDifference{"probe-1", "Shank", "Conductivity", "0.3 S/m", "0.5 S/m"});
}

TEST_CASE("what is in one scene only is there, and lists of one length are told apart") {
    const Scene a = inputs();
    Scene b = a;
    b.synapses.clear();
    Probe second = a.probes[0];
    second.id = "probe-2";
    second.name = "Other";
    b.probes.push_back(second);
    b.probes[0].layout = Probe::Layout::custom;
    Scene c = b;
    b.probes[0].contactsUm = {{0, 0, 0}};
    c.probes[0].contactsUm = {{0, 0, 5}};
    const auto found = settingDifferences(a, b);
    CHECK(std::count(found.begin(), found.end(), SettingDifference{"synapse-1", "Apical", "", "there", ""}) ==
          1);
    CHECK(std::count(found.begin(), found.end(), SettingDifference{"probe-2", "Other", "", "", "there"}) ==
          1);
    const auto moved = settingDifferences(b, c);
    REQUIRE(moved.size() == 1);
    CHECK(moved[0].a == "1 value");
    CHECK(moved[0].b == "others");
}
