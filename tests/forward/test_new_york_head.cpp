#include "model/formats/hdf5_file.h"
#include "model/forward/head/new_york_head.h"
#include "model/forward/head/orientation.h"
#include "tests/common/temporary_folder.h"

#include <Eigen/Geometry>

#include <doctest/doctest.h>
#include <limits>
#include <map>
#include <random>

using namespace phiscope;
using phiscope::test::readText;
using phiscope::test::TemporaryFolder;
using phiscope::test::writeText;

namespace {

constexpr std::uint64_t vertexCount = 9;
constexpr std::uint64_t electrodeCount = 5;

struct Dataset {
    hdf5::Shape shape;
    std::vector<double> values;
};
using Datasets = std::map<std::string, Dataset>;

/// The structure of sa_nyhead.mat with few vertices; axes as an HDF5 reader sees them.
Datasets smallHead() {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    const auto table = [&](hdf5::Shape shape, double scale) {
        std::size_t count = 1;
        for (const std::uint64_t size : shape) {
            count *= size;
        }
        Dataset data{std::move(shape), std::vector<double>(count)};
        for (double& value : data.values) {
            value = scale * normal(random);
        }
        return data;
    };
    Datasets sets{{"/sa/cortex75K/vc", table({3, vertexCount}, 60.0)},
                  {"/sa/cortex75K/normals", table({3, vertexCount}, 2.0)},
                  {"/sa/cortex75K/V_fem", table({3, vertexCount, electrodeCount}, 1.0)},
                  {"/sa/locs_3D", table({6, electrodeCount}, 90.0)}};
    // Vertex 4 stands near one of the named places.
    std::vector<double>& vertices = sets["/sa/cortex75K/vc"].values;
    vertices[4] = 54.3;
    vertices[vertexCount + 4] = -47.5;
    vertices[2 * vertexCount + 4] = 56.1;
    return sets;
}

void write(const std::filesystem::path& path, const Datasets& sets) {
    hdf5::File file = hdf5::File::create(path);
    for (const auto& [name, set] : sets) {
        file.write(name, set.shape, set.values.data());
    }
    file.close();
}

void refuses(const std::filesystem::path& path, const char* words) {
    const Result<NewYorkHead> head = NewYorkHead::open(path);
    REQUIRE_FALSE(head);
    CHECK(head.error().file == path.string());
    CHECK_FALSE(head.error().remedy.empty());
    CHECK_MESSAGE(head.error().what.find(words) != std::string::npos, head.error().message());
}

} // namespace

TEST_CASE("a head model is read with its axes the right way round") {
    const TemporaryFolder folder;
    const Datasets sets = smallHead();
    write(folder / "head.mat", sets);
    const Result<NewYorkHead> head = NewYorkHead::open(folder / "head.mat");
    REQUIRE_MESSAGE(head, head.error().message());
    CHECK(head->channels() == 5);
    CHECK(head->unit() == "mV");
    REQUIRE(head->verticesMm().cols() == 9);
    REQUIRE(head->electrodesMm().cols() == 5);
    CHECK(head->verticesMm()(1, 7) == sets.at("/sa/cortex75K/vc").values[vertexCount + 7]);
    CHECK(head->electrodesMm()(2, 3) == sets.at("/sa/locs_3D").values[2 * electrodeCount + 3]);
    CHECK(head->normals().col(6).norm() == doctest::Approx(1.0));
    const std::vector<double>& field = sets.at("/sa/cortex75K/V_fem").values;
    for (int vertex : {0, 4, 8}) {
        const Result<Eigen::MatrixXd> matrix = head->matrixOfVertex(vertex);
        REQUIRE_MESSAGE(matrix, matrix.error().message());
        REQUIRE(matrix->rows() == 5);
        for (int e = 0; e < 5; ++e) {
            for (int axis = 0; axis < 3; ++axis) {
                const auto at =
                    (static_cast<std::size_t>(axis) * vertexCount + static_cast<std::size_t>(vertex)) *
                        electrodeCount +
                    static_cast<std::size_t>(e);
                CHECK((*matrix)(e, axis) == 1e-9 * field[at]);
            }
        }
        CHECK(head->matrix(1000.0 * head->verticesMm().col(vertex)).value() == *matrix);
    }
    CHECK_FALSE(head->matrixOfVertex(9));
    CHECK_FALSE(head->matrixOfVertex(-1));
}

TEST_CASE("places by name and by point, with a warning where the cortex is far") {
    const TemporaryFolder folder;
    write(folder / "head.mat", smallHead());
    const Result<NewYorkHead> head = NewYorkHead::open(folder / "head.mat");
    REQUIRE(head);
    const auto place = head->namedPlace("parietal_lobe");
    REQUIRE(place);
    CHECK(place->vertex == 4);
    CHECK(place->distanceMm == doctest::Approx(std::sqrt(0.3 * 0.3 + 0.5 * 0.5 + 0.2 * 0.2)));
    CHECK_FALSE(place->warning);
    CHECK(place->normal == Eigen::Vector3d(head->normals().col(4)));
    const NewYorkHead::Place far = head->nearestPlace({54.3, -47.5, 58.2});
    CHECK(far.vertex == 4);
    REQUIRE(far.warning);
    CHECK(far.warning->level == Notice::Level::warning);
    CHECK(far.warning->text.find("2.1 mm") != std::string::npos);
    CHECK(head->nearestPlace({std::nan(""), 0, 0}).warning);
    const auto none = head->namedPlace("nowhere");
    REQUIRE_FALSE(none);
    CHECK(none.error().remedy.find("calcarine_sulcus") != std::string::npos);
    const NewYorkHead::NearestElectrode electrode = head->nearestElectrode(4);
    for (int e = 0; e < 5; ++e) {
        CHECK((head->electrodesMm().col(e) - head->verticesMm().col(4)).norm() >= electrode.distanceMm);
    }
}

