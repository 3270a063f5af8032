#include "model/scene/field_builders.h"

namespace phiscope {

namespace {

using namespace build;

Fields<Scene> makeSceneFields() {
    Fields<Scene> fields;
    fields.push_back(text(
        &Scene::title,
        {.key = "title", .label = "Title", .help = "What the scene is called.", .changesCurrents = false}));
    fields.push_back(text(&Scene::description, {.key = "description",
                                                .label = "Description",
                                                .help = "Notes for people, shown with the scene.",
                                                .changesCurrents = false,
                                                .multiline = true}));
    return fields;
}

Fields<RunSettings> makeRunFields() {
    Fields<RunSettings> fields;
    fields.push_back(number(&RunSettings::tstopMs, {.key = "tstop_ms",
                                                    .label = "Stop",
                                                    .unit = "ms",
                                                    .help = "How long the simulation runs.",
                                                    .minimum = 0.001,
                                                    .maximum = 1e7,
                                                    .step = 10,
                                                    .decimals = 3,
                                                    .lfpyName = "tstop"}));
    fields.push_back(number(&RunSettings::dtMs, {.key = "dt_ms",
                                                 .label = "Time step",
                                                 .unit = "ms",
                                                 .help = "Step of the simulation and of everything recorded.",
                                                 .minimum = 1e-5,
                                                 .maximum = 10,
                                                 .step = 0.0125,
                                                 .decimals = 6,
                                                 .lfpyName = "dt"}));
    fields.push_back(
        number(&RunSettings::tstartMs, {.key = "tstart_ms",
                                        .label = "Start",
                                        .unit = "ms",
                                        .help = "Below 0: the run begins earlier, to settle, and "
                                                "is recorded from 0 on.",
                                        .minimum = -1e7,
                                        .maximum = 0,
                                        .step = 10,
                                        .decimals = 3,
                                        .lfpyName = "tstart"}));
    fields.push_back(
        optionalNumber(&RunSettings::celsius, {.key = "celsius",
                                               .label = "Temperature",
                                               .unit = "°C",
                                               .help = "Temperature, for mechanisms that depend on it.",
                                               .minimum = -50,
                                               .maximum = 100,
                                               .step = 1,
                                               .decimals = 2,
                                               .lfpyName = "celsius",
                                               .unsetText = "NEURON's 6.3 °C",
                                               .unsetSuggestion = 6.3}));
    fields.push_back(number(&RunSettings::memoryLimitGib,
                            {.key = "memory_limit_GiB",
                             .label = "Memory limit",
                             .unit = "GiB",
                             .help = "A recording that needs more than this lies in a temporary file.",
                             .minimum = 0,
                             .maximum = 4096,
                             .step = 0.5,
                             .decimals = 2,
                             .changesCurrents = false}));
    return fields;
}

Fields<View> makeViewFields() {
    using ColourBy = View::ColourBy;
    using DepthMap = View::DepthMap;
    const Condition<View> fixed = [](const View& view) {
        return view.cameraSet;
    };
    constexpr double far = 1e9;
    Fields<View> fields;
    fields.push_back(
        choice(&View::colourBy,
               {ColourBy::potential, ColourBy::current, ColourBy::plain, ColourBy::sensitivity,
                ColourBy::contribution},
               {.key = "colour_by",
                .label = "Cell coloured by",
                .help = "What the colour of the cell shows.",
                .choices = {{"potential", "Membrane potential", "The potential across the membrane in mV."},
                            {"current", "Membrane current", "The current through the membrane in nA."},
                            {"plain", "One colour", "Only the shape."},
                            {"sensitivity", "Sensitivity of a contact",
                             "How much a contact hears of each segment's current."},
                            {"contribution", "Contribution to a contact",
                             "What each segment adds to a contact's potential now."}}}));
    const Condition<View> listening = [](const View& view) {
        return view.colourBy == ColourBy::sensitivity || view.colourBy == ColourBy::contribution;
    };
    fields.push_back(text(&View::listenProbe,
                          {.key = "listen_probe",
                           .label = "Listening probe",
                           .help = "The probe or head whose contact the cell's colours are for.",
                           .inPanel = false},
                          listening));
    fields.push_back(integer(&View::listenContact,
                             {.key = "listen_contact",
                              .label = "Listening contact",
                              .help = "The contact of that probe, from 0; of that head the electrode or, "
                                      "counted on after the electrodes, the magnetometer.",
                              .minimum = 0,
                              .maximum = 1e6,
                              .inPanel = false},
                             listening));
    const auto range = [&](auto member, View::ColourBy by, FieldInfo info) {
        info.unsetText = "follows the recording";
        info.decimals = 3;
        fields.push_back(
            optionalNumber(member, std::move(info), [by](const View& view) { return view.colourBy == by; }));
    };
    range(&View::potentialLowMv, ColourBy::potential,
          {.key = "potential_low_mV",
           .label = "Colours from",
           .unit = "mV",
           .help = "The potential that has the first colour; lower ones have it too.",
           .minimum = -1000,
           .maximum = 1000,
           .unsetSuggestion = -80});
    range(&View::potentialHighMv, ColourBy::potential,
          {.key = "potential_high_mV",
           .label = "Colours to",
           .unit = "mV",
           .help = "The potential that has the last colour; higher ones have it too.",
           .minimum = -1000,
           .maximum = 1000,
           .unsetSuggestion = 40});
    range(&View::currentLimit, ColourBy::current,
          {.key = "current_limit_uA_per_cm2",
           .label = "Colours up to",
           .unit = "µA/cm²",
           .help = "The membrane current of either sign that has the strongest colour.",
           .minimum = 1e-6,
           .maximum = 1e6,
           .unsetSuggestion = 10});
    fields.push_back(boolean(&View::perspective, {.key = "perspective",
                                                  .label = "Perspective",
                                                  .help = "On: near things look larger; off: lengths can be "
                                                          "compared across the picture."}));
    fields.push_back(boolean(&View::tracesInScene, {.key = "traces_in_scene",
                                                    .label = "Traces at the contacts",
                                                    .help = "Draws each contact's trace beside it."}));
    fields.push_back(
        choice(&View::depthMap, {DepthMap::lfp, DepthMap::trueCsd, DepthMap::csdEstimate},
               {.key = "depth_map",
                .label = "Depth map shows",
                .help = "What the map over depth and time shows for the selected probe.",
                .choices = {{"lfp", "LFP", "The potential at the contacts."},
                            {"true_csd", "True CSD",
                             "The membrane currents in cylinders around the probe, by their volume."},
                            {"csd_estimate", "CSD estimate",
                             "What the probe's CSD method makes of its potentials."}}}));
    fields.push_back(number(&View::timeMs, {.key = "time_ms",
                                            .label = "Time cursor",
                                            .unit = "ms",
                                            .help = "The moment that is shown.",
                                            .minimum = 0,
                                            .maximum = 1e7,
                                            .step = 0.5,
                                            .decimals = 4,
                                            .inPanel = false}));
    fields.push_back(number(&View::playSpeed, {.key = "play_speed_ms_per_s",
                                               .label = "Playing speed",
                                               .unit = "ms/s",
                                               .help = "Model time that passes in one second of playing.",
                                               .minimum = 0.001,
                                               .maximum = 1e5,
                                               .step = 1,
                                               .decimals = 3}));
    fields.push_back(
        boolean(&View::loop,
                {.key = "loop", .label = "Loop", .help = "Playing starts again when the end is reached."}));
    fields.push_back(boolean(&View::cameraSet, {.key = "camera/set",
                                                .label = "Camera saved",
                                                .help = "Off: the picture is fitted to the scene on opening.",
                                                .inPanel = false}));
    const auto camera = [&](auto member, const char* key, const char* label, const char* help) {
        fields.push_back(triple(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "µm",
                                 .help = help,
                                 .minimum = -far,
                                 .maximum = far,
                                 .inPanel = false},
                                fixed));
    };
    camera(&View::cameraPosition, "camera/position_um", "Camera position", "Where the camera stands.");
    camera(&View::cameraFocus, "camera/focus_um", "Camera focus", "The point that the camera looks at.");
    camera(&View::cameraUp, "camera/up", "Camera up", "The direction that points up in the picture.");
    fields.back().info.unit.clear();
    fields.push_back(number(&View::cameraParallelScale,
                            {.key = "camera/half_height_um",
                             .label = "Half height",
                             .unit = "µm",
                             .help = "Half the height of the picture without perspective.",
                             .minimum = 1e-6,
                             .maximum = far,
                             .inPanel = false},
                            fixed));
    for (Field<View>& field : fields) {
        field.info.changesCurrents = false;
    }
    return fields;
}

} // namespace

const Fields<Scene>& sceneFields() {
    static const Fields<Scene> fields = makeSceneFields();
    return fields;
}

const Fields<RunSettings>& runFields() {
    static const Fields<RunSettings> fields = makeRunFields();
    return fields;
}

const Fields<View>& viewFields() {
    static const Fields<View> fields = makeViewFields();
    return fields;
}

} // namespace phiscope
