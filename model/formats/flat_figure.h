#pragma once

#include "model/analysis/value_extent.h"
#include "model/geometry/outlines.h"
#include "model/scene/scene.h"

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace phiscope {

/// A drawing true to scale: filled shapes and lines of text on a page, in µm of the plane, y upwards.
struct FlatFigure {
    struct Shape {
        std::string id;                         ///< unique in the figure; empty: none
        std::string title;                      ///< what it is, for people; may be empty
        std::uint32_t fill = 0;                 ///< 0xRRGGBB
        std::vector<Eigen::Matrix2Xd> polygons; ///< filled together by the nonzero rule
    };
    struct Layer {
        std::string id;
        std::vector<Shape> shapes;
    };
    struct Text {
        Eigen::Vector2d at{0.0, 0.0}; ///< where its base line begins
        std::string text;
        double sizeUm = 1.0; ///< of the font
        std::uint32_t fill = 0;
    };
    double umPerMm = 10.0;         ///< one millimetre on paper
    Eigen::Vector2d low{0.0, 0.0}; ///< the page
    Eigen::Vector2d high{1.0, 1.0};
    std::vector<Layer> layers; ///< the first lies lowest
    std::vector<Text> texts;
    std::string title;
    std::string description;

    Eigen::Vector2d sizeMm() const { return (high - low) / umPerMm; }
};

struct FlatFigureOptions {
    enum class Parts { sections, segments };
    enum class ColourBy { plain, type, potential, current };
    Projection plane = Projection::xz;
    Parts parts = Parts::sections; ///< colours of values are those of segments whatever this says
    ColourBy colourBy = ColourBy::plain;
    double timeMs = 0.0; ///< of the values
    bool synapses = false;
    bool contacts = false; ///< of visible probes
    double umPerMm = 0.0;  ///< 0: so that it fits on a page of A4

    bool byValue() const { return colourBy == ColourBy::potential || colourBy == ColourBy::current; }
    bool operator==(const FlatFigureOptions&) const = default;
};

/// The colours of the figure, 0xRRGGBB.
struct FigureInk {
    std::uint32_t cell = 0;
    std::uint32_t soma = 0;
    std::uint32_t axon = 0;
    std::uint32_t dendrite = 0;
    std::uint32_t apical = 0;
    std::uint32_t excitatory = 0;
    std::uint32_t inhibitory = 0;
    std::uint32_t contact = 0;
    std::uint32_t text = 0;
    std::uint32_t dimText = 0;
    std::vector<std::uint32_t> potential; ///< from the lowest to the highest
    std::vector<std::uint32_t> current;
};

/// The cell flat on a plane. `recording` may be null, and must be one of this cell: without it there are no
/// colours of values, and the cell is plain.
FlatFigure flatFigure(const Scene& scene, const PlacedCell& cell, const Recording* recording,
                      const FlatFigureOptions& options, const FigureInk& ink);

/// "xz"
std::string planeName(Projection plane);

/// As SVG 1.1: the page in millimetres, its view box in µm, and each layer's paths in µm of the plane under
/// one scale(1,-1), so that the numbers in the file are those of the scene.
std::string svgText(const FlatFigure& figure);

} // namespace phiscope
