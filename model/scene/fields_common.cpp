#include "model/scene/input_fields.h"

namespace phiscope::build {

Fields<Location> locationFields() {
    Fields<Location> fields;
    fields.push_back(text(&Location::section, {.key = "section",
                                               .label = "Section",
                                               .help = "The section of the cell where it sits.",
                                               .group = "Place",
                                               .lfpyName = "idx"}));
    fields.push_back(number(&Location::x, {.key = "x",
                                           .label = "Position",
                                           .help = "Where on the section, from 0 (its start) to 1 (its end).",
                                           .minimum = 0,
                                           .maximum = 1,
                                           .step = 0.05,
                                           .decimals = 4,
                                           .group = "Place",
                                           .lfpyName = "idx"}));
    return fields;
}

FieldInfo named(const char* what) {
    return {.key = "name",
            .label = "Name",
            .help = std::string("What the ") + what + " is called in the tree.",
            .changesCurrents = false};
}

FieldInfo identity() {
    return {.key = "id",
            .label = "Identifier",
            .help = "Tells the objects of a scene apart; never shown.",
            .changesCurrents = false,
            .inPanel = false};
}

} // namespace phiscope::build
