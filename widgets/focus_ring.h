#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;

namespace phiscope {

/// Shows which control the keyboard works on: a ring around it, from the moment Tab or a shortcut has brought
/// the focus there until the mouse takes over. Whoever only uses the mouse never sees it.
class FocusRing : public QObject {
    Q_OBJECT
public:
    explicit FocusRing(QObject* parent = nullptr);
    ~FocusRing() override;

    /// The control that wears it; null: none does.
    QWidget* wearer() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void put(QWidget* widget);

    QPointer<QFocusFrame> frame_; ///< its parent is the wearer's window
};

} // namespace phiscope
