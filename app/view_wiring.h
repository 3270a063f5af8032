#pragma once

#include "app/window_parts.h"
#include "widgets/document.h"
#include "widgets/scene_picture.h"
#include "widgets/view3d.h"

#include <QObject>

#include <memory>

namespace phiscope {

class Actions;
class ChoiceWiring;
class ElectrodeWiring;
class HandWiring;
class ListenWiring;
class SliceWiring;
class StimulationWiring;

/// Joins the 3-D view with the document, the run and the time cursor: what is shown goes in, what the person
/// does in the view comes out as edits.
class ViewWiring : public QObject {
    Q_OBJECT
public:
    ViewWiring(const WindowParts& parts, Actions* actions, QObject* parent);
    ~ViewWiring() override;

    void lookAt(const QString& id);
    void addSlice(); ///< through the cell, facing the eye
    /// Offers what it offers in the menus of contacts.
    void setStimulation(StimulationWiring* stimulation) { stimulation_ = stimulation; }
    /// The camera, the time and how it plays, as they are kept in the scene file.
    View currentView() const;

Q_SIGNALS:
    /// What lies under the mouse, for the status bar; empty: nothing.
    void hoverTextChanged(const QString& text);
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    void takeScene(Changes changes);
    void takeCell();
    void connectActions();
    void connectMouse();
    void connectRun();
    void applyTheme();
    void setView(const std::function<void(View&)>& change);
    QString describe(const PickResult& what) const;
    void showMenu(const PickResult& what, const QPoint& at);
    ItemRef selectedRef() const;

    WindowParts parts_;
    Actions* actions_;
    std::unique_ptr<ScenePicture> picture_;
    SliceWiring* slices_ = nullptr;
    ElectrodeWiring* electrode_ = nullptr;
    HandWiring* hands_ = nullptr;
    ListenWiring* listen_ = nullptr;
    ChoiceWiring* choice_ = nullptr;
    StimulationWiring* stimulation_ = nullptr;
    PickResult hovered_;
    bool fitNext_ = true;
};

} // namespace phiscope
