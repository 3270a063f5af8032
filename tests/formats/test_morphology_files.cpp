#include "model/geometry/segments.h"
#include "tests/formats/imports.h"
#include "tests/geometry/cells.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for one test, gone afterwards.
class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() / ("phiscope formats " + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::string error(const fs::path& file) {
    const Result<MorphologyImport> result = readMorphology(file);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().file == file.string());
    return result.error().what + " " + result.error().remedy;
}

/// Where the reference morphologies are; empty, with a message, where there are none.
fs::path referenceMorphologies() {
    const char* const named = std::getenv("PHISCOPE_MORPHOLOGIES");
    const fs::path folder =
        named != nullptr ? fs::path(named) : fs::path(PHISCOPE_SOURCE_DIR) / ".." / "shared" / "morphologies";
    if (!fs::is_directory(folder)) {
        MESSAGE("The reference morphologies are not here (PHISCOPE_MORPHOLOGIES); skipped.");
        return {};
    }
    return folder;
}

const std::string cell = "1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n3 3 0 50 0 1 2\n";

} // namespace

TEST_CASE("the ending decides, in any case; names may be in any script") {
    const Folder folder;
    for (const char* name : {"cell.swc", "CELL.SWC", "Nervenzelle größer 神経.CNG.swc"}) {
        const Result<MorphologyImport> read = readMorphology(folder.write(name, cell));
        REQUIRE(read.has_value());
        CHECK(read->morphology.sections.size() == 2);
        CHECK(read->morphology.name == fs::path(name).stem().string());
    }
    CHECK(readMorphology(folder.write("a.asc", "((Axon) (0 0 0 1) (5 0 0 1) Normal)")).has_value());
}

TEST_CASE("what cannot be read says so") {
    const Folder folder;
    CHECK(error(folder.path() / "none.swc") == "The file does not exist. Check its name and folder.");
    fs::create_directory(folder.path() / "folder.swc");
    CHECK(error(folder.path() / "folder.swc") ==
          "This is not a file. Choose a file, not a folder or a device.");
    CHECK(error(folder.write("a.hoc", "create soma")) ==
          "A .hoc file is a program, which only NEURON can run. Open it with Import, which asks first and "
          "runs it "
          "in a process of its own.");
    for (const char* name : {"a.txt", "swc", ".swc2", "a.swc~"}) {
        CHECK(error(folder.write(name, cell)) ==
              "This is not a kind of morphology file that can be read. Use .swc, "
              "Neurolucida .asc, MorphML .xml or NEURON .hoc.");
    }
    // Two gigabytes that take no room: refused by their size, before anything is read.
    const fs::path huge = folder.write("huge.swc", "");
    fs::resize_file(huge, std::uintmax_t{2} << 30U);
    CHECK(error(huge) ==
          "The file has 2048 MiB, more than the 512 MiB that are read. Real morphologies are far "
          "smaller; check the file.");
    if (::geteuid() != 0) {
        const fs::path closed = folder.write("closed.swc", cell);
        fs::permissions(closed, fs::perms::none);
        CHECK(error(closed) == "The file cannot be read. Check that you may read it.");
    }
}

// Numbers of LFPy (reference a09, a11, a13).
TEST_CASE("one cell in three formats") {
    const fs::path folder = referenceMorphologies();
    if (folder.empty()) {
        return;
    }
    struct Expected {
        const char* file;
        std::size_t sections;
        double area;
        int segments;
    };
    for (const Expected& expected : {Expected{"C010398B-P2.CNG.swc", 78, 9050.790117252267, 318},
                                     Expected{"C010398B-P2.asc", 78, 8874.538574739272, 320},
                                     Expected{"C010398B-P2.xml", 78, 9050.871543624684, 318}}) {
        CAPTURE(expected.file);
        const Result<MorphologyImport> read = readMorphology(folder / expected.file);
        REQUIRE_MESSAGE(read.has_value(), read.error().message());
        CHECK(read->morphology.sections.size() == expected.sections);
        const Segments segments = makeSegments(read->morphology, segmentCounts(read->morphology, {}));
        CHECK(segments.size() == expected.segments);
        checkNear(segments.area.sum(), expected.area, 1e-7);
    }
}
