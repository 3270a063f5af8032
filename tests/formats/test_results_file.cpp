#include "model/formats/csv_writer.h"
#include "model/formats/hdf5_file.h"
#include "model/formats/results_file.h"
#include "model/forward/make_forward_model.h"
#include "tests/common/temporary_folder.h"
#include "tests/scene/sample_scene.h"

#include <cmath>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <random>
#include <unistd.h>

using namespace phiscope;
using test::readText;
using test::TemporaryFolder;
using test::writeText;

namespace {

struct Run {
    Scene scene;
    BuiltCell cell;
    std::shared_ptr<Recording> recording;
};

/// A small cell with a recording of made-up numbers, `frames` of them written.
Run makeRun(std::int64_t room, std::int64_t frames) {
    Run run;
    run.scene = test::sampleScene();
    run.scene.cell.morphology.shapeParameters.clear();
    Result<BuiltCell> cell = buildCell(run.scene.cell, {});
    REQUIRE_MESSAGE(cell, cell.error().message());
    run.cell = std::move(*cell);
    RecordingLayout layout;
    layout.segments = run.cell.placed.segments.size();
    layout.frames = room;
    layout.dtMs = 0.03125;
    layout.pointProcesses = 5;
    layout.pointSegments = {3, 0, -1, 2, 2};
    layout.variables = {"m_hh"};
    run.recording = *Recording::create(layout);
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        for (int k = 0; k < layout.segments; ++k) {
            run.recording->writeCurrents(frame)[k] = normal(random);
            run.recording->writePotentials(frame)[k] = static_cast<float>(normal(random));
            run.recording->writeVariable(0, frame)[k] = normal(random);
        }
        for (int k = 0; k < layout.pointProcesses; ++k) {
            run.recording->writePointCurrents(frame)[k] = normal(random);
        }
    }
    run.recording->publish(frames);
    run.recording->finish();
    return run;
}

template <typename T>
bool sameValues(const T* a, const T* b, std::int64_t count) {
    return std::equal(a, a + count, b);
}

/// What the program writes to stderr while `action` runs.
template <typename Action>
std::string errorOutputOf(const TemporaryFolder& folder, Action action) {
    const auto file = folder / "stderr";
    const int saved = ::dup(STDERR_FILENO);
    const int to = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    ::dup2(to, STDERR_FILENO);
    action();
    ::dup2(saved, STDERR_FILENO);
    ::close(to);
    ::close(saved);
    return readText(file);
}

} // namespace

TEST_CASE("results come back whole: scene, cell, recording and signals") {
    const TemporaryFolder folder;
    const auto file = folder / "a µ.phiscope.h5";
    const Run run = makeRun(50, 50);
    const Result<void> saved = saveResults(run.scene, run.cell, *run.recording, file);
    REQUIRE_MESSAGE(saved, saved.error().message());
    const Result<ResultsFile> read = readResults(file);
    REQUIRE_MESSAGE(read, read.error().message());
    CHECK(read->scene == run.scene);
    CHECK(read->program == std::string("Phiscope ") + PHISCOPE_VERSION);
    CHECK(read->cell.morphology == run.cell.morphology);
    CHECK(read->cell.nseg == run.cell.nseg);
    CHECK(read->cell.placed.segments.start == run.cell.placed.segments.start);
    const RecordingLayout& layout = read->recording->layout();
    CHECK(layout == run.recording->layout());
    CHECK(read->recording->finished());
    REQUIRE(read->recording->frameCount() == 50);
    const std::int64_t values = 50 * layout.segments;
    CHECK(sameValues(read->recording->currents(), run.recording->currents(), values));
    CHECK(sameValues(read->recording->potentials(), run.recording->potentials(), values));
    CHECK(sameValues(read->recording->variable(0), run.recording->variable(0), values));
    CHECK(sameValues(read->recording->pointCurrents(), run.recording->pointCurrents(), 50 * 5));
    CHECK(read->recording->pointPotential(0, 7) == static_cast<double>(run.recording->potentials(7)[3]));
    CHECK(std::isnan(read->recording->pointPotential(2, 7)));

    REQUIRE(read->probes.size() == 2);
    CHECK(read->probes[1].name == run.scene.probes[1].name);
    CHECK(read->probes[1].unit == "mV");
    CHECK(read->probes[1].contactsUm == contactPositions(run.scene.probes[1]));
    const Eigen::Map<const Eigen::MatrixXd> currents(run.recording->currents(), layout.segments, 50);
    const Eigen::MatrixXd expected =
        probeMatrix(run.scene.probes[1], run.cell.placed.segments).value() * currents;
    CHECK(read->probes[1].values.isApprox(expected, 1e-12));
    // Line sources in a slice, but contacts above its bottom: the place stays, the numbers are missing.
    REQUIRE_FALSE(probeMatrix(run.scene.probes[0], run.cell.placed.segments).has_value());
    CHECK(measure(run.scene, run.cell, *run.recording)[0].problem.find("contact 1") != std::string::npos);
    CHECK(read->probes[0].values.rows() == 11);
    CHECK(read->probes[0].values.cols() == 50);
    CHECK(read->probes[0].values.array().isNaN().all());
    CHECK(read->dipoleMoment.isApprox(run.cell.placed.segments.midpoints() * currents, 1e-12));
}

