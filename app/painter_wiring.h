#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"
#include "render/brush_reach.h"

#include <QObject>
#include <QString>

#include <Eigen/Core>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

class Actions;
class BrushBar;

/// The synapse brush: what it passes over gets synapses, which belong to the selected group or to a new one.
/// A stroke is one step of undo.
class PainterWiring : public QObject {
    Q_OBJECT
public:
    PainterWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    double density() const { return perUm_; } ///< synapses per µm

Q_SIGNALS:
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    /// A synapse that the stroke leaves where the brush comes over it.
    struct Candidate {
        Location place;
        Eigen::Vector2d seen;
        bool painted = false;
    };
    struct Stroke {
        Scene before;
        QString selected;
        std::string group; ///< id; empty: erases in every group
        std::uint64_t seed = 0;
        bool erases = false;
        int count = 0; ///< painted or erased
        std::map<int, std::vector<Candidate>> segments;
        /// Erasing: where the members of each group are seen, in their order.
        std::map<std::string, std::vector<std::optional<Eigen::Vector2d>>> members;
    };

    void begin(bool erases);
    void sweep(const BrushSweep& sweep);
    void paint(const BrushSweep& sweep);
    void erase(const BrushSweep& sweep);
    void end(bool kept);
    std::optional<Eigen::Vector2d> seen(const Location& place) const;
    QString newGroupName() const;
    void showText();

    WindowParts parts_;
    BrushBar* bar_;
    double perUm_;
    std::optional<Stroke> stroke_;
};

} // namespace phiscope
