#include "app/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

namespace phiscope {

namespace {

constexpr int connectMs = 500;
constexpr int answerMs = 3000; // busy with something large; longer: it hangs
const QByteArray taken = QByteArrayLiteral("taken\n");

/// A socket in the folder that only this person can read. Another screen has another one, since a window
/// there is of no use here.
QString socketName() {
    const QByteArray screen = qgetenv("WAYLAND_DISPLAY") + '|' + qgetenv("DISPLAY");
    const QString hash =
        QString::fromLatin1(QCryptographicHash::hash(screen, QCryptographicHash::Sha256).toHex().left(12));
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .filePath(QStringLiteral("phiscope-") + hash);
}

} // namespace

SingleInstance::SingleInstance(QObject* parent)
    : QObject(parent)
    , name_(socketName()) {
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

bool SingleInstance::handOver(const QString& path) {
    QLocalSocket socket;
    socket.connectToServer(name_);
    if (!socket.waitForConnected(connectMs)) {
        return false;
    }
    socket.write(path.toUtf8().toPercentEncoding() + '\n'); // a name may hold a line feed
    QByteArray reply;
    while (!reply.endsWith('\n') && socket.waitForReadyRead(answerMs)) {
        reply += socket.readAll();
    }
    return reply == taken;
}

bool SingleInstance::listen() {
    if (server_.listen(name_)) {
        return true;
    }
    QLocalSocket other;
    other.connectToServer(name_);
    if (other.waitForConnected(connectMs)) {
        return false;
    }
    QLocalServer::removeServer(name_); // of a program that was killed
    return server_.listen(name_);
}

void SingleInstance::answer() {
    while (QLocalSocket* socket = server_.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                return;
            }
            const QByteArray line = socket->readLine().trimmed();
            socket->write(taken);
            socket->flush();
            const QString path = QString::fromUtf8(QByteArray::fromPercentEncoding(line));
            // Later: opening may ask something, and the other one should not wait for that.
            QMetaObject::invokeMethod(
                this, [this, path] { Q_EMIT openRequested(path); }, Qt::QueuedConnection);
        });
    }
}

} // namespace phiscope