TEST_CASE("others can read the file: shapes, units, time") {
    const TemporaryFolder folder;
    const Run run = makeRun(20, 20);
    REQUIRE(saveResults(run.scene, run.cell, *run.recording, folder / "a.h5"));
    const auto file = hdf5::File::open(folder / "a.h5");
    const auto segments = static_cast<std::uint64_t>(run.recording->layout().segments);
    CHECK(file.shape("/recording/i_membrane") == hdf5::Shape{20, segments});
    CHECK(file.attributeText("/recording/i_membrane", "unit") == "nA");
    CHECK(file.attributeText("/recording/v", "unit") == "mV");
    CHECK(file.attributeText("/signals/000/values", "axes") == "channel, time");
    CHECK(file.shape("/signals/000/values") == hdf5::Shape{11, 20});
    CHECK(file.shape("/cell/segments/x") == hdf5::Shape{segments, 2});
    CHECK(file.shape("/dipole_moment") == hdf5::Shape{3, 20});
    std::vector<double> time(20);
    file.read("/recording/t", {20}, time.data());
    CHECK(time[19] == 19 * 0.03125);
    CHECK(file.has("/recording/variables/0"));
    CHECK_FALSE(file.has("/recording/nothing/0"));
}

TEST_CASE("a recording that was cancelled is kept as far as it goes") {
    const TemporaryFolder folder;
    const Run run = makeRun(50, 7);
    REQUIRE(saveResults(run.scene, run.cell, *run.recording, folder / "a.h5"));
    const Result<ResultsFile> read = readResults(folder / "a.h5");
    REQUIRE_MESSAGE(read, read.error().message());
    CHECK(read->recording->frameCount() == 7);
    CHECK(read->probes[0].values.cols() == 7);
}

TEST_CASE("files that are none, cut off or damaged end in a message and nothing on stderr") {
    const TemporaryFolder folder;
    const Run run = makeRun(20, 20);
    REQUIRE(saveResults(run.scene, run.cell, *run.recording, folder / "good.h5"));
    const std::string good = readText(folder / "good.h5");
    const auto bad = folder / "bad.h5";
    int refused = 0;
    const std::string output = errorOutputOf(folder, [&] {
        const auto refuses = [&](std::string_view content) {
            writeText(bad, content);
            const Result<ResultsFile> read = readResults(bad);
            if (!read) {
                ++refused;
                CHECK(read.error().file == bad.string());
                CHECK_FALSE(read.error().what.empty());
                CHECK_FALSE(read.error().remedy.empty());
            }
            return !read;
        };
        CHECK(refuses(""));
        CHECK(refuses("not HDF5 at all"));
        for (int part = 1; part < 20; ++part) {
            CHECK(refuses(good.substr(0, good.size() * static_cast<std::size_t>(part) / 20)));
        }
        std::mt19937 random(11);
        for (int round = 0; round < 300; ++round) {
            std::string content = good;
            for (int k = 0; k < 5; ++k) {
                // Mostly in the front, where the structure lies.
                content[random() % (round % 2 == 0 ? 8192 : content.size())] = static_cast<char>(random());
            }
            refuses(content);
        }
        CHECK(readResults(folder / "none.h5").error().what == "there is no such file.");
        CHECK_FALSE(readResults(folder.path()));
        {
            hdf5::File other = hdf5::File::create(bad);
            other.attribute("/", "format", std::string("somebody else's"));
            other.close();
        }
        CHECK(readResults(bad).error().what.find("not of Phiscope") != std::string::npos);
    });
    CHECK(refused > 60);
    CHECK(output == "");
}

TEST_CASE("results that cannot be saved leave nothing behind") {
    const TemporaryFolder folder;
    const Run run = makeRun(5, 5);
    const Result<void> saved = saveResults(run.scene, run.cell, *run.recording, folder / "none" / "a.h5");
    REQUIRE_FALSE(saved);
    CHECK(saved.error().remedy == "Check that the folder exists.");
}

TEST_CASE("a table as CSV: units, quotes, every digit") {
    const TemporaryFolder folder;
    const std::vector<CsvColumn> columns{{"time", "ms"}, {"a, \"b\"", "mV"}, {"n", ""}};
    const Result<void> written = writeCsv(folder / "a.csv", columns, 2, [](std::int64_t r, int c) {
        return c == 0 ? 0.0625 * static_cast<double>(r) : c == 1 ? 0.1 + 0.2 : -1e-300;
    });
    REQUIRE_MESSAGE(written, written.error().message());
    CHECK(readText(folder / "a.csv") == "time (ms),\"a, \"\"b\"\" (mV)\",n\n"
                                        "0,0.30000000000000004,-1e-300\n"
                                        "0.0625,0.30000000000000004,-1e-300\n");
}
