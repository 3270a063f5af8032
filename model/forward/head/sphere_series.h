#pragma once

#include <array>
#include <cstddef>
#include <vector>

/// The series behind FourSphereHead: its coefficients and the loop that sums it.
///
/// In shell s with outer radius b the potential of a dipole p at distance q from the centre, seen at distance
/// r >= q under the angle θ (c = cos θ, ẑ towards the dipole, r̂ towards the electrode), is
///
///     φ = Σ_n g_n (n P_n(c) ẑ + P_n'(c) (r̂ - c ẑ)) · p
///     g_n = (α_n X^(n-1) + β_n (r/b)³ Y^(n-1)) / (4π σ_brain r²),   X = q / r,  Y = q r / b²
///
/// α_n belongs to the solution r^-(n+1) of Laplace's equation, β_n to r^n; α_n = 1 in the brain.
namespace phiscope::sphere {

constexpr int shells = 4; ///< brain, cerebrospinal fluid, skull, scalp

struct Geometry {
    std::array<double, shells> radii;  ///< outer radii, ascending
    std::array<double, shells> sigmas; ///< S/m
};

/// α and β of all shells for one n.
struct Coefficients {
    std::array<double, shells> alpha;
    std::array<double, shells> beta;
};

/// By the shells' admittances y = -r u'/u from the outside (y = 0 on the scalp) inwards; σ y and u are
/// continuous at every border. All terms are positive sums, so nothing cancels. n >= 1.
Coefficients coefficients(const Geometry& geometry, int n);

/// α_n and β_n of one shell for n = 1 … size, each contiguous.
struct ShellTable {
    std::vector<double> alpha;
    std::vector<double> beta;
};

/// Points of one shell, `lanes` at a time.
constexpr int lanes = 16;
struct PointBlock {
    std::array<double, lanes> cosine;
    std::array<double, lanes> x;      ///< q / r
    std::array<double, lanes> y;      ///< q r / b²
    std::array<double, lanes> outer;  ///< factor of α_n X^(n-1)
    std::array<double, lanes> inner;  ///< factor of β_n Y^(n-1)
    std::array<double, lanes> radial; ///< result: Σ n g_n P_n
    std::array<double, lanes> across; ///< result: Σ g_n P_n'
};

/// Sums n = 1 … terms. The table must reach that far.
void sumSeries(const ShellTable& table, int terms, PointBlock& block);

/// The sums without the common factor 1 / (4π σ_brain r²), ended as LFPykit ends them: the radial sum at the
/// first n with n c_n <= factor · Σ n c_n, the other at the first with c_n <= factor · Σ c_n, where
/// c_n = α_n X^(n-1) + β_n (r/b)³ Y^(n-1); in the brain the radial sum takes 1e-6 times the factor. What is
/// left out is then not negligible: up to some 1e-5 of the result near the dipole. False where that takes
/// more than `most` terms.
struct SeriesPoint {
    std::size_t shell = 0;
    double r = 0.0;      ///< of the electrode, µm
    double depth = 0.0;  ///< q, of the dipole, µm
    double cosine = 0.0; ///< of the angle between them
    double radial = 0.0; ///< result
    double across = 0.0; ///< result
};
bool sumAsLfpykit(const Geometry& geometry, double factor, int most, SeriesPoint& point);

/// Fewest terms after which the rest of Σ n t^(n-1) bound(n) is below `limit`, where
/// bound(n) = ((2n + 1) / n)^power, 0 <= t < 1; -1 where that takes more than `most`.
int termsFor(double t, int power, double limit, int most);

} // namespace phiscope::sphere
