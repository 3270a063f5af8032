#include "model/formats/flat_figure.h"

#include "model/geometry/tree_path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>

namespace phiscope {

namespace {

// Millimetres on paper.
constexpr double marginMm = 4.0;
constexpr double textMm = 2.8; ///< 8 points
constexpr double rowMm = 4.2;
constexpr double asideMm = 5.0;
constexpr double columnMm = 34.0;
constexpr double barMm = 3.0;
constexpr double markMm = 0.7;
constexpr double leastWideMm = 52.0;

using Layer = FlatFigure::Layer;
using Shape = FlatFigure::Shape;

Eigen::Matrix2Xd box(const Eigen::Vector2d& low, const Eigen::Vector2d& high) {
    Eigen::Matrix2Xd polygon(2, 4);
    polygon << low.x(), low.x(), high.x(), high.x(), low.y(), high.y(), high.y(), low.y();
    return polygon;
}

/// Round about a place; four corners are a square on its tip.
Eigen::Matrix2Xd around(const Eigen::Vector2d& at, double radius, int corners) {
    Eigen::Matrix2Xd polygon(2, corners);
    for (int k = 0; k < corners; ++k) {
        const double angle = -2.0 * std::numbers::pi * k / corners;
        polygon.col(k) = at + radius * Eigen::Vector2d(std::cos(angle), std::sin(angle));
    }
    return polygon;
}

enum class Mark { excitatory, inhibitory, contact };

Eigen::Matrix2Xd markAt(const Eigen::Vector2d& at, Mark mark, double size) {
    const Eigen::Vector2d half = Eigen::Vector2d::Constant(0.85 * size);
    return mark == Mark::excitatory   ? around(at, size, 24)
           : mark == Mark::inhibitory ? box(at - half, at + half)
                                      : around(at, 1.25 * size, 4);
}

/// "−65", with a true minus sign and no zeros at the end.
std::string number(double value) {
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%.4g", std::abs(value));
    std::string text = digits.data();
    std::ranges::replace(text, ',', '.');
    return value < 0.0 ? "−" + text : text;
}

const char* typeName(SectionType type) {
    switch (type) {
    case SectionType::soma:
        return "soma";
    case SectionType::axon:
        return "axon";
    case SectionType::dendrite:
        return "dendrite";
    case SectionType::apical:
        return "apical dendrite";
    case SectionType::other:
        break;
    }
    return "other";
}

std::uint32_t typeInk(SectionType type, const FigureInk& ink) {
    switch (type) {
    case SectionType::soma:
        return ink.soma;
    case SectionType::axon:
        return ink.axon;
    case SectionType::dendrite:
        return ink.dendrite;
    case SectionType::apical:
        return ink.apical;
    case SectionType::other:
        break;
    }
    return ink.cell;
}

/// The values of a moment, and what their colours mean.
struct Values {
    std::vector<double> ofSegment; ///< empty: none
    ValueSpan range;
    std::string title;
    std::string unit;
    double timeMs = 0.0;

