#pragma once

#include "render/theme.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/qcp.h"
#include "widgets/plots/series.h"

#include <vector>

namespace phiscope {

/// Values at contacts as colours over time and depth, for the part of the time axis that is seen. Between
/// contacts colours are interpolated; a contact without a value (NaN) leaves a gap.
class DepthTimeMap {
public:
    DepthTimeMap(QCPAxis* timeAxis, QCPAxis* depthAxis);

    void setTheme(const Theme& theme);
    void setContacts(const ContactAxis& axis);
    void setBlock(const SampleBlock& block) { block_ = block; }
    const SampleBlock& block() const { return block_; }
    /// Colours end at ±`amplitude`; values are multiplied by `scale` first.
    void fill(double amplitude, double scale);
    QCPColorMap* colours() const { return map_; }

private:
    struct Row { ///< between which contacts it lies
        int below;
        int above;
        double share;
    };

    QCPColorMap* map_;
    ContactAxis axis_;
    std::vector<Row> rows_;
    SampleBlock block_;
};

} // namespace phiscope
