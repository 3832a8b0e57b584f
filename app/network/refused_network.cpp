// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/refused_network.h"

#include <QIODevice>
#include <QMutexLocker>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace maru {

namespace {

class RefusedReply : public QNetworkReply
{
public:
    RefusedReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent)
        : QNetworkReply(parent)
    {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        open(QIODevice::ReadOnly);
        setError(ContentAccessDenied, QStringLiteral("the window opens no connections"));
        setFinished(true);
        QMetaObject::invokeMethod(
            this,
            [this] {
                emit errorOccurred(error());
                emit finished();
            },
            Qt::QueuedConnection);
    }

    void abort() override { }

protected:
    qint64 readData(char *, qint64) override { return -1; }
};

class RefusingManager : public QNetworkAccessManager
{
public:
    RefusingManager(RefusedNetwork *network, QObject *parent)
        : QNetworkAccessManager(parent)
        , m_network(network)
    {
    }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *data) override
    {
        if (request.url().scheme() == QLatin1String("qrc"))
            return QNetworkAccessManager::createRequest(operation, request, data);
        m_network->add(request.url());
        return new RefusedReply(request, operation, this);
    }

private:
    RefusedNetwork *m_network;
};

} // namespace

QNetworkAccessManager *RefusedNetwork::create(QObject *parent)
{
    return new RefusingManager(this, parent);
}

QList<QUrl> RefusedNetwork::refused() const
{
    const QMutexLocker lock(&m_mutex);
    return m_refused;
}

void RefusedNetwork::add(const QUrl &url)
{
    const QMutexLocker lock(&m_mutex);
    m_refused.append(url);
}

} // namespace maru
