#pragma once

#include "model/scene/scene.h"
#include "render/canvas2d.h"
#include "render/view_frame.h"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// Where synapses and stimuli sit: signs of constant size on the screen, each kind with its own shape. They
/// light up while they are active.
class MarkerVisual {
public:
    enum class Sign {
        excitatory,   ///< disc
        inhibitory,   ///< diamond
        currentClamp, ///< pipette with a bolt
        voltageClamp, ///< pipette
    };
    struct Marker {
        std::string id;
        Location location;
        Eigen::Vector3d pointUm;
        Sign sign = Sign::excitatory;
        bool enabled = true;
    };
    struct Hit {
        int marker = -1;
        double distancePx = 0.0; ///< logical pixels
        double depth = 0.0;
    };

    void update(std::vector<Marker> markers);
    void setActivity(std::span<const float> activity);
    void setSelected(const std::string& id) { selected_ = id; }
    void setAlsoSelected(const std::vector<std::string>& ids) { alsoSelected_ = ids; }
    void setHover(const std::string& id) { hover_ = id; }
    void setGhost(const std::optional<Marker>& ghost) { ghost_ = ghost; }

    void draw(Canvas2D& canvas, const ViewFrame& frame) const;
    std::optional<Hit> pick(double x, double y, const ViewFrame& frame) const;
    const std::vector<Marker>& markers() const { return markers_; }

private:
    /// True for the object itself and for a member of a group ("id#index") whose group it is.
    static bool belongs(const Marker& marker, const std::string& id);

    std::vector<Marker> markers_;
    std::vector<float> activity_;
    bool selected(const Marker& marker) const;

    std::string selected_;
    std::vector<std::string> alsoSelected_;
    std::string hover_;
    std::optional<Marker> ghost_;
};

} // namespace phiscope
