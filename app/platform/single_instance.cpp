// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

namespace maru {

namespace {

constexpr int kAnswerMs = 1000;
constexpr qsizetype kLongestToken = 1024;
constexpr auto kTokenVariable = "XDG_ACTIVATION_TOKEN";

QString socketName(const QString &dataFolder)
{
    const QByteArray folder = QDir(dataFolder).canonicalPath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().first(16);
    const QString name = QStringLiteral("maru-") + QString::fromLatin1(hash);
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return runtime.isEmpty() ? name : runtime + u'/' + name;
}

} // namespace

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::welcome);
    const QString name = socketName(dataFolder);
    // Whoever holds the data folder's lock is the only one: a socket that is still there is a dead one's.
    QLocalServer::removeServer(name);
    m_server.listen(name);
}

void SingleInstance::welcome()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > kLongestToken)
                    socket->abort();
                return;
            }
            const QString token = QString::fromUtf8(socket->readLine(kLongestToken)).trimmed();
            socket->write("ok\n");
            socket->flush();
            socket->disconnectFromServer();
            emit raiseRequested(token);
        });
    }
}

bool SingleInstance::raiseOther(const QString &dataFolder)
{
    QLocalSocket socket;
    socket.connectToServer(socketName(dataFolder));
    if (!socket.waitForConnected(kAnswerMs))
        return false;
    socket.write(qgetenv(kTokenVariable).left(kLongestToken - 1) + '\n');
    return socket.waitForReadyRead(kAnswerMs) && socket.readLine() == "ok\n";
}

} // namespace maru
