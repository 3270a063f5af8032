#pragma once

#include "model/analysis/value_extent.h"
#include "render/scene_renderer.h"
#include "widgets/run_data.h"
#include "widgets/slice_picture.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace phiscope {

class CellColours;
class Signals;
class SceneRenderer;
struct Listening;

/// Puts a moment of a recording into a 3-D picture: colours of the cell, flashing synapses, traces beside the
/// contacts, the field on slices. The same for the view in the window and for a figure without any display.
/// No Qt.
///
/// Ranges only widen while a recording grows and settle when it is complete, so that colours do not jump.
class ScenePicture {
public:
    explicit ScenePicture(SceneRenderer& renderer);

    /// What is in the scene and how it is looked at. Items and probes are set; the cell comes by setCell.
    void setScene(const Scene& scene);
    void setCell(std::shared_ptr<const PlacedCell> cell);
    void setRun(const RunData& run);
    /// Potential in mV at the contacts; null: none.
    void setProbeSignals(const std::string& probeId, std::shared_ptr<const Signals> signals);

    /// What the listening contact hears of the cell shown, and how large contributions to it are (mV,
    /// contributionSize); null: not known.
    void setListening(std::shared_ptr<const Listening> listening, double sizeMv);

    /// Colours of the cell in place of the scene's; null: those of the scene.
    void setOwnColours(std::shared_ptr<CellColours> colours);
    bool hasOwnColours() const { return own_ != nullptr; }
    const std::shared_ptr<CellColours>& ownColours() const { return own_; }

    void setSliceGrid(const std::string& sliceId, std::shared_ptr<const FieldGrid> grid);

    /// Shows the moment; cheap where neither it nor the recording has changed.
    void show(double timeMs);

    /// Value by which the cell is coloured now, for a segment, in the unit of the colour bar. NaN: none.
    double valueAt(int segment) const;
    const std::string& unit() const { return colouring_.unit; }
    const SlicePicture& slices() const { return slices_; }
    const CellColouring& colouring() const { return colouring_; }
    const RunData& run() const { return run_; }
    /// The potential at the listening contact, in the unit of the colour bar, while the cell is coloured by
    /// what makes it. NaN: none.
    double listenedPotential() const;
    double unitsPerMv() const { return unitsPerMv_; } ///< of the colour bar, while listening
    std::int64_t frame() const { return frame_; }

private:
    void chooseColours();
    void showTraces();
    void chooseListening(CellColouring& next);
    std::string listenerName() const;
    void showCaption();
    bool fits() const;  ///< the recording belongs to a cell with as many segments as the one shown
    bool hears() const; ///< what is heard is that of the cell shown
    bool coloursBy(View::ColourBy by) const { return scene_.view.colourBy == by; }
    void fillValues(); ///< of `frame_`
    void showOwnColours();
    void takeColouring(const CellColouring& next);

    SceneRenderer& renderer_;
    Scene scene_;
    std::shared_ptr<const PlacedCell> cell_;
    RunData run_;
    SlicePicture slices_;
    std::map<std::string, std::shared_ptr<const Signals>> signals_;
    std::map<std::string, float> traceSize_;
    std::map<std::string, std::int64_t> traceFrames_;
    CellColouring colouring_;
    std::shared_ptr<CellColours> own_;
    std::shared_ptr<const Listening> listening_;
    double contributionMv_ = 0.0;
    double unitsPerMv_ = 1e3; ///< of the colour bar, while listening
    ValueExtent extent_;
    ValueExtent before_; ///< of the recording before, until the new one is complete
    std::vector<float> values_;
    std::vector<float> samples_;
    std::int64_t frame_ = -1;
    double timeMs_ = -1.0;
    bool dirty_ = true;
};

} // namespace phiscope
