#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "render/camera.h"
#include "render/colour_maps.h"
#include "render/drawable.h"
#include "render/field_scale.h"
#include "render/hand_picture.h"
#include "render/pick_result.h"
#include "render/theme.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// How the cell is coloured, and what the colour bar says.
struct CellColouring {
    bool byValue = false; ///< false: plain, in the theme's cell colour, and no colour bar
    ColourMap map = ColourMap::potential;
    float low = -80.0F; ///< value of the first and last colour, in `unit`
    float high = 40.0F;
    std::string title;        ///< "Membrane potential"
    std::string unit;         ///< "mV"
    bool logarithmic = false; ///< equal steps of the colours are equal factors; low > 0

    bool operator==(const CellColouring&) const = default;
};

/// Traces drawn beside the contacts of a probe. `samples` is valid during the call only.
struct ProbeTraces {
    std::span<const float> samples; ///< channel after channel, channels × count
    int channels = 0;
    int count = 0;          ///< samples a channel, evenly spaced over the time window
    float amplitude = 1.0F; ///< value drawn as one distance between neighbouring contacts
    double cursor = -1.0;   ///< 0 to 1 in the window: where the time cursor stands; outside: none
};

/// The field on a slice at one moment. `values` is valid during the call only.
struct SliceField {
    std::span<const float> values; ///< row after row from the lower left, in `unit`
    int columns = 0;
    int rows = 0;
    FieldScale scale;
    std::string title;    ///< "Potential"
    std::string unit;     ///< "µV"
    std::string negative; ///< what values below 0 are called: "negative", "sink"
    std::string positive;
};

/// A scene as a picture: owns a vtkRenderer and one small visual for each kind of thing in it. Knows nothing
/// of windows; whoever renders (View3D, OffscreenRenderer) adds `renderer()` to a render window, tells the
/// size by `setViewport`, and renders. Pixel positions are device pixels from the top left corner.
class SceneRenderer : public Drawable {
public:
    SceneRenderer();
    ~SceneRenderer() override;
    SceneRenderer(const SceneRenderer&) = delete;
    SceneRenderer& operator=(const SceneRenderer&) = delete;

    vtkRenderer* renderer() const override;

    /// Called after anything that changes the picture.
    void setOnChanged(std::function<void()> callback);

    // --- what is shown
    void setCell(std::shared_ptr<const PlacedCell> cell); ///< null: none
    std::shared_ptr<const PlacedCell> cell() const;
    void setCellVisible(bool visible);
    /// How the cell is distorted: hair lines show where it would stand without. Never in an exported picture.
    void setDistortion(const Distortion& distortion);
    bool ghostVisible() const;
    void setColouring(const CellColouring& colouring);
    const CellColouring& colouring() const;
    /// One value a segment, in the unit of the colouring. Copied; call it for every frame.
    void setCellValues(std::span<const float> values);

    /// Locations are looked up in the present cell; items on sections that it lacks are left out.
    void setSynapses(std::span<const Synapse> synapses);
    void setStimuli(std::span<const Stimulus> stimuli);
    /// 0 (silent) to 1 (just active), one a synapse or stimulus in the order of the last set.
    void setSynapseActivity(std::span<const float> activity);
    void setStimulusActivity(std::span<const float> activity);

    void setProbes(std::span<const Probe> probes);
    /// Shows a probe elsewhere while it is dragged; the next setProbes makes an end of it.
    void moveProbe(const std::string& id, const Eigen::Vector3d& positionUm);
    /// Where a probe is shown now; nothing where there is none of that id.
    std::optional<Eigen::Vector3d> probePosition(const std::string& id) const;
    void setProbeTraces(const std::string& probeId, const ProbeTraces& traces);
    void clearProbeTraces();
    /// The contact that the colours of the cell are for has a ring; empty id: none.
    void setListened(const std::string& probeId, int contact);

    void setSlices(std::span<const FieldSlice> slices);
    /// Shows a slice elsewhere while it is dragged; the next setSlices makes an end of it.
    void moveSlice(const FieldSlice& slice);
    /// A slice as it is shown now; null where there is none of that id.
    const FieldSlice* shownSlice(const std::string& id) const;
    /// Stays until the next; empty values: only the border is drawn.
    void setSliceField(const std::string& id, const SliceField& field);

