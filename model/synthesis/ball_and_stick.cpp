#include "model/synthesis/recipes.h"

#include <cmath>

namespace phiscope::synthesis {

namespace {

Morphology growBallAndStick(const Values& v, std::uint64_t /*seed*/) {
    const double ball = v["soma_diameter_um"];
    Arbor arbor("Ball and stick");
    arbor.addSoma(roundSoma(ball));
    Branch stick;
    stick.type = SectionType::dendrite;
    stick.parent = 0;
    stick.parentX = 1.0;
    stick.startDiameter = v["stick_diameter_um"];
    stick.endDiameter = v["stick_diameter_um"];
    const double from = 0.49 * ball;
    const double length = v["stick_um"];
    const int pieces = std::max(1, static_cast<int>(std::ceil(length / 10.0)));
    for (int i = 0; i <= pieces; ++i) {
        stick.points.emplace_back(0.0, 0.0, from + length * i / pieces);
    }
    arbor.add(std::move(stick));
    arbor.assignDiameters(Random(0));
    return arbor.morphology();
}

} // namespace

Recipe ballAndStickRecipe() {
    return {
        {"ball_and_stick",
         "Ball and stick",
         "A round soma and one straight dendrite: the simplest cell with a dipole.",
         {{"stick_um", "Length of the stick", "µm", 600.0, 50.0, 2000.0, 0, "Length of the dendrite."},
          {"stick_diameter_um", "Diameter of the stick", "µm", 4.0, 0.3, 10.0, 1,
           "The same from end to end."},
          {"soma_diameter_um", "Diameter of the ball", "µm", 24.0, 5.0, 60.0, 1, "Diameter of the soma."}}},
        growBallAndStick};
}

} // namespace phiscope::synthesis