TEST_CASE("the rotation to the cortex is LFPykit's, its inversion included") {
    const Eigen::Vector3d z = Eigen::Vector3d::UnitZ();
    const Eigen::Vector3d normal = Eigen::Vector3d(0.2, -0.5, 0.4);
    CHECK(rotationToSurfaceNormal(normal).isApprox(rotationBetween(z, normal), 1e-13));
    CHECK((rotationToSurfaceNormal(normal, {1, 1, 0}) * Eigen::Vector3d(1, 1, 0).normalized())
              .isApprox(normal.normalized(), 1e-13));
    CHECK(rotationToSurfaceNormal(z) == Eigen::Matrix3d::Identity());
    CHECK(rotationToSurfaceNormal(-3.0 * z) == -Eigen::Matrix3d::Identity());
}

TEST_CASE("files that are no head model end in a sentence") {
    const TemporaryFolder folder;
    const auto bad = folder / "bad.mat";
    refuses(folder / "none.mat", "no such file");
    refuses(folder.path(), "not a regular file");
    writeText(bad, "");
    refuses(bad, "not an HDF5 file");
    writeText(bad, "MATLAB 5.0 MAT-file, of the older kind");
    refuses(bad, "not an HDF5 file");
    for (const auto& [name, set] : smallHead()) {
        const std::string path = name;
        const auto with = [&](const auto& change, const char* words) {
            Datasets sets = smallHead();
            change(sets);
            write(bad, sets);
            INFO(path);
            refuses(bad, words);
        };
        with([&](Datasets& sets) { sets.erase(path); }, "is missing");
        with([&](Datasets& sets) { std::swap(sets[path].shape.front(), sets[path].shape.back()); },
             path.find("V_fem") != std::string::npos ? "does not fit" : "rows");
        with(
            [&](Datasets& sets) {
                sets[path] = {{sets[path].values.size()}, sets[path].values};
            },
            path.find("V_fem") != std::string::npos ? "does not fit" : "rows");
        with(
            [&](Datasets& sets) {
                sets[path] = {{0, 0}, {}};
            },
            path.find("V_fem") != std::string::npos ? "does not fit" : "rows");
        if (path.find("V_fem") == std::string::npos) {
            with([&](Datasets& sets) { sets[path].values[1] = std::nan(""); }, "not finite");
            with([&](Datasets& sets) { sets[path].values[2] = std::numeric_limits<double>::infinity(); },
                 "not finite");
        }
    }
    Datasets sets = smallHead();
    for (std::size_t axis = 0; axis < 3; ++axis) {
        sets["/sa/cortex75K/normals"].values[axis * vertexCount + 2] = 0.0;
    }
    write(bad, sets);
    refuses(bad, "without a direction");
    sets = smallHead();
    sets.erase("/sa/cortex75K/vc");
    {
        hdf5::File file = hdf5::File::create(bad);
        for (const auto& [name, set] : sets) {
            file.write(name, set.shape, set.values.data());
        }
        file.writeTexts("/sa/cortex75K/vc", {"a", "b", "c"});
        file.close();
    }
    refuses(bad, "rows");
}

TEST_CASE("a head model that changes behind the program's back is noticed") {
    const TemporaryFolder folder;
    const auto path = folder / "head.mat";
    write(path, smallHead());
    const Result<NewYorkHead> head = NewYorkHead::open(path);
    REQUIRE(head);
    const auto refusesVertex = [&](const char* words) {
        const Result<Eigen::MatrixXd> matrix = head->matrixOfVertex(4);
        REQUIRE_FALSE(matrix);
        CHECK(matrix.error().file == path.string());
        CHECK_MESSAGE(matrix.error().what.find(words) != std::string::npos, matrix.error().message());
    };
    Datasets sets = smallHead();
    sets["/sa/cortex75K/V_fem"].values[vertexCount * electrodeCount + 4 * electrodeCount] = std::nan("");
    write(path, sets);
    refusesVertex("not finite");
    CHECK(head->matrixOfVertex(3)); // the others are still read
    sets["/sa/cortex75K/V_fem"].shape = {3, 3, 3 * electrodeCount};
    write(path, sets);
    refusesVertex("size");
    sets.erase("/sa/cortex75K/V_fem");
    write(path, sets);
    refusesVertex("missing");
    std::filesystem::remove(path);
    refusesVertex("no such file");
}

TEST_CASE("damaged and cut head models never do more than fail") {
    const TemporaryFolder folder;
    write(folder / "good.mat", smallHead());
    const std::string good = readText(folder / "good.mat");
    const auto bad = folder / "bad.mat";
    int refused = 0;
    const auto tries = [&](const std::string& content) {
        writeText(bad, content);
        const Result<NewYorkHead> head = NewYorkHead::open(bad);
        const bool fails = !head || !head->matrixOfVertex(4);
        refused += fails ? 1 : 0;
        return fails;
    };
    for (std::size_t part = 1; part < 20; ++part) {
        CHECK(tries(good.substr(0, good.size() * part / 20)));
    }
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        std::string content = good;
        for (int k = 0; k < 5; ++k) {
            content[random() % content.size()] = static_cast<char>(random());
        }
        tries(content);
    }
    CHECK(refused > 60);
}
