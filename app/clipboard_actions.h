#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"

#include <QObject>

namespace phiscope {

class Actions;

/// Copy, cut and paste of objects, as a scene file's text on the clipboard; also between two windows.
class ClipboardActions : public QObject {
    Q_OBJECT
public:
    static constexpr const char* mimeType = "application/x-phiscope+json";

    ClipboardActions(const WindowParts& parts, Actions* actions, QObject* parent);

private:
    bool copy();
    void paste();
    /// Takes out what has no place on this cell, and moves the rest off what is there; how many went.
    int fit(Scene& pasted) const;

    WindowParts parts_;
};

} // namespace phiscope
