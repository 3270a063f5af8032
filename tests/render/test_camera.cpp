#include "render/camera.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>
#include <random>
#include <vector>

using namespace phiscope;

namespace {

constexpr int width = 900;
constexpr int height = 700;

Camera someCamera(bool perspective) {
    Camera camera;
    camera.focus = {10.0, -20.0, 300.0};
    camera.position = camera.focus + Eigen::Vector3d(400.0, -1500.0, 350.0);
    camera.setPerspective(perspective);
    return camera;
}

} // namespace

TEST_CASE("a ray through a pixel meets what is drawn at that pixel") {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> place(-300.0, 300.0);
    for (const bool perspective : {true, false}) {
        const Camera camera = someCamera(perspective);
        for (int i = 0; i < 100; ++i) {
            const Eigen::Vector3d point =
                camera.focus + Eigen::Vector3d(place(random), place(random), place(random));
            const auto at = camera.project(point, width, height);
            REQUIRE(at);
            const Ray ray = camera.ray(at->x(), at->y(), width, height);
            CHECK((point - ray.origin).cross(ray.direction).norm() < 1e-6);
            CHECK((camera.unproject(at->x(), at->y(), width, height, point) - point).norm() < 1e-6);
        }
    }
}

TEST_CASE("a µm at the focus spans as many pixels as micrometresPerPixel says") {
    for (const bool perspective : {true, false}) {
        const Camera camera = someCamera(perspective);
        const auto a = camera.project(camera.focus, width, height);
        const auto b = camera.project(camera.focus + 100.0 * camera.right(), width, height);
        CHECK((*b - *a).head<2>().norm() ==
              doctest::Approx(100.0 / camera.micrometresPerPixel(height)).epsilon(1e-9));
    }
}

TEST_CASE("behind the eye there is nothing to see") {
    const Camera camera = someCamera(true);
    CHECK_FALSE(camera.project(camera.position - camera.forward(), width, height));
}

TEST_CASE("zooming keeps what lies under the mouse in place") {
    for (const bool perspective : {true, false}) {
        Camera camera = someCamera(perspective);
        const Eigen::Vector3d before = camera.unproject(123.0, 456.0, width, height, camera.focus);
        const double scale = camera.micrometresPerPixel(height);
        camera.zoom(1.7, 123.0, 456.0, width, height);
        const auto after = camera.project(before, width, height);
        CHECK(after->x() == doctest::Approx(123.0));
        CHECK(after->y() == doctest::Approx(456.0));
        CHECK(camera.micrometresPerPixel(height) == doctest::Approx(scale / 1.7));
    }
}

TEST_CASE("zooming stops where nothing is left to see") {
    for (const bool perspective : {true, false}) {
        Camera camera = someCamera(perspective);
        for (int i = 0; i < 500; ++i) {
            camera.zoom(2.0, 400.0, 300.0, width, height);
        }
        CHECK(camera.distance() > 0.0);
        CHECK(camera.parallelScale > 0.0);
        CHECK(camera.position.allFinite());
        for (int i = 0; i < 500; ++i) {
            camera.zoom(0.5, 400.0, 300.0, width, height);
        }
        CHECK(camera.position.allFinite());
        CHECK(camera.distance() < 1e8);
    }
}

TEST_CASE("panning takes the scene along by as many pixels") {
    Camera camera = someCamera(true);
    const auto before = camera.project({10.0, -20.0, 300.0}, width, height);
    camera.pan(30.0, -12.0, height);
    const auto after = camera.project({10.0, -20.0, 300.0}, width, height);
    CHECK(after->x() - before->x() == doctest::Approx(30.0));
    CHECK(after->y() - before->y() == doctest::Approx(-12.0));
}

