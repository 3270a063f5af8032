#pragma once

#include "model/geometry/morphology.h"

#include <Eigen/Core>

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// How many segments each section gets. LFPy's `nsegs_method`.
struct Discretisation {
    enum class Method {
        asLoaded, ///< leave the file's nseg (LFPy: None)
        lambdaF,  ///< by the frequency-dependent length constant (LFPy: lambda_f; lambda100 is 100 Hz, 0.1)
        fixedLength, ///< no segment longer than maxLengthUm (LFPy: fixed_length)
    };
    Method method = Method::lambdaF;
    double lambdaFHz = 100.0;
    double dLambda = 0.1;
    double maxLengthUm = 20.0;

    bool operator==(const Discretisation&) const = default;
};

/// The compartments of a cell, in LFPy's order: section by section, from x = 0 to x = 1.
/// All lengths in µm, areas in µm². Column/entry k of every member is segment k.
struct Segments {
    Eigen::Matrix3Xd start;        ///< 3 × n, where the segment begins
    Eigen::Matrix3Xd end;          ///< 3 × n, where it ends
    Eigen::VectorXd diameter;      ///< n, NEURON's seg.diam (mean along the path)
    Eigen::Matrix2Xd diameterEnds; ///< 2 × n, diameter at start and end (for drawing and conical sources)
    Eigen::VectorXd area;          ///< n, NEURON's area(x)
    Eigen::VectorXd length;        ///< n, section length / nseg, along the path
    std::vector<int> section;      ///< n, index into Morphology::sections
    std::vector<double> x;         ///< n, position of the midpoint on its section, (k + 0.5) / nseg
    std::vector<int>
        firstOfSection; ///< sections + 1 entries; segments of section s are [first[s], first[s+1])

    int size() const { return static_cast<int>(diameter.size()); }
    Eigen::Vector3d midpoint(int segment) const { return 0.5 * (start.col(segment) + end.col(segment)); }
    Eigen::Matrix3Xd midpoints() const { return 0.5 * (start + end); }
};

constexpr double defaultRaOhmCm = 35.4;      ///< NEURON's
constexpr double defaultCmUfPerCm2 = 1.0;    ///< NEURON's
constexpr int maxSegmentsPerSection = 32767; ///< NEURON refuses more

/// nseg for every section by LFPy's rules (features B01). `Ra` and `cm` override the file's; NEURON's
/// defaults hold where neither is set. At most maxSegmentsPerSection.
std::vector<int> segmentCounts(const Morphology& morphology, const Discretisation& rule,
                               std::optional<double> Ra = {}, std::optional<double> cm = {});

/// Segments from 3-D points: ends by linear interpolation along the arc (B02), diameter and area by NEURON's
/// integration over the frusta between points. `nseg` has one entry (>= 1) a section.
Segments makeSegments(const Morphology& morphology, std::span<const int> nseg);

/// How tissue, and the cell in it, is pressed together along an axis of the scene: LFPy's
/// distort_geometry(factor, axis, nu). Only where the currents are taken to leave; what NEURON computes, and
/// each segment's `length`, `diameter` and `area`, stay those of the cell as it was.
struct Distortion {
    enum class Axis { x, y, z };
    double factor = 0.0; ///< above −1 and below 1; above 0: shorter along the axis by this part
    Axis axis = Axis::z;
    double poissonRatio = 0.0; ///< nu: widened across the axis by factor · nu; 0.5 keeps the volume

    bool operator==(const Distortion&) const = default;
};

/// How a cell stands in the scene, all about the soma's midpoint, in this order: mirrored along its own axes
/// (LFPy's chiral_morphology: the coordinate's sign changes), turned by Euler angles in radians about each
/// axis, right-handed, in `rotationOrder` (set_rotation), distorted along the scene's axes
/// (distort_geometry), and put at a place in µm (set_pos).
struct Pose {
    std::array<double, 3> positionUm{0.0, 0.0, 0.0};
    std::array<double, 3> rotationRad{0.0, 0.0, 0.0};
    std::string rotationOrder = "xyz";
    bool mirrorX = false;
    bool mirrorY = false;
    bool mirrorZ = false;
    Distortion distortion{};