    void setSelection(const ItemRef& item);
    const ItemRef& selection() const;
    /// Ids of objects that are drawn as selected beside it.
    void setAlsoSelected(std::vector<std::string> ids);
    void setHover(const ItemRef& item);
    /// Segments of the present cell that glow, ascending; another cell has none.
    void setChosenSegments(std::vector<int> segments);
    const std::vector<int>& chosenSegments() const;
    /// 0xRRGGBB of each segment of the cell, as it is drawn now.
    std::vector<std::uint32_t> segmentColours() const;

    /// Markers of the placing tools: where a click would put something.
    void setGhostMarker(ItemKind kind, const std::optional<Eigen::Vector3d>& pointUm);
    void setGhostProbe(const std::optional<Probe>& probe);
    void setGhostSlice(const std::optional<FieldSlice>& slice);
    /// A few words beside a place in the picture, in device pixels; empty: none.
    void setReadout(const std::string& text, double x = 0.0, double y = 0.0);

    // --- what the hand has hold of; never in an exported picture
    void setGizmo(const std::optional<Gizmo::Content>& content);
    const std::optional<Gizmo::Content>& gizmo() const;
    void lightGizmo(Gizmo::Handle handle);
    /// A few words beside a place in the picture, in device pixels; empty: none.
    void setHandLabel(const std::string& text, double x = 0.0, double y = 0.0);
    const std::string& handLabel() const;
    /// A line to what a dragged thing sticks to.
    void setHandGuide(const std::optional<std::array<Eigen::Vector3d, 2>>& ends);
    void setMeasure(const std::optional<MeasureLine>& line);
    const std::optional<MeasureLine>& measure() const;
    void setHandFrame(const std::optional<std::array<Eigen::Vector2d, 2>>& corners);
    /// A line around segments as it is drawn, device pixels; empty: none.
    void setHandLasso(std::vector<Eigen::Vector2d> line);
    const std::vector<Eigen::Vector2d>& handLasso() const;
    void setHandBrush(const std::optional<BrushPicture>& brush);
    const std::optional<BrushPicture>& handBrush() const;
    void setHandsVisible(bool visible);

    // --- how it is shown
    void setTheme(const Theme& theme);
    const Theme& theme() const;
    void setFontFile(const std::filesystem::path& file); ///< TrueType; empty: a font of the system
    void setScaleBarVisible(bool visible);
    void setAxesVisible(bool visible);
    void setColourBarVisible(bool visible);
    /// A word below the colour bar ("fixed").
    void setColourBarNote(const std::string& note);
    const std::string& colourBarNote() const;
    /// What belongs to the picture below the colour bar ("−12.3 µV in all"); stands in place of the note.
    void setColourBarCaption(const std::string& caption);
    const std::string& colourBarCaption() const;
    /// Eight-sided tubes in place of the shader that draws exact cones. Happens by itself on machines where
    /// the shader cannot be built.
    void setTubes(bool tubes);
    bool tubes() const;
    void setTransparentBackground(bool transparent) override;
    void setViewport(int widthPx, int heightPx, double pixelRatio) override;
    int width() const;
    int height() const;
    double pixelRatio() const;

    // --- camera
    const Camera& camera() const;
    void setCamera(const Camera& camera);
    void fit();                      ///< all that is visible; keeps the direction
    void setView(StandardView view); ///< and fits

    // --- picking
    PickResult pick(double x, double y) const;
    /// Whether the colour bar is there and a point lies on it.
    bool onColourBar(double x, double y) const;
    Gizmo::Handle pickGizmo(double x, double y) const;
    /// What lies in a rectangle of the picture with all that belongs to it: synapses, stimuli, probes,
    /// slices.
    std::vector<std::string> itemsIn(const Eigen::Vector2d& a, const Eigen::Vector2d& b) const;
    ViewFrame frame() const;
    /// Only the cell, for tools that snap to it; `tolerancePx` in logical pixels.
    PickResult pickCell(double x, double y, double tolerancePx) const;
    /// Where a location of the present cell lies; nothing where it has no such section.
    std::optional<Eigen::Vector3d> pointAt(const Location& location) const;
    std::optional<Location> locationOf(const PickResult& hit) const;

    // --- facts for tests and benchmarks
    int pieceCount() const;
    double scaleBarLengthUm() const; ///< of the last picture
    double scaleBarLengthPx() const;

private:
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