TEST_CASE("turning keeps the distance, the focus and z upright, also over the poles") {
    Camera camera = someCamera(true);
    const double distance = camera.distance();
    const Eigen::Vector3d focus = camera.focus;
    std::mt19937 random(2);
    std::uniform_real_distribution<double> angle(-0.8, 0.8);
    for (int i = 0; i < 300; ++i) {
        camera.orbit(angle(random), angle(random));
        CHECK(camera.distance() == doctest::Approx(distance));
        CHECK(camera.focus == focus);
        CHECK(camera.trueUp().z() >= 0.0);
        CHECK(std::abs(camera.right().z()) < 1e-9);
    }
    for (int i = 0; i < 50; ++i) {
        camera.orbit(0.0, 0.5);
    }
    CHECK(camera.forward().z() == doctest::Approx(-1.0).epsilon(1e-3));
    camera.orbit(0.3, -0.5);
    CHECK(camera.trueUp().z() > 0.1);
}

TEST_CASE("the angle turned is the angle asked for, and the scene follows the hand") {
    Camera camera;
    camera.orbit(0.25, 0.0);
    const Eigen::Vector3d back = (camera.position - camera.focus).normalized();
    CHECK(std::acos(back.dot(-Eigen::Vector3d::UnitY())) == doctest::Approx(0.25));
    // The eye goes to the right of the scene, so that its front turns to the left.
    CHECK(back.x() > 0.0);
    Camera higher;
    higher.orbit(0.0, 0.25);
    CHECK(higher.position.z() > 0.0);
}

TEST_CASE("standard views look along the axes") {
    Camera camera;
    camera.setView(StandardView::front);
    CHECK(camera.right().isApprox(Eigen::Vector3d::UnitX()));
    CHECK(camera.trueUp().isApprox(Eigen::Vector3d::UnitZ()));
    camera.setView(StandardView::right);
    CHECK(camera.right().isApprox(Eigen::Vector3d::UnitY()));
    CHECK(camera.trueUp().isApprox(Eigen::Vector3d::UnitZ()));
    camera.setView(StandardView::top);
    CHECK(camera.right().isApprox(Eigen::Vector3d::UnitX()));
    CHECK(camera.trueUp().isApprox(Eigen::Vector3d::UnitY()));
    // From the top one can turn on without a jump of the picture.
    const Eigen::Vector3d right = camera.right();
    camera.orbit(0.0, -0.01);
    CHECK((camera.right() - right).norm() < 1e-3);
}

TEST_CASE("switching the projection keeps the size at the focus") {
    Camera camera = someCamera(true);
    const double scale = camera.micrometresPerPixel(height);
    camera.setPerspective(false);
    CHECK(camera.micrometresPerPixel(height) == doctest::Approx(scale));
    camera.parallelScale *= 3.0;
    camera.setPerspective(true);
    CHECK(camera.micrometresPerPixel(height) == doctest::Approx(3.0 * scale));
}

TEST_CASE("fitting shows everything, fills the picture and leaves room for drawings on the right") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> place(-1.0, 1.0);
    for (const bool perspective : {true, false}) {
        for (const double roomPx : {0.0, 120.0}) {
            std::vector<FitSphere> spheres;
            for (int i = 0; i < 200; ++i) {
                spheres.push_back(
                    {{300.0 * place(random), 100.0 * place(random), 800.0 * place(random) + 900.0},
                     5.0,
                     i % 7 == 0 ? roomPx : 0.0});
            }
            Camera camera = someCamera(perspective);
            constexpr double margin = 30.0;
            constexpr double legend = 50.0;
            camera.fit(spheres, width, height, margin, legend);
            double top = 1e9;
            double bottom = -1e9;
            for (const FitSphere& s : spheres) {
                const auto at = camera.project(s.centre, width, height);
                REQUIRE(at);
                const double radius = s.radius / camera.micrometresPerPixelAt(s.centre, height);
                CHECK(at->x() - radius >= margin - 1.5);
                CHECK(at->x() + radius + s.roomRightPx <= width - margin - legend + 1.5);
                top = std::min(top, at->y() - radius);
                bottom = std::max(bottom, at->y() + radius);
            }
            // Tall as the cloud is, its height decides.
            CHECK(top == doctest::Approx(margin).epsilon(0.1));
            CHECK(bottom == doctest::Approx(height - margin).epsilon(0.01));
        }
    }
}
