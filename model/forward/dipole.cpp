#include "model/forward/dipole.h"

namespace phiscope {

Eigen::MatrixXd DipoleMoment::matrix(const Segments& segments) const {
    return segments.midpoints();
}

} // namespace phiscope
