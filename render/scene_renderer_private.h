#pragma once

#include "render/annotations.h"
#include "render/canvas2d.h"
#include "render/cell_ghost.h"
#include "render/cell_visual.h"
#include "render/hand_picture.h"
#include "render/marker_visual.h"
#include "render/probe_visual.h"
#include "render/scene_renderer.h"
#include "render/slice_visual.h"
#include "render/tissue_visual.h"

#include <vtkCallbackCommand.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace phiscope {

/// The parts of a SceneRenderer; for its own files only.
struct SceneRenderer::Private {
    /// What the traces in the last picture depended on.
    struct TracesShown {
        Camera camera;
        int width = 0;
        int height = 0;
        double ratio = 0.0;
        Theme::Kind theme = Theme::Kind::dark;
        std::vector<std::pair<const ProbeVisual*, std::uint64_t>> probes;
        bool operator==(const TracesShown&) const = default;
    };

    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkCallbackCommand> onStart;
    vtkNew<vtkCallbackCommand> onEnd;
    std::function<void()> changed;

    CellVisual cellVisual{renderer};
    CellGhost cellGhost{renderer};
    TissueVisual tissue{renderer};
    MarkerVisual synapses;
    MarkerVisual stimuli;
    std::vector<std::unique_ptr<ProbeVisual>> probes;
    std::unique_ptr<ProbeVisual> ghostProbe;
    struct ShownSlice {
        std::unique_ptr<SliceVisual> visual;
        ColourBar::Content legend;
    };
    std::vector<ShownSlice> slices;
    ColourTable fieldTable{};
    std::unique_ptr<SliceVisual> ghostSlice;
    struct Readout {
        std::string text;
        Canvas2D::Point at{0.0, 0.0};
    } readout;
    HandPicture hand;
    Canvas2D traces{renderer, 1};
    Canvas2D markers{renderer, 3};
    Canvas2D furniture{renderer, 5};
    ScaleBar scaleBar;
    TracesShown tracesShown;

    std::shared_ptr<const PlacedCell> cell;
    Distortion distortion;
    CellColouring colouring;
    ColourTable table{};
    ItemRef selection;
    std::vector<std::string> alsoSelected;
    ItemRef hover;
    Theme theme = Theme::darkTheme();
    Camera camera;
    int width = 640;
    int height = 480;
    double deviceRatio = 1.0;
    double ratio = 1.0; ///< as large type and marks are drawn: of the device and the theme
    bool showScaleBar = true;
    bool showAxes = true;
    bool showColourBar = true;
    std::string colourBarNote;
    std::string colourBarCaption;
    ItemRef listened;         ///< a probe with a contact, or none
    std::size_t barCount = 0; ///< in the last picture
    bool cellHasBar = false;  ///< likewise; it is the first
    bool transparent = false;

    bool tubes = false;

    void useTubes(bool on) {
        tubes = on;
        cellVisual.useMesh(on);
        cellGhost.useMesh(on);
        tissue.useMesh(on);
        for (const auto& probe : probes) {
            probe->useMesh(on);
        }
        renderer->SetUseFXAA(on); // tubes have hard edges; the shader smooths its own
    }
    void tell() const {
        if (changed) {
            changed();
        }
    }
    ViewFrame frame() const;
    void prepare();
    void drawTraces(const ViewFrame& view);
    void drawLegends(const ViewFrame& view);
    /// Slices come after all that is solid, the farthest first: they are blended over what is there.
    void orderSlices();
    void growBySlices(Eigen::Vector3d& low, Eigen::Vector3d& high) const;
    void applyColouring();
    void applySelection();
    void applyListened();
    /// Shows the tissue of the selected probe, or of the only one.
    void applyTissue();
    void showGhost();
    void applyTheme();
    /// Bounds of all that is visible but the slices; false where nothing is.
    bool bounds(Eigen::Vector3d& low, Eigen::Vector3d& high) const;
};

} // namespace phiscope
