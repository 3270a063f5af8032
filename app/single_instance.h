#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace phiscope {

/// One Phiscope for each person and screen: a second start hands its file over to the first and ends.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    explicit SingleInstance(QObject* parent = nullptr);

    /// Asks a program that runs already to open a file (absolute path; empty: only to come to the front).
    /// True: it will. False: there is none, or it does not answer.
    bool handOver(const QString& path);
    /// From here on this is the one that is asked. False where another one is.
    bool listen();

Q_SIGNALS:
    void openRequested(const QString& path);

private:
    void answer();

    QString name_;
    QLocalServer server_;
};

} // namespace phiscope
