// phiscope-reference: holds this program's numbers against a folder of reference cases.

#include "app/reference/families.h"
#include "model/simulation/hoc_import.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using phiscope::reference::CaseReport;
using phiscope::reference::Surroundings;

std::vector<fs::path> casesIn(const fs::path& folder, const std::vector<std::string>& only) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().stem().string();
        const bool wanted =
            only.empty() || std::any_of(only.begin(), only.end(),
                                        [&](const std::string& start) { return name.rfind(start, 0) == 0; });
        if (entry.path().extension() == ".json" && wanted) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

CaseReport check(const fs::path& file, const Surroundings& surroundings) {
    try {
        std::ifstream stream(file);
        const nlohmann::json referenceCase = nlohmann::json::parse(stream);
        if (!referenceCase.is_object() || !referenceCase.contains("expected")) {
            CaseReport report;
            report.skipAll("not a reference case");
            return report;
        }
        return phiscope::reference::checkCase(referenceCase, surroundings);
    } catch (const nlohmann::json::exception& error) {
        CaseReport report;
        report.differs("the file", error.what());
        return report;
    }
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Compares Phiscope with reference numbers of LFPy, LFPykit and NEURON.\n"
        "One line a case: the worst error relative to the largest magnitude of its array, and where.\n"
        "Exit code 0 where nothing failed, 1 where something did, 2 where there is nothing to check.",
        "phiscope-reference"};
    std::string folder;
    std::vector<std::string> morphologies;
    std::vector<std::string> only;
    bool times = false;
    app.add_option("folder", folder, "Folder with the cases, *.json")->envname("PHISCOPE_REFERENCE_DIR");
    app.add_option("-m,--morphologies", morphologies,
                   "A further folder with morphologies, beside FOLDER/../morphologies and "
                   "PHISCOPE_MORPHOLOGIES; may be given several times");
    app.add_option("--only", only, "Only cases whose name begins so; may be given several times");
    app.add_flag("--times", times, "Say how long each case took");
    CLI11_PARSE(app, argc, argv);

    std::error_code error;
    if (folder.empty() || !fs::is_directory(folder, error)) {
        std::fprintf(stderr, "%s\n",
                     folder.empty() ? "No folder with reference cases is given. Name it as an argument or in "
                                      "PHISCOPE_REFERENCE_DIR."
                                    : (folder + " is not a folder.").c_str());
        return 2;
    }
    Surroundings surroundings;
    surroundings.runProgram = phiscope::defaultRunProgram();
    surroundings.caseFolder = folder;
    surroundings.morphologyFolders.push_back(fs::absolute(folder).lexically_normal() / ".." / "morphologies");
    if (const char* further = std::getenv("PHISCOPE_MORPHOLOGIES")) {
        surroundings.morphologyFolders.emplace_back(further);
    }
    surroundings.morphologyFolders.insert(surroundings.morphologyFolders.end(), morphologies.begin(),
                                          morphologies.end());

    const std::vector<fs::path> files = casesIn(folder, only);
    if (files.empty()) {
        std::fprintf(stderr, "There is no reference case (*.json) in %s.\n", folder.c_str());
        return 2;
    }
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (const fs::path& file : files) {
        const auto begin = std::chrono::steady_clock::now();
        const CaseReport report = check(file, surroundings);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        const char* verdict = "passed ";
        switch (report.verdict()) {
        case CaseReport::Verdict::passed:
            ++passed;
            break;
        case CaseReport::Verdict::failed:
            verdict = "FAILED ";
            ++failed;
            break;
        case CaseReport::Verdict::skipped:
            verdict = "skipped";
            ++skipped;
            break;
        }
        std::printf("%s %-40s %s", verdict, file.stem().c_str(), report.summary().c_str());
        if (times) {
            std::printf(" (%.2f s)", took.count());
        }
        std::printf("\n");
        for (const std::string& difference : report.differences()) {
            std::printf("        %s\n", difference.c_str());
        }
        std::fflush(stdout);
    }
    std::printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed > 0 ? 1 : 0;
}
