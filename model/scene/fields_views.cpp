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

Fields<Probe> makeProbeFields() {
    using Layout = Probe::Layout;
    using Source = Probe::Source;
    const Condition<Probe> laminar = [](const Probe& probe) {
        return probe.layout == Layout::laminar;
    };
    Fields<Probe> fields;
    fields.push_back(text(&Probe::id, {.key = "id",
                                       .label = "Identifier",
                                       .help = "Tells the objects of a scene apart; never shown.",
                                       .inPanel = false}));
    fields.push_back(text(&Probe::name,
                          {.key = "name", .label = "Name", .help = "What the probe is called in the tree."}));
    fields.push_back(boolean(&Probe::visible,
                             {.key = "visible", .label = "Visible", .help = "Whether the probe is drawn."}));
    fields.push_back(
        choice(&Probe::layout, {Layout::laminar, Layout::custom},
               {.key = "layout",
                .label = "Layout",
                .help = "How the contacts are arranged.",
                .group = "Contacts",
                .choices = {{"laminar", "Laminar", "A straight row of contacts at equal distances."},
                            {"custom", "Custom", "Contacts at given places."}}}));
    fields.push_back(integer(&Probe::contactCount,
                             {.key = "contact_count",
                              .label = "Contacts",
                              .help = "How many contacts the row has.",
                              .minimum = 1,
                              .maximum = 4096,
                              .group = "Contacts"},
                             laminar));
    fields.push_back(number(&Probe::spacingUm,
                            {.key = "spacing_um",
                             .label = "Spacing",
                             .unit = "µm",
                             .help = "Distance between neighbouring contacts.",
                             .minimum = 0.01,
                             .maximum = 1e5,
                             .step = 10,
                             .decimals = 2,
                             .group = "Contacts"},
                            laminar));
    fields.push_back(triple(&Probe::positionUm,
                            {.key = "position_um",
                             .label = "Position",
                             .unit = "µm",
                             .help = "The middle of the row of contacts.",
                             .minimum = -1e6,
                             .maximum = 1e6,
                             .step = 10,
                             .decimals = 2,
                             .group = "Contacts",
                             .lfpyName = "x, y, z"},
                            laminar));
    fields.push_back(triple(&Probe::directionUm,
                            {.key = "direction_um",
                             .label = "Direction",
                             .help = "Along the shank, from its tip to its top; only the direction counts.",
                             .minimum = -1e6,
                             .maximum = 1e6,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Contacts"},
                            laminar));
    fields.push_back(points(&Probe::contactsUm,
                            {.key = "contacts_um",
                             .label = "Contacts",
                             .unit = "µm",
                             .help = "Place of each contact.",
                             .minimum = -1e6,
                             .maximum = 1e6,
                             .step = 10,
                             .decimals = 2,
                             .group = "Contacts",
                             .lfpyName = "x, y, z"},
                            [](const Probe& probe) { return probe.layout == Layout::custom; }));
    fields.push_back(number(&Probe::contactRadiusUm, {.key = "contact_radius_um",
                                                      .label = "Contact radius",
                                                      .unit = "µm",
                                                      .help = "Size of the contacts in the picture; they "
                                                              "measure at their centre.",
                                                      .minimum = 0.01,
                                                      .maximum = 1e4,
                                                      .step = 0.5,
                                                      .decimals = 2,
                                                      .group = "Contacts"}));
    fields.push_back(
        choice(&Probe::source, {Source::line, Source::point, Source::rootAsPoint},
               {.key = "source",
                .label = "Current sources",
                .help = "How the currents of the cell's segments are spread in space.",
                .group = "Tissue",
                .lfpyName = "method",
                .choices = {{"line", "Lines", "Each segment's current leaves evenly along its axis."},
                            {"point", "Points", "Each segment's current leaves from its middle."},
                            {"root_as_point", "Root as point, others as lines",
                             "The first segment is a point, all others are lines."}}}));
    fields.push_back(number(&Probe::sigma, {.key = "sigma_S_m",
                                            .label = "Conductivity",
                                            .unit = "S/m",
                                            .help = "Conductivity of the tissue around the cell.",
                                            .minimum = 1e-6,
                                            .maximum = 1e4,
                                            .step = 0.05,
                                            .decimals = 4,
                                            .group = "Tissue",
                                            .lfpyName = "sigma"}));
    for (Field<Probe>& field : fields) {
        field.info.changesCurrents = false;
    }
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
    const Condition<View> fixed = [](const View& view) {
        return view.cameraSet;
    };
    constexpr double far = 1e9;
    Fields<View> fields;
    fields.push_back(
        choice(&View::colourBy, {ColourBy::potential, ColourBy::current, ColourBy::plain},
               {.key = "colour_by",
                .label = "Cell coloured by",
                .help = "What the colour of the cell shows.",
                .choices = {{"potential", "Membrane potential", "The potential across the membrane in mV."},
                            {"current", "Membrane current", "The current through the membrane in nA."},
                            {"plain", "One colour", "Only the shape."}}}));
    fields.push_back(boolean(&View::perspective, {.key = "perspective",
                                                  .label = "Perspective",
                                                  .help = "On: near things look larger; off: lengths can be "
                                                          "compared across the picture."}));
    fields.push_back(boolean(&View::tracesInScene, {.key = "traces_in_scene",
                                                    .label = "Traces at the contacts",
                                                    .help = "Draws each contact's trace beside it."}));
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

const Fields<Probe>& probeFields() {
    static const Fields<Probe> fields = makeProbeFields();
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
