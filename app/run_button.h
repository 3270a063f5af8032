#pragma once

#include <QObject>

#include <optional>

class QToolButton;

namespace phiscope {

class Actions;
class AppTheme;
class RunWiring;

/// The tool bar's "Run": a dot where the results are of the scene before, and filled in the accent where a
/// long run waits for the person.
class RunButton : public QObject {
    Q_OBJECT
public:
    RunButton(QToolButton* button, Actions* actions, AppTheme* theme, RunWiring* run, QObject* parent);

Q_SIGNALS:
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    void showStale(bool stale);
    void showHeld(const std::optional<double>& seconds);
    void dress();

    QToolButton* button_;
    Actions* actions_;
    AppTheme* theme_;
    QString plainTip_;
    bool held_ = false;
};

} // namespace phiscope
