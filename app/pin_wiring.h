#pragma once

#include "app/window_parts.h"
#include "widgets/pinned_result.h"

#include <QObject>

#include <vector>

class QMenu;

namespace phiscope {

class Actions;

/// Pins: results that are kept, and drawn in grey behind those of later runs. They belong to the open scene
/// and to this session; they are no edits, so that undo can be compared with what was pinned before it.
class PinWiring : public QObject {
    Q_OBJECT
public:
    /// More would only hide each other, and each holds a recording in memory.
    static constexpr std::size_t most = 6;

    PinWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    /// To show and hide each pin; owned by the caller's menu.
    QMenu* menu() const { return menu_; }
    const std::vector<PinnedResult>& pins() const { return pins_; }
    /// Nothing happens where there is no such pin, or the name is empty.
    void rename(int id, const QString& name);

Q_SIGNALS:
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    void pin();
    void forget();
    void forgetByHand();
    void restore(std::vector<PinnedResult> pins);
    void askName(int id);
    void fillMenu();
    void show();

    WindowParts parts_;
    Actions* actions_;
    QMenu* menu_;
    std::vector<PinnedResult> pins_; ///< oldest first
    int made_ = 0;                   ///< of this scene
    int lastId_ = 0;
    int scene_ = 0; ///< counts those that were opened
};

} // namespace phiscope
