#pragma once

#include "app/window_parts.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <utility>

namespace phiscope {

class Actions;
class ConvergenceCheck;
class ConvergenceDialog;
struct Finding;

/// "Check convergence…": takes the scene and its recording to the check, and what it recommends back.
class ConvergenceWiring : public QObject {
    Q_OBJECT
public:
    ConvergenceWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    ConvergenceCheck* check() const { return check_; }
    /// Asked before the program in a .hoc file runs: results can be open without the person having agreed.
    void setHocConsent(std::function<bool(const std::filesystem::path&)> ask) {
        hocConsent_ = std::move(ask);
    }

private:
    void open();
    void start();
    void lookAtScene();
    void showSummary();
    void use(const Finding& finding);

    WindowParts parts_;
    std::function<bool(const std::filesystem::path&)> hocConsent_;
    ConvergenceCheck* check_;
    ConvergenceDialog* dialog_ = nullptr; ///< made when it is first opened
    bool outOfDate_ = false;
};

} // namespace phiscope
