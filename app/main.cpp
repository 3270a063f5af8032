#include "app/command_line.h"
#include "app/file_actions.h"
#include "app/main_window.h"
#include "app/run_wiring.h"
#include "app/window_grab.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QIcon>
#include <QSurfaceFormat>
#include <QTemporaryDir>

#include <clocale>
#include <cstdlib>
#include <iostream>

namespace {

bool displayExists() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    // A platform that was chosen by hand (offscreen, vnc) needs no display.
    return set("DISPLAY") || set("WAYLAND_DISPLAY") || set("QT_QPA_PLATFORM");
}

} // namespace

int main(int argc, char** argv) {
    using namespace phiscope;
    std::optional<int> exitCode;
    const CommandLine line = parseCommandLine(argc, argv, exitCode);
    if (exitCode) {
        return *exitCode;
    }
    if (!line.figure.empty()) {
        return writeFigure(line);
    }
    if (!displayExists()) {
        std::cerr
            << "phiscope: there is no display. Without one, \"phiscope --figure out.png\" draws a scene and "
               "\"phiscope-run\" computes it.\n";
        return exit_code::noDisplay;
    }
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    // Qt takes the user's locale; numbers in files must not follow it.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("phiscope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Phiscope"));
    QApplication::setApplicationVersion(QStringLiteral(PHISCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.phiscope.Phiscope"));

    // A grabbed picture must not depend on how somebody left the window, nor change that.
    const bool grabbing = !line.grab.empty();
    QTemporaryDir scratch;
    Settings settings(grabbing ? scratch.filePath(QStringLiteral("settings.ini")) : QString());
    const bool dark = line.dark.value_or(settings.darkTheme());
    AppTheme theme(dark ? AppTheme::Kind::dark : AppTheme::Kind::light);
    theme.apply();

    MainWindow window(&settings, &theme);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/phiscope.svg")));
    if (grabbing) {
        window.resize(line.width, line.height);
        new WindowGrab(&window, QString::fromStdString(line.grab), line.atMs);
    }
    window.show();
    if (!line.show.empty()) {
        window.showPanel(QString::fromStdString(line.show));
    }
    if (line.file.empty()) {
        window.files()->openExample(QStringLiteral("l5_pyramidal"));
        if (!grabbing) {
            window.run()->playNextRun(); // the example opens moving
        }
    } else {
        window.parts().document->open(line.file);
    }
    return QApplication::exec();
}
