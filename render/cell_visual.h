#pragma once

#include "model/geometry/segments.h"
#include "render/colour_maps.h"
#include "render/cone_actor.h"
#include "render/pick_tree.h"
#include "render/view_frame.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

class vtkRenderer;

namespace phiscope {

/// The cell: its surface coloured a segment at a time, a rim round the sections pointed at and selected, a glow
/// round the segments that are chosen, and the tree that finds what a click hits.
class CellVisual {
public:
    explicit CellVisual(vtkRenderer* renderer);

    void update(const PlacedCell* cell); ///< null: none
    void setVisible(bool visible);

    /// Values are kept, so that a change of range or theme needs no new ones.
    void colourPlain(Colour colour);
    void colourBy(const ColourTable& table, float low, float high);
    void setValues(std::span<const float> values);

    /// Segments drawn in this colour whatever their value; none where empty.
    void mark(std::vector<bool> segments, Colour colour);
    bool hasMarks() const { return !marked_.empty(); }

    /// 0xRRGGBB as each segment is coloured now.
    std::vector<std::uint32_t> segmentColours() const;

    void setHover(int section); ///< -1: none
    void setSelected(int section);
    /// Segments that glow, ascending; forgotten with the cell. Nothing is drawn for none.
    void setChosen(std::vector<int> segments);
    const std::vector<int>& chosen() const { return chosen_; }
    void prepare(const ViewFrame& frame);
    void useMesh(bool mesh);
    bool shaderWorked() const;

    bool visible() const { return visible_ && !pieces_.empty(); }
    const std::vector<SurfacePiece>& pieces() const { return pieces_; }
    const PickTree& tree() const { return tree_; }
    Eigen::Vector3d low() const { return low_; }
    Eigen::Vector3d high() const { return high_; }

private:
    void paint();
    void outline(ConeActor& actor, int section) const;
    void glow();

    ConeActor surface_;
    ConeActor hover_;
    ConeActor selected_;
    ConeActor chosenGlow_; ///< accent, outside
    ConeActor chosenLine_; ///< bright, between it and the cell's colour, whatever that is
    std::vector<SurfacePiece> pieces_;
    std::vector<int> sectionOfSegment_;
    PickTree tree_;
    std::vector<float> values_;
    std::vector<ConeActor::Rgba> lookup_; ///< empty: plain
    Colour plain_;
    std::vector<bool> marked_;
    Colour markColour_;
    float lowValue_ = 0.0F;
    float highValue_ = 1.0F;
    bool visible_ = true;
    int hoverSection_ = -1;
    int selectedSection_ = -1;
    std::vector<int> chosen_;
    Eigen::Vector3d low_{0.0, 0.0, 0.0};
    Eigen::Vector3d high_{0.0, 0.0, 0.0};
};

} // namespace phiscope
