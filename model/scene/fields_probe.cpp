#include "model/scene/input_fields.h"
#include "model/scene/measurement_fields.h"

#include <algorithm>

namespace phiscope {

namespace {

using namespace build;

Fields<SignalFilter> makeFilterFields() {
    using Kind = SignalFilter::Kind;
    const Condition<SignalFilter> low = [](const SignalFilter& f) {
        return f.kind == Kind::highPass || f.kind == Kind::bandPass;
    };
    const Condition<SignalFilter> high = [](const SignalFilter& f) {
        return f.kind == Kind::lowPass || f.kind == Kind::bandPass;
    };
    const Condition<SignalFilter> any = [](const SignalFilter& f) {
        return f.kind != Kind::none;
    };
    Fields<SignalFilter> fields;
    fields.push_back(
        choice(&SignalFilter::kind, {Kind::none, Kind::lowPass, Kind::highPass, Kind::bandPass},
               {.key = "kind",
                .label = "Filter",
                .help = "What every trace of the probe passes before it is shown.",
                .choices = {{"none", "None", "The traces as they are."},
                            {"low_pass", "Low-pass (LFP)", "Slow signals stay."},
                            {"high_pass", "High-pass (spikes)", "Fast signals stay."},
                            {"band_pass", "Band-pass", "Signals between two frequencies stay."}}}));
    const auto frequency = [&](auto member, const char* key, const char* label, const char* help,
                               const Condition<SignalFilter>& when) {
        fields.push_back(number(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "Hz",
                                 .help = help,
                                 .minimum = 0.01,
                                 .maximum = 1e6,
                                 .step = 10,
                                 .decimals = 2},
                                when));
    };
    frequency(&SignalFilter::lowHz, "low_Hz", "Lower cut-off", "Slower signals are taken away.", low);
    frequency(&SignalFilter::highHz, "high_Hz", "Upper cut-off", "Faster signals are taken away.", high);
    fields.push_back(integer(&SignalFilter::order,
                             {.key = "order",
                              .label = "Order",
                              .help = "Order of the Butterworth filter: how steep its edges are.",
                              .minimum = 1,
                              .maximum = 8},
                             any));
    fields.push_back(boolean(&SignalFilter::zeroPhase,
                             {.key = "zero_phase",
                              .label = "Zero phase",
                              .help = "Filters forwards and backwards, so that nothing moves in time."},
                             any));
    return fields;
}

Fields<CsdSettings> makeCsdFields() {
    using Method = CsdSettings::Method;
    const auto among = [](std::vector<Method> methods) -> Condition<CsdSettings> {
        return [methods](const CsdSettings& csd) {
            return std::find(methods.begin(), methods.end(), csd.method) != methods.end();
        };
    };
    const auto inverse = among({Method::delta, Method::step, Method::spline});
    const auto kernel = among({Method::kernel1D, Method::kernel2D});
    Fields<CsdSettings> fields;
    fields.push_back(choice(
        &CsdSettings::method,
        {Method::standard, Method::delta, Method::step, Method::spline, Method::kernel1D, Method::kernel2D},
        {.key = "method",
         .label = "Method",
         .help = "How the current source density is estimated from the potentials.",
         .choices = {{"standard", "Second derivative", "The curvature of the potential over depth."},
                     {"delta", "δ-source iCSD", "Thin discs of current at the contacts' depths."},
                     {"step", "Step iCSD", "Cylinders of even current around the contacts' depths."},
                     {"spline", "Spline iCSD", "A smooth profile through the contacts' depths."},
                     {"kernel_1d", "kCSD, 1-D", "Many overlapping sources along the probe, regularised."},
                     {"kernel_2d", "kCSD, 2-D", "Many overlapping sources in the probe's plane."}}}));
    fields.push_back(boolean(&CsdSettings::vaknin,
                             {.key = "vaknin",
                              .label = "Extend the ends",
                              .help = "Takes the outermost potentials to go on, so that the outermost "
                                      "contacts have an estimate too (Vaknin)."},
                             among({Method::standard})));
    const auto length = [&](auto member, const char* key, const char* label, const char* help, double minimum,
                            const Condition<CsdSettings>& when) {
        fields.push_back(number(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "µm",
                                 .help = help,
                                 .minimum = minimum,
                                 .maximum = 1e5,
                                 .step = 10,
                                 .decimals = 2},
                                when));
    };
    length(&CsdSettings::sourceDiameterUm, "source_diameter_um", "Source diameter",
           "Diameter of the discs or cylinders of current.", 1.0, inverse);
    fields.push_back(number(&CsdSettings::sigmaTop,
                            {.key = "sigma_top_S_m",
                             .label = "Conductivity above",
                             .unit = "S/m",
                             .help = "Conductivity above the uppermost contact, such as air or saline.",
                             .minimum = 0.0,
                             .maximum = 1e4,
                             .step = 0.05,
                             .decimals = 4},
                            inverse));
    length(&CsdSettings::smoothingUm, "smoothing_um", "Smoothing",
           "Standard deviation of a Gaussian over depth; 0 for none.", 0.0, inverse);
    length(&CsdSettings::kernelWidthUm, "kernel_width_um", "Source width", "Width R of each basis source.",
           0.1, kernel);
    fields.push_back(
        number(&CsdSettings::regularisation,
               {.key = "regularisation",
                .label = "Regularisation",
                .help = "λ, relative to the mean of the kernel's diagonal: more gives a smoother "
                        "estimate.",
                .minimum = 0.0,
                .maximum = 1e3,
                .step = 1e-4,
                .decimals = 8},
               kernel));
    length(&CsdSettings::truthRadiusUm, "truth_radius_um", "Truth within",
           "Radius of the cylinders around the probe in which the true density is averaged.", 0.1, {});
    return fields;
}

