#include "model/scene/field_builders.h"
#include "model/scene/input_fields.h"

namespace phiscope {

namespace {

using namespace build;

Fields<MorphologySource> sourceFields() {
    using Kind = MorphologySource::Kind;
    const auto procedural = [](const MorphologySource& source) {
        return source.kind == Kind::procedural;
    };
    const auto stored = [](const MorphologySource& source) {
        return source.kind != Kind::procedural;
    };
    const auto embedded = [](const MorphologySource& source) {
        return source.kind == Kind::embedded;
    };
    Fields<MorphologySource> fields;
    fields.push_back(choice(
        &MorphologySource::kind, {Kind::procedural, Kind::file, Kind::embedded},
        {.key = "source",
         .label = "Shape from",
         .help = "Where the cell's shape comes from.",
         .choices = {{"procedural", "Gallery", "A cell that Phiscope grows from a recipe and a seed."},
                     {"file", "File", "A reconstruction in a file that the scene refers to."},
                     {"embedded", "Embedded file", "A reconstruction whose file lies within the scene."}}}));
    fields.push_back(text(&MorphologySource::shape,
                          {.key = "shape",
                           .label = "Cell",
                           .help = "Which of the gallery's recipes grows the cell.",
                           .inPanel = false},
                          procedural));
    fields.push_back(integer(&MorphologySource::seed,
                             {.key = "seed",
                              .label = "Seed",
                              .help = "Another seed grows another individual of the same kind; the same seed "
                                      "always grows the same cell.",
                              .minimum = 0,
                              .maximum = 2147483647},
                             procedural));
    fields.push_back(text(&MorphologySource::path,
                          {.key = "path",
                           .label = "File",
                           .help = "The morphology file, relative to the folder of the scene.",
                           .lfpyName = "morphology",
                           .inPanel = false},
                          stored));
    fields.push_back(text(&MorphologySource::sha256,
                          {.key = "sha256",
                           .label = "SHA-256",
                           .help = "Checksum of the morphology file, by which a change of it is noticed.",
                           .inPanel = false},
                          stored));
    fields.push_back(text(&MorphologySource::text,
                          {.key = "text",
                           .label = "Content",
                           .help = "The content of the embedded morphology file.",
                           .inPanel = false,
                           .multiline = true},
                          embedded));
    return fields;
}

Fields<Discretisation> discretisationFields() {
    using Method = Discretisation::Method;
    const auto lambda = [](const Discretisation& rule) {
        return rule.method == Method::lambdaF;
    };
    Fields<Discretisation> fields;
    fields.push_back(
        choice(&Discretisation::method, {Method::asLoaded, Method::lambdaF, Method::fixedLength},
               {.key = "method",
                .label = "Segments",
                .help = "How each section is cut into segments.",
                .lfpyName = "nsegs_method",
                .choices = {{"as_loaded", "As in the file",
                             "Keep the number that the file sets, else one a section."},
                            {"lambda_f", "By length constant",
                             "No segment longer than a fraction of the length constant at a frequency."},
                            {"fixed_length", "By length", "No segment longer than a given length."}}}));
    fields.push_back(number(&Discretisation::lambdaFHz,
                            {.key = "lambda_f_hz",
                             .label = "Frequency",
                             .unit = "Hz",
                             .help = "Frequency at which the length constant is taken.",
                             .minimum = 1e-3,
                             .maximum = 1e5,
                             .step = 10,
                             .decimals = 1,
                             .lfpyName = "lambda_f"},
                            lambda));
    fields.push_back(number(&Discretisation::dLambda,
                            {.key = "d_lambda",
                             .label = "Fraction of the length constant",
                             .help = "Longest segment as a fraction of the length constant.",
                             .minimum = 1e-4,
                             .maximum = 10,
                             .step = 0.05,
                             .decimals = 3,
                             .lfpyName = "d_lambda"},
                            lambda));
    fields.push_back(number(&Discretisation::maxLengthUm,
                            {.key = "max_length_um",
                             .label = "Longest segment",
                             .unit = "µm",
                             .help = "No segment is longer than this.",
                             .minimum = 0.01,
                             .maximum = 1e5,
                             .step = 5,
                             .decimals = 2,
                             .lfpyName = "max_nsegs_length"},
                            [](const Discretisation& rule) { return rule.method == Method::fixedLength; }));
    return fields;
}

Fields<Distortion> distortionFields() {
    using Axis = Distortion::Axis;
    const auto any = [](const Distortion& distortion) {
        return distortion.factor != 0.0;
    };
    Fields<Distortion> fields;
    fields.push_back(number(&Distortion::factor,
                            {.key = "distortion_factor",
                             .label = "Compression",
                             .help = "By which part the cell is pressed together along an axis of the scene, "
                                     "about its soma; below 0 it is stretched. Only where its currents "
                                     "leave: the cell that is simulated stays as it is.",
                             .minimum = -0.99,
                             .maximum = 0.99,
                             .step = 0.05,
                             .decimals = 3,
                             .lfpyName = "distort_geometry(factor)",
                             .changesCurrents = false}));
    fields.push_back(choice(&Distortion::axis, {Axis::x, Axis::y, Axis::z},
                            {.key = "distortion_axis",
                             .label = "Compressed along",
                             .help = "The axis of the scene along which the cell gets shorter.",
                             .lfpyName = "distort_geometry(axis)",
                             .choices = {{"x", "x", {}}, {"y", "y", {}}, {"z", "z", {}}},
                             .changesCurrents = false},
                            any));
    fields.push_back(
        number(&Distortion::poissonRatio,
               {.key = "distortion_poisson_ratio",
                .label = "Poisson's ratio",
                .help = "How much wider the cell gets across that axis: 0 not at all, 0.5 so that "
                        "the volume of small distortions stays, -1 shrinks all axes alike.",
                .minimum = -1.0,
                .maximum = 0.5,
                .step = 0.05,
                .decimals = 3,
                .lfpyName = "distort_geometry(nu)",
                .changesCurrents = false},
               any));
    return fields;
}

Fields<Pose> poseFields() {
    Fields<Pose> fields;
    fields.push_back(triple(&Pose::positionUm, {.key = "position_um",
                                                .label = "Position",
                                                .unit = "µm",
                                                .help = "Where the middle of the soma lies.",
                                                .minimum = -1e6,
                                                .maximum = 1e6,
                                                .step = 10,
                                                .decimals = 2,
                                                .lfpyName = "set_pos",
                                                .changesCurrents = false}));
    fields.push_back(triple(&Pose::rotationRad, {.key = "rotation_rad",
                                                 .label = "Rotation",
                                                 .unit = "rad",
                                                 .help = "Turns the cell about its soma, right-handed, about "
                                                         "each axis in turn.",
                                                 .minimum = -1000,
                                                 .maximum = 1000,
                                                 .step = 0.1,
                                                 .decimals = 4,
                                                 .lfpyName = "set_rotation",
                                                 .changesCurrents = false}));
    fields.push_back(
        textChoice(&Pose::rotationOrder, {.key = "rotation_order",
                                          .label = "Rotation order",
                                          .help = "The axes in the order in which they are turned "
                                                  "about.",
                                          .lfpyName = "rotation_order",
                                          .choices = {{"xyz", "x, y, z", {}},
                                                      {"xzy", "x, z, y", {}},
                                                      {"yxz", "y, x, z", {}},
                                                      {"yzx", "y, z, x", {}},
                                                      {"zxy", "z, x, y", {}},
                                                      {"zyx", "z, y, x", {}}},
                                          .changesCurrents = false}));
    const auto mirror = [&](bool Pose::*member, const char* key, const char* label, const char* help) {
        fields.push_back(boolean(member, {.key = key,
                                          .label = label,
                                          .help = help,
                                          .lfpyName = "chiral_morphology",
                                          .changesCurrents = false}));
    };
    mirror(&Pose::mirrorX, "mirror_x", "Mirror x", "Swaps the cell's left and right, before it is turned.");
    mirror(&Pose::mirrorY, "mirror_y", "Mirror y", "Swaps the cell's front and back, before it is turned.");
    mirror(&Pose::mirrorZ, "mirror_z", "Mirror z", "Swaps the cell's top and bottom, before it is turned.");
    append(fields, &Pose::distortion, distortionFields(), "", "Distortion");
    return fields;
}

Fields<Cell> makeCellFields() {
    const auto passive = [](const Cell& cell) {
        return cell.passive;
    };
    Fields<Cell> fields;
    fields.push_back(text(&Cell::name, {.key = "name",
                                        .label = "Name",
                                        .help = "What the cell is called in the tree.",
                                        .changesCurrents = false}));
    fields.push_back(lock<Cell>("cell"));
    fields.push_back(boolean(&Cell::visible, {.key = "visible",
                                              .label = "Visible",
                                              .help = "Whether the cell is drawn.",
                                              .changesCurrents = false}));
    append(fields, &Cell::morphology, sourceFields(), "morphology/", "Shape");
    fields.push_back(optionalNumber(&Cell::Ra, {.key = "Ra_ohm_cm",
                                                .label = "Axial resistivity",
                                                .unit = "Ω·cm",
                                                .help = "Resistivity of the inside of the cell.",
                                                .minimum = 1e-3,
                                                .maximum = 1e6,
                                                .step = 10,
                                                .decimals = 2,
                                                .group = "Membrane",
                                                .lfpyName = "Ra",
                                                .unsetText = "the file's, else 35.4 Ω·cm",
                                                .unsetSuggestion = 150}));
    fields.push_back(optionalNumber(&Cell::cm, {.key = "cm_uF_cm2",
                                                .label = "Capacitance",
                                                .unit = "µF/cm²",
                                                .help = "Capacitance of the membrane.",
                                                .minimum = 1e-6,
                                                .maximum = 1e3,
                                                .step = 0.1,
                                                .decimals = 3,
                                                .group = "Membrane",
                                                .lfpyName = "cm",
                                                .unsetText = "the file's, else 1 µF/cm²",
                                                .unsetSuggestion = 1}));
    fields.push_back(number(&Cell::vInitMv, {.key = "v_init_mV",
                                             .label = "Initial potential",
                                             .unit = "mV",
                                             .help = "Membrane potential everywhere at the start of the run.",
                                             .minimum = -500,
                                             .maximum = 500,
                                             .step = 1,
                                             .decimals = 2,
                                             .group = "Membrane",
                                             .lfpyName = "v_init"}));
    fields.push_back(boolean(&Cell::passive, {.key = "passive",
                                              .label = "Passive leak",
                                              .help = "Puts a passive leak into every section.",
                                              .group = "Membrane",
                                              .lfpyName = "passive"}));
    fields.push_back(number(&Cell::gPas,
                            {.key = "g_pas_S_cm2",
                             .label = "Leak conductance",
                             .unit = "S/cm²",
                             .help = "Conductance of the passive leak.",
                             .minimum = 0,
                             .maximum = 100,
                             .step = 1e-4,
                             .decimals = 8,
                             .group = "Membrane",
                             .lfpyName = "passive_parameters['g_pas']"},
                            passive));
    fields.push_back(number(&Cell::ePasMv,
                            {.key = "e_pas_mV",
                             .label = "Leak reversal",
                             .unit = "mV",
                             .help = "Potential at which the passive leak carries no current.",
                             .minimum = -500,
                             .maximum = 500,
                             .step = 1,
                             .decimals = 2,
                             .group = "Membrane",
                             .lfpyName = "passive_parameters['e_pas']"},
                            passive));
    append(fields, &Cell::discretisation, discretisationFields(), "discretisation/", "Segments");
    append(fields, &Cell::pose, poseFields(), "pose/", "Pose");
    return fields;
}

Fields<Mechanism> makeMechanismFields() {
    Fields<Mechanism> fields;
    fields.push_back(textChoice(
        &Mechanism::name,
        {.key = "name",
         .label = "Mechanism",
         .help = "The membrane mechanism that is inserted.",
         .lfpyName = "custom_fun",
         .choices = {{"hh", "Hodgkin–Huxley (hh)",
                      "Sodium, potassium and leak channels of the squid axon, as NEURON ships them."}}}));
    fields.push_back(text(&Mechanism::sections,
                          {.key = "sections",
                           .label = "Sections",
                           .help = "Goes into every section whose name contains this text; \"allsec\" takes "
                                   "all."}));
    return fields;
}

FieldInfo parameter(std::string key, std::string label, std::string unit, std::string help, double value,
                    double minimum, double maximum, double step, int decimals) {
    FieldInfo info;
    info.key = std::move(key);
    info.label = std::move(label);
    info.unit = std::move(unit);
    info.help = std::move(help);
    info.minimum = minimum;
    info.maximum = maximum;
    info.step = step;
    info.decimals = decimals;
    info.defaultValue = value;
    return info;
}

} // namespace

const Fields<Cell>& cellFields() {
    static const Fields<Cell> fields = makeCellFields();
    return fields;
}

const Fields<Mechanism>& mechanismFields() {
    static const Fields<Mechanism> fields = makeMechanismFields();
    return fields;
}

const std::vector<FieldInfo>& mechanismParameters(const std::string& mechanism) {
    // The defaults are those of NEURON's hh.mod (Hodgkin and Huxley 1952) and of its ions.
    static const std::vector<FieldInfo> hh{
        parameter("gnabar_hh", "Sodium conductance", "S/cm²", "Peak conductance of the sodium channels.",
                  0.12, 0, 100, 0.01, 6),
        parameter("gkbar_hh", "Potassium conductance", "S/cm²", "Peak conductance of the potassium channels.",
                  0.036, 0, 100, 0.01, 6),
        parameter("gl_hh", "Leak conductance", "S/cm²", "Conductance of the leak channels.", 0.0003, 0, 100,
                  0.0001, 6),
        parameter("el_hh", "Leak reversal", "mV", "Potential at which the leak carries no current.", -54.3,
                  -500, 500, 1, 2),
    };
    static const std::vector<FieldInfo> none;
    return mechanism == "hh" ? hh : none;
}

} // namespace phiscope
