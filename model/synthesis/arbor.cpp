#include "model/synthesis/arbor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phiscope::synthesis {

namespace {

double powerMean(const std::vector<double>& daughters, double power) {
    // Only powers 1.5, 2 and 3 are used: roots by exactly rounded operations.
    double sum = 0.0;
    for (const double d : daughters) {
        sum += power == 1.5 ? d * std::sqrt(d) : (power == 2.0 ? d * d : d * d * d);
    }
    if (power == 1.5) {
        const double root = cubeRoot(sum);
        return root * root;
    }
    return power == 2.0 ? std::sqrt(sum) : cubeRoot(sum);
}

double pathLength(const std::vector<Eigen::Vector3d>& points) {
    double length = 0.0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        length += (points[i] - points[i - 1]).norm();
    }
    return length;
}

} // namespace

int Arbor::add(Branch branch) {
    branches_.push_back(std::move(branch));
    return static_cast<int>(branches_.size()) - 1;
}

int Arbor::addSoma(const std::vector<std::pair<double, double>>& profile) {
    Branch soma;
    soma.type = SectionType::soma;
    for (const auto& [z, diameter] : profile) {
        soma.points.emplace_back(0.0, 0.0, z);
        soma.diameters.push_back(diameter);
    }
    return add(std::move(soma));
}

int Arbor::growBranch(int parent, double parentX, const Eigen::Vector3d& start, Heading& heading,
                      double lengthUm, const GrowthRule& rule, Random& random) {
    Branch branch;
    branch.type = rule.type;
    branch.parent = parent;
    branch.parentX = parentX;
    branch.tipDiameter = random.uniform(rule.minTipUm, rule.maxTipUm);
    branch.taper = rule.taper;
    branch.roughness = rule.roughness;
    branch.rallPower = rule.rallPower;
    branch.varicose = rule.varicose;
    branch.points.push_back(start);

    Eigen::Vector3d position = start;
    double grown = 0.0;
    const double wanted = std::max(lengthUm, 2.0 * rule.stepUm);
    while (grown < wanted) {
        double step = rule.stepUm * random.uniform(0.75, 1.3);
        if (wanted - grown - step < 0.5 * rule.stepUm) {
            step = wanted - grown;
        }
        // The bend is an Ornstein–Uhlenbeck process along the path: gentle curves, no zigzag.
        const double memory = std::max(0.0, 1.0 - step / rule.wanderLengthUm);
        heading.drift =
            memory * heading.drift + std::sqrt(1.0 - memory * memory) * rule.wander * random.normal3();
        const Eigen::Vector3d pull =
            rule.pull ? rule.pull(position, heading.direction) : Eigen::Vector3d(Eigen::Vector3d::Zero());
        heading.direction =
            (heading.direction + step * (heading.drift + rule.pullStrength * pull)).normalized();
        if (random.chance(rule.kinksPerUm * step)) {
            const Eigen::Vector3d aside = random.perpendicular(heading.direction);
            const double turn = random.uniform(0.2, 0.6);
            heading.direction = (heading.direction + turn * aside).normalized();
        }
        position += step * heading.direction;
        grown += step;
        const bool last = grown >= wanted - 1e-9 || (rule.wall && rule.wall(position));
        // Jitter moves single points, not the walk, and spares the ends so that daughters fit.
        const Eigen::Vector3d offset = rule.jitterUm * random.normal3();
        branch.points.push_back(last ? position : Eigen::Vector3d(position + offset));
        if (last) {
            break;
        }
    }
    return add(std::move(branch));
}

int Arbor::growTree(int parent, double parentX, const Eigen::Vector3d& start, Heading heading, int tips,
                    const GrowthRule& rule, Random& random, double pathUm, int order) {
    const double length =
        tips > 1 ? rule.innerLength(random, order, pathUm) : rule.endLength(random, order, pathUm);
    const int self = growBranch(parent, parentX, start, heading, length, rule, random);
    const Eigen::Vector3d end = branches_[static_cast<std::size_t>(self)].points.back();
    if (tips <= 1 || (rule.wall && rule.wall(end))) {
        return self;
    }
    const double path = pathUm + pathLength(branches_[static_cast<std::size_t>(self)].points);
    // Real trees are neither combs nor binary trees: the smaller side takes anything up to half.
    int smaller = 1;
    if (tips > 2) {
        smaller = std::clamp(static_cast<int>(std::lround(tips * random.uniform(0.1, 0.5))), 1, tips / 2);
    }
    const bool swap = random.chance(0.5);
    const int first = swap ? smaller : tips - smaller;
    auto [a, b] = splitHeading(heading, static_cast<double>(first) / tips, rule, random);
    growTree(self, 1.0, end, a, first, rule, random, path, order + 1);
    growTree(self, 1.0, end, b, tips - first, rule, random, path, order + 1);
    return self;
}

