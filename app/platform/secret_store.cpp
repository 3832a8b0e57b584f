// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/secret_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QPointer>
#include <QSaveFile>
#include <qt6keychain/keychain.h>

#include <utility>

namespace maru {

namespace {

constexpr auto kService = "maru";

Error failure(const QString &detail)
{
    return { ErrorCode::Io, Reason::SecretsFailed, { { "detail", detail.toStdString() } }, detail.toStdString() };
}

/// There is no keyring at all, as opposed to one that refuses.
bool isMissing(QKeychain::Error error)
{
    return error == QKeychain::NoBackendAvailable || error == QKeychain::NotImplemented
        || error == QKeychain::OtherError;
}

} // namespace

SecretStore::SecretStore(const QString &folder, Place place, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_place(place)
{
}

QString SecretStore::placeText() const
{
    switch (m_place) {
    case Place::Keyring:
        return tr("Kept in the keyring of the desktop.");
    case Place::Memory:
        return tr("No keyring was found: it is kept nowhere, and forgotten when Maru ends.");
    case Place::File:
        break;
    }
    return tr("Kept in a file of %1 that only you can read.").arg(m_folder);
}

/// There is none: what the user wanted in a file before goes on being there.
void SecretStore::leaveKeyring(const QString &name)
{
    m_place = QFile::exists(fileOf(name)) ? Place::File : Place::Memory;
}

void SecretStore::keepInFile(QObject *receiver, const std::function<void(const Result<void> &)> &done)
{
    const auto move = [this, guard = QPointer<QObject>(receiver), done] {
        Result<void> written;
        for (auto each = m_remembered.begin(); written && each != m_remembered.end();) {
            written = writeFile(each.key(), each.value());
            each = written ? m_remembered.erase(each) : each;
        }
        if (written)
            m_place = Place::File;
        if (guard)
            done(written);
    };
    QMetaObject::invokeMethod(this, move, Qt::QueuedConnection); // behind writes that are on their way
}

QString SecretStore::fileOf(const QString &name) const
{
    // The name holds an address that was typed: it is no part of a path.
    const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return m_folder + QStringLiteral("/secret-") + QString::fromLatin1(hash);
}

Result<QByteArray> SecretStore::readFile(const QString &name) const
{
    QFile file(fileOf(name));
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.errorString());
    return file.readAll();
}

Result<void> SecretStore::writeFile(const QString &name, const QByteArray &secret) const
{
    QSaveFile file(fileOf(name));
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(secret) != secret.size() || !file.commit())
        return failure(file.errorString());
    return {};
}

Result<void> SecretStore::removeFile(const QString &name) const
{
    QFile file(fileOf(name));
    if (file.exists() && !file.remove())
        return failure(file.errorString());
    return {};
}

void SecretStore::read(
    QObject *receiver, const QString &name, const std::function<void(const Result<QByteArray> &)> &done)
{
    const auto fromFile = [this, guard = QPointer<QObject>(receiver), name, done] {
        if (guard)
            done(m_remembered.contains(name) ? Result<QByteArray>(m_remembered.value(name)) : readFile(name));
    };
    if (m_place != Place::Keyring) {
        QMetaObject::invokeMethod(this, fromFile, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(QString::fromLatin1(kService), this);
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, receiver, [this, job, name, done, fromFile] {
        if (job->error() == QKeychain::NoError) {
            done(job->binaryData());
        } else if (job->error() == QKeychain::EntryNotFound) {
            done(readFile(name)); // of a time without a keyring
        } else if (isMissing(job->error())) {
            leaveKeyring(name);
            fromFile();
        } else {
            done(failure(job->errorString()));
        }
    });
    job->start();
}

void SecretStore::write(QObject *receiver, const QString &name, const QByteArray &secret,
    const std::function<void(const Result<void> &)> &done)
{
    const auto toFile = [this, guard = QPointer<QObject>(receiver), name, secret, done] {
        if (m_place == Place::Memory)
            m_remembered.insert(name, secret);
        const Result<void> written = m_place == Place::File ? writeFile(name, secret) : Result<void>();
        if (guard)
            done(written);
    };
    if (m_place != Place::Keyring) {
        QMetaObject::invokeMethod(this, toFile, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::WritePasswordJob(QString::fromLatin1(kService), this);
    job->setKey(name);
    job->setBinaryData(secret);
    connect(job, &QKeychain::Job::finished, receiver, [this, job, name, done, toFile] {
        if (job->error() == QKeychain::NoError) {
            static_cast<void>(removeFile(name)); // of a time without a keyring
            done(Result<void>());
        } else if (isMissing(job->error())) {
            leaveKeyring(name);
            toFile();
        } else {
            done(failure(job->errorString()));
        }
    });
    job->start();
}

void SecretStore::remove(QObject *receiver, const QString &name, const std::function<void(const Result<void> &)> &done)
{
    const auto ofFile = [this, guard = QPointer<QObject>(receiver), name, done] {
        m_remembered.remove(name);
        const Result<void> removed = removeFile(name);
        if (guard)
            done(removed);
    };
    if (m_place != Place::Keyring) {
        QMetaObject::invokeMethod(this, ofFile, Qt::QueuedConnection);
        return;
    }
    auto *job = new QKeychain::DeletePasswordJob(QString::fromLatin1(kService), this);
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, receiver, [this, job, name, done, ofFile] {
        if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound) {
            done(removeFile(name));
        } else if (isMissing(job->error())) {
            leaveKeyring(name);
            ofFile();
        } else {
            done(failure(job->errorString()));
        }
    });
    job->start();
}

} // namespace maru
