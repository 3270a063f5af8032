#pragma once

#include "model/support/result.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <string>

namespace phiscope {

inline QString textFileFilter() {
    return QCoreApplication::translate("phiscope", "Text (*.txt *.csv *.tsv *.dat);;All files (*)");
}

/// A text file that a person chose, whole.
inline Result<std::string> readTextFile(const QString& path) {
    constexpr qint64 mostBytes = 64 * 1024 * 1024;
    QFile file(path);
    const std::string name = QFileInfo(path).fileName().toStdString();
    if (!file.open(QIODevice::ReadOnly)) {
        return fail("The file cannot be read: " + file.errorString().toStdString() + ".", {}, name);
    }
    if (file.size() > mostBytes) {
        return fail("The file is larger than 64 MiB.", "Take a shorter piece.", name);
    }
    return file.readAll().toStdString();
}

} // namespace phiscope
