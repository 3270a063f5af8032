#include "widgets/plots/pair_plots.h"

#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/head/small_units.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <numeric>

namespace phiscope {

namespace {

constexpr double microvolts = 1e3; // in a millivolt

std::vector<int> allOf(const SampleBlock& block) {
    std::vector<int> channels(static_cast<std::size_t>(block.stride));
    std::iota(channels.begin(), channels.end(), 0);
    return channels;
}

} // namespace

SampleBlock matrixBlock(const std::shared_ptr<const Eigen::MatrixXd>& values, double dtMs) {
    SampleBlock block;
    block.owner = values;
    block.doubles = values->data();
    block.stride = static_cast<int>(values->rows());
    block.frames = values->cols();
    block.dtMs = dtMs;
    return block;
}

TracePair::TracePair(AnalysisPlot* plot)
    : plot_(plot)
    , rect_(plot->addRect(true))
    , first_(new TraceStack(rect_->axis(QCPAxis::atBottom), rect_->axis(QCPAxis::atLeft)))
    , second_(new TraceStack(rect_->axis(QCPAxis::atBottom), rect_->axis(QCPAxis::atLeft)))
    , bar_(new PlotScaleBar(rect_->axis(QCPAxis::atLeft), plot)) {}

void TracePair::setTheme(const Theme& theme) {
    bar_->setLook(QPen(toQColor(theme.text), traceWidth(1.0, theme)), plot_->smallFont());
}

void TracePair::hide() {
    bar_->set(0.0, {});
}

void TracePair::show(const SampleBlock& first, const SampleBlock& second, const ContactAxis& axis,
                     bool complete) {
    const double amplitude =
        std::max(robustAmplitude(first, allOf(first)), robustAmplitude(second, allOf(second))) * microvolts;
    // Traces may reach into their neighbours' rooms: most of the plot would be empty otherwise.
    constexpr double rooms = 1.6;
    gain_.fit(amplitude / rooms, complete);
    const double gain = gain_.value() > 0.0 ? gain_.value() : 1.0;
    const Theme& theme = plot_->theme();
    const auto put = [&](TraceStack* stack, const SampleBlock& block, const Colour& colour, double width) {
        std::vector<TraceStack::Trace> traces;
        for (int contact = 0; contact < block.stride; ++contact) {
            traces.push_back({contact, axis.coordinate[static_cast<std::size_t>(contact)],
                              microvolts * axis.spacing / gain,
                              QPen(toQColor(colour), traceWidth(width, theme))});
        }
        stack->setBlock(block);
        stack->setTraces(std::move(traces));
    };
    put(first_, first, theme.series[0], 2.2);
    put(second_, second, theme.series[1], 1.1);
    const double reach = (axis.high - axis.low) / axis.spacing * gain;
    const double mark = niceFloor(std::min(gain, reach / 3.0));
    bar_->set(mark / gain * axis.spacing, formatNumber(mark, 3) + thinSpace() + QStringLiteral("µV"));
    rect_->axis(QCPAxis::atLeft)->setRange(axis.low - 0.25 * axis.spacing, axis.high + 0.25 * axis.spacing);
}

DifferenceMap::DifferenceMap(AnalysisPlot* plot)
    : plot_(plot)
    , rect_(plot->addRect(true))
    , map_(rect_->axis(QCPAxis::atBottom), rect_->axis(QCPAxis::atLeft))
    , bar_(new PlotColourBar(plot)) {
    bar_->setBeside(rect_);
}

void DifferenceMap::setTheme(const Theme& theme) {
    map_.setTheme(theme);
    bar_->setTable(colourTable(ColourMap::field, theme));
    bar_->setLook(QPen(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0), toQColor(theme.dimText),
                  plot_->smallFont());
}

void DifferenceMap::hide() {
    bar_->set(0.0, {});
}

void DifferenceMap::show(const SampleBlock& difference, const ContactAxis& axis, bool complete) {
    range_.fit(robustAmplitude(difference, allOf(difference), 0.998) * microvolts, complete);
    const double ends = range_.value() > 0.0 ? range_.value() : 1.0;
    // µV like the traces beside it, unless that makes numbers that nobody reads.
    const SmallUnit unit = ends >= 0.1 && ends < 1e4 ? SmallUnit{microvolts, QStringLiteral("µV")}
                                                     : potentialUnit(ends / microvolts);
    map_.setContacts(axis);
    map_.setBlock(difference);
    map_.fill(ends / microvolts * unit.factor, unit.factor);
    bar_->set(ends / microvolts * unit.factor, unit.name);
    rect_->axis(QCPAxis::atLeft)->setRange(axis.low, axis.high);
}

} // namespace phiscope
