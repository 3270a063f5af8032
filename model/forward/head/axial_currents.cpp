#include "model/forward/head/axial_currents.h"

#include "model/geometry/axial_resistance.h"
#include "model/geometry/section_integrals.h"

#include <cmath>

namespace phiscope {

namespace {

using Triplets = std::vector<Eigen::Triplet<double>>;

bool isReversed(const Section& section) {
    return section.childX > 0.5;
}

/// Segment of `section`, counted from where the section is attached to its parent.
int segmentFromRoot(const Morphology& morphology, const Segments& segments, int section, int k) {
    const auto at = static_cast<std::size_t>(section);
    return isReversed(morphology.sections[at]) ? segments.firstOfSection[at + 1] - 1 - k
                                               : segments.firstOfSection[at] + k;
}

/// The segment of its parent from which the section's current comes.
int parentSegment(const Segments& segments, const Section& section) {
    const auto parent = static_cast<std::size_t>(section.parent);
    const int first = segments.firstOfSection[parent];
    const int count = segments.firstOfSection[parent + 1] - first;
    if (section.parentX == 1.0) {
        return first + count - 1;
    }
    int nearest = 0;
    for (int k = 1; k < count; ++k) {
        const auto distance = [&](int segment) {
            return std::abs(segments.x[static_cast<std::size_t>(first + segment)] - section.parentX);
        };
        if (distance(k) < distance(nearest)) {
            nearest = k;
        }
    }
    return first + nearest;
}

/// Half a segment's axial resistance in MΩ: between its middle and its end at x = 0 or 1.
double halfResistance(const Morphology& morphology, const Segments& segments, int segment, double x,
                      std::optional<double> Ra) {
    const auto at = static_cast<std::size_t>(segments.section[static_cast<std::size_t>(segment)]);
    const Section& section = morphology.sections[at];
    const int first = segments.firstOfSection[at];
    const std::vector<SegmentIntegrals> integrals =
        integrateSection(section, segments.firstOfSection[at + 1] - first);
    const SegmentIntegrals& own = integrals[static_cast<std::size_t>(segment - first)];
    // Ω·cm / µm is 0.01 MΩ.
    return 0.01 * Ra.value_or(section.fileRa.value_or(defaultRaOhmCm)) *
           (x > 0.5 ? own.secondHalfResistance : own.firstHalfResistance);
}

bool atAnEnd(const Section& section) {
    return section.parentX == 0.0 || section.parentX == 1.0;
}

} // namespace

AxialPaths axialPaths(const Morphology& morphology, const Segments& segments) {
    AxialPaths paths;
    std::vector<Eigen::Vector3d> positions;
    std::vector<Eigen::Vector3d> vectors;
    const auto add = [&](int parent, int child, const Eigen::Vector3d& from, const Eigen::Vector3d& to) {
        positions.emplace_back(0.5 * (from + to));
        vectors.emplace_back(to - from);
        paths.parent.push_back(parent);
        paths.child.push_back(child);
    };
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        const Section& section = morphology.sections[s];
        const int count = segments.firstOfSection[s + 1] - segments.firstOfSection[s];
        for (int k = section.parent < 0 ? 1 : 0; k < count; ++k) {
            const int index = static_cast<int>(s);
            const int child = segmentFromRoot(morphology, segments, index, k);
            const int parent = k > 0 ? segmentFromRoot(morphology, segments, index, k - 1)
                                     : parentSegment(segments, section);
            const Eigen::Vector3d border =
                isReversed(section) ? segments.end.col(child) : segments.start.col(child);
            add(parent, child, segments.midpoint(parent), border);
            add(parent, child, border, segments.midpoint(child));
        }
    }
    paths.positionUm.resize(3, paths.size());
    paths.vectorUm.resize(3, paths.size());
    for (int k = 0; k < paths.size(); ++k) {
        paths.positionUm.col(k) = positions[static_cast<std::size_t>(k)];
        paths.vectorUm.col(k) = vectors[static_cast<std::size_t>(k)];
    }
    return paths;
}

Eigen::SparseMatrix<double> axialCurrentsFromPotentials(const Morphology& morphology,
                                                        const Segments& segments, const AxialPaths& paths,
                                                        std::optional<double> Ra) {
    const Eigen::VectorXd resistance = axialResistance(morphology, segments, Ra);
    const std::vector<std::vector<int>> children = sectionChildren(morphology);
    Triplets triplets;
    for (int k = 0; k < paths.size(); ++k) {
        const int parent = paths.parent[static_cast<std::size_t>(k)];
        const int child = paths.child[static_cast<std::size_t>(k)];
        const int own = segments.section[static_cast<std::size_t>(child)];
        const Section& section = morphology.sections[static_cast<std::size_t>(own)];
        const double g = 1.0 / resistance(child);
        const bool first = child == segmentFromRoot(morphology, segments, own, 0);
        triplets.emplace_back(k, child, -g);
        if (!first || !atAnEnd(section)) { // NEURON joins these without a node between
            triplets.emplace_back(k, parent, g);
            continue;
        }
        // The node's potential is the mean of its neighbours', weighted by conductance.
        std::vector<std::pair<int, double>> neighbours{
            {parent, 1.0 / halfResistance(morphology, segments, parent, section.parentX, Ra)}};
        for (const int sibling : children[static_cast<std::size_t>(section.parent)]) {
            if (morphology.sections[static_cast<std::size_t>(sibling)].parentX == section.parentX) {
                const int segment = segmentFromRoot(morphology, segments, sibling, 0);
                neighbours.emplace_back(segment, 1.0 / resistance(segment));
            }
        }
        double sum = 0.0;
        for (const auto& [segment, conductance] : neighbours) {
            sum += conductance;
        }
        for (const auto& [segment, conductance] : neighbours) {
            triplets.emplace_back(k, segment, g * conductance / sum);
        }
    }
    Eigen::SparseMatrix<double> matrix(paths.size(), segments.size());
    matrix.setFromTriplets(triplets.begin(), triplets.end());
    return matrix;
}

Eigen::SparseMatrix<double> axialCurrentsFromMembraneCurrents(const Segments& segments,
                                                              const AxialPaths& paths) {
    std::vector<int> parent(static_cast<std::size_t>(segments.size()), -1);
    std::vector<std::vector<int>> reaching(static_cast<std::size_t>(segments.size()));
    for (int k = 0; k < paths.size(); ++k) {
        const auto child = static_cast<std::size_t>(paths.child[static_cast<std::size_t>(k)]);
        parent[child] = paths.parent[static_cast<std::size_t>(k)];
        reaching[child].push_back(k);
    }
    Triplets triplets;
    for (int segment = 0; segment < segments.size(); ++segment) {
        for (int at = segment; at >= 0; at = parent[static_cast<std::size_t>(at)]) {
            for (const int path : reaching[static_cast<std::size_t>(at)]) {
                triplets.emplace_back(path, segment, 1.0);
            }
        }
    }
    Eigen::SparseMatrix<double> matrix(paths.size(), segments.size());
    matrix.setFromTriplets(triplets.begin(), triplets.end());
    return matrix;
}

Eigen::MatrixXd axialDipoles(const AxialPaths& paths, const Eigen::MatrixXd& currents) {
    Eigen::MatrixXd dipoles(3 * paths.size(), currents.cols());
    for (int k = 0; k < paths.size(); ++k) {
        dipoles.middleRows<3>(3 * k) = paths.vectorUm.col(k) * currents.row(k);
    }
    return dipoles;
}

} // namespace phiscope
