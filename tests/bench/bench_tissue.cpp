// Models of tissue against the plain loop over contacts and segments that one would write first, on one
// thread: how much time is left of it.

#include "model/forward/anisotropic_source.h"
#include "model/forward/laminar_csd.h"
#include "model/forward/line_source.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/slice_source.h"
#include "model/forward/sphere_source.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace phiscope::bench {

namespace {

constexpr double pi = std::numbers::pi;
constexpr int contactCount = 128;

using Vector = Eigen::Vector3d;
/// φ per nA at a contact of the segment from start to end.
using Formula =
    std::function<double(const Vector& contact, const Vector& start, const Vector& end, double radius)>;

Eigen::MatrixXd plainLoop(const Eigen::Matrix3Xd& contacts, const Segments& segments,
                          const Formula& formula) {
    Eigen::MatrixXd matrix(contacts.cols(), segments.size());
    for (int k = 0; k < segments.size(); ++k) {
        for (Eigen::Index c = 0; c < contacts.cols(); ++c) {
            matrix(c, k) = formula(contacts.col(c), segments.start.col(k), segments.end.col(k),
                                   0.5 * segments.diameter(k));
        }
    }
    return matrix;
}

/// Holt & Koch's logarithm as it stands in the paper.
double line(const Vector& contact, const Vector& start, const Vector& end, double radius) {
    const double length = (end - start).norm();
    const double h = (contact - end).dot(end - start) / length;
    const double r2 = std::max((contact - end).squaredNorm() - h * h, radius * radius);
    const double l = h + length;
    return std::log((std::sqrt(l * l + r2) + l) / (std::sqrt(h * h + r2) + h)) / length;
}

Result<Segments> cellIn(double lowest) {
    const Result<SimulationJob> job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    Segments segments = segmentsOf(*job);
    const double low = std::min(segments.start.row(2).minCoeff(), segments.end.row(2).minCoeff());
    segments.start.row(2).array() += lowest - low;
    segments.end.row(2).array() += lowest - low;
    return segments;
}

Result<double> ratio(int effort, const Segments& segments, const ForwardModel& model,
                     const Eigen::Matrix3Xd& contacts, const Formula& formula) {
    const double plain =
        bestSeconds(effort, [&] { static_cast<void>(plainLoop(contacts, segments, formula)); });
    const double made = bestSeconds(effort, [&] { static_cast<void>(model.matrix(segments)); });
    return made / plain;
}

Result<double> anisotropicLines(int effort) {
    const Result<Segments> segments = cellIn(0.0);
    if (!segments) {
        return tl::unexpected(segments.error());
    }
    const Eigen::Matrix3Xd contacts = contactBlock(contactCount);
    const Vector sigma(0.3, 0.25, 0.45);
    const Vector stretch(std::sqrt(sigma.y() * sigma.z()), std::sqrt(sigma.x() * sigma.z()),
                         std::sqrt(sigma.x() * sigma.y()));
    return ratio(effort, *segments, AnisotropicSource(contacts, sigma, CurrentSource::line), contacts,
                 [&](const Vector& c, const Vector& s, const Vector& e, double radius) {
                     return line(c.cwiseProduct(stretch), s.cwiseProduct(stretch), e.cwiseProduct(stretch),
                                 radius) /
                            (4 * pi);
                 });
}

Result<double> slice(int effort, CurrentSource source) {
    const Result<Segments> segments = cellIn(20.0);
    if (!segments) {
        return tl::unexpected(segments.error());
    }
    const SliceMedium medium{0.3, 1.5, 0.0, 3000.0, 0.0, 20};
    Eigen::Matrix3Xd contacts = contactBlock(contactCount);
    contacts.row(2).setZero();
    const auto model = SliceSource::create(contacts, medium, source);
    if (!model) {
        return tl::unexpected(model.error());
    }
    const double s = (0.3 - 1.5) / (0.3 + 1.5);
    const auto lines = [&](const Vector& c, const Vector& start, const Vector& end, double) {
        double sum = 0.0;
        for (int n = 1 - medium.imageSteps; n < medium.imageSteps; ++n) {
            sum += std::pow(s, std::abs(n)) *
                   line(c + Vector(0, 0, 2.0 * n * medium.thicknessUm), start, end, 1e-9);
        }
        return 2.0 * sum / (4 * pi * medium.sigmaTissue);
    };
    const auto points = [&](const Vector& c, const Vector& start, const Vector& end, double) {
        const Vector middle = 0.5 * (start + end);
        const double rho2 = (c - middle).head(2).squaredNorm();
        const auto omega = [&](double a) {
            return 1.0 / std::sqrt(rho2 + a * a);
        };
        double sum = 0.0;
        for (int n = 0; n < medium.imageSteps; ++n) {
            const double h = 2.0 * n * medium.thicknessUm;
            sum += std::pow(s, n) * (omega(c.z() - middle.z() + h) + omega(c.z() + middle.z() + h) +
                                     s * omega(c.z() + middle.z() - h - 2.0 * medium.thicknessUm) +
                                     (n > 0 ? omega(c.z() - middle.z() - h) : 0.0));
        }
        return sum / (4 * pi * medium.sigmaTissue);
    };
    return ratio(effort, *segments, **model, contacts,
                 source == CurrentSource::line ? Formula(lines) : Formula(points));
}

Result<double> sphere(int effort) {
    const Result<Segments> segments = cellIn(-500.0);
    if (!segments) {
        return tl::unexpected(segments.error());
    }
    const Eigen::Matrix3Xd contacts = contactBlock(contactCount);
    SphereMedium medium;
    medium.radiusUm = 3000.0;
    return ratio(effort, *segments, SphereSource(contacts, medium), contacts,
                 [&](const Vector& c, const Vector& start, const Vector& end, double radius) {
                     const Vector source = 0.5 * (start + end);
                     const double r = c.norm() * source.norm() / (medium.radiusUm * medium.radiusUm);
                     const double x = c.dot(source) / (c.norm() * source.norm());
                     double sum = 0.0;
                     double last = 0.0;
                     double p = 1.0;
                     double power = 1.0;
                     for (int n = 0; n < medium.terms && power > 1e-18; ++n) {
                         sum += (medium.sigmaInside - medium.sigmaOutside) * (n + 1) /
                                (medium.sigmaInside * n + medium.sigmaOutside * (n + 1)) * power * p;
                         const double next = ((2 * n + 1) * x * p - n * last) / (n + 1);
                         last = p;
                         p = next;
                         power *= r;
                     }
                     return (1.0 / std::max((c - source).norm(), 2.0 * radius) + sum / medium.radiusUm) /
                            (4 * pi * medium.sigmaInside);
                 });
}

/// How much dearer contacts with a face are than their points one by one: both for the same 128 points each.
Result<double> averagedDiscs(int effort) {
    const Result<Segments> segments = cellIn(0.0);
    if (!segments) {
        return tl::unexpected(segments.error());
    }
    Probe probe;
    probe.contactShape = Probe::ContactShape::circle;
    const auto model = makeForwardModel(probe);
    if (!model) {
        return tl::unexpected(model.error());
    }
    const LineSource points(contactBlock(probe.contactCount * 128), probe.medium.sigma);
    const double plain = bestSeconds(effort, [&] { static_cast<void>(points.matrix(*segments)); });
    return bestSeconds(effort, [&] { static_cast<void>((*model)->matrix(*segments)); }) / plain;
}

Result<double> laminarCsd(int effort) {
    const Result<Segments> segments = cellIn(0.0);
    if (!segments) {
        return tl::unexpected(segments.error());
    }
    const LaminarCsd model(edgesAbout(Eigen::VectorXd::LinSpaced(64, 0.0, 1500.0), 20.0),
                           Eigen::VectorXd::Constant(64, 200.0));
    return 1e3 * bestSeconds(2 * effort, [&] { static_cast<void>(model.matrix(*segments)); });
}

} // namespace

std::vector<BenchRow> tissueRows() {
    return {
        {"anisotropic", "x", 0.6, "anisotropic lines: share of a plain loop's time", anisotropicLines},
        {"slice_points", "x", 0.6, "points in a slice, 20 images: share of a plain loop's time",
         [](int effort) {
             return slice(effort, CurrentSource::point);
         }},
        {"slice_lines", "x", 0.6, "lines in a slice, 20 images: share of a plain loop's time",
         [](int effort) {
             return slice(effort, CurrentSource::line);
         }},
        {"sphere", "x", 0.6, "points in a sphere: share of a plain loop's time", sphere},
        {"discs", "x", 1.3, "discs averaged: time beside that of their points alone", averagedDiscs},
        {"laminar_csd", "ms", 5.0, "true CSD of 588 segments in 64 cylinders", laminarCsd},
    };
}

} // namespace phiscope::bench
