#include "model/scene/input_fields.h"
#include "model/scene/measurement_fields.h"

namespace phiscope {

namespace {

using namespace build;

Fields<Head> makeHeadFields() {
    using Model = Head::Model;
    using Alignment = Head::Alignment;
    using Reference = Head::Reference;
    using MegModel = Head::MegModel;
    using Component = Head::MegComponent;
    const Condition<Head> spheres = [](const Head& head) {
        return head.model == Model::fourSphere;
    };
    const Condition<Head> newYork = [](const Head& head) {
        return head.model == Model::nyHead;
    };
    Fields<Head> fields;
    fields.push_back(text(&Head::id, {.key = "id",
                                      .label = "Identifier",
                                      .help = "Tells the objects of a scene apart; never shown.",
                                      .inPanel = false}));
    fields.push_back(
        text(&Head::name, {.key = "name", .label = "Name", .help = "What the head is called in the tree."}));
    fields.push_back(lock<Head>("head"));
    fields.push_back(boolean(&Head::visible,
                             {.key = "visible", .label = "Visible", .help = "Whether the head is drawn."}));
    fields.push_back(
        choice(&Head::model, {Model::fourSphere, Model::nyHead},
               {.key = "model",
                .label = "Model",
                .help = "How the head conducts.",
                .choices = {{"four_sphere", "Four spheres", "Brain, fluid, skull and scalp as spheres."},
                            {"ny_head", "New York head",
                             "A lead field computed from a detailed head, read from its file."}}}));
    fields.push_back(
        text(&Head::nyHeadPath,
             {.key = "ny_head_path",
              .label = "Lead field file",
              .help = "The New York head's file (sa_nyhead.mat), as it was downloaded from its makers."},
             newYork));
    fields.push_back(triple(&Head::dipoleMm,
                            {.key = "dipole_mm",
                             .label = "Cell sits at",
                             .unit = "mm",
                             .help = "Place of the cell in the head: x to the right, y to the nose, z up.",
                             .minimum = -1000,
                             .maximum = 1000,
                             .step = 1,
                             .decimals = 2,
                             .group = "Cell",
                             .lfpyName = "dipole_location"}));
    fields.push_back(choice(
        &Head::alignment, {Alignment::outward, Alignment::asCell},
        {.key = "alignment",
         .label = "Cell turned",
         .help = "How the cell's axes lie in the head.",
         .group = "Cell",
         .choices = {{"outward", "Upright on the cortex", "The cell's z axis points out of the head there."},
                     {"as_cell", "As it is", "The cell's axes are the head's axes."}}}));
    const auto radius = [&](auto member, const char* key, const char* label) {
        fields.push_back(number(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "mm",
                                 .help = "Outer radius of the shell.",
                                 .minimum = 1,
                                 .maximum = 1000,
                                 .step = 1,
                                 .decimals = 2,
                                 .group = "Shells",
                                 .lfpyName = "radii"},
                                spheres));
    };
    radius(&Head::brainRadiusMm, "brain_radius_mm", "Brain");
    radius(&Head::csfRadiusMm, "csf_radius_mm", "Fluid");
    radius(&Head::skullRadiusMm, "skull_radius_mm", "Skull");
    radius(&Head::scalpRadiusMm, "scalp_radius_mm", "Scalp");
    const auto sigma = [&](auto member, const char* key, const char* label) {
        FieldInfo info = conductivity(key, label, "Conductivity of the shell.", "sigmas");
        info.group = "Shell conductivities";
        info.decimals = 5;
        fields.push_back(number(member, std::move(info), spheres));
    };
    sigma(&Head::sigmaBrain, "sigma_brain_S_m", "Brain");
    sigma(&Head::sigmaCsf, "sigma_csf_S_m", "Fluid");
    sigma(&Head::sigmaSkull, "sigma_skull_S_m", "Skull");
    sigma(&Head::sigmaScalp, "sigma_scalp_S_m", "Scalp");
    fields.push_back(
        choice(&Head::reference, {Reference::farAway, Reference::average},
               {.key = "reference",
                .label = "EEG reference",
                .help = "Against what the potentials are measured.",
                .group = "EEG",
                .choices = {{"infinity", "Infinity", "Far away, as models compute it."},
                            {"average", "Average", "The mean over all electrodes, as in the clinic."}}}));
    const Condition<Head> meg = [](const Head& head) {
        return head.meg;
    };
    fields.push_back(boolean(&Head::meg, {.key = "meg",
                                          .label = "Magnetometers",
                                          .help = "Shows a helmet of magnetometers around the head.",
                                          .group = "MEG"}));
    fields.push_back(
        choice(&Head::megModel, {MegModel::sphere, MegModel::infinite},
               {.key = "meg_model",
                .label = "Conductor",
                .help = "What the head is for the magnetic field.",
                .group = "MEG",
                .choices = {{"sphere", "Sphere", "Currents in a sphere, with those that flow back."},
                            {"infinite", "Infinite", "The dipole alone in endless tissue."}}},
               meg));
    fields.push_back(
        choice(&Head::megComponent, {Component::radial, Component::tangential, Component::magnitude},
               {.key = "meg_component",
                .label = "Component",
                .help = "Which part of the magnetic field the colours show.",
                .group = "MEG",
                .choices = {{"radial", "Radial", "Out of the head, as most magnetometers measure."},
                            {"tangential", "Tangential", "Along the head's surface: its magnitude."},
                            {"magnitude", "Magnitude", "The length of the whole field."}}},
               meg));
    fields.push_back(number(&Head::helmetRadiusMm,
                            {.key = "helmet_radius_mm",
                             .label = "Helmet radius",
                             .unit = "mm",
                             .help = "Distance of the magnetometers from the head's centre.",
                             .minimum = 1,
                             .maximum = 10000,
                             .step = 1,
                             .decimals = 2,
                             .group = "MEG"},
                            meg));
    changeNoCurrents(fields);
    return fields;
}

} // namespace

const Fields<Head>& headFields() {
    static const Fields<Head> fields = makeHeadFields();
    return fields;
}

} // namespace phiscope
