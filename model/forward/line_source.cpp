#include "model/forward/line_source.h"

#include "model/forward/source_columns.h"

namespace phiscope {

LineSource::LineSource(const Eigen::Matrix3Xd& contacts, double sigma)
    : contacts_(contacts.transpose())
    , sigma_(sigma) {}

Eigen::MatrixXd LineSource::matrix(const Segments& segments) const {
    return sourceMatrix(contacts_, sigma_, segments, kernels::lineSource, kernels::lineSource);
}

} // namespace phiscope
