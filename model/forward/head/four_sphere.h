#pragma once

#include "model/forward/head/lead_field.h"
#include "model/forward/head/sphere_series.h"

#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace phiscope {

/// A head of four concentric spheres about the origin: brain, cerebrospinal fluid, skull and scalp.
/// The defaults are LFPykit's.
struct FourSphereHead {
    std::array<double, 4> radiiUm{79000.0, 80000.0, 85000.0, 90000.0}; ///< outer radii, ascending
    std::array<double, 4> sigmas{0.3, 1.5, 0.015, 0.3};                ///< S/m, each > 0

    bool operator==(const FourSphereHead&) const = default;
};

/// Potential of a current dipole in the brain of a four-sphere head, at electrodes in any shell.
///
/// Source: Srinivasan, Nunez & Silberstein, IEEE Trans. Biomed. Eng. 45:814 (1998), app. A, in the form and
/// with the corrections of Næss et al., Front. Hum. Neurosci. 11:490 (2017); LFPykit's
/// FourSphereVolumeConductor. The coefficients are solved for anew (sphere_series.h), by admittances.
///
/// Where the series ends follows from a bound, not from a fixed count. The row of an electrode is
/// Σ g_n v_n with v_n = n P_n ẑ + P_n' (r̂ - c ẑ). ẑ and r̂ - c ẑ are orthogonal and |r̂ - c ẑ| = sin θ, so
/// |v_n|² = n² P_n² + (d P_n(cos θ) / dθ)² <= n² by the inequality of Bernstein and Szegő for a trigonometric
/// polynomial of degree n that stays within [-1, 1]. For g_n take one shell [a, b]: u > 0 falls outwards, so
/// its admittance y at any r is >= 0 and κ = (n + 1 - y) / (n + y) lies in (-1, (n + 1)/n]. Across a shell
/// u r^(n+1) grows by (1 + κ) / (1 + κ k), 0 <= k < 1, which rises with κ and is therefore at most
/// (2n + 1)/n; in the brain u r^(n+1) itself is 1 + κ (r/b)^(2n+1) <= (2n + 1)/n. Hence in shell s = 0 … 3
///
///     |row's term n| <= n (q/r)^(n-1) ((2n + 1)/n)^(s+1) / (4π σ_brain r²)
///
/// for any radii and conductivities, and the terms above N sum to less than this bound's geometric rest.
/// In the brain the dipole's own part is taken in closed form (an infinite conductor) and only the walls'
/// answer is summed: |term n| <= n Y^(n-1) (n + 1)/n (r/b)³ / (4π σ_brain r²). Terms are summed until the
/// rest is below 1e-12 of the length of the term n = 1.
class FourSphereLeadField : public LeadField {
public:
    /// `electrodesUm`: 3 × channels. Fails where radii do not ascend, a conductivity is not positive, or an
    /// electrode lies outside of the head (by more than rounding).
    static Result<FourSphereLeadField> create(const FourSphereHead& head,
                                              const Eigen::Matrix3Xd& electrodesUm);

    /// From now on ends the series where LFPykit does (its iter_factor, 2e-6/99 unless told otherwise), to
    /// give its numbers to the last digits rather than the model's: it differs by up to some 1e-5 near the
    /// dipole. Slower.
    void setIterFactor(double factor) { iterFactor_ = factor; }
    static constexpr double lfpykitIterFactor = 2.0 / 99.0 * 1e-6;

    /// mV/(nA·µm). Fails for a dipole outside of the brain or in the centre, an electrode that is nearer to
    /// the centre than the dipole, or so near to dipole and brain surface both that the series would need
    /// more than `mostTerms` terms (about 2 µm in a human head).
    Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const override;
    int channels() const override { return static_cast<int>(directions_.cols()); }
    std::string unit() const override { return "mV"; }

    /// Terms that the slowest electrode needs: how much work `matrix` will be. Fails as `matrix` does.
    Result<int> termCount(const Eigen::Vector3d& dipoleUm) const;

    static constexpr int mostTerms = 2'000'000;

private:
    FourSphereLeadField() = default;
    Result<void> check(const Eigen::Vector3d& dipoleUm) const;
    /// What decides where a series ends: the bound of term n is n ratio^(n-1) ((2n + 1)/n)^power.
    struct Series {
        double ratio = 0.0;
        double limit = std::numeric_limits<double>::infinity();
        int power = 0;
        void add(const Series& other); ///< becomes the slower of both
        int terms() const;             ///< -1 where more than `mostTerms`
    };
    Result<Eigen::MatrixXd> matrixAsLfpykit(const Eigen::Vector3d& dipoleUm) const;
    Series series(double depth, Eigen::Index electrode) const;

    sphere::Geometry geometry_{};
    Eigen::Matrix3Xd directions_; ///< unit vectors to the electrodes
    Eigen::VectorXd distances_;   ///< of the electrodes from the centre
    std::vector<int> shell_;      ///< of each electrode
    /// n = 1 … size for each shell; longer ones are made where they are needed.
    std::array<sphere::ShellTable, sphere::shells> tables_;
    sphere::Coefficients first_{}; ///< n = 1
    std::optional<double> iterFactor_;
};

} // namespace phiscope
