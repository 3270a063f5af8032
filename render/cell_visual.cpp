#include "render/cell_visual.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {

constexpr float leastPx = 0.7F;

ConeActor::Rgba toRgba(Colour colour) {
    const std::uint32_t rgb = colour.rgb();
    return {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
            static_cast<std::uint8_t>(rgb), 255};
}

RoundedCone toCone(const SurfacePiece& piece) {
    return {piece.a, piece.b, piece.radiusA, piece.radiusB};
}

} // namespace

CellVisual::CellVisual(vtkRenderer* renderer) {
    // Rims first: the soft edge of the surface then blends into them.
    renderer->AddActor(chosenGlow_.actor());
    renderer->AddActor(chosenLine_.actor());
    renderer->AddActor(hover_.actor());
    renderer->AddActor(selected_.actor());
    renderer->AddActor(surface_.actor());
    hover_.setOutline(true);
    selected_.setOutline(true);
    chosenGlow_.setOutline(true);
    chosenLine_.setOutline(true);
}

void CellVisual::update(const PlacedCell* cell) {
    pieces_.clear();
    sectionOfSegment_.clear();
    values_.clear();
    hoverSection_ = -1;
    selectedSection_ = -1;
    chosen_.clear();
    if (cell != nullptr) {
        // Where a segment ends at a 3-D point, rounding may leave a sliver between both: not worth drawing.
        constexpr float sliverUm = 1e-3F;
        for (const SurfacePiece& piece : surfacePieces(*cell)) {
            const bool sliver = (piece.b - piece.a).norm() < sliverUm && !pieces_.empty() &&
                                (pieces_.back().b - piece.a).norm() < sliverUm;
            if (!sliver) {
                pieces_.push_back(piece);
            }
        }
        sectionOfSegment_ = cell->segments.section;
    }
    tree_ = PickTree(pieces_);
    low_.setConstant(std::numeric_limits<double>::max());
    high_ = -low_;
    std::vector<RoundedCone> cones;
    cones.reserve(pieces_.size());
    for (const SurfacePiece& piece : pieces_) {
        cones.push_back(toCone(piece));
        const auto a = piece.a.cast<double>().array();
        const auto b = piece.b.cast<double>().array();
        low_ = low_.array().min(a - piece.radiusA).min(b - piece.radiusB);
        high_ = high_.array().max(a + piece.radiusA).max(b + piece.radiusB);
    }
    surface_.setCones(cones);
    paint();
    outline(hover_, -1);
    outline(selected_, -1);
    glow();
    setVisible(visible_);
}

void CellVisual::setVisible(bool visible) {
    visible_ = visible;
    surface_.setVisible(visible);
    hover_.setVisible(visible);
    selected_.setVisible(visible);
    chosenGlow_.setVisible(visible);
    chosenLine_.setVisible(visible);
}

void CellVisual::colourPlain(Colour colour) {
    plain_ = colour;
    lookup_.clear();
    paint();
}

void CellVisual::colourBy(const ColourTable& table, float low, float high) {
    lookup_.resize(table.size());
    std::ranges::transform(table, lookup_.begin(), toRgba);
    lowValue_ = low;
    highValue_ = high;
    paint();
}

void CellVisual::setValues(std::span<const float> values) {
    values_.assign(values.begin(), values.end());
    paint();
}

void CellVisual::paint() {
    // No value, or those of another cell: say nothing by colour.
    const bool plain = lookup_.empty() || values_.size() != sectionOfSegment_.size();
    const bool marks = marked_.size() == sectionOfSegment_.size() && !marked_.empty();
    if (plain && !marks) {
        surface_.paint(plain_);
        return;
    }
    const ConeActor::Rgba mark = toRgba(markColour_);
    const ConeActor::Rgba unmarked = toRgba(plain_);
    surface_.paint([&](int i) {
        const auto segment = static_cast<std::size_t>(pieces_[static_cast<std::size_t>(i)].segment);
        if (marks && marked_[segment]) {
            return mark;
        }
        if (plain) {
            return unmarked;
        }
        return lookup_[static_cast<std::size_t>(colourIndex(values_[segment], lowValue_, highValue_))];
    });
}

