#include "model/forward/head/four_sphere.h"

#include "model/support/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>

namespace phiscope {

namespace {

constexpr double fourPi = 4.0 * std::numbers::pi;
constexpr double precision = 1e-12; // of the term n = 1
constexpr double rounding = 1e-9;   // by which an electrode on the scalp may seem to lie outside

const char* const shellNames[] = {"brain", "cerebrospinal fluid", "skull", "scalp"};

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

void extend(std::array<sphere::ShellTable, sphere::shells>& tables, const sphere::Geometry& geometry,
            int from, int to) {
    for (int n = from; n <= to; ++n) {
        const sphere::Coefficients c = sphere::coefficients(geometry, n);
        for (std::size_t s = 0; s < sphere::shells; ++s) {
            // In the brain the dipole's own part is added in closed form.
            tables[s].alpha.push_back(s == 0 ? 0.0 : c.alpha[s]);
            tables[s].beta.push_back(c.beta[s]);
        }
    }
}

tl::unexpected<Error> tooSlow() {
    return fail("An electrode and the dipole lie within a few micrometres of each other's depth and of the "
                "brain's surface, where the four-sphere model takes millions of terms.",
                "Move the dipole deeper or the electrode outwards.");
}

Result<void> checkHead(const FourSphereHead& head) {
    for (std::size_t s = 0; s < sphere::shells; ++s) {
        const double inner = s == 0 ? 0.0 : head.radiiUm[s - 1];
        if (!std::isfinite(head.radiiUm[s]) || !(head.radiiUm[s] > inner)) {
            return fail("The radii of the head do not ascend: the " + std::string(shellNames[s]) +
                            " ends at " + number(head.radiiUm[s]) + " µm, and what is inside of it at " +
                            number(inner) + " µm.",
                        "Give brain, cerebrospinal fluid, skull and scalp increasing radii.");
        }
        if (!std::isfinite(head.sigmas[s]) || !(head.sigmas[s] > 0.0)) {
            return fail("The conductivity of the " + std::string(shellNames[s]) + " is " +
                            number(head.sigmas[s]) + " S/m.",
                        "Give every shell a conductivity above zero.");
        }
    }
    return {};
}

} // namespace

Result<FourSphereLeadField> FourSphereLeadField::create(const FourSphereHead& head,
                                                        const Eigen::Matrix3Xd& electrodesUm) {
    if (auto ok = checkHead(head); !ok) {
        return tl::unexpected(ok.error());
    }
    FourSphereLeadField field;
    field.geometry_ = {head.radiiUm, head.sigmas};
    field.directions_ = electrodesUm;
    field.distances_ = electrodesUm.colwise().norm();
    const double scalp = head.radiiUm.back();
    for (Eigen::Index i = 0; i < electrodesUm.cols(); ++i) {
        double& r = field.distances_(i);
        if (!(r <= scalp * (1.0 + rounding))) {
            return fail("Electrode " + std::to_string(i + 1) + " lies outside of the head: " + number(r) +
                            " µm from its centre, while the scalp ends at " + number(scalp) + " µm.",
                        "Move the electrode inwards or make the head larger.");
        }
        if (r > 0.0) {
            field.directions_.col(i) /= r;
        }
        r = std::min(r, scalp);
        const auto shell = std::lower_bound(head.radiiUm.begin(), head.radiiUm.end(), r);
        field.shell_.push_back(static_cast<int>(shell - head.radiiUm.begin()));
    }
    constexpr int usual = 512; // a scalp needs about 250 for a dipole just below the brain's surface
    extend(field.tables_, field.geometry_, 1, usual);
    field.first_ = sphere::coefficients(field.geometry_, 1);
    return field;
}

Result<void> FourSphereLeadField::check(const Eigen::Vector3d& dipoleUm) const {
    const double depth = dipoleUm.norm();
    const double brain = geometry_.radii[0];
    if (!(depth > 0.0)) {
        return fail("The dipole lies in the centre of the head, where the model has no axis.",
                    "Move it away from the centre.");
    }
    if (!(depth < brain)) {
        return fail("The dipole lies outside of the brain: " + number(depth) +
                        " µm from the centre of the head, while the brain ends at " + number(brain) + " µm.",
                    "Move it inwards.");
    }
    for (Eigen::Index i = 0; i < distances_.size(); ++i) {
        if (distances_(i) < depth) {
            return fail("Electrode " + std::to_string(i + 1) +
                            " lies deeper than the dipole: " + number(distances_(i)) +
                            " µm from the centre of the head, and the dipole " + number(depth) + " µm.",
                        "Move the electrode outwards or the dipole inwards.");
        }
        if (distances_(i) * directions_.col(i) == dipoleUm) {
            return fail("Electrode " + std::to_string(i + 1) + " lies at the dipole itself.",
                        "Move the electrode or the dipole.");
        }
    }
    return {};
}

/// Common factors of bound and first term are left out.
FourSphereLeadField::Series FourSphereLeadField::series(double depth, Eigen::Index electrode) const {
    const auto s = static_cast<std::size_t>(shell_[static_cast<std::size_t>(electrode)]);
    const double r = distances_(electrode);
    const double share = r / geometry_.radii[s];
    const double cube = share * share * share;
    const double limit = precision * (first_.alpha[s] + first_.beta[s] * cube);
    if (s == 0) { // (n + 1)/n <= (2n + 1)/n
        return {depth * r / (geometry_.radii[0] * geometry_.radii[0]), limit / cube, 1};
    }
    return {depth / r, limit, static_cast<int>(s) + 1};
}

int FourSphereLeadField::Series::terms() const {
    return sphere::termsFor(ratio, power, limit, mostTerms);
}

void FourSphereLeadField::Series::add(const Series& other) {
    ratio = std::max(ratio, other.ratio);
    limit = std::min(limit, other.limit);
    power = std::max(power, other.power);
}

Result<int> FourSphereLeadField::termCount(const Eigen::Vector3d& dipoleUm) const {
    if (auto ok = check(dipoleUm); !ok) {
        return tl::unexpected(ok.error());
    }
    const double depth = dipoleUm.norm();
    std::array<Series, sphere::shells> slowest{};
    for (Eigen::Index i = 0; i < distances_.size(); ++i) {
        slowest[static_cast<std::size_t>(shell_[static_cast<std::size_t>(i)])].add(series(depth, i));
    }
    int most = 0;
    for (const Series& shell : slowest) {
        const int needed = shell.power > 0 ? shell.terms() : 0;
        if (needed < 0) {
            return tooSlow();
        }
        most = std::max(most, needed);
    }
    return most;
}

Result<Eigen::MatrixXd> FourSphereLeadField::matrixAsLfpykit(const Eigen::Vector3d& dipoleUm) const {
    if (auto ok = check(dipoleUm); !ok) {
        return tl::unexpected(ok.error());
    }
    const double depth = dipoleUm.norm();
    const Eigen::Vector3d axis = dipoleUm / depth;
    Eigen::MatrixXd matrix(channels(), 3);
    for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
        const Eigen::Vector3d direction = directions_.col(i);
        const double r = distances_(i);
        sphere::SeriesPoint point;
        point.shell = static_cast<std::size_t>(shell_[static_cast<std::size_t>(i)]);
        point.r = r;
        point.depth = depth;
        point.cosine = std::clamp(axis.dot(direction), -1.0, 1.0);
        if (!sphere::sumAsLfpykit(geometry_, *iterFactor_, mostTerms, point)) {
            return tooSlow();
        }
        matrix.row(i) = (point.radial * axis + point.across * (direction - point.cosine * axis)).transpose() /
                        (fourPi * geometry_.sigmas[0] * r * r);
    }
    return matrix;
}

