#include "widgets/probe_library.h"

#include "model/probes/probeinterface.h"
#include "widgets/quantity.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include <algorithm>

namespace phiscope {

namespace fs = std::filesystem;

ProbeLibrary::ProbeLibrary(const fs::path& folder)
    : folder_(folder) {
    if (folder_.empty()) {
        folder_ = fs::path(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString()) /
                  "probes";
    }
}

std::vector<ProbeLibrary::Entry> ProbeLibrary::entries(std::vector<Error>* problems) const {
    std::vector<Entry> all;
    std::error_code error;
    for (const auto& item : fs::directory_iterator(folder_, error)) {
        if (item.path().extension() != ".json") {
            continue;
        }
        auto read = readProbeInterface(item.path());
        if (read) {
            all.push_back({item.path(), std::move(read->probes.front())});
        } else if (problems != nullptr) {
            problems->push_back(read.error());
        }
    }
    std::sort(all.begin(), all.end(),
              [](const Entry& a, const Entry& b) { return a.design.name < b.design.name; });
    return all;
}

Result<fs::path> ProbeLibrary::add(const ProbeDesign& design) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) {
        return fail("the folder for your probes could not be made: " + error.message() + ".",
                    "Check that your home folder can be written.", folder_.string());
    }
    std::string stem;
    for (const QChar c : QString::fromStdString(design.name).left(60)) {
        stem += c.isLetterOrNumber() || c == QLatin1Char('-') ? QString(c).toStdString() : std::string("-");
    }
    fs::path file = folder_ / (stem + ".json");
    for (int n = 2; fs::exists(file, error); ++n) {
        file = folder_ / (stem + "-" + std::to_string(n) + ".json");
    }
    if (auto saved = saveProbeInterface(design, file); !saved) {
        return tl::unexpected<Error>(std::move(saved.error()));
    }
    return file;
}

Result<void> ProbeLibrary::remove(const fs::path& file) const {
    std::error_code error;
    if (!fs::remove(file, error) || error) {
        return fail("the probe could not be removed" + (error ? ": " + error.message() : std::string()) + ".",
                    "Check that the folder can be written.", file.string());
    }
    return {};
}

QString summaryOf(const ProbeDesign& design) {
    const auto count = static_cast<int>(design.contactsUm.size());
    if (count == 1) {
        return QCoreApplication::translate("ProbeLibrary", "1 contact");
    }
    const double nearest = smallestDistance(design);
    constexpr double millimetre = 1000.0;
    const QString pitch = nearest >= millimetre
                              ? formatNumber(nearest / millimetre, 3) + QChar(0x2009) + QStringLiteral("mm")
                              : formatNumber(nearest, 3) + QChar(0x2009) + QStringLiteral("µm");
    return QCoreApplication::translate("ProbeLibrary", "%1 contacts · %2").arg(count).arg(pitch);
}

} // namespace phiscope
