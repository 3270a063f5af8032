#include "widgets/view_font.h"

#include <QDir>
#include <QTemporaryFile>

#include <memory>

namespace phiscope {

std::filesystem::path viewFontFile() {
    // VTK reads fonts from files only.
    static const std::unique_ptr<QTemporaryFile> file = [] {
        const QDir folder(QStringLiteral(":/fonts"));
        const QStringList found =
            folder.entryList({QStringLiteral("*Regular.otf"), QStringLiteral("*Regular.ttf")});
        std::unique_ptr<QTemporaryFile> copy;
        if (!found.isEmpty()) {
            QFile resource(folder.filePath(found.first()));
            copy.reset(QTemporaryFile::createNativeFile(resource));
        }
        return copy;
    }();
    return file == nullptr ? std::filesystem::path() : std::filesystem::path(file->fileName().toStdString());
}

} // namespace phiscope
