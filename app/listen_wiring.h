#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"

#include <QObject>
#include <QPoint>
#include <QString>

class QAction;
class QMenu;

namespace phiscope {

class Actions;
class ListeningCard;
class ListeningFeed;
class ScenePicture;

/// Colours the cell by what a contact hears of it, or by what makes its signal now: who listens, what that
/// is, and the ways to choose it. The selected contact is the listening one while such colours are on.
class ListenWiring : public QObject {
    Q_OBJECT
public:
    ListenWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent);

    /// Offers the colours of a contact of a probe, or of an electrode of a head.
    void fillMenu(QMenu& menu, const QString& id, int contact);
    /// What a segment adds or is heard with, for the status bar; empty where the cell is coloured otherwise.
    QString describe(int segment) const;

private:
    void connectHead();
    void connectPlots();
    void showCard();
    void follow();
    void takeSelection();
    void colour(View::ColourBy by);
    void listen(const QString& id, int contact, View::ColourBy by);
    void offerProbe(bool wanted);
    QString contactName(const QString& id, int contact) const;

    WindowParts parts_;
    Actions* actions_;
    ScenePicture* picture_;
    ListeningFeed* feed_;
    ListeningCard* card_;
    bool offered_ = false; ///< the notice that nothing listens is there, or was closed by the person
};

} // namespace phiscope
