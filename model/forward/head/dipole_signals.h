#pragma once

#include "model/forward/forward_model.h"
#include "model/forward/head/axial_currents.h"
#include "model/forward/head/lead_field.h"

#include <Eigen/Geometry>

namespace phiscope {

/// EEG, MEG or far potential of a cell seen as one dipole: M = L · R · (segments' midpoints), so that
/// signal(t) = L · R · p(t) = M · i_membrane(t). LFPykit: model.get_transformation_matrix() @ dipole moment.
class DipoleSignals : public ForwardModel {
public:
    /// `leadField`: channels × 3 for the dipole's place. `rotation`: from the cell's frame to the head's.
    DipoleSignals(Eigen::MatrixXd leadField, const Eigen::Matrix3d& rotation, std::string unit);

    Eigen::MatrixXd matrix(const Segments& segments) const override;
    int channels() const override { return static_cast<int>(turned_.rows()); }
    std::string unit() const override { return unit_; }

private:
    Eigen::MatrixXd turned_; ///< L · R
    std::string unit_;
};

/// The same of a cell seen as many dipoles, one at each axial current: channels × paths, times I_axial.
/// `frame` takes the cell to the head (cellInHead). LFPykit's get_dipole_potential_from_multi_dipoles and
/// get_multi_dipole_potential; with a magnetic lead field calculate_H_from_iaxial, which LFPykit has for the
/// infinite medium alone. Fails where the lead field does for any of the places.
Result<Eigen::MatrixXd> manyDipolesMatrix(const LeadField& leadField, const AxialPaths& paths,
                                          const Eigen::Isometry3d& frame = Eigen::Isometry3d::Identity());

} // namespace phiscope
