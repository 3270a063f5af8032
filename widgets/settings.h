#pragma once

#include "render/theme.h"

#include <QObject>
#include <QSettings>
#include <QStringList>

#include <filesystem>
#include <memory>

namespace phiscope {

/// What a person set up once and finds again: theme, recent files, the window's state, answers to questions.
/// Made by the application and handed down; a change is stored and told, no change is neither.
class Settings : public QObject {
    Q_OBJECT
public:
    /// Kept in the user's configuration, or in `file` where one is named (tests).
    explicit Settings(const QString& file = {}, QObject* parent = nullptr);

    Theme::Kind theme() const;
    void setTheme(Theme::Kind kind);
    bool autoRun() const; ///< run again after every edit that changes currents
    void setAutoRun(bool on);
    QStringList recentFiles() const; ///< newest first, at most ten
    void addRecentFile(const QString& path);
    void removeRecentFile(const QString& path);
    void clearRecentFiles();
    QString lastFolder() const;
    void setLastFolder(const QString& folder);
    QString newYorkHeadFile() const; ///< of the New York head's lead field; empty: none was chosen yet
    void setNewYorkHeadFile(const QString& path);

    bool handles() const; ///< arrows and rings on the selected object
    void setHandles(bool on);
    bool snap() const;
    int gridStepUm() const; ///< that dragged things snap to
    void setSnap(bool on, int gridStepUm);

    double brushPerUm() const; ///< synapses that the brush leaves on a µm
    double brushRadiusPx() const;
    void setBrush(double perUm, double radiusPx);

    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);

    /// Consent to run code, by the file's content: a changed file is asked about again.
    bool isTrusted(const QString& sha256) const;
    void trust(const QString& sha256);

    /// Hints of the first start that were used or closed.
    bool hintDone(const QString& hint) const;
    void setHintDone(const QString& hint);

Q_SIGNALS:
    void themeChanged(phiscope::Theme::Kind kind);
    void autoRunChanged(bool on);
    void recentFilesChanged();

private:
    std::unique_ptr<QSettings> store_;
};

} // namespace phiscope
