#include "model/scene/input_fields.h"
#include "model/scene/measurement_fields.h"

namespace phiscope {

namespace {

using namespace build;

Fields<FieldSlice> makeSliceFields() {
    using Orientation = FieldSlice::Orientation;
    using Quantity = FieldSlice::Quantity;
    using Scale = FieldSlice::Scale;
    using Shows = FieldSlice::Shows;
    Fields<FieldSlice> fields;
    fields.push_back(text(&FieldSlice::id, {.key = "id",
                                            .label = "Identifier",
                                            .help = "Tells the objects of a scene apart; never shown.",
                                            .inPanel = false}));
    fields.push_back(text(&FieldSlice::name,
                          {.key = "name", .label = "Name", .help = "What the slice is called in the tree."}));
    fields.push_back(lock<FieldSlice>("slice"));
    fields.push_back(boolean(&FieldSlice::visible,
                             {.key = "visible", .label = "Visible", .help = "Whether the slice is drawn."}));
    fields.push_back(choice(
        &FieldSlice::quantity, {Quantity::potential, Quantity::csd, Quantity::stimulus},
        {.key = "quantity",
         .label = "Shows",
         .help = "What the colours of the plane are.",
         .group = "Picture",
         .choices = {{"potential", "Potential", "The extracellular potential in µV."},
                     {"csd", "Current source density", "The membrane currents by volume: sources and sinks."},
                     {"stimulus", "Stimulus potential",
                      "What stimulating contacts make at the time cursor, in mV, each in "
                      "its probe's tissue."}}}));
    fields.push_back(number(&FieldSlice::csdThicknessUm,
                            {.key = "csd_thickness_um",
                             .label = "Thickness",
                             .unit = "µm",
                             .help = "How thick the layer is whose currents are counted.",
                             .minimum = 0.1,
                             .maximum = 1e5,
                             .step = 10,
                             .decimals = 2,
                             .group = "Picture"},
                            [](const FieldSlice& s) { return s.quantity == Quantity::csd; }));
    fields.push_back(
        choice(&FieldSlice::scale, {Scale::linear, Scale::signedLog},
               {.key = "scale",
                .label = "Scale",
                .help = "How values become colours; both are symmetric about zero.",
                .group = "Picture",
                .choices = {{"linear", "Linear", "Equal steps of the value, equal steps of colour."},
                            {"signed_log", "Logarithmic, signed",
                             "Equal factors, equal steps: weak fields far away stay visible."}}}));
    fields.push_back(optionalNumber(
        &FieldSlice::range, {.key = "range",
                             .label = "Range",
                             .help = "The largest magnitude that has a colour of its own, in µV for a "
                                     "potential, in µA/mm³ for a density and in mV for a stimulus.",
                             .minimum = 1e-9,
                             .maximum = 1e9,
                             .step = 1,
                             .decimals = 4,
                             .group = "Picture",
                             .unsetText = "follows the field",
                             .unsetSuggestion = 10.0}));
    // A density has a value for each volume, so that lines between them would follow the grid.
    fields.push_back(boolean(
        &FieldSlice::contours,
        {.key = "contours", .label = "Contour lines", .help = "Lines of equal value.", .group = "Picture"},
        [](const FieldSlice& s) { return s.quantity != Quantity::csd; }));
    fields.push_back(number(&FieldSlice::opacity, {.key = "opacity",
                                                   .label = "Opacity",
                                                   .help = "1 hides what is behind.",
                                                   .minimum = 0.05,
                                                   .maximum = 1,
                                                   .step = 0.05,
                                                   .decimals = 2,
                                                   .group = "Picture"}));
    fields.push_back(integer(&FieldSlice::resolution, {.key = "resolution",
                                                       .label = "Resolution",
                                                       .help = "Points along the longer side.",
                                                       .minimum = 16,
                                                       .maximum = 1024,
                                                       .step = 16,
                                                       .group = "Picture"}));
    fields.push_back(triple(&FieldSlice::positionUm, {.key = "position_um",
                                                      .label = "Position",
                                                      .unit = "µm",
                                                      .help = "The middle of the plane.",
                                                      .minimum = -farUm,
                                                      .maximum = farUm,
                                                      .step = 10,
                                                      .decimals = 2,
                                                      .group = "Plane"}));
    fields.push_back(choice(&FieldSlice::orientation,
                            {Orientation::xz, Orientation::yz, Orientation::xy, Orientation::free},
                            {.key = "orientation",
                             .label = "Orientation",
                             .help = "Which way the plane lies.",
                             .group = "Plane",
                             .choices = {{"xz", "x–z, upright", "Seen from the front."},
                                         {"yz", "y–z, upright", "Seen from the side."},
                                         {"xy", "x–y, level", "Seen from above."},
                                         {"free", "Free", "By its normal."}}}));
    const Condition<FieldSlice> turned = [](const FieldSlice& s) {
        return s.orientation == Orientation::free;
    };
    const auto direction = [&](auto member, const char* key, const char* label, const char* help) {
        fields.push_back(triple(member,
                                {.key = key,
                                 .label = label,
                                 .help = help,
                                 .minimum = -farUm,
                                 .maximum = farUm,
                                 .step = 0.1,
                                 .decimals = 4,
                                 .group = "Plane"},
                                turned));
    };
    direction(&FieldSlice::normal, "normal", "Normal", "The direction in which the plane looks.");
    direction(&FieldSlice::up, "up", "Up", "The direction in which its height goes.");
    const auto side = [&](auto member, const char* key, const char* label, const char* help) {
        fields.push_back(number(member, {.key = key,
                                         .label = label,
                                         .unit = "µm",
                                         .help = help,
                                         .minimum = 1,
                                         .maximum = farUm,
                                         .step = 50,
                                         .decimals = 1,
                                         .group = "Plane"}));
    };
    side(&FieldSlice::widthUm, "width_um", "Width", "Width of the plane.");
    side(&FieldSlice::heightUm, "height_um", "Height", "Height of the plane.");
    const Condition<FieldSlice> potential = [](const FieldSlice& s) {
        return s.quantity == Quantity::potential;
    };
    fields.push_back(choice(&FieldSlice::source, allSources, sourceInfo(), potential));
    append(fields, &FieldSlice::medium, mediumFields(), "", "Tissue", potential);
    append(fields, &FieldSlice::comparison, makeComparisonFields(), "comparison/", "Comparison", potential);
    fields.push_back(choice(
        &FieldSlice::shows, {Shows::model, Shows::other, Shows::difference},
        {.key = "shows",
         .label = "Drawn",
         .help = "Which of the two models is drawn, or what the first has more.",
         .group = "Comparison",
         .choices = {{"model", "This model", "The slice's own forward model."},
                     {"other", "The other model", "The one that it is compared with."},
                     {"difference", "The difference", "This model less the other."}}},
        [](const FieldSlice& s) { return s.quantity == Quantity::potential && s.comparison.enabled; }));
    changeNoCurrents(fields);
    return fields;
}

} // namespace

const Fields<FieldSlice>& sliceFields() {
    static const Fields<FieldSlice> fields = makeSliceFields();
    return fields;
}

} // namespace phiscope