    std::uint32_t colour(int segment, const std::vector<std::uint32_t>& table) const {
        const double share =
            (ofSegment[static_cast<std::size_t>(segment)] - range.low) / (range.high - range.low);
        const auto last = static_cast<double>(table.size() - 1);
        return table[static_cast<std::size_t>(
            std::clamp(share * static_cast<double>(table.size()), 0.0, last))];
    }
};

Values valuesOf(const Scene& scene, const PlacedCell& cell, const Recording* recording,
                const FlatFigureOptions& options) {
    Values values;
    const int n = cell.segments.size();
    if (!options.byValue() || recording == nullptr || recording->layout().segments != n ||
        recording->frameCount() == 0) {
        return values;
    }
    const std::int64_t frame = std::clamp<std::int64_t>(
        std::llround(options.timeMs / recording->layout().dtMs), 0, recording->frameCount() - 1);
    values.timeMs = recording->timeOf(frame);
    ValueExtent extent;
    extent.scan(*recording, cell.segments.area);
    const bool potential = options.colourBy == FlatFigureOptions::ColourBy::potential;
    for (int k = 0; k < n; ++k) {
        values.ofSegment.push_back(
            potential ? static_cast<double>(recording->potentials(frame)[k])
                      : currentDensity(recording->currents(frame)[k], cell.segments.area[k]));
    }
    if (potential) {
        const double rest = scene.cell.vInitMv;
        values.range = potentialRange(std::min(rest, extent.low), std::max(rest, extent.high),
                                      scene.view.potentialLowMv, scene.view.potentialHighMv);
        values.title = "Membrane potential";
        values.unit = "mV";
    } else {
        values.range = currentRange(extent.currentSize, scene.view.currentLimit);
        values.title = "Membrane current";
        values.unit = "µA/cm²";
    }
    return values;
}

Layer cellLayer(const PlacedCell& cell, const FlatFigureOptions& options, const Values& values,
                const FigureInk& ink) {
    const bool byValue = !values.ofSegment.empty();
    const bool bySegment = byValue || options.parts == FlatFigureOptions::Parts::segments;
    std::vector<Outline> outlines =
        bySegment ? segmentOutlines(cell, options.plane) : sectionOutlines(cell, options.plane);
    // What is near covers what is far.
    std::ranges::stable_sort(outlines, std::ranges::greater(), &Outline::depth);
    const bool potential = options.colourBy == FlatFigureOptions::ColourBy::potential;
    Layer layer{"cell", {}};
    for (Outline& outline : outlines) {
        Shape shape;
        shape.id = outlineName(outline, cell);
        const SectionType type = cell.morphology.sections[static_cast<std::size_t>(outline.section)].type;
        if (byValue) {
            shape.fill = values.colour(outline.segment, potential ? ink.potential : ink.current);
            shape.title = shape.id + ": " +
                          number(values.ofSegment[static_cast<std::size_t>(outline.segment)]) + " " +
                          values.unit;
        } else {
            shape.fill =
                options.colourBy == FlatFigureOptions::ColourBy::type ? typeInk(type, ink) : ink.cell;
        }
        shape.polygons = std::move(outline.polygons);
        layer.shapes.push_back(std::move(shape));
    }
    return layer;
}

void grow(Eigen::Vector2d& low, Eigen::Vector2d& high, const Layer& layer) {
    for (const Shape& shape : layer.shapes) {
        for (const Eigen::Matrix2Xd& polygon : shape.polygons) {
            low = low.cwiseMin(polygon.rowwise().minCoeff());
            high = high.cwiseMax(polygon.rowwise().maxCoeff());
        }
    }
}

struct Place {
    Mark mark;
    std::string id;
    std::string title;
    Eigen::Vector2d at;
};

std::vector<Place> marksOf(const Scene& scene, const PlacedCell& cell, const FlatFigureOptions& options) {
    std::vector<Place> places;
    if (options.contacts) {
        for (const Probe& probe : scene.probes) {
            const Eigen::Matrix3Xd at = probe.visible ? contactPositions(probe) : Eigen::Matrix3Xd(3, 0);
            for (Eigen::Index k = 0; k < at.cols(); ++k) {
                places.push_back({Mark::contact, probe.id + "/" + std::to_string(k + 1),
                                  probe.name + ", contact " + std::to_string(k + 1),
                                  projected(at.col(k), options.plane)});
            }
        }
    }
    if (options.synapses) {
        for (const Synapse& synapse : allSynapses(scene)) {
            const int section = sectionByName(cell.morphology, synapse.location.section);
            const auto at =
                section < 0 ? std::nullopt : pointOf(cell.morphology, {section, synapse.location.x});
            if (at && synapse.enabled) {
                places.push_back({synapse.excitatory() ? Mark::excitatory : Mark::inhibitory, synapse.id,
                                  synapse.name + " on " + placeText(synapse.location),
                                  projected(*at, options.plane)});
            }
        }
    }
    return places;
}

/// A round step of the scale with which so many µm fit into so many mm.
double fittingScale(const Eigen::Vector2d& extentUm) {
    constexpr double widthMm = 120.0;
    constexpr double heightMm = 180.0;
    return roundUp(std::max({extentUm.x() / widthMm, extentUm.y() / heightMm, 0.01}));
}

std::uint32_t inkOf(Mark mark, const FigureInk& ink) {
    return mark == Mark::excitatory   ? ink.excitatory
           : mark == Mark::inhibitory ? ink.inhibitory
                                      : ink.contact;
}

/// What stands at the right: the colour bar and what the signs mean.
class Column {
public:
    Column(FlatFigure& figure, const FigureInk& ink, const Eigen::Vector2d& topLeft)
        : figure_(figure)
        , ink_(ink)
        , at_(topLeft) {}

