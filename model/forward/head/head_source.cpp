#include "model/forward/head/head_source.h"

#include "model/forward/head/dipole_signals.h"

#include <cassert>
#include <limits>

namespace phiscope {

Result<std::unique_ptr<ForwardModel>> HeadSource::create(const Eigen::Matrix3Xd& contactsUm,
                                                         const Eigen::Vector3d& centreUm,
                                                         const Morphology& morphology,
                                                         const FourSphereHead& head) {
    Result<FourSphereLeadField> leadField =
        FourSphereLeadField::create(head, contactsUm.colwise() - centreUm);
    if (!leadField) {
        return tl::unexpected(leadField.error());
    }
    return std::unique_ptr<ForwardModel>(new HeadSource(std::move(*leadField), centreUm, morphology));
}

Result<void> HeadSource::check(const Segments& segments) const {
    const AxialPaths ways = axialPaths(morphology_, segments);
    for (int k = 0; k < ways.size(); ++k) {
        if (ways.vectorUm.col(k).isZero(0.0)) {
            continue;
        }
        if (const auto terms = leadField_.termCount(ways.positionUm.col(k) - centre_); !terms) {
            return tl::unexpected(terms.error());
        }
    }
    return {};
}

Eigen::MatrixXd HeadSource::matrix(const Segments& segments) const {
    const AxialPaths ways = axialPaths(morphology_, segments);
    const Eigen::Isometry3d frame(Eigen::Translation3d(-centre_));
    const Result<Eigen::MatrixXd> fields = manyDipolesMatrix(leadField_, ways, frame);
    assert(fields);
    if (!fields) { // refused by check()
        return Eigen::MatrixXd::Constant(channels(), segments.size(),
                                         std::numeric_limits<double>::quiet_NaN());
    }
    return *fields * axialCurrentsFromMembraneCurrents(segments, ways);
}

} // namespace phiscope
