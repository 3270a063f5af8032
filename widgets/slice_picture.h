#pragma once

#include "model/scene/scene.h"
#include "model/scene/stimulation.h"
#include "widgets/plots/auto_range.h"

#include <Eigen/Core>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace phiscope {

class FieldGrid;
class Recording;
class SceneRenderer;
class SliceCurrents;

/// Puts the field of a moment on the slices of a 3-D picture. No Qt; part of a ScenePicture.
///
/// The automatic range of a slice is the largest that moments of the recording need so far, of which each
/// needs what only few points exceed (FieldGrid::magnitude). It grows with a recording, and shrinks only when
/// that is complete and needs much less.
class SlicePicture {
public:
    explicit SlicePicture(SceneRenderer& renderer);

    /// The slices go to the renderer as well.
    void setSlices(const std::vector<FieldSlice>& slices);
    /// Their waves are what a slice of the stimulus shows.
    void setProbes(const std::vector<Probe>& probes);
    /// Other currents: ranges are looked for anew; what is shown stays until `show`.
    void forgetRanges();
    /// What a slice shows of currents; null: nothing but its border.
    void setGrid(const std::string& id, std::shared_ptr<const FieldGrid> grid);
    bool waits() const { return dirty_; } ///< true where `show` would draw something new of the same frame

    /// `frame` of the recording, whose segments are the cell's; negative: there is none. A stimulus needs no
    /// recording, only the time. `others`: in place of the recording's, of which one calls forgetRanges
    /// first.
    void show(const Recording* recording, std::int64_t frame, double timeMs,
              const SliceCurrents* others = nullptr);

    /// Value shown at a point of a slice, in `unit`. NaN where there is none.
    double valueAt(const std::string& id, const Eigen::Vector3d& pointUm) const;
    static const char* unit(const FieldSlice& slice);
    /// The range in use, in `unit`; 0 where nothing was shown yet.
    double range(const std::string& id) const;

private:
    struct Shown {
        FieldSlice slice;
        std::shared_ptr<const FieldGrid> grid;
        std::vector<float> values; ///< in the unit shown
        AutoRange range;
        double largest = 0.0; ///< of the moments looked at, in the unit shown
        std::int64_t scanned = 0;
        bool dirty = true;
    };
    static void scan(Shown& shown, const Recording& recording);
    static void scan(Shown& shown, const SliceCurrents& others);
    void scanStimulus(Shown& shown) const;
    std::vector<double> stimulusAt(double timeMs) const;
    /// `currents`: what the slice's matrix takes; null: there is none.
    void show(Shown& shown, const double* currents);

    SceneRenderer& renderer_;
    std::map<std::string, Shown> shown_;
    std::vector<SteppedCurrent> waves_; ///< of the stimulating probes
    std::vector<double> stimulus_;      ///< their currents now, nA
    std::int64_t frame_ = -1;
    double timeMs_ = -1.0;
    std::string prefix_; ///< of whose currents they are; empty: the window's run
    bool dirty_ = true;
};

} // namespace phiscope
