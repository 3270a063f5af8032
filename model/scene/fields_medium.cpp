#include "model/scene/measurement_fields.h"

namespace phiscope {

namespace build {

namespace {

std::vector<FieldChoice> sourceChoices() {
    return {{"line", "Lines", "Each segment's current leaves evenly along its axis."},
            {"point", "Points", "Each segment's current leaves from its middle."},
            {"root_as_point", "Root as point, others as lines",
             "The first segment is a point, all others are lines."},
            {"dipole", "One dipole",
             "The whole cell is one current dipole in its soma: good far away, wrong close by."}};
}

} // namespace

const std::vector<CurrentSource> allSources{CurrentSource::line, CurrentSource::point,
                                            CurrentSource::rootAsPoint, CurrentSource::dipole};

FieldInfo sourceInfo() {
    return {.key = "source",
            .label = "Current sources",
            .help = "How the currents of the cell's segments are spread in space.",
            .group = "Tissue",
            .lfpyName = "method",
            .choices = sourceChoices()};
}

FieldInfo conductivity(const char* key, const char* label, const char* help, const char* lfpyName,
                       double minimum) {
    return {.key = key,
            .label = label,
            .unit = "S/m",
            .help = help,
            .minimum = minimum,
            .maximum = 1e4,
            .step = 0.05,
            .decimals = 4,
            .group = "Tissue",
            .lfpyName = lfpyName};
}

Fields<Comparison> makeComparisonFields() {
    Fields<Comparison> fields;
    const Condition<Comparison> on = [](const Comparison& comparison) {
        return comparison.enabled;
    };
    fields.push_back(
        boolean(&Comparison::enabled, {.key = "enabled",
                                       .label = "Compare with another model",
                                       .help = "Computes the same with a second forward model and shows the "
                                               "difference."}));
    fields.push_back(choice(&Comparison::source, allSources, sourceInfo(), on));
    append(fields, &Comparison::medium, mediumFields(), "", "", on);
    for (Field<Comparison>& field : fields) {
        field.info.group = "Comparison";
    }
    return fields;
}

} // namespace build

namespace {

using namespace build;

Fields<Medium> makeMediumFields() {
    using Kind = Medium::Kind;
    const auto is = [](Kind kind) -> Condition<Medium> {
        return [kind](const Medium& medium) {
            return medium.kind == kind;
        };
    };
    Fields<Medium> fields;
    fields.push_back(choice(
        &Medium::kind, {Kind::infinite, Kind::anisotropic, Kind::slice, Kind::sphere, Kind::head},
        {.key = "medium",
         .label = "Tissue",
         .help = "What the currents flow through.",
         .group = "Tissue",
         .choices = {{"infinite", "Infinite, even", "The same in all directions, without end."},
                     {"anisotropic", "Infinite, anisotropic", "A conductivity of its own along x, y and z."},
                     {"slice", "Slice on an electrode array",
                      "A slab of tissue between an electrode array and saline, by the method of images."},
                     {"sphere", "Sphere", "A sphere of one conductivity in a medium of another."},
                     {"head", "Head of four spheres",
                      "Brain, fluid, skull and scalp as spheres; the cell's currents along its dendrites "
                      "are many small dipoles in the brain."}}}));
    fields.push_back(number(
        &Medium::sigma,
        conductivity("sigma_S_m", "Conductivity", "Conductivity of the tissue around the cell.", "sigma"),
        is(Kind::infinite)));
    fields.push_back(triple(&Medium::sigmaXyz,
                            conductivity("sigma_xyz_S_m", "Conductivities",
                                         "Conductivity of the tissue along x, y and z.", "sigma"),
                            is(Kind::anisotropic)));
    fields.push_back(
        number(&Medium::sigmaTissue,
               conductivity("sigma_tissue_S_m", "Tissue", "Conductivity of the slice.", "sigma_T"),
               is(Kind::slice)));
    fields.push_back(number(
        &Medium::sigmaSaline,
        conductivity("sigma_saline_S_m", "Saline", "Conductivity of the bath above the slice.", "sigma_S"),
        is(Kind::slice)));
    fields.push_back(number(&Medium::sigmaGlass,
                            conductivity("sigma_glass_S_m", "Glass",
                                         "Conductivity of the electrode array below the slice; 0 for glass.",
                                         "sigma_G", 0.0),
                            is(Kind::slice)));
    const auto length = [&](auto member, const char* key, const char* label, const char* help,
                            const char* lfpyName, Kind kind, double minimum) {
        fields.push_back(number(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "µm",
                                 .help = help,
                                 .minimum = minimum,
                                 .maximum = farUm,
                                 .step = 10,
                                 .decimals = 2,
                                 .group = "Tissue",
                                 .lfpyName = lfpyName},
                                is(kind)));
    };
    length(&Medium::sliceThicknessUm, "slice_thickness_um", "Slice thickness",
           "Height of the slab of tissue.", "h", Kind::slice, 0.1);
    length(&Medium::sliceBottomUm, "slice_bottom_um", "Slice bottom",
           "z of the electrode array's plane, on which the slice lies.", "z_shift", Kind::slice, -farUm);
    fields.push_back(integer(&Medium::imageSteps,
                             {.key = "image_steps",
                              .label = "Reflections",
                              .help = "How many mirror images of each source count, up and down.",
                              .minimum = 1,
                              .maximum = 1000,
                              .group = "Tissue",
                              .lfpyName = "steps"},
                             is(Kind::slice)));
    fields.push_back(
        number(&Medium::squeeze,
               {.key = "squeeze",
                .label = "Press flat",
                .help = "The part by which the cell's height shrinks towards its root, so that it "
                        "fits into the slice; only the places of its currents, not the cell "
                        "itself.",
                .minimum = 0.0,
                .maximum = 0.999,
                .step = 0.05,
                .decimals = 4,
                .group = "Tissue",
                .lfpyName = "squeeze_cell_factor"},
               is(Kind::slice)));
    fields.push_back(triple(&Medium::sphereCentreUm,
                            {.key = "sphere_centre_um",
                             .label = "Sphere centre",
                             .unit = "µm",
                             .help = "Where the middle of the sphere lies.",
                             .minimum = -farUm,
                             .maximum = farUm,
                             .step = 100,
                             .decimals = 2,
                             .group = "Tissue"},
                            is(Kind::sphere)));
    length(&Medium::sphereRadiusUm, "sphere_radius_um", "Sphere radius", "Radius of the sphere.", "R",
           Kind::sphere, 1.0);
    fields.push_back(number(&Medium::sigmaInside,
                            conductivity("sigma_inside_S_m", "Inside",
                                         "Conductivity inside the sphere, where the cell is.", "sigma_i"),
                            is(Kind::sphere)));
    fields.push_back(
        number(&Medium::sigmaOutside,
               conductivity("sigma_outside_S_m", "Outside", "Conductivity outside the sphere.", "sigma_o"),
               is(Kind::sphere)));
    fields.push_back(triple(&Medium::headCentreUm,
                            {.key = "head_centre_um",
                             .label = "Head centre",
                             .unit = "µm",
                             .help = "Where the middle of the head lies; the brain reaches 79 mm from it.",
                             .minimum = -farUm,
                             .maximum = farUm,
                             .step = 100,
                             .decimals = 2,
                             .group = "Tissue"},
                            is(Kind::head)));
    return fields;
}

} // namespace

const Fields<Medium>& mediumFields() {
    static const Fields<Medium> fields = makeMediumFields();
    return fields;
}

} // namespace phiscope
