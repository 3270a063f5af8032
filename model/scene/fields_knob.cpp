#include "model/scene/field_builders.h"
#include "model/scene/input_fields.h"

namespace phiscope {

namespace {

using namespace build;

Fields<Knob> makeKnobFields() {
    Fields<Knob> fields;
    fields.push_back(text(&Knob::id, identity()));
    fields.push_back(text(&Knob::object, {.key = "object",
                                          .label = "Object",
                                          .help = "Identifier of the object whose number is turned, \"cell\" "
                                                  "or \"run\"."}));
    fields.push_back(text(&Knob::key, {.key = "key",
                                       .label = "Number",
                                       .help = "The key of the number; of a list of three with its index, "
                                               "\"position_um/2\"."}));
    fields.push_back(number(
        &Knob::low, {.key = "low", .label = "From", .help = "Where the knob begins, in the number's unit."}));
    fields.push_back(number(
        &Knob::high, {.key = "high", .label = "To", .help = "Where the knob ends, in the number's unit."}));
    fields.push_back(
        choice(&Knob::scale, {Knob::Scale::linear, Knob::Scale::logarithmic},
               {.key = "scale",
                .label = "Scale",
                .help = "How the values lie between both ends.",
                .choices = {{"linear", "Linear", "Equal ways are equal differences."},
                            {"log", "Logarithmic", "Equal ways are equal factors; from above 0."}}}));
    for (Field<Knob>& field : fields) {
        field.info.changesCurrents = false;
        field.info.inPanel = false;
    }
    return fields;
}

} // namespace

const Fields<Knob>& knobFields() {
    static const Fields<Knob> fields = makeKnobFields();
    return fields;
}

} // namespace phiscope
