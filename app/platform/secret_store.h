// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>

namespace maru {

/// Keeps secrets in the keyring of the desktop; where there is none, in a file that only its user can read, and says
/// so.
///
/// Ownership: made by AppContext. Threads: GUI thread; answers come later, unless the receiver is gone.
/// Failure: SecretsFailed (detail). A secret that is not there is empty, not a failure.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    enum class Place { Keyring, File };

    /// `folder`: of the file. `place`: where to look first.
    SecretStore(const QString &folder, Place place, QObject *parent = nullptr);

    void read(
        QObject *receiver, const QString &name, const std::function<void(const Result<QByteArray> &secret)> &done);
    void write(QObject *receiver, const QString &name, const QByteArray &secret,
        const std::function<void(const Result<void> &)> &done);
    void remove(QObject *receiver, const QString &name, const std::function<void(const Result<void> &)> &done);

    /// Where secrets are kept, for people.
    QString placeText() const;
    Place place() const { return m_place; }

private:
    QString fileOf(const QString &name) const;
    Result<QByteArray> readFile(const QString &name) const;
    Result<void> writeFile(const QString &name, const QByteArray &secret) const;
    Result<void> removeFile(const QString &name) const;

    QString m_folder;
    Place m_place;
};

} // namespace maru
