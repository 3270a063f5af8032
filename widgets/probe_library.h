#pragma once

#include "model/probes/probe_design.h"

#include <QString>

#include <filesystem>
#include <vector>

namespace phiscope {

/// A person's own probes: one probeinterface file each in a folder of the application.
class ProbeLibrary {
public:
    struct Entry {
        std::filesystem::path file;
        ProbeDesign design;
    };

    /// In the application's data folder, or in `folder` where one is named (tests).
    explicit ProbeLibrary(const std::filesystem::path& folder = {});

    const std::filesystem::path& folder() const { return folder_; }
    /// By name. Files that can not be read are left out and told in `problems`.
    std::vector<Entry> entries(std::vector<Error>* problems = nullptr) const;
    /// Kept under its name; one of the same name is never replaced, the file gets a number.
    Result<std::filesystem::path> add(const ProbeDesign& design) const;
    Result<void> remove(const std::filesystem::path& file) const;

private:
    std::filesystem::path folder_;
};

/// "960 contacts · 25.6 µm": how many, and the distance of the two nearest.
QString summaryOf(const ProbeDesign& design);

} // namespace phiscope
