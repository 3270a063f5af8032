#include "widgets/settings.h"

#include "widgets/app_theme.h"

#include <algorithm>

namespace phiscope {

namespace {

const QString themeKey = QStringLiteral("look/theme");
const QString darkKey = QStringLiteral("look/dark"); // before there were more than two
const QString autoRunKey = QStringLiteral("run/auto");
const QString recentKey = QStringLiteral("files/recent");
const QString folderKey = QStringLiteral("files/folder");
const QString newYorkHeadKey = QStringLiteral("files/newYorkHead");
const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString trustedKey = QStringLiteral("files/trusted");
const QString hintsKey = QStringLiteral("hints/done");
const QString handlesKey = QStringLiteral("view/handles");
const QString snapKey = QStringLiteral("view/snap");
const QString gridKey = QStringLiteral("view/gridStepUm");
const QString brushDensityKey = QStringLiteral("brush/perUm");
const QString brushRadiusKey = QStringLiteral("brush/radiusPx");
constexpr int recentCount = 10;

} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , store_(file.isEmpty()
                 ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                               QStringLiteral("phiscope"), QStringLiteral("phiscope"))
                 : std::make_unique<QSettings>(file, QSettings::IniFormat)) {}

Theme::Kind Settings::theme() const {
    const QString key = store_->value(themeKey).toString();
    if (key.isEmpty()) {
        return store_->value(darkKey, true).toBool() ? Theme::Kind::dark : Theme::Kind::light;
    }
    return AppTheme::kindOf(key);
}
void Settings::setTheme(Theme::Kind kind) {
    if (kind != theme()) {
        store_->setValue(themeKey, AppTheme::keyOf(kind));
        Q_EMIT themeChanged(kind);
    }
}

bool Settings::autoRun() const {
    return store_->value(autoRunKey, true).toBool();
}
void Settings::setAutoRun(bool on) {
    if (on != autoRun()) {
        store_->setValue(autoRunKey, on);
        Q_EMIT autoRunChanged(on);
    }
}

QStringList Settings::recentFiles() const {
    return store_->value(recentKey).toStringList();
}
void Settings::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    store_->setValue(recentKey, QStringList(files.mid(0, recentCount)));
    Q_EMIT recentFilesChanged();
}
void Settings::removeRecentFile(const QString& path) {
    QStringList files = recentFiles();
    if (files.removeAll(path) > 0) {
        store_->setValue(recentKey, files);
        Q_EMIT recentFilesChanged();
    }
}
void Settings::clearRecentFiles() {
    store_->remove(recentKey);
    Q_EMIT recentFilesChanged();
}

QString Settings::lastFolder() const {
    return store_->value(folderKey).toString();
}
void Settings::setLastFolder(const QString& folder) {
    store_->setValue(folderKey, folder);
}

QString Settings::newYorkHeadFile() const {
    return store_->value(newYorkHeadKey).toString();
}
void Settings::setNewYorkHeadFile(const QString& path) {
    store_->setValue(newYorkHeadKey, path);
}

bool Settings::handles() const {
    return store_->value(handlesKey, true).toBool();
}
void Settings::setHandles(bool on) {
    store_->setValue(handlesKey, on);
}
bool Settings::snap() const {
    return store_->value(snapKey, false).toBool();
}
int Settings::gridStepUm() const {
    return store_->value(gridKey, 10).toInt();
}
void Settings::setSnap(bool on, int gridStepUm) {
    store_->setValue(snapKey, on);
    store_->setValue(gridKey, gridStepUm);
}

double Settings::brushPerUm() const {
    return std::clamp(store_->value(brushDensityKey, 0.2).toDouble(), 0.01, 10.0);
}
double Settings::brushRadiusPx() const {
    return store_->value(brushRadiusKey, 18.0).toDouble();
}
void Settings::setBrush(double perUm, double radiusPx) {
    store_->setValue(brushDensityKey, perUm);
    store_->setValue(brushRadiusKey, radiusPx);
}

QByteArray Settings::windowGeometry() const {
    return store_->value(geometryKey).toByteArray();
}
QByteArray Settings::windowState() const {
    return store_->value(stateKey).toByteArray();
}
void Settings::setWindow(const QByteArray& geometry, const QByteArray& state) {
    store_->setValue(geometryKey, geometry);
    store_->setValue(stateKey, state);
}

bool Settings::isTrusted(const QString& sha256) const {
    return !sha256.isEmpty() && store_->value(trustedKey).toStringList().contains(sha256);
}
void Settings::trust(const QString& sha256) {
    if (!isTrusted(sha256)) {
        store_->setValue(trustedKey, store_->value(trustedKey).toStringList() << sha256);
    }
}

bool Settings::hintDone(const QString& hint) const {
    return store_->value(hintsKey).toStringList().contains(hint);
}
void Settings::setHintDone(const QString& hint) {
    if (!hintDone(hint)) {
        store_->setValue(hintsKey, store_->value(hintsKey).toStringList() << hint);
    }
}

} // namespace phiscope
