#pragma once

#include <QObject>
#include <QTimer>

namespace phiscope {

class Document;
class View3D;

/// Keeps a card in that corner at the left of the 3-D view where it covers less of the cell: above, or below
/// over the axes. It moves while nobody looks at its numbers only: when it appears, and after the camera has
/// come to rest.
class CardCorner : public QObject {
    Q_OBJECT
public:
    CardCorner(View3D* view, QWidget* card, const Document* document);

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
