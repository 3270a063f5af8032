#include "model/forward/laminar_csd.h"
#include "model/forward/volumetric_csd.h"
#include "tests/forward/forward_fixtures.h"

#include <Eigen/Geometry>

#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;
using phiscope::testing::bareSegments;
using phiscope::testing::randomTree;

namespace {

Eigen::VectorXd volumesOf(const Eigen::Matrix2Xd& edges, const Eigen::VectorXd& radii) {
    return (edges.row(1) - edges.row(0))
        .transpose()
        .cwiseProduct(std::numbers::pi * radii.cwiseProduct(radii));
}

} // namespace

TEST_CASE("laminar CSD times volume, summed over all volumes, is the whole current") {
    const Segments segments = randomTree(200, 4);
    const Eigen::Matrix2Xd edges = edgesAbout(Eigen::VectorXd::LinSpaced(41, -400.0, 400.0), 20.0);
    const Eigen::VectorXd radii = Eigen::VectorXd::Constant(41, 5000.0);
    const Eigen::Vector3d origin(10, -7, 3);
    for (const Eigen::Vector3d& axis : {Eigen::Vector3d(0, 0, 1), Eigen::Vector3d(0.3, -2.0, 0.7)}) {
        const LaminarCsd model(edges, radii, origin, axis);
        CHECK(model.unit() == "nA/µm³");
        const Eigen::RowVectorXd sums = volumesOf(edges, radii).transpose() * model.matrix(segments);
        CHECK((sums.array() - 1.0).abs().maxCoeff() < 1e-12);
    }
}

TEST_CASE("the exact rule agrees with many points along each segment") {
    const Segments segments = randomTree(60, 5);
    const Eigen::Matrix2Xd edges = edgesAbout(Eigen::VectorXd::LinSpaced(5, -40.0, 40.0), 20.0);
    const Eigen::VectorXd radii = Eigen::VectorXd::LinSpaced(5, 8.0, 30.0);
    const Eigen::Vector3d origin(2, 3, -1);
    const Eigen::Vector3d axis = Eigen::Vector3d(0.2, 0.5, 1.0).normalized();
    const Eigen::MatrixXd m =
        volumesOf(edges, radii).asDiagonal() * LaminarCsd(edges, radii, origin, axis).matrix(segments);
    constexpr int pieces = 2000;
    for (int k = 0; k < segments.size(); ++k) {
        Eigen::VectorXd share = Eigen::VectorXd::Zero(5);
        for (int j = 0; j < pieces; ++j) {
            const Eigen::Vector3d place =
                segments.start.col(k) - origin +
                (segments.end.col(k) - segments.start.col(k)) * ((j + 0.5) / pieces);
            const double z = place.dot(axis);
            const double r = place.cross(axis).norm();
            for (int v = 0; v < 5; ++v) {
                share(v) += z >= edges(0, v) && z < edges(1, v) && r <= radii(v) ? 1.0 / pieces : 0.0;
            }
        }
        CHECK((m.col(k) - share).cwiseAbs().maxCoeff() < 3.0 / pieces);
    }
}

TEST_CASE("segments on edges and without length are counted once") {
    Eigen::Matrix2Xd edges(2, 2);
    edges << 0.0, 10.0, 10.0, 20.0;
    const Eigen::VectorXd radii = Eigen::VectorXd::Constant(2, 5.0);
    const Eigen::VectorXd volumes = volumesOf(edges, radii);
    Eigen::Matrix3Xd start(3, 4);
    Eigen::Matrix3Xd end(3, 4);
    start.col(0) << -3, 0, 10; // along the edge between both
    end.col(0) << 3, 0, 10;
    start.col(1) = end.col(1) = Eigen::Vector3d(1, 1, 4); // a point
    start.col(2) << 0, 0, 0;                              // through the lower volume from edge to edge
    end.col(2) << 0, 0, 10;
    start.col(3) << -10, 0, 5; // across, both ends outside
    end.col(3) << 10, 0, 5;
    const Segments segments = bareSegments(start, end, Eigen::VectorXd::Ones(4));
    const Eigen::MatrixXd exact = volumes.asDiagonal() * LaminarCsd(edges, radii).matrix(segments);
    Eigen::MatrixXd expected(2, 4);
    expected << 0.0, 1.0, 1.0, 0.5, 1.0, 0.0, 0.0, 0.0;
    CHECK(exact.isApprox(expected, 1e-14));
    const Eigen::MatrixXd lfpykit =
        volumes.asDiagonal() *
        LaminarCsd(edges, radii, Eigen::Vector3d::Zero(), Eigen::Vector3d::UnitZ(), LaminarCsd::Rule::lfpykit)
            .matrix(segments);
    CHECK(lfpykit(0, 3) == 0.0); // its rule for segments that pass through
    CHECK(lfpykit.leftCols(2).isApprox(expected.leftCols(2), 1e-14));
}

