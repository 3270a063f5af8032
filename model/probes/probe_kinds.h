#pragma once

#include "model/probes/probe_design.h"

namespace phiscope {

/// A probe that everybody can have: a published geometry.
struct ProbeKind {
    std::string key;    ///< never changes: "neuropixels-1.0"
    ProbeDesign design; ///< with all its sites
    SiteChoice sites;   ///< that record where nobody chose others
};

/// The built-in probes, in the order in which a gallery shows them. Each one's source is beside its numbers.
const std::vector<ProbeKind>& probeKinds();

/// By its key; null where there is none.
const ProbeKind* probeKind(const std::string& key);

} // namespace phiscope
