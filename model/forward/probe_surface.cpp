#include "model/forward/probe_surface.h"

namespace phiscope {

std::optional<ContactSurface> contactSurface(const Probe& probe) {
    using Shape = ContactSurface::Shape;
    const std::array<double, 2> size{probe.contactRadiusUm, probe.contactHalfHeightUm};
    switch (probe.contactShape) {
    case Probe::ContactShape::point:
        break;
    case Probe::ContactShape::circle:
        return ContactSurface{Shape::circle, size};
    case Probe::ContactShape::square:
        return ContactSurface{Shape::square, size};
    case Probe::ContactShape::rectangle:
        return ContactSurface{Shape::rectangle, size};
    }
    return {};
}

Eigen::Vector3d contactNormal(const Probe& probe, Eigen::Index contact) {
    const auto at = static_cast<std::size_t>(contact);
    const bool own = probe.layout == Probe::Layout::custom && at < probe.contactNormals.size();
    return Eigen::Vector3d((own ? probe.contactNormals[at] : probe.contactNormal).data());
}

} // namespace phiscope