    bool used() const { return !layer_.shapes.empty(); }
    double bottom() const { return at_.y(); }
    Layer take() { return std::move(layer_); }

    void write(const std::string& text, double dx = 0.0, std::uint32_t fill = 0) {
        const double size = textMm * figure_.umPerMm;
        figure_.texts.push_back(
            {{at_.x() + dx, at_.y() - 0.8 * size}, text, size, fill != 0 ? fill : ink_.text});
    }
    void down(double mm) { at_.y() -= mm * figure_.umPerMm; }

    void bar(const Values& values, const std::vector<std::uint32_t>& table) {
        const double mm = figure_.umPerMm;
        write(values.title);
        down(rowMm);
        write("in " + values.unit + " at " + number(values.timeMs) + " ms", 0.0, ink_.dimText);
        down(rowMm + 1.0);
        constexpr double tallMm = 32.0;
        const double low = at_.y() - tallMm * mm;
        const auto steps = static_cast<int>(table.size());
        for (int k = 0; k < steps; ++k) {
            // Each goes up to the top, so that no seam is seen between two.
            const double from = low + tallMm * mm * k / steps;
            layer_.shapes.push_back({{},
                                     {},
                                     table[static_cast<std::size_t>(k)],
                                     {box({at_.x(), from}, {at_.x() + barMm * mm, at_.y()})}});
        }
        const double top = at_.y();
        for (const double share : {1.0, 0.5, 0.0}) {
            at_.y() = low + share * (top - low) + 0.45 * textMm * mm;
            write(number(values.range.low + share * (values.range.high - values.range.low)),
                  (barMm + 1.2) * mm);
        }
        at_.y() = low;
        down(rowMm);
    }

