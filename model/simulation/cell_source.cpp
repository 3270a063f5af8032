#include "model/simulation/cell_source.h"

#include "model/formats/morphology_reader.h"
#include "model/simulation/hoc_import.h"
#include "model/support/atomic_file.h"
#include "model/support/sha256.h"
#include "model/synthesis/shapes.h"

#include <algorithm>
#include <cctype>
#include <random>
#include <system_error>
#include <utility>

namespace phiscope {

namespace fs = std::filesystem;

namespace {

bool isHoc(const std::string& path) {
    std::string ending = fs::path(path).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".hoc";
}

/// The text of an embedded .hoc file as a file that NEURON can load; gone at the end of the scope.
class TextOnDisk {
public:
    static Result<TextOnDisk> write(const std::string& text) {
        std::error_code code;
        std::random_device device;
        TextOnDisk file;
        file.folder_ = fs::temp_directory_path(code) /
                       ("phiscope-" + std::to_string(device()) + "-" + std::to_string(device()));
        if (code || !fs::create_directory(file.folder_, code)) {
            return fail("no temporary folder can be made for the embedded file: " + code.message() + ".",
                        "Free some space in the folder for temporary files.");
        }
        fs::permissions(file.folder_, fs::perms::owner_all, code);
        if (Result<void> written = writeFileAtomically(file.file(), text); !written) {
            return tl::unexpected(written.error());
        }
        return file;
    }
    ~TextOnDisk() {
        if (!folder_.empty()) {
            std::error_code ignored;
            fs::remove_all(folder_, ignored);
        }
    }
    TextOnDisk(TextOnDisk&& other) noexcept
        : folder_(std::exchange(other.folder_, {})) {}
    TextOnDisk(const TextOnDisk&) = delete;
    TextOnDisk& operator=(const TextOnDisk&) = delete;
    TextOnDisk& operator=(TextOnDisk&&) = delete;

    fs::path file() const { return folder_ / "cell.hoc"; }

private:
    TextOnDisk() = default;
    fs::path folder_;
};

tl::unexpected<Error> named(Error error, const std::string& file) {
    error.file = file;
    return tl::unexpected(std::move(error));
}

Result<MorphologyImport> runHoc(const fs::path& file, const CellSourceOptions& options) {
    return importHoc(file, options.runProgram.empty() ? defaultRunProgram() : options.runProgram);
}

tl::unexpected<Error> consentNeeded(const std::string& file) {
    return fail("this file contains program code, which runs with your rights when the cell is read.",
                "Agree to that (phiscope-run: --allow-code) if you trust where the file comes from.", file);
}

Result<MorphologyImport> readEmbedded(const MorphologySource& source, const CellSourceOptions& options) {
    if (!isHoc(source.path)) {
        return parseMorphology(source.text, source.path);
    }
    if (!options.allowHoc) {
        return consentNeeded(source.path);
    }
    const Result<TextOnDisk> onDisk = TextOnDisk::write(source.text);
    if (!onDisk) {
        return named(onDisk.error(), source.path);
    }
    Result<MorphologyImport> import = runHoc(onDisk->file(), options);
    return import ? std::move(import) : named(import.error(), source.path);
}

Result<MorphologyImport> readFile(const MorphologySource& source, const CellSourceOptions& options) {
    const fs::path file = options.sceneFolder / fs::path(source.path);
    const Result<std::string> content = readWholeFile(file, maxMorphologyBytes);
    if (!content) {
        return tl::unexpected(content.error());
    }
    const bool hoc = isHoc(source.path);
    if (hoc && !options.allowHoc) {
        return consentNeeded(file.string());
    }
    Result<MorphologyImport> import = hoc ? runHoc(file, options) : parseMorphology(*content, file.string());
    if (import && !source.sha256.empty() && source.sha256 != sha256(*content)) {
        import->notices.push_back({Notice::Level::warning,
                                   file.string() + " has changed since the scene was saved; the cell is "
                                                   "the one that is in the file now.",
                                   0});
    }
    return import;
}

Result<MorphologyImport> importMorphology(const MorphologySource& source, const CellSourceOptions& options) {
    switch (source.kind) {
    case MorphologySource::Kind::procedural: {
        Result<Morphology> grown = makeShape(source.shape, source.seed, source.shapeParameters);
        if (!grown) {
            return tl::unexpected(grown.error());
        }
        return MorphologyImport{std::move(*grown), {}, {}};
    }
    case MorphologySource::Kind::file:
        return readFile(source, options);
    case MorphologySource::Kind::embedded:
        return readEmbedded(source, options);
    }
    return fail("the cell has no shape.", "Choose one from the gallery or open a file.");
}

/// Above this a cell is a mistake in the settings, and would only exhaust the memory.
constexpr long mostSegments = 1'000'000;

} // namespace

Result<BuiltCell> buildCell(const Cell& cell, const CellSourceOptions& options) {
    Result<MorphologyImport> import = importMorphology(cell.morphology, options);
    if (!import) {
        return tl::unexpected(import.error());
    }
    BuiltCell built;
    built.morphology = std::move(import->morphology);
    built.notices = std::move(import->notices);
    built.somaNote = std::move(import->somaNote);
    built.nseg = segmentCounts(built.morphology, cell.discretisation, cell.Ra, cell.cm);
    long total = 0;
    for (std::size_t k = 0; k < built.nseg.size(); ++k) {
        total += built.nseg[k];
        if (built.nseg[k] == maxSegmentsPerSection) {
            built.notices.push_back({Notice::Level::warning,
                                     built.morphology.sections[k].name + " is cut into " +
                                         std::to_string(maxSegmentsPerSection) +
                                         " segments, as many as a section can have, whatever the rule asks "
                                         "for. Choose longer segments.",
                                     0});
        }
    }
    if (total > mostSegments) {
        return fail("the cell would be cut into " + std::to_string(total) + " segments; at most " +
                        std::to_string(mostSegments) + " are possible.",
                    "Choose longer segments.", cell.morphology.path);
    }
    built.placed = placeCell(built.morphology, built.nseg, cell.pose);
    built.pose = cell.pose;
    return built;
}

bool needsConsent(const MorphologySource& source) {
    return source.kind != MorphologySource::Kind::procedural && isHoc(source.path);
}

} // namespace phiscope
