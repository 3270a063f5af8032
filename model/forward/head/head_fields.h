#pragma once

#include "model/forward/head/four_sphere.h"
#include "model/forward/head/lead_field.h"
#include "model/forward/head/new_york_head.h"
#include "model/scene/measurement.h"
#include "model/support/result.h"

#include <Eigen/Geometry>

#include <memory>
#include <string>
#include <vector>

namespace phiscope {

/// What the sensors of a head see of a cell in it. All matrices are channels × 3 and are multiplied by the
/// cell's dipole moment in the cell's own frame, nA·µm: L · R of EEG(t) = L · R · p(t).
struct HeadFields {
    Eigen::Vector3d placeMm{0.0, 0.0, 0.0};                 ///< where the dipole stands
    Eigen::Vector3d outward{0.0, 0.0, 1.0};                 ///< normal of the cortex there, unit vector
    Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity(); ///< R: the cell's frame to the head's
    Eigen::MatrixXd eeg;      ///< electrodes × 3, mV/(nA·µm), less the reference
    Eigen::MatrixXd scalp;    ///< places of the scalp × 3, likewise; empty for the New York head
    Eigen::MatrixXd magnetic; ///< 3 · sensors × 3, fT/(nA·µm), in the head's axes; empty where MEG is off
    int nearestElectrode = 0; ///< to the dipole
    int vertex = -1;          ///< New York head: of the cortex

    /// Row of `magnetic` for the component along a sensor's radius, which is linear as the others are not.
    Eigen::RowVector3d radialField(int sensor, const Eigen::Vector3d& sensorMm) const {
        return sensorMm.normalized().transpose() * magnetic.middleRows<3>(3 * sensor);
    }
};

/// The parts of a scene's head that stay where they are while the cell moves in it, ready for many places.
class HeadModel {
public:
    /// `scalpDirections`: unit vectors of the places on the scalp to colour. Fails for shells that do not
    /// ascend and for a New York head's file that cannot be read.
    static Result<std::shared_ptr<const HeadModel>> create(const Head& head,
                                                           const Eigen::Matrix3Xd& scalpDirections);
    /// True where `head` differs from this model's by nothing but the cell's place, reference and names.
    bool serves(const Head& head) const;

    /// Fails for a place where the lead field does not hold (outside of the brain, in the centre).
    Result<HeadFields> fields(const Head& head) const;

    const std::vector<std::string>& electrodeNames() const { return names_; }
    const Eigen::Matrix3Xd& electrodesMm() const { return electrodesMm_; }
    const Eigen::Matrix3Xd& sensorsMm() const { return sensorsMm_; } ///< magnetometers; none: no MEG
    const NewYorkHead* newYork() const { return newYork_.get(); }    ///< null for the four spheres
    /// Middle of the sphere that lies best through the electrodes; the origin for the four spheres.
    const Eigen::Vector3d& centreMm() const { return centreMm_; }
    double radiusMm() const { return radiusMm_; }

private:
    HeadModel() = default;

    Head head_;
    std::vector<std::string> names_;
    Eigen::Matrix3Xd electrodesMm_;
    Eigen::Matrix3Xd sensorsMm_;
    Eigen::Vector3d centreMm_{0.0, 0.0, 0.0};
    double radiusMm_ = 90.0;
    std::unique_ptr<FourSphereLeadField> spheres_; ///< electrodes, then places of the scalp
    std::unique_ptr<LeadField> magnetic_;
    std::shared_ptr<const NewYorkHead> newYork_;
};

/// What each magnetometer shows of a field `fT` (3 · sensors, in the head's axes): its component along the
/// radius from the head's centre (positive: outwards), the magnitude across it, or the whole magnitude.
Eigen::VectorXd magneticComponent(Head::MegComponent component, const Eigen::Matrix3Xd& sensorsMm,
                                  const Eigen::VectorXd& fT);

} // namespace phiscope
