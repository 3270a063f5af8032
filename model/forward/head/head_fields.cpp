#include "model/forward/head/head_fields.h"

#include "model/forward/head/electrodes.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/head/orientation.h"

#include <Eigen/QR>

namespace phiscope {

namespace {

constexpr double umPerMm = 1000.0;
constexpr double femtoteslaPerNaPerUm = teslaPerNaPerUm * 1e15;

FourSphereHead spheresOf(const Head& head) {
    return {{head.brainRadiusMm * umPerMm, head.csfRadiusMm * umPerMm, head.skullRadiusMm * umPerMm,
             head.scalpRadiusMm * umPerMm},
            {head.sigmaBrain, head.sigmaCsf, head.sigmaSkull, head.sigmaScalp}};
}

/// Least squares: |x|² = 2 x · c + (r² - |c|²).
void fitSphere(const Eigen::Matrix3Xd& points, Eigen::Vector3d& centre, double& radius) {
    Eigen::MatrixXd system(points.cols(), 4);
    system.leftCols(3) = 2.0 * points.transpose();
    system.col(3).setOnes();
    const Eigen::Vector4d x =
        system.completeOrthogonalDecomposition().solve(points.colwise().squaredNorm().transpose());
    centre = x.head<3>();
    radius = std::sqrt(std::max(0.0, x[3] + centre.squaredNorm()));
}

} // namespace

Result<std::shared_ptr<const HeadModel>> HeadModel::create(const Head& head,
                                                           const Eigen::Matrix3Xd& scalpDirections) {
    const std::shared_ptr<HeadModel> model(new HeadModel);
    model->head_ = head;
    if (head.model == Head::Model::nyHead) {
        auto file = NewYorkHead::open(head.nyHeadPath);
        if (!file) {
            return tl::unexpected(file.error());
        }
        model->newYork_ = std::make_shared<const NewYorkHead>(std::move(*file));
        model->electrodesMm_ = model->newYork_->electrodesMm();
        for (Eigen::Index k = 0; k < model->electrodesMm_.cols(); ++k) {
            model->names_.push_back(std::to_string(k + 1)); // the file's names are not read
        }
        fitSphere(model->electrodesMm_, model->centreMm_, model->radiusMm_);
        return model;
    }
    const std::vector<NamedElectrode> named = tenTwentyElectrodes();
    model->radiusMm_ = head.scalpRadiusMm;
    model->electrodesMm_.resize(3, static_cast<Eigen::Index>(named.size()));
    for (std::size_t k = 0; k < named.size(); ++k) {
        model->names_.emplace_back(named[k].name);
        model->electrodesMm_.col(static_cast<Eigen::Index>(k)) = head.scalpRadiusMm * named[k].direction;
    }
    Eigen::Matrix3Xd all(3, model->electrodesMm_.cols() + scalpDirections.cols());
    all << model->electrodesMm_, head.scalpRadiusMm * scalpDirections;
    auto spheres = FourSphereLeadField::create(spheresOf(head), all * umPerMm);
    if (!spheres) {
        return tl::unexpected(spheres.error());
    }
    model->spheres_ = std::make_unique<FourSphereLeadField>(std::move(*spheres));
    if (head.meg) {
        model->sensorsMm_ = head.helmetRadiusMm * helmetSensors();
        const Eigen::Matrix3Xd sensorsUm = model->sensorsMm_ * umPerMm;
        if (head.megModel == Head::MegModel::sphere) {
            model->magnetic_ = std::make_unique<SphericalMagneticField>(sensorsUm);
        } else {
            model->magnetic_ = std::make_unique<InfiniteMagneticField>(sensorsUm);
        }
    }
    return model;
}

bool HeadModel::serves(const Head& head) const {
    Head same = head;
    same.id = head_.id;
    same.name = head_.name;
    same.visible = head_.visible;
    same.dipoleMm = head_.dipoleMm;
    same.alignment = head_.alignment;
    same.reference = head_.reference;
    same.megComponent = head_.megComponent;
    if (head.model == Head::Model::nyHead && head_.model == Head::Model::nyHead) {
        return head.nyHeadPath == head_.nyHeadPath;
    }
    return same == head_;
}

Result<HeadFields> HeadModel::fields(const Head& head) const {
    HeadFields result;
    const Eigen::Vector3d wanted = Eigen::Vector3d::Map(head.dipoleMm.data());
    Result<Eigen::MatrixXd> potential;
    if (newYork_) {
        const NewYorkHead::Place place = newYork_->nearestPlace(wanted);
        result.placeMm = place.positionMm;
        result.outward = place.normal;
        result.vertex = place.vertex;
        potential = newYork_->matrixOfVertex(place.vertex);
    } else {
        result.placeMm = wanted;
        result.outward = wanted.norm() > 0.0 ? wanted.normalized() : Eigen::Vector3d::UnitZ();
        potential = spheres_->matrix(wanted * umPerMm);
    }
    if (!potential) {
        return tl::unexpected(potential.error());
    }
    if (head.alignment == Head::Alignment::outward) {
        result.rotation = rotationBetween(Eigen::Vector3d::UnitZ(), result.outward);
    }
    const Eigen::Index electrodes = electrodesMm_.cols();
    Eigen::MatrixXd turned = *potential * result.rotation;
    if (head.reference == Head::Reference::average) {
        turned.rowwise() -= turned.topRows(electrodes).colwise().mean().eval();
    }
    result.eeg = turned.topRows(electrodes);
    result.scalp = turned.bottomRows(turned.rows() - electrodes);
    (electrodesMm_.colwise() - result.placeMm).colwise().squaredNorm().minCoeff(&result.nearestElectrode);
    if (magnetic_) {
        Result<Eigen::MatrixXd> field = magnetic_->matrix(result.placeMm * umPerMm);
        if (!field) {
            return tl::unexpected(field.error());
        }
        result.magnetic = femtoteslaPerNaPerUm * *field * result.rotation;
    }
    return result;
}

Eigen::VectorXd magneticComponent(Head::MegComponent component, const Eigen::Matrix3Xd& sensorsMm,
                                  const Eigen::VectorXd& fT) {
    Eigen::VectorXd values(sensorsMm.cols());
    for (Eigen::Index k = 0; k < values.size(); ++k) {
        const Eigen::Vector3d field = fT.segment<3>(3 * k);
        const Eigen::Vector3d normal = sensorsMm.col(k).normalized();
        const double radial = field.dot(normal);
        switch (component) {
        case Head::MegComponent::radial:
            values[k] = radial;
            break;
        case Head::MegComponent::tangential:
            values[k] = (field - radial * normal).norm();
            break;
        case Head::MegComponent::magnitude:
            values[k] = field.norm();
            break;
        }
    }
    return values;
}

} // namespace phiscope
