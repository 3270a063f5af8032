#pragma once

#include <QLockFile>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

namespace phiscope {

class Document;
class SimulationController;
struct RunStatus;

/// Keeps a copy of a scene with unsaved edits where the next start finds it, in case that this program ends
/// without saving. The copy is written on another thread a little after an edit and at once when a run
/// begins, and goes when the scene is saved or the program ends in order.
///
/// In the folder: NAME.phiscope (the scene), NAME.json (its file and title), NAME.lock (held while this
/// program lives). See recovery.h for how they are found again.
class Autosave : public QObject {
    Q_OBJECT
public:
    /// Makes the folder. Where it cannot be used, `failed` says so and nothing is kept.
    Autosave(Document* document, SimulationController* controller, const QString& folder,
             QObject* parent = nullptr);
    ~Autosave() override;

    /// From the first edit that is not in the copy to the writing of it.
    void setDelay(int milliseconds) { timer_.setInterval(milliseconds); }
    int delay() const { return timer_.interval(); }
    /// The copy; the file is there while there are unsaved edits that were written.
    QString file() const;
    /// Begins to write now, where there is something to write.
    void writeNow();
    /// Returns when the copy holds all edits.
    void finishWriting();

    /// Where the program keeps them: below the person's local data.
    static QString defaultFolder();

Q_SIGNALS:
    void written();
    /// Once, until it succeeds again.
    void failed(const QString& why);

private:
    void noteEdit();
    void takeStatus(const RunStatus& status);
    void takeResult(const QString& problem);
    void removeCopy();

    Document* document_;
    QString stem_; ///< path without ending
    QLockFile lock_;
    QTimer timer_;
    bool usable_ = false;
    bool dirty_ = false; ///< edits that no writing has begun for
    bool busy_ = false;  ///< a writing is going on
    bool failing_ = false;
    int runState_ = -1; ///< of the last status; -1: none yet
    QThreadPool pool_;  ///< last: ends first
};

} // namespace phiscope