void Arbor::assignDiameters(Random random) {
    std::vector<std::vector<double>> daughters(branches_.size());
    std::vector<std::pair<double, double>> ends(branches_.size()); // start, end
    for (std::size_t i = branches_.size(); i-- > 0;) {
        Branch& branch = branches_[i];
        if (branch.type == SectionType::soma) {
            continue;
        }
        double end = branch.tipDiameter;
        if (!daughters[i].empty()) {
            end = powerMean(daughters[i], branch.rallPower);
        }
        end = branch.endDiameter.value_or(end);
        const double start = branch.startDiameter.value_or(
            end * (1.0 + std::min(0.8, branch.taper * pathLength(branch.points))));
        ends[i] = {start, end};
        if (branch.parent >= 0 && branch.parentX == 1.0) {
            daughters[static_cast<std::size_t>(branch.parent)].push_back(start);
        }
    }
    for (std::size_t i = 0; i < branches_.size(); ++i) {
        Branch& branch = branches_[i];
        if (branch.type == SectionType::soma) {
            continue;
        }
        auto& [start, end] = ends[i];
        const auto parent = static_cast<std::size_t>(std::max(branch.parent, 0));
        if (branch.parent >= 0 && branches_[parent].type != SectionType::soma) {
            start = std::min(start, ends[parent].second);
            end = std::min(end, start);
        }
        const double length = pathLength(branch.points);
        double along = 0.0;
        double swelling = 0.0;
        double toBead = random.uniform(4.0, 12.0);
        branch.diameters.clear();
        for (std::size_t k = 0; k < branch.points.size(); ++k) {
            const double step = k > 0 ? (branch.points[k] - branch.points[k - 1]).norm() : 0.0;
            along += step;
            toBead -= step;
            swelling = 0.6 * swelling + 0.8 * branch.roughness * random.normal();
            double factor = std::clamp(1.0 + swelling, 0.7, 1.4);
            const bool inner = k > 0 && k + 1 < branch.points.size();
            if (!inner) {
                factor = 1.0;
            } else if (branch.varicose && toBead <= 0.0) {
                factor *= random.uniform(1.7, 2.6);
                toBead = random.uniform(6.0, 18.0);
            }
            branch.diameters.push_back((start + (end - start) * (length > 0.0 ? along / length : 0.0)) *
                                       factor);
        }
    }
}

Morphology Arbor::morphology() const {
    Morphology result;
    result.name = name_;
    std::array<int, 5> counts{};
    for (const Branch& branch : branches_) {
        Section section;
        section.type = branch.type;
        const char* prefix = branch.type == SectionType::soma     ? "soma"
                             : branch.type == SectionType::axon   ? "axon"
                             : branch.type == SectionType::apical ? "apic"
                                                                  : "dend";
        int& count = counts[static_cast<std::size_t>(branch.type)];
        section.name = std::string(prefix) + "[" + std::to_string(count++) + "]";
        section.parent = branch.parent;
        section.parentX = branch.parentX;
        section.points.reserve(branch.points.size());
        for (std::size_t k = 0; k < branch.points.size(); ++k) {
            const Eigen::Vector3d& p = branch.points[k];
            section.points.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()),
                                      static_cast<float>(p.z()), static_cast<float>(branch.diameters[k])});
        }
        result.sections.push_back(std::move(section));
    }
    return result;
}

std::pair<Heading, Heading> splitHeading(const Heading& heading, double firstShare, const GrowthRule& rule,
                                         Random& random) {
    const double angle = std::clamp(random.normal(rule.angleDegrees, rule.angleSpread), 40.0, 70.0);
    const double share = std::clamp(firstShare, 0.25, 0.75);
    const Eigen::Vector3d across = random.perpendicular(heading.direction);
    const auto turned = [&](double degrees) {
        Heading result;
        result.direction =
            (cosineOfDegrees(degrees) * heading.direction + sineOfDegrees(degrees) * across).normalized();
        return result;
    };
    return {turned(angle * (1.0 - share)), turned(-angle * share)};
}

std::vector<Eigen::Vector3d> stemDirections(int count, Random& random,
                                            const std::function<bool(const Eigen::Vector3d&)>& accept) {
    std::vector<Eigen::Vector3d> chosen;
    while (static_cast<int>(chosen.size()) < count) {
        Eigen::Vector3d best = Eigen::Vector3d::Zero();
        double bestCosine = 2.0;
        for (int tried = 0; tried < 14;) {
            const Eigen::Vector3d candidate = random.direction();
            if (!accept(candidate)) {
                continue;
            }
            ++tried;
            double nearest = -1.0;
            for (const Eigen::Vector3d& other : chosen) {
                nearest = std::max(nearest, other.dot(candidate));
            }
            if (nearest < bestCosine) {
                bestCosine = nearest;
                best = candidate;
            }
        }
        chosen.push_back(best);
    }
    return chosen;
}

std::vector<int> shareTips(int tips, int stems, Random& random) {
    std::vector<int> shares(static_cast<std::size_t>(stems), 1);
    std::vector<double> weights;
    double total = 0.0;
    for (int i = 0; i < stems; ++i) {
        weights.push_back(random.uniform(0.55, 1.45));
        total += weights.back();
    }
    for (int left = tips - stems; left > 0; --left) {
        double at = random.uniform(0.0, total);
        std::size_t stem = 0;
        while (stem + 1 < weights.size() && at >= weights[stem]) {
            at -= weights[stem];
            ++stem;
        }
        ++shares[stem];
    }
    return shares;
}

} // namespace phiscope::synthesis