// LFPy's distort_geometry measures the segments again, so that their parts still make up the whole.
TEST_CASE("a cell pressed with its tissue leaves all of its current in the layers that it crosses") {
    Morphology stick;
    Section section;
    section.name = "dend";
    section.points = {{0, 0, -50, 2}, {0, 0, 50, 2}};
    stick.sections = {section};
    Segments segments = makeSegments(stick, std::vector<int>{1});
    distort(segments, stick, {0.4, Distortion::Axis::z, 0.0}); // now from -30 to 30 µm
    Eigen::Matrix2Xd edges(2, 3);
    edges << -100.0, -15.0, 0.0, -15.0, 0.0, 100.0;
    const Eigen::VectorXd radii = Eigen::VectorXd::Constant(3, 20.0);
    const Eigen::VectorXd volumes = volumesOf(edges, radii);
    const Eigen::Vector3d expected(0.25, 0.25, 0.5);
    const Eigen::VectorXd exact = volumes.asDiagonal() * LaminarCsd(edges, radii).matrix(segments);
    CHECK(exact.isApprox(expected, 1e-12));
    const LaminarCsd theirs(edges, radii, Eigen::Vector3d::Zero(), Eigen::Vector3d::UnitZ(),
                            LaminarCsd::Rule::lfpykit);
    const Eigen::VectorXd lfpykit = volumes.asDiagonal() * theirs.matrix(segments);
    CHECK(std::abs(lfpykit(0) - 0.25) < 1e-12);
    CHECK(lfpykit(1) == 0.0); // passes through both faces: LFPykit's rule sees nothing of it
    CHECK(std::abs(lfpykit(2) - 0.5) < 1e-12);

    // Stretched, its pieces are no longer than was asked for.
    Segments stretched = makeSegments(stick, std::vector<int>{1});
    const Eigen::VectorXd cable = stretched.length;
    distort(stretched, stick, {-0.9, Distortion::Axis::z, 0.0}); // from -95 to 95 µm
    stretched.length = cable;                                    // as placeCell keeps it
    const VolumetricCsd boxes({{{-5.0, 5.0}, {-5.0, 5.0}, {-100.0, -94.0, 100.0}}}, 1.0);
    const Eigen::MatrixXd shares = boxes.matrix(stretched);
    CHECK(std::abs(shares(0, 0) - 1.0 / 190.0) < 1e-12);
    CHECK(std::abs(shares.sum() - 1.0) < 1e-12);
}

TEST_CASE("volumetric CSD times volume, summed over all boxes, is the whole current") {
    const Segments segments = randomTree(80, 6);
    std::vector<double> edges;
    for (int i = 0; i <= 20; ++i) {
        edges.push_back(-500.0 + 50.0 * i + 0.1 * (i % 3));
    }
    const VolumetricCsd shares({edges, edges, edges}, 2.0);
    const VolumetricCsd densities({edges, edges, edges}, 2.0, true);
    CHECK(shares.channels() == 8000);
    CHECK(shares.unit() == "nA");
    CHECK(densities.unit() == "nA/µm³");
    const Eigen::MatrixXd m = shares.matrix(segments);
    CHECK((m.colwise().sum().array() - 1.0).abs().maxCoeff() < 1e-12);
    Eigen::VectorXd volumes(8000);
    for (int x = 0, channel = 0; x < 20; ++x) {
        for (int y = 0; y < 20; ++y) {
            for (int z = 0; z < 20; ++z, ++channel) {
                const auto width = [&](int i) {
                    return edges[static_cast<std::size_t>(i) + 1] - edges[static_cast<std::size_t>(i)];
                };
                volumes(channel) = width(x) * width(y) * width(z);
            }
        }
    }
    const Eigen::MatrixXd back = volumes.asDiagonal() * densities.matrix(segments);
    CHECK((back - m).cwiseAbs().maxCoeff() < 1e-12);
    CHECK(Eigen::MatrixXd(shares.sparseMatrix(segments)) == m);
}
