#include "widgets/measure_models.h"

#include "model/analysis/probe_csd.h"
#include "model/forward/make_forward_model.h"

#include <stdexcept>

namespace phiscope {

namespace {

/// The probe with everything at its default that does not count.
Probe essence(Probe probe, Measure measure) {
    const Probe plain;
    probe.name = plain.name;
    probe.visible = plain.visible;
    probe.filter = plain.filter;
    if (measure != Measure::comparison) {
        probe.comparison = plain.comparison;
    }
    if (measure == Measure::trueCsd) {
        probe.csd = {.truthRadiusUm = probe.csd.truthRadiusUm};
        probe.source = plain.source;
        probe.medium = plain.medium;
    } else if (measure == Measure::csdEstimate) {
        probe.csd.truthRadiusUm = plain.csd.truthRadiusUm;
    } else {
        probe.csd = plain.csd;
        if (probe.contactShape == Probe::ContactShape::point) {
            probe.contactRadiusUm = plain.contactRadiusUm; // only the size of the markers
        }
    }
    return probe;
}

} // namespace

bool sameMeasurement(const Probe& a, const Probe& b, Measure measure) {
    return essence(a, measure) == essence(b, measure);
}

Probe otherModel(Probe probe) {
    probe.source = probe.comparison.source;
    probe.medium = probe.comparison.medium;
    return probe;
}

Projector::MatrixBuilder matrixBuilder(const Probe& probe, Measure measure,
                                       std::shared_ptr<const PlacedCell> cell) {
    switch (measure) {
    case Measure::potential:
        break;
    case Measure::comparison:
        return matrixBuilder(otherModel(probe), Measure::potential, std::move(cell));
    case Measure::trueCsd:
        return [probe, cell = std::move(cell)] {
            const auto model = trueCsd(probe);
            if (!model) {
                throw std::runtime_error(model.error().message());
            }
            return model->matrix(cell->segments);
        };
    case Measure::csdEstimate:
        return [probe, cell = std::move(cell)]() -> Eigen::MatrixXd {
            const auto estimate = estimateCsd(probe, probe.csd.method);
            if (!estimate) {
                throw std::runtime_error(estimate.error().message());
            }
            return estimate->matrix * probeMatrixOrThrow(probe, *cell);
        };
    }
    return [probe, cell = std::move(cell)] {
        return probeMatrixOrThrow(probe, *cell);
    };
}

} // namespace phiscope