    bool operator==(const Pose&) const = default;
};

/// Segments of the soma: those whose section's name contains "soma"; where there are none, segment 0 (B08).
std::vector<int> somaSegments(const Morphology& morphology, const Segments& segments);

/// Midpoint of the soma segments, µm. LFPy's somapos.
Eigen::Vector3d somaPosition(const Morphology& morphology, const Segments& segments);

/// Moves every segment so that the soma's midpoint lies at `positionUm`. LFPy's Cell.set_pos.
void setPosition(Segments& segments, const Morphology& morphology, const Eigen::Vector3d& positionUm);

/// Rotates about the soma's midpoint. LFPy's Cell.set_rotation.
void rotate(Segments& segments, const Morphology& morphology, const std::array<double, 3>& anglesRad,
            const std::string& order = "xyz");

/// Changes the sign of one coordinate about the soma's midpoint. LFPy's Cell.chiral_morphology.
void mirror(Segments& segments, const Morphology& morphology, Distortion::Axis axis);

/// x' = x (1 − factor) along the axis and x' = x (1 + factor · nu) across it, about the soma's midpoint.
/// LFPy's Cell.distort_geometry; as there, `length` then goes straight from start to end (not in placeCell).
void distort(Segments& segments, const Morphology& morphology, const Distortion& distortion);

/// A cell ready to be recorded from: geometry, segments and where the cell stands.
/// `morphology` holds the points as drawn: moved and turned with the segments.
struct PlacedCell {
    Morphology morphology;
    Segments segments;
};

/// What LFPy.Cell does on creation followed by chiral_morphology, set_rotation, distort_geometry and set_pos:
/// soma midpoint to the origin, mirrored, turned, distorted, moved. With `pt3d` every turn and move passes
/// through the single-precision points, as LFPy's pt3d=True does; such a cell is not mirrored or distorted.
PlacedCell placeCell(const Morphology& morphology, std::span<const int> nseg, const Pose& pose,
                     bool pt3d = false);

constexpr double infinity = std::numeric_limits<double>::infinity();

/// LFPy's get_idx: ascending indices of segments of sections whose name contains any of `names` ("allsec"
/// takes all) with zMin < midpoint z < zMax, strictly.
std::vector<int> segmentIndices(const Morphology& morphology, const Segments& segments,
                                const std::vector<std::string>& names, double zMin = -infinity,
                                double zMax = infinity);

/// LFPy's get_closest_idx: the segment among `names` whose midpoint is nearest. -1 where there is none.
int closestSegment(const Morphology& morphology, const Segments& segments, const Eigen::Vector3d& point,
                   const std::vector<std::string>& names = {"allsec"});

/// LFPy's get_rand_prob_area_norm: probability of each of `candidates` by membrane area.
Eigen::VectorXd areaProbabilities(const Segments& segments, std::span<const int> candidates);

/// LFPy's get_rand_idx_area_norm: `count` draws with replacement from `candidates`, by membrane area.
/// The same seed gives the same draws on every machine.
std::vector<int> randomSegments(const Segments& segments, std::span<const int> candidates, int count,
                                unsigned long seed);

/// Index of segment at `x` (0 to 1) of a section, NEURON's rule: min(int(x * nseg), nseg - 1).
int segmentAt(const Segments& segments, int section, double x);

/// Index of a section by name; -1 where there is none.
int sectionByName(const Morphology& morphology, const std::string& name);

/// One truncated cone of the cell's surface: what is drawn, and what a click hits. Between two neighbouring
/// 3-D points, cut at segment borders.
struct SurfacePiece {
    Eigen::Vector3f a; ///< µm
    Eigen::Vector3f b; ///< µm
    float radiusA = 0.0F;
    float radiusB = 0.0F;
    int segment = 0;
    float xA = 0.0F; ///< position on the section at a, 0 to 1
    float xB = 0.0F;
};

std::vector<SurfacePiece> surfacePieces(const PlacedCell& cell);

} // namespace phiscope