    void sign(const Eigen::Matrix2Xd& polygon, std::uint32_t fill, const std::string& text) {
        layer_.shapes.push_back({{}, {}, fill, {polygon}});
        write(text, 3.6 * figure_.umPerMm);
        down(rowMm);
    }
    Eigen::Vector2d signPlace() const { return at_ + Eigen::Vector2d(1.2, -0.45 * textMm) * figure_.umPerMm; }

private:
    FlatFigure& figure_;
    const FigureInk& ink_;
    Eigen::Vector2d at_;
    Layer layer_{"legend", {}};
};

} // namespace

std::string planeName(Projection plane) {
    return plane == Projection::xy ? "xy" : plane == Projection::yz ? "yz" : "xz";
}

FlatFigure flatFigure(const Scene& scene, const PlacedCell& cell, const Recording* recording,
                      const FlatFigureOptions& options, const FigureInk& ink) {
    FlatFigure figure;
    figure.title = scene.cell.name;
    const Values values = valuesOf(scene, cell, recording, options);
    figure.layers.push_back(cellLayer(cell, options, values, ink));
    const std::vector<Place> places = marksOf(scene, cell, options);

    Eigen::Vector2d low = Eigen::Vector2d::Constant(infinity);
    Eigen::Vector2d high = -low;
    grow(low, high, figure.layers.front());
    for (const Place& place : places) {
        low = low.cwiseMin(place.at);
        high = high.cwiseMax(place.at);
    }
    if (!(low.array() <= high.array()).all()) {
        low = high = Eigen::Vector2d::Zero();
    }
    figure.umPerMm = options.umPerMm > 0.0 ? options.umPerMm : fittingScale(high - low);
    const double mm = figure.umPerMm;

    std::map<Mark, Layer> marks;
    for (const Place& place : places) {
        Layer& layer = marks[place.mark];
        layer.id = place.mark == Mark::contact      ? "contacts"
                   : place.mark == Mark::excitatory ? "excitatory-synapses"
                                                    : "inhibitory-synapses";
        layer.shapes.push_back(
            {place.id, place.title, inkOf(place.mark, ink), {markAt(place.at, place.mark, markMm * mm)}});
    }
    // The person's probes below, the synapses on top.
    for (const Mark mark : {Mark::contact, Mark::inhibitory, Mark::excitatory}) {
        if (const auto at = marks.find(mark); at != marks.end()) {
            grow(low, high, at->second);
            figure.layers.push_back(at->second);
        }
    }

    Column column(figure, ink, {high.x() + asideMm * mm, high.y()});
    if (!values.ofSegment.empty()) {
        column.bar(values,
                   options.colourBy == FlatFigureOptions::ColourBy::potential ? ink.potential : ink.current);
    } else if (options.colourBy == FlatFigureOptions::ColourBy::type) {
        for (const SectionType type : {SectionType::soma, SectionType::dendrite, SectionType::apical,
                                       SectionType::axon, SectionType::other}) {
            if (std::ranges::find(cell.morphology.sections, type, &Section::type) !=
                cell.morphology.sections.end()) {
                const Eigen::Vector2d half = Eigen::Vector2d::Constant(1.2 * mm);
                column.sign(box(column.signPlace() - half, column.signPlace() + half), typeInk(type, ink),
                            typeName(type));
            }
        }
    }
    for (const auto& [mark, text] :
         {std::pair{Mark::excitatory, "excitatory synapse"},
          std::pair{Mark::inhibitory, "inhibitory synapse"}, std::pair{Mark::contact, "contact"}}) {
        if (marks.contains(mark)) {
            column.sign(markAt(column.signPlace(), mark, markMm * mm), inkOf(mark, ink), text);
        }
    }

    // Below: a round length, and the scale of the paper.
    const double wide = std::max((high - low).x(), 40.0 * mm);
    const double reach = roundUp(0.3 * wide);
    const double length = reach <= 0.36 * wide ? reach : roundUp(0.12 * wide);
    const double barTop = low.y() - 5.0 * mm;
    Layer scale{"scale-bar", {}};
    scale.shapes.push_back({"scale-bar-" + number(length) + "-um",
                            number(length) + " µm",
                            ink.text,
                            {box({low.x(), barTop - 0.6 * mm}, {low.x() + length, barTop})}});
    figure.layers.push_back(std::move(scale));
    const double size = textMm * mm;
    figure.texts.push_back(
        {{low.x(), barTop - 0.6 * mm - 1.15 * size}, number(length) + " µm", size, ink.text});
    const std::string paper = planeName(options.plane) + " plane; 1 mm on paper is " + number(mm) + " µm";
    const double lowest = barTop - 0.6 * mm - 1.15 * size - rowMm * mm;
    figure.texts.push_back({{low.x(), lowest}, paper, size, ink.dimText});
    figure.description = scene.cell.name + " on the " + paper + ". Coordinates are µm of the scene.";

    figure.low = {low.x() - marginMm * mm,
                  std::min(lowest - 0.3 * size, column.used() ? column.bottom() : low.y()) - marginMm * mm};
    figure.high = high + Eigen::Vector2d::Constant(marginMm * mm);
    if (column.used()) {
        figure.high.x() = high.x() + (asideMm + columnMm) * mm;
    }
    figure.high.x() = std::max(figure.high.x(), low.x() + leastWideMm * mm);
    if (column.used()) {
        figure.layers.push_back(column.take());
    }
    return figure;
}

} // namespace phiscope
