#pragma once

#include "model/scene/scene.h"

#include <QString>
#include <QUndoCommand>

#include <cstdint>
#include <functional>
#include <utility>

namespace phiscope {

/// Two values change places.
template <typename T>
void exchange(T& inScene, T& kept) {
    std::swap(inScene, kept);
}
/// Of whole scenes all but how they are looked at, which is no edit.
inline void exchange(Scene& scene, Scene& kept) {
    std::swap(scene, kept);
    scene.view = std::exchange(kept.view, scene.view);
    kept.view = scene.view;
}

template <typename T>
bool alike(const T& a, const T& b) {
    return a == b;
}
inline bool alike(const Scene& a, Scene b) {
    b.view = a.view;
    return a == b;
}

/// Sets one value inside a scene. Redo and undo are the same act: the value in the scene and the kept one
/// change places. Commands of one gesture on the same thing merge, and one that ends where it began is
/// dropped.
template <typename T>
class SetValue : public QUndoCommand {
public:
    using Find = std::function<T&(Scene&)>; ///< must find it whenever this command is on top

    SetValue(const QString& text, Scene& scene, T value, Find find, std::function<void()> changed,
             QString mergeKey, std::uint64_t gesture)
        : QUndoCommand(text)
        , scene_(scene)
        , kept_(std::move(value))
        , find_(std::move(find))
        , changed_(std::move(changed))
        , mergeKey_(std::move(mergeKey))
        , gesture_(gesture) {}

    void redo() override { swap(); }
    void undo() override { swap(); }

    int id() const override { return mergeKey_.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* later = dynamic_cast<const SetValue<T>*>(other);
        if (later == nullptr || later->mergeKey_ != mergeKey_ || later->gesture_ != gesture_) {
            return false;
        }
        setText(later->text());
        setObsolete(alike(find_(scene_), kept_));
        return true;
    }

private:
    void swap() {
        phiscope::exchange(find_(scene_), kept_);
        changed_();
    }

    Scene& scene_;
    T kept_;
    Find find_;
    std::function<void()> changed_;
    QString mergeKey_;
    std::uint64_t gesture_;
};

} // namespace phiscope
