#pragma once

#include "model/scene/scene.h"
#include "render/canvas2d.h"
#include "render/cone_actor.h"
#include "render/contact_plates.h"
#include "render/view_frame.h"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

class vtkRenderer;

namespace phiscope {

/// One probe: shank and contacts, and the traces drawn at its contacts.
class ProbeVisual {
public:
    struct Hit {
        int contact = -1;        ///< -1: the shank
        bool small = true;       ///< false: a plate that is large on the screen
        double distancePx = 0.0; ///< logical pixels
        double depth = 0.0;
    };

    explicit ProbeVisual(vtkRenderer* renderer);
    ~ProbeVisual();
    ProbeVisual(const ProbeVisual&) = delete;
    ProbeVisual& operator=(const ProbeVisual&) = delete;

    void update(const Probe& probe);
    const Probe& probe() const { return probe_; }
    const Eigen::Matrix3Xd& contacts() const { return contacts_; }
    void setGhost(bool ghost) { ghost_ = ghost; }
    void setVisible(bool visible);
    bool visible() const { return visible_; }
    void useMesh(bool mesh);
    bool shaderWorked() const;
    void setState(bool selected, bool hovered, int selectedContact);
    void setListened(int contact) { listened_ = contact; } ///< has a ring of its own; -1: none

    /// `samples` channel after channel; thinned out to what the picture can show.
    void setTraces(std::span<const float> samples, int channels, int count, float amplitude, double cursor);
    void clearTraces();
    bool hasTraces() const { return channels_ > 0; }
    /// Changes with everything that drawTraces shows, but for the view.
    std::uint64_t revision() const { return revision_; }

    void prepare(const ViewFrame& frame);
    void drawTraces(Canvas2D& canvas, const ViewFrame& frame) const;
    void drawCursor(Canvas2D& canvas, const ViewFrame& frame) const;
    void drawMarks(Canvas2D& canvas, const ViewFrame& frame) const;
    std::optional<Hit> pick(double x, double y, const ViewFrame& frame) const;
    /// Places that all of the contacts lie between: 3 × n, with the radius about each.
    Eigen::Matrix3Xd extent() const;
    double extentRadius() const { return plates_.empty() ? probe_.contactRadiusUm : 0.0; }
    /// Both ends of the shank.
    std::pair<Eigen::Vector3d, Eigen::Vector3d> ends() const { return {tip_, top_}; }

    /// Device pixels that the traces take to the right of their contacts, gaps included.
    static double traceRoom(int viewWidth, double ratio);

private:
    vtkRenderer* renderer_;
    Probe probe_;
    Eigen::Matrix3Xd contacts_;
    Eigen::Vector3d tip_{0.0, 0.0, 0.0};
    Eigen::Vector3d top_{0.0, 0.0, 0.0};
    ConeActor outline_;
    ConeActor shank_;
    ConeActor dots_;       ///< contacts that are points
    ContactPlates plates_; ///< contacts that are surfaces
    bool ghost_ = false;
    bool visible_ = true;
    bool selected_ = false;
    bool hovered_ = false;
    int selectedContact_ = -1;
    int listened_ = -1;
    int channels_ = 0;
    int columns_ = 0;
    float amplitude_ = 1.0F;
    double cursor_ = -1.0;
    struct Lanes {
        std::vector<Eigen::Vector2d> origins; ///< where the traces begin
        std::vector<int> contacts;            ///< whose they are: all, or as many as there is room for
        double height = 0.0;                  ///< of a lane, in pixels
        double width = 0.0;
    };
    /// Nothing where there are no traces, or the probe is seen end on.
    std::optional<Lanes> lanes(const ViewFrame& frame) const;
    /// A line about a contact, that far from its edge.
    void drawRing(Canvas2D& canvas, const ViewFrame& frame, int contact, double awayPx, Colour colour) const;
    void drawFlash(Canvas2D& canvas, const ViewFrame& frame, int contact) const;
    /// Radius of a contact as seen, in device pixels.
    double radiusPx(Eigen::Index contact, const ViewFrame& frame) const;

    std::uint64_t revision_ = 0;
    std::vector<float> traces_; ///< channels × columns × (low, high)
};

} // namespace phiscope
