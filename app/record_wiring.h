#pragma once

#include "app/window_parts.h"

#include <QObject>

namespace phiscope {

class Actions;

/// The command that opens the recorder of the selected synapse's spikes.
class RecordWiring : public QObject {
    Q_OBJECT
public:
    RecordWiring(const WindowParts& parts, Actions* actions, QObject* parent);

Q_SIGNALS:
    void panelRequested(const QString& name);

private:
    void record();

    WindowParts parts_;
};

} // namespace phiscope