Fields<Probe> makeProbeFields() {
    using Layout = Probe::Layout;
    using Shape = Probe::ContactShape;
    using Averaging = Probe::Averaging;
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
    fields.push_back(lock<Probe>("probe"));
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
    fields.push_back(
        choice(&Probe::contactShape, {Shape::point, Shape::circle, Shape::square, Shape::rectangle},
               {.key = "contact_shape",
                .label = "Contact shape",
                .help = "A point measures at its place; a surface measures the mean over itself.",
                .group = "Contacts",
                .lfpyName = "contact_shape",
                .choices = {{"point", "Point", "Measures at its centre."},
                            {"circle", "Disc", "A round surface."},
                            {"square", "Square", "A square surface."},
                            {"rectangle", "Rectangle", "A rectangular surface."}}}));
    fields.push_back(
        number(&Probe::contactRadiusUm,
               {.key = "contact_radius_um",
                .label = "Contact radius",
                .unit = "µm",
                .help = "Radius of a disc, half a side of a square, half the width of a rectangle; "
                        "for a point only how large it is drawn.",
                .minimum = 0.01,
                .maximum = 1e4,
                .step = 0.5,
                .decimals = 2,
                .group = "Contacts",
                .lfpyName = "r"}));
    const Condition<Probe> surface = [](const Probe& probe) {
        return probe.contactShape != Shape::point;
    };
    fields.push_back(number(&Probe::contactHalfHeightUm,
                            {.key = "contact_half_height_um",
                             .label = "Half height",
                             .unit = "µm",
                             .help = "Half the height of a rectangle.",
                             .minimum = 0.01,
                             .maximum = 1e4,
                             .step = 0.5,
                             .decimals = 2,
                             .group = "Contacts",
                             .lfpyName = "r"},
                            [](const Probe& probe) { return probe.contactShape == Shape::rectangle; }));
    fields.push_back(triple(&Probe::contactNormal,
                            {.key = "contact_normal",
                             .label = "Contacts face",
                             .help = "The direction in which the contacts' surfaces look; only the direction "
                                     "counts.",
                             .minimum = -farUm,
                             .maximum = farUm,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Contacts",
                             .lfpyName = "N"},
                            surface));
    fields.push_back(
        points(&Probe::contactNormals,
               {.key = "contact_normals",
                .label = "Each contact faces",
                .help = "A direction for each contact; empty: all face the same way.",
                .minimum = -farUm,
                .maximum = farUm,
                .step = 0.1,
                .decimals = 4,
                .group = "Contacts",
                .lfpyName = "N",
                .inPanel = false},
               [surface](const Probe& probe) { return probe.layout == Layout::custom && surface(probe); }));
    fields.push_back(
        choice(&Probe::averaging, {Averaging::quadrature, Averaging::random},
               {.key = "averaging",
                .label = "Mean over surface",
                .help = "How the mean over a contact's surface is taken.",
                .group = "Contacts",
                .choices = {{"quadrature", "Quadrature", "Exact to many digits, the same every time."},
                            {"random", "Random points", "The mean over random points, as LFPy does."}}},
               surface));
    const Condition<Probe> random = [surface](const Probe& probe) {
        return surface(probe) && probe.averaging == Averaging::random;
    };
    fields.push_back(integer(&Probe::averagingPoints,
                             {.key = "averaging_points",
                              .label = "Points",
                              .help = "Random points on each contact.",
                              .minimum = 1,
                              .maximum = 100000,
                              .group = "Contacts",
                              .lfpyName = "n"},
                             random));
    fields.push_back(integer(&Probe::averagingSeed,
                             {.key = "averaging_seed",
                              .label = "Seed",
                              .help = "The same seed gives the same points.",
                              .minimum = 0,
                              .maximum = 9007199254740991.0,
                              .group = "Contacts"},
                             random));
    fields.push_back(choice(&Probe::source, allSources, sourceInfo()));
    append(fields, &Probe::medium, mediumFields(), "", "Tissue");
    append(fields, &Probe::stimulation, stimulationFields(), "stimulation/", "Stimulation");
    append(fields, &Probe::filter, makeFilterFields(), "filter/", "Filter");
    append(fields, &Probe::csd, makeCsdFields(), "csd/", "Current source density");
    append(fields, &Probe::comparison, makeComparisonFields(), "comparison/", "Comparison");
    changeNoCurrents(fields);
    for (Field<Probe>& field : fields) {
        const FieldInfo& info = field.info;
        field.info.shapesField =
            info.group == "Contacts" || info.group == "Tissue" || info.key.starts_with("stimulation/");
        if (info.key == "stimulation/half_space") {
            field.applies = [](const Probe& probe) {
                return probe.medium.kind == Medium::Kind::infinite && probe.stimulation.enabled;
            };
        }
    }
    return fields;
}

} // namespace

const Fields<Probe>& probeFields() {
    static const Fields<Probe> fields = makeProbeFields();
    return fields;
}

} // namespace phiscope
