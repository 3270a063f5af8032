#include "model/forward/root_as_point.h"

#include "model/forward/source_columns.h"

namespace phiscope {

RootAsPointSource::RootAsPointSource(const Eigen::Matrix3Xd& contacts, double sigma)
    : contacts_(contacts.transpose())
    , sigma_(sigma) {}

Eigen::MatrixXd RootAsPointSource::matrix(const Segments& segments) const {
    return sourceMatrix(contacts_, sigma_, segments, kernels::pointSource, kernels::lineSource);
}

} // namespace phiscope
