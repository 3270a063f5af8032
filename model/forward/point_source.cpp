#include "model/forward/point_source.h"

#include "model/forward/source_columns.h"

namespace phiscope {

PointSource::PointSource(const Eigen::Matrix3Xd& contacts, double sigma)
    : contacts_(contacts.transpose())
    , sigma_(sigma) {}

Eigen::MatrixXd PointSource::matrix(const Segments& segments) const {
    return sourceMatrix(contacts_, sigma_, segments, kernels::pointSource, kernels::pointSource);
}

} // namespace phiscope
