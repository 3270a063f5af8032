#pragma once

#include <QObject>
#include <QTimer>

namespace phiscope {

class Document;
class View3D;

/// Keeps a card at that height of the 3-D view's left edge where it covers least of the cell. It moves only
/// while nobody reads its numbers: when it appears, and after the camera has come to rest.
class CardPlace : public QObject {
    Q_OBJECT
public:
    CardPlace(View3D* view, QWidget* card, const Document* document);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    View3D* view_;
    QWidget* card_;
    const Document* document_;
    QTimer rest_;
};

} // namespace phiscope