std::vector<std::uint32_t> CellVisual::segmentColours() const {
    const auto rgb = [](const ConeActor::Rgba& colour) {
        return (std::uint32_t{colour.r} << 16U) | (std::uint32_t{colour.g} << 8U) | colour.b;
    };
    std::vector<std::uint32_t> colours(sectionOfSegment_.size(), plain_.rgb());
    if (!lookup_.empty() && values_.size() == colours.size()) {
        std::ranges::transform(values_, colours.begin(), [&](float value) {
            return rgb(lookup_[static_cast<std::size_t>(colourIndex(value, lowValue_, highValue_))]);
        });
    }
    return colours;
}

void CellVisual::mark(std::vector<bool> segments, Colour colour) {
    if (segments == marked_ && colour == markColour_) {
        return;
    }
    marked_ = std::move(segments);
    markColour_ = colour;
    paint();
}

void CellVisual::outline(ConeActor& actor, int section) const {
    std::vector<RoundedCone> cones;
    if (section >= 0) {
        for (const SurfacePiece& piece : pieces_) {
            if (sectionOfSegment_[static_cast<std::size_t>(piece.segment)] == section) {
                cones.push_back(toCone(piece));
            }
        }
    }
    actor.setCones(cones);
    actor.setVisible(visible_);
}

void CellVisual::glow() {
    std::vector<RoundedCone> cones;
    if (!chosen_.empty()) {
        std::vector<bool> chosen(sectionOfSegment_.size(), false);
        for (const int segment : chosen_) {
            chosen[static_cast<std::size_t>(segment)] = true;
        }
        for (const SurfacePiece& piece : pieces_) {
            if (chosen[static_cast<std::size_t>(piece.segment)]) {
                cones.push_back(toCone(piece));
            }
        }
    }
    for (ConeActor* actor : {&chosenGlow_, &chosenLine_}) {
        actor->setCones(cones);
        actor->setVisible(visible_);
    }
}

void CellVisual::setChosen(std::vector<int> segments) {
    std::erase_if(segments, [this](int segment) {
        return segment < 0 || segment >= static_cast<int>(sectionOfSegment_.size());
    });
    if (segments != chosen_) {
        chosen_ = std::move(segments);
        glow();
    }
}

void CellVisual::setHover(int section) {
    if (section != hoverSection_) {
        hoverSection_ = section;
        outline(hover_, section);
    }
}

void CellVisual::setSelected(int section) {
    if (section != selectedSection_) {
        selectedSection_ = section;
        outline(selected_, section);
    }
}

void CellVisual::prepare(const ViewFrame& frame) {
    const auto ratio = static_cast<float>(frame.ratio);
    surface_.setPixelRadius(leastPx * ratio);
    hover_.setPixelRadius(leastPx * ratio, 1.6F * ratio);
    selected_.setPixelRadius(leastPx * ratio, 2.4F * ratio);
    chosenLine_.setPixelRadius(leastPx * ratio, 1.1F * ratio);
    chosenGlow_.setPixelRadius(leastPx * ratio, 3.4F * ratio);
    constexpr float strength = 0.38F;
    surface_.setDepthCue(frame.theme.viewTop, frame.theme.viewBottom, frame.depthNear, frame.depthFar,
                         strength);
    hover_.paint(frame.theme.text);
    selected_.paint(frame.theme.accent);
    if (!chosen_.empty()) {
        chosenLine_.paint(frame.theme.base);
        chosenGlow_.paint(frame.theme.accent);
    }
    for (ConeActor* actor : {&surface_, &hover_, &selected_, &chosenGlow_, &chosenLine_}) {
        actor->setViewHeight(frame.height);
    }
}

void CellVisual::useMesh(bool mesh) {
    surface_.useMesh(mesh);
    hover_.useMesh(mesh);
    selected_.useMesh(mesh);
    chosenGlow_.useMesh(mesh);
    chosenLine_.useMesh(mesh);
}

bool CellVisual::shaderWorked() const {
    return surface_.shaderWorked();
}

} // namespace phiscope
