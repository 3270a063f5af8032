#include "app/program.h"

#include "app/autosave.h"
#include "app/command_line.h"
#include "app/file_actions.h"
#include "app/first_hints.h"
#include "app/main_window.h"
#include "app/recovery.h"
#include "app/run_wiring.h"
#include "app/single_instance.h"
#include "app/window_grab.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QSurfaceFormat>
#include <QTemporaryDir>

#include <clocale>
#include <cstdlib>
#include <iostream>

namespace phiscope {

namespace {

/// What keeps a person's work safe while the window is open.
class Safety {
public:
    explicit Safety(MainWindow& window)
        : autosave(window.parts().document, window.parts().controller, Autosave::defaultFolder())
        , recovery(window.parts(), window.files(), &autosave) {
        NoticeBar* notices = window.parts().notices;
        QObject::connect(&autosave, &Autosave::failed, notices, [notices](const QString& why) {
            notices->show({Message::Level::warning, why, {}});
        });
        recovery.offer(Autosave::defaultFolder());
    }

private:
    Autosave autosave;
    Recovery recovery;
};

/// Opens what another start was asked to open, and comes to the front.
void obey(SingleInstance& instance, MainWindow& window) {
    QObject::connect(&instance, &SingleInstance::openRequested, &window, [&window](const QString& file) {
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.raise();
        window.activateWindow();
        if (!file.isEmpty()) {
            window.files()->openFile(file);
        }
    });
    instance.listen();
}

QString absolutePath(const std::string& file) {
    return file.empty() ? QString() : QFileInfo(QString::fromStdString(file)).absoluteFilePath();
}

bool displayExists() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    // A platform that was chosen by hand (offscreen, vnc) needs no display.
    return set("DISPLAY") || set("WAYLAND_DISPLAY") || set("QT_QPA_PLATFORM");
}

} // namespace

int runProgram(int argc, char** argv, const std::function<void(MainWindow&)>& opened) {
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

    SingleInstance instance;
    if (line.grab.empty() && !line.another && instance.handOver(absolutePath(line.file))) {
        return exit_code::ok;
    }

    // A grabbed picture must not depend on how somebody left the window, nor change that.
    const bool grabbing = !line.grab.empty();
    QTemporaryDir scratch;
    Settings settings(grabbing ? scratch.filePath(QStringLiteral("settings.ini")) : QString());
    AppTheme theme(line.theme.value_or(settings.theme()));
    theme.apply();

    MainWindow window(&settings, &theme);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/phiscope.svg")));
    if (grabbing) {
        window.resize(line.width, line.height);
        new WindowGrab(&window, QString::fromStdString(line.grab), line.atMs);
    }
    window.show();
    std::optional<Safety> safety;
    if (!grabbing) {
        safety.emplace(window);
        obey(instance, window);
        new FirstHints(&window);
    }
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
    if (opened) {
        opened(window);
    }
    return QApplication::exec();
}

} // namespace phiscope
