#pragma once

#include "app/window_parts.h"
#include "model/geometry/segments.h"

#include <QObject>

#include <array>

class QAction;

namespace phiscope {

class Actions;
class ViewBadge;

/// How the cell stands: mirrored by a click; pressed with its tissue, which a badge over the view says; and
/// in which coordinates.
class CellWiring : public QObject {
    Q_OBJECT
public:
    CellWiring(const WindowParts& parts, Actions* actions, QObject* parent);

Q_SIGNALS:
    void said(const QString& sentence);

private:
    struct Mirror {
        QAction* action;
        bool Pose::*member;
    };
    void mirror(const Mirror& which);
    void takeScene();
    void undistort();

    WindowParts parts_;
    std::array<Mirror, 3> mirrors_;
    ViewBadge* badge_ = nullptr;
};

} // namespace phiscope
