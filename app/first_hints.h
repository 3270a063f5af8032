#pragma once

#include "widgets/hint_bubble.h"

#include <QObject>
#include <QTimer>

#include <array>

namespace phiscope {

class MainWindow;

/// Three hints for who starts Phiscope for the first time: on the probe, the timeline and the tools. Each
/// goes once its thing was used or it was closed, and never comes again (Settings::hintDone).
class FirstHints : public QObject {
    Q_OBJECT
public:
    explicit FirstHints(MainWindow* window);

    static constexpr const char* probe = "probe";
    static constexpr const char* timeline = "timeline";
    static constexpr const char* tools = "tools";

    /// Null once it is gone.
    HintBubble* bubble(const char* name) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void make(const char* name, const QString& text);
    void done(const char* name);
    void place();
    bool placeProbe(HintBubble* hint);
    bool placeTimeline(HintBubble* hint);
    bool placeTools(HintBubble* hint);

    MainWindow* window_;
    QWidget* scrubber_;
    QTimer soon_; ///< several changes, one new place
};

} // namespace phiscope
