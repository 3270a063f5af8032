#pragma once

#include "model/forward/forward_model.h"
#include "model/forward/image_kernels.h"
#include "model/scene/medium.h"

#include <array>
#include <memory>
#include <vector>

namespace phiscope {

/// A slice of tissue that lies flat on glass under a bath of saline, each with its conductivity in S/m.
struct SliceMedium {
    double sigmaTissue = 0.3; ///< > 0
    double sigmaSaline = 1.5; ///< >= 0
    double sigmaGlass = 0.0;  ///< >= 0
    double thicknessUm = 300.0;
    double bottomUm = 0.0; ///< z of the glass; LFPykit's z_shift
    int imageSteps = 20;   ///< terms of the series, >= 1; LFPykit's steps

    double topUm() const { return bottomUm + thicknessUm; }
};

/// Point and line sources in a slice on a multi-electrode array, by the method of images. With z counted from
/// the glass, z' the source's depth, ρ the horizontal distance, h the thickness, ω(a) = 1 / √(ρ² + a²),
/// S = (σT - σS) / (σT + σS), G = (σT - σG) / (σT + σG), a point source in the slice is seen as
///
///     4π σT φ / I = ω(z - z') + S ω(z + z' - 2h) + G ω(z + z')
///                 + Σ (S G)^n [S ω(z + z' - 2(n+1)h) + G ω(z + z' + 2nh) + ω(z - z' + 2nh) + ω(z - z' -
///                 2nh)]
///
/// with n = 1 … steps - 1. Source: Ness et al., Neuroinformatics 13:403 (2015), eq. 5 and appendix; LFPykit's
/// RecMEAElectrode. Of a contact above the slice the same paper's images are those below it, each times 1 +
/// S; of one in the glass those above it, times 1 + G (LFPykit uses the formula above there, too, where it
/// does not hold).
///
/// Lines: contacts on the glass only, which must insulate (σG = 0); then S^n [Ω(2nh) + Ω(-2nh)] twice, with Ω
/// the logarithm of `LineSource` for a contact at that height. Nothing stands in for a small distance to the
/// line except that a segment nearer to a contact than its radius is lifted until its start is as high as the
/// radius (LFPykit's rule). Where a contact then still lies on the line between its ends, LFPykit's number is
/// arbitrary, and the distance counts as the radius here. A segment of length zero is a point.
class SliceSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. An error where the source's formula does not hold for them.
    static Result<std::unique_ptr<ForwardModel>> create(const Eigen::Matrix3Xd& contacts,
                                                        const SliceMedium& medium, CurrentSource source);

    /// The whole cell must lie in the slice; with the root as a point no contact may lie within a radius of a
    /// segment (LFPykit fails there), unless within that of every one.
    Result<void> check(const Segments& segments) const override;
    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.rows()); }
    std::string unit() const override { return "mV"; }

private:
    using Images = std::vector<kernels::Image>;
    /// Contacts that see the same images.
    struct Region {
        std::vector<Eigen::Index> channels;
        Eigen::MatrixX3d contacts; // z from the glass
        Images images;
    };
    struct Scratch {
        Eigen::VectorXd distance2;
        Eigen::VectorXd column;
    };

    SliceSource(const Eigen::Matrix3Xd& contacts, const SliceMedium& medium, CurrentSource source);
    void pointColumn(const kernels::SourceSegment& segment, Scratch& scratch,
                     Eigen::Ref<Eigen::VectorXd> out) const;
    void lineColumn(const kernels::SourceSegment& segment, bool liftImages, Scratch& scratch,
                    double* out) const;
    bool isPoint(const Segments& segments, int k) const;

    Eigen::MatrixX3d contacts_; // z from the glass
    SliceMedium medium_;
    CurrentSource source_;
    std::vector<Region> regions_;
    std::vector<Eigen::MatrixX3d> lineContacts_; // mirror images of the contacts, for lines
    std::vector<double> lineWeights_;
};

} // namespace phiscope
