#pragma once

#include "app/window_parts.h"

#include <QDateTime>
#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QLockFile;

namespace phiscope {

class Autosave;
class FileActions;

/// A scene with unsaved edits whose program ended without saving it.
struct Leftover {
    QString copy;     ///< file
    QString original; ///< the file it was opened from or saved to last; empty: none
    QString name;
    QDateTime written;
    std::shared_ptr<QLockFile> lock; ///< held while it is offered, so that one program alone offers it
};

/// What programs that run no more left in a folder of Autosave; newest first. Those of running programs are
/// not among them. Locks that guard nothing are tidied away.
std::vector<Leftover> findLeftovers(const QString& folder);

/// Offers leftovers in the notice bar. A notice that is closed leaves them for the next start.
class Recovery : public QObject {
    Q_OBJECT
public:
    Recovery(const WindowParts& parts, FileActions* files, Autosave* autosave, QObject* parent = nullptr);

    /// Looks for leftovers and, where there are any, shows the notice.
    void offer(const QString& folder);
    const std::vector<Leftover>& leftovers() const { return leftovers_; }

private:
    void show();
    void recover(const QString& copy);
    void discardAll();
    static void remove(const Leftover& leftover);

    WindowParts parts_;
    FileActions* files_;
    Autosave* autosave_;
    std::vector<Leftover> leftovers_;
};

} // namespace phiscope
