#include "model/scene/input_fields.h"

namespace phiscope {

namespace {

using namespace build;

Fields<Synapse> makeSynapseFields() {
    using Type = Synapse::Type;
    const auto is = [](Type type) {
        return Condition<Synapse>([type](const Synapse& synapse) { return synapse.type == type; });
    };
    const auto driven = [](const Synapse& synapse) {
        return synapse.type != Type::alphaSynapse;
    };
    Fields<Synapse> fields;
    fields.push_back(text(&Synapse::id, identity()));
    fields.push_back(text(&Synapse::name, named("synapse")));
    fields.push_back(
        boolean(&Synapse::enabled, {.key = "enabled",
                                    .label = "Active",
                                    .help = "Off: the synapse stays in the scene but does nothing."}));
    fields.push_back(lock<Synapse>("synapse"));
    append(fields, &Synapse::location, locationFields(), "", "Place");
    fields.push_back(
        choice(&Synapse::type, {Type::expSyn, Type::exp2Syn, Type::alphaSynapse},
               {.key = "type",
                .label = "Type",
                .help = "The time course of the synapse's conductance.",
                .group = "Conductance",
                .lfpyName = "syntype",
                .choices = {
                    {"exp_syn", "Exponential (ExpSyn)", "Jumps at each event and decays exponentially."},
                    {"exp2_syn", "Two exponentials (Exp2Syn)", "Rises and decays with a time constant each."},
                    {"alpha_synapse", "Alpha function (AlphaSynapse)",
                     "One alpha function at a given time; takes no events."}}}));
    fields.push_back(number(&Synapse::weight, {.key = "weight_uS",
                                               .label = "Weight",
                                               .unit = "µS",
                                               .help = "Peak conductance of one event.",
                                               .minimum = 0,
                                               .maximum = 1e4,
                                               .step = 0.001,
                                               .decimals = 6,
                                               .group = "Conductance",
                                               .lfpyName = "weight"}));
    fields.push_back(number(&Synapse::reversalMv,
                            {.key = "reversal_mV",
                             .label = "Reversal potential",
                             .unit = "mV",
                             .help = "Potential at which the synapse carries no current; about 0 mV excites, "
                                     "−70 mV and below inhibits.",
                             .minimum = -500,
                             .maximum = 500,
                             .step = 5,
                             .decimals = 2,
                             .group = "Conductance",
                             .lfpyName = "e"}));
    fields.push_back(number(&Synapse::tauMs,
                            {.key = "tau_ms",
                             .label = "Time constant",
                             .unit = "ms",
                             .help = "Decay of the conductance; of an alpha function the time to its peak.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.5,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau"},
                            [](const Synapse& synapse) { return synapse.type != Type::exp2Syn; }));
    fields.push_back(number(&Synapse::tau1Ms,
                            {.key = "tau1_ms",
                             .label = "Rise time constant",
                             .unit = "ms",
                             .help = "Time constant of the rise; shorter than that of the decay.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau1"},
                            is(Type::exp2Syn)));
    fields.push_back(number(&Synapse::tau2Ms,
                            {.key = "tau2_ms",
                             .label = "Decay time constant",
                             .unit = "ms",
                             .help = "Time constant of the decay.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.5,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau2"},
                            is(Type::exp2Syn)));
    fields.push_back(number(&Synapse::onsetMs,
                            {.key = "onset_ms",
                             .label = "Onset",
                             .unit = "ms",
                             .help = "When the alpha function begins.",
                             .minimum = -1e7,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .group = "Conductance",
                             .lfpyName = "onset"},
                            is(Type::alphaSynapse)));
    append<Synapse, SpikeTrain>(fields, &Synapse::spikes, spikeFields(), "spikes/", "Spikes", driven);
    return fields;
}

/// The parameters of a group's synapses; where each sits is in the group's own list.
Fields<Synapse> sharedSynapseFields() {
    Fields<Synapse> fields = makeSynapseFields();
    std::erase_if(fields, [](const Field<Synapse>& field) {
        const std::string& key = field.info.key;
        return key == "id" || key == "name" || key == "enabled" || key == "locked" || key == "section" ||
               key == "x";
    });
    return fields;
}

std::vector<std::string> placesToTexts(const SynapseGroup& group) {
    std::vector<std::string> texts;
    texts.reserve(group.places.size());
    for (const Location& place : group.places) {
        texts.push_back(placeText(place));
    }
    return texts;
}

std::vector<std::array<double, 3>> peaksToTriples(const ScatterRecipe& recipe) {
    std::vector<std::array<double, 3>> triples;
    triples.reserve(recipe.peaks.size());
    for (const DepthPeak& peak : recipe.peaks) {
        triples.push_back({peak.centreUm, peak.widthUm, peak.weight});
    }
    return triples;
}

/// What the panel of scattering shows when it comes back to the group; NEURON sees the places alone.
Fields<ScatterRecipe> scatterFields() {
    Fields<ScatterRecipe> fields;
    fields.push_back(text(&ScatterRecipe::sections,
                          {.key = "sections",
                           .label = "Scattered over",
                           .help = "Parts of section names, separated by blanks; allsec: the whole cell.",
                           .lfpyName = "section"}));
    fields.push_back(make<ScatterRecipe>(
        {.key = "peaks",
         .label = "Depth profile",
         .help = "Bells over depth: middle in µm, width (standard deviation) in µm, weight. None: by "
                 "membrane area alone.",
         .minimum = -1e7,
         .maximum = 1e7,
         .lfpyName = "funargs"},
        FieldKind::points, [](const ScatterRecipe& recipe) { return FieldValue(peaksToTriples(recipe)); },
        [](ScatterRecipe& recipe, const FieldValue& to) {
            recipe.peaks.clear();
            for (const auto& [centre, width, weight] : std::get<std::vector<std::array<double, 3>>>(to)) {
                recipe.peaks.push_back({centre, width, weight});
            }
        },
        {}));
    fields.push_back(
        integer(&ScatterRecipe::seed, {.key = "seed",
                                       .label = "Seed",
                                       .help = "The same seed gives the same places on every machine.",
                                       .minimum = 0,
                                       .maximum = 2147483647}));
    for (Field<ScatterRecipe>& field : fields) {
        field.info.changesCurrents = false;
        field.info.inPanel = false;
    }
    return fields;
}

Fields<SynapseGroup> makeGroupFields() {
    Fields<SynapseGroup> fields;
    fields.push_back(text(&SynapseGroup::id, identity()));
    fields.push_back(text(&SynapseGroup::name, named("group of synapses")));
    fields.push_back(
        boolean(&SynapseGroup::enabled, {.key = "enabled",
                                         .label = "Active",
                                         .help = "Off: the group stays in the scene but does nothing."}));
    fields.push_back(lock<SynapseGroup>("group"));
    fields.push_back(make<SynapseGroup>(
        {.key = "places",
         .label = "Places",
         .help = "Where the synapses sit: sections and positions on them, as \"dend[3](0.5)\".",
         .group = "Place",
         .lfpyName = "idx",
         .inPanel = false},
        FieldKind::texts, [](const SynapseGroup& group) { return FieldValue(placesToTexts(group)); },
        [](SynapseGroup& group, const FieldValue& to) {
            group.places.clear();
            for (const std::string& place : std::get<std::vector<std::string>>(to)) {
                group.places.push_back(placeFromText(place));
            }
        },
        {}));
    append(fields, &SynapseGroup::scatter, scatterFields(), "scatter/", "Place",
           [](const SynapseGroup& group) { return group.scatter != ScatterRecipe(); });
    append(fields, &SynapseGroup::synapse, sharedSynapseFields(), "", "Conductance");
    fields.push_back(boolean(&SynapseGroup::sharedTrain,
                             {.key = "shared_train",
                              .label = "One train for all",
                              .help = "On: all synapses of the group are driven at the same times. Off: each "
                                      "has a random train of its own, made from the seed and its number.",
                              .group = "Spikes"},
                             [](const SynapseGroup& group) {
                                 return group.synapse.type != Synapse::Type::alphaSynapse &&
                                        group.synapse.spikes.kind != SpikeTrain::Kind::times &&
                                        group.synapse.spikes.kind != SpikeTrain::Kind::regular;
                             }));
    return fields;
}

} // namespace

const Fields<Synapse>& synapseFields() {
    static const Fields<Synapse> fields = makeSynapseFields();
    return fields;
}

const Fields<SynapseGroup>& groupFields() {
    static const Fields<SynapseGroup> fields = makeGroupFields();
    return fields;
}

} // namespace phiscope
