#pragma once

#include "app/window_parts.h"

#include <QObject>
#include <QString>

class QMenu;
class QToolButton;

namespace phiscope {

class Actions;

/// Contacts that stimulate: the ways to choose them, and the sign in the status bar that a field acts on the
/// cell.
class StimulationWiring : public QObject {
    Q_OBJECT
public:
    StimulationWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    /// "A field acts"; hidden where none does. A click selects the probe that it comes from. Owned by the
    /// caller's layout.
    QToolButton* chip() const { return chip_; }
    /// Offers a contact of a probe to stimulate, or to leave off.
    void fillMenu(QMenu& menu, const QString& probeId, int contact);

private:
    void toggle(const QString& probeId, int contact);
    void refresh();
    void refreshAction();

    WindowParts parts_;
    Actions* actions_;
    QToolButton* chip_;
};

} // namespace phiscope
