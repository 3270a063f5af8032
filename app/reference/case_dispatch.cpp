#include "app/reference/families.h"

#include <nlohmann/json.hpp>

#include <exception>
#include <string>

namespace phiscope::reference {

using nlohmann::json;

namespace {

void dispatch(const json& referenceCase, const Surroundings& surroundings, CaseReport& report) {
    const json& input = referenceCase.at("input");
    const json& expected = referenceCase.at("expected");
    if (input.contains("variants")) {
        checkForwardModels(referenceCase, report);
    } else if (input.contains("model")) {
        checkHeadModels(referenceCase, surroundings, report);
    } else if (input.contains("populations")) {
        report.skipAll("not implemented: networks");
    } else if (input.contains("kind") && input.at("kind") == "rand_idx") {
        checkRandomSegments(referenceCase, surroundings, report);
    } else if (input.contains("kind") && input.at("kind") == "times") {
        checkSpikeTrains(referenceCase, report);
    } else if (input.contains("kind") && input.at("kind") == "alias") {
        checkWeightedDraws(referenceCase, report);
    } else if (input.contains("kind")) {
        report.skipAll("not implemented: \"" + input.at("kind").get<std::string>() + "\" helpers of LFPy");
    } else if (input.value("simulate", json::object()).value("variable_dt", false)) {
        report.skipAll("not implemented: variable time step");
    } else if (expected.contains("tvec")) {
        checkSimulation(referenceCase, surroundings, report);
    } else if (expected.contains("geometry")) {
        checkGeometry(referenceCase, surroundings, report);
    } else {
        report.skipAll("not implemented: this kind of case");
    }
}

} // namespace

CaseReport checkCase(const json& referenceCase, const Surroundings& surroundings) {
    CaseReport report;
    try {
        dispatch(referenceCase, surroundings, report);
    } catch (const std::exception& error) { // a case that does not keep to the format
        report.differs("the file", error.what());
    }
    return report;
}

} // namespace phiscope::reference
