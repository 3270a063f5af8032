#pragma once

#include "app/window_parts.h"
#include "model/support/result.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>

class QWidget;

namespace phiscope {

class Actions;
class KnobsPanel;
class SweepPanel;

/// "Sweep…": takes a knob, the scene and its recording to the sweep, and its numbers to a file.
class SweepWiring : public QObject {
    Q_OBJECT
public:
    SweepWiring(const WindowParts& parts, const Actions* actions, KnobsPanel* knobs, QWidget* window);

    /// Owned by whoever shows it.
    SweepPanel* panel() const { return panel_; }
    /// Asked before the program in a .hoc file runs: results can be open without the person having agreed.
    void setHocConsent(std::function<bool(const std::filesystem::path&)> ask) {
        hocConsent_ = std::move(ask);
    }
    /// The signals that are shown as a table, written on another thread.
    void writeSignals(const QString& path);

Q_SIGNALS:
    /// A panel is to come to the front: "sweep", "knobs".
    void panelRequested(const QString& name);
    void signalsWritten(const QString& path, bool ok);

private:
    struct Written {
        QString path;
        Result<void> result;
    };
    void start();
    double estimate() const; ///< of one run, in seconds; below 0: not known
    void sweepNumber(const QString& object, const QString& key);
    void chooseFile();
    void tell(const Written& written);
    void say(const QString& sentence);

    WindowParts parts_;
    KnobsPanel* knobs_;
    QWidget* window_;
    SweepPanel* panel_;
    std::function<bool(const std::filesystem::path&)> hocConsent_;
    NewestWorker<Written> writer_;
};

} // namespace phiscope