Result<Eigen::MatrixXd> FourSphereLeadField::matrix(const Eigen::Vector3d& dipoleUm) const {
    if (iterFactor_) {
        return matrixAsLfpykit(dipoleUm);
    }
    const Result<int> most = termCount(dipoleUm);
    if (!most) {
        return tl::unexpected(most.error());
    }
    const double depth = dipoleUm.norm();
    const Eigen::Vector3d axis = dipoleUm / depth;
    const auto* tables = &tables_;
    std::array<sphere::ShellTable, sphere::shells> longer;
    if (*most > static_cast<int>(tables_[0].beta.size())) {
        longer = tables_;
        extend(longer, geometry_, static_cast<int>(tables_[0].beta.size()) + 1, *most);
        tables = &longer;
    }

    // A block holds electrodes of one shell, neighbours in distance, so that all need about as many terms.
    std::vector<int> order(static_cast<std::size_t>(channels()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return distances_(a) < distances_(b); });
    Eigen::MatrixXd matrix(channels(), 3);
    const auto sumBlock = [&](int first, int count) {
        sphere::PointBlock block{};
        const auto s = static_cast<std::size_t>(
            shell_[static_cast<std::size_t>(order[static_cast<std::size_t>(first)])]);
        const double border = geometry_.radii[s];
        Series slowest;
        for (int k = 0; k < sphere::lanes; ++k) {
            // The lanes beyond the last electrode repeat it.
            const int i = order[static_cast<std::size_t>(first + std::min(k, count - 1))];
            const auto at = static_cast<std::size_t>(k);
            const double r = distances_(i);
            const double scale = 1.0 / (fourPi * geometry_.sigmas[0] * r * r);
            const double share = r / border;
            block.cosine[at] = std::clamp(axis.dot(directions_.col(i)), -1.0, 1.0);
            block.x[at] = depth / r;
            block.y[at] = depth * r / (border * border);
            block.outer[at] = scale;
            block.inner[at] = scale * share * share * share;
            slowest.add(series(depth, i));
        }
        sphere::sumSeries((*tables)[s], slowest.terms(), block);
        for (int k = 0; k < count; ++k) {
            const auto at = static_cast<std::size_t>(k);
            const int i = order[static_cast<std::size_t>(first + k)];
            const Eigen::Vector3d direction = directions_.col(i);
            Eigen::Vector3d row =
                block.radial[at] * axis + block.across[at] * (direction - block.cosine[at] * axis);
            if (s == 0) {
                const Eigen::Vector3d away = distances_(i) * direction - dipoleUm;
                const double distance = away.norm();
                row += away / (fourPi * geometry_.sigmas[0] * distance * distance * distance);
            }
            matrix.row(i) = row.transpose();
        }
    };
    struct Span {
        int first;
        int count;
    };
    std::vector<Span> blocks;
    for (int i = 0; i < channels(); ++i) {
        const auto shellAt = [&](int k) {
            return shell_[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])];
        };
        if (blocks.empty() || blocks.back().count == sphere::lanes ||
            shellAt(blocks.back().first) != shellAt(i)) {
            blocks.push_back({i, 0});
        }
        ++blocks.back().count;
    }
    const int grain = 1 + 200'000 / (sphere::lanes * std::max(1, *most)); // below this a thread costs more
    parallelBlocks(static_cast<int>(blocks.size()), grain, [&](int from, int to) {
        for (int b = from; b < to; ++b) {
            const Span span = blocks[static_cast<std::size_t>(b)];
            sumBlock(span.first, span.count);
        }
    });
    return matrix;
}

} // namespace phiscope
