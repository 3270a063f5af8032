#pragma once

#include "model/forward/forward_model.h"
#include "model/forward/head/axial_currents.h"
#include "model/forward/head/four_sphere.h"

namespace phiscope {

/// Potential of a cell that stands in the brain of a four-sphere head, seen as the many dipoles of its axial
/// currents: M = Σ over paths of L(path's middle) · vector · A, with A from Kirchhoff's law
/// (axialCurrentsFromMembraneCurrents), so that signal(t) = M · i_membrane(t) as of any other model.
/// Holds near the cell too, where one dipole does not: ECoG and contacts on the scalp alike.
///
/// Source: Næss et al., Front. Hum. Neurosci. 11:490 (2017); NeuroImage 225:117467 (2021); LFPykit's
/// FourSphereVolumeConductor.get_dipole_potential_from_multi_dipoles. Electrodes inside the cell and the
/// first frame are not part of it (see axial_currents.h).
class HeadSource : public ForwardModel {
public:
    /// `contactsUm`: 3 × channels, `centreUm` the head's centre, both in the cell's frame. `morphology` says
    /// how sections hang together. Fails where a contact lies outside of the head.
    static Result<std::unique_ptr<ForwardModel>> create(const Eigen::Matrix3Xd& contactsUm,
                                                        const Eigen::Vector3d& centreUm,
                                                        const Morphology& morphology,
                                                        const FourSphereHead& head = {});

    /// Fails where a part of the cell leaves the brain, or lies farther out than a contact.
    Result<void> check(const Segments& segments) const override;
    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return leadField_.channels(); }
    std::string unit() const override { return "mV"; }

private:
    HeadSource(FourSphereLeadField leadField, const Eigen::Vector3d& centreUm, const Morphology& morphology)
        : leadField_(std::move(leadField))
        , centre_(centreUm)
        , morphology_(morphology) {}

    FourSphereLeadField leadField_;
    Eigen::Vector3d centre_;
    Morphology morphology_;
};

} // namespace phiscope
