#pragma once

#include <QApplication>

#include <memory>

namespace phiscope::bench {

/// A Qt application for as long as it is held; null where there is one already. Plots need no OpenGL, and so
/// no display.
inline std::unique_ptr<QApplication> application() {
    static int count = 1;
    static char name[] = "phiscope-bench";
    static char* arguments[] = {name, nullptr};
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    return QCoreApplication::instance() == nullptr ? std::make_unique<QApplication>(count, arguments)
                                                   : nullptr;
}

} // namespace phiscope::bench
