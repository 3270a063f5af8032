#pragma once

#include "app/reference/case_report.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <vector>

namespace phiscope::reference {

/// Where to look for what the cases refer to.
struct Surroundings {
    std::vector<std::filesystem::path> morphologyFolders;
    std::filesystem::path runProgram; ///< phiscope-run, which loads .hoc cells
    std::filesystem::path caseFolder; ///< where the cases lie, with further files beside them
};

/// Family A: reading a morphology, discretisation, placement and index queries.
void checkGeometry(const nlohmann::json& referenceCase, const Surroundings& surroundings, CaseReport& report);

/// Family B: forward models of segments that are given in full.
void checkForwardModels(const nlohmann::json& referenceCase, CaseReport& report);

/// Family C: current dipole models.
void checkHeadModels(const nlohmann::json& referenceCase, const Surroundings& surroundings,
                     CaseReport& report);

/// Family D: one cell simulated, with everything that is recorded from it.
void checkSimulation(const nlohmann::json& referenceCase, const Surroundings& surroundings,
                     CaseReport& report);

/// f04: segments drawn at random by area.
void checkRandomSegments(const nlohmann::json& referenceCase, const Surroundings& surroundings,
                         CaseReport& report);

/// f05: spike trains whose intervals come from a distribution.
void checkSpikeTrains(const nlohmann::json& referenceCase, CaseReport& report);

/// f03: draws by given probabilities.
void checkWeightedDraws(const nlohmann::json& referenceCase, CaseReport& report);

/// Finds out by its content what a case is about and checks it, or skips it by name.
CaseReport checkCase(const nlohmann::json& referenceCase, const Surroundings& surroundings);

} // namespace phiscope::reference
