#include "model/forward/make_forward_model.h"

#include "model/forward/dipole_source.h"
#include "model/forward/line_source.h"
#include "model/forward/point_source.h"
#include "model/forward/root_as_point.h"

#include <cstdlib>

namespace phiscope {

std::unique_ptr<ForwardModel> makeForwardModel(const Probe& probe) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    switch (probe.source) {
    case Probe::Source::line:
        return std::make_unique<LineSource>(contacts, probe.medium.sigma);
    case Probe::Source::point:
        return std::make_unique<PointSource>(contacts, probe.medium.sigma);
    case Probe::Source::dipole:
        return std::make_unique<DipoleSource>(contacts, probe.medium.sigma);
    case Probe::Source::rootAsPoint:
        return std::make_unique<RootAsPointSource>(contacts, probe.medium.sigma);
    }
    std::abort(); // an enumerator without a model is an error of the program
}

} // namespace phiscope
