#include "widgets/head/head_moment.h"

#include "model/forward/projector.h"

#include <algorithm>
#include <vector>

namespace phiscope {

namespace {

double almostLargest(std::vector<double>& values) {
    if (values.empty()) {
        return 0.0;
    }
    const auto at = static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

} // namespace

HeadScale headScale(const HeadModel& model, const HeadFields& fields, Head::MegComponent component,
                    const Signals& dipole) {
    constexpr std::int64_t mostFrames = 300;
    constexpr Eigen::Index stride = 8;
    Eigen::MatrixXd lead(fields.eeg.rows() + fields.scalp.rows() / stride, 3);
    lead.topRows(fields.eeg.rows()) = fields.eeg;
    for (Eigen::Index k = 0; k < fields.scalp.rows() / stride; ++k) {
        lead.row(fields.eeg.rows() + k) = fields.scalp.row(stride * k);
    }
    std::vector<double> potential;
    std::vector<double> field;
    std::vector<double> arrows;
    std::vector<double> moments;
    const std::int64_t frames = dipole.frames();
    const std::int64_t step = std::max<std::int64_t>(1, frames / mostFrames);
    for (std::int64_t frame = std::min<std::int64_t>(1, frames - 1); frame < frames && frame >= 0;
         frame += step) {
        const Eigen::Vector3d p = Eigen::Map<const Eigen::Vector3d>(dipole.frame(frame));
        potential.push_back((lead * p).cwiseAbs().maxCoeff());
        moments.push_back(p.norm());
        if (fields.magnetic.rows() > 0) {
            const Eigen::VectorXd fT = fields.magnetic * p;
            field.push_back(magneticComponent(component, model.sensorsMm(), fT).cwiseAbs().maxCoeff());
            arrows.push_back(
                magneticComponent(Head::MegComponent::magnitude, model.sensorsMm(), fT).maxCoeff());
        }
    }
    HeadScale scale{almostLargest(potential), almostLargest(field), almostLargest(arrows),
                    almostLargest(moments)};
    // A dipole that points straight outwards makes no field in a sphere: what is left is rounding.
    const double rounding = 1e-12 * scale.momentNaUm * fields.magnetic.norm();
    for (double* size : {&scale.fieldFt, &scale.arrowFt}) {
        *size = *size > rounding ? *size : 0.0;
    }
    return scale;
}

} // namespace phiscope
