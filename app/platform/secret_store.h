// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>

#include <functional>

namespace maru {

/// Keeps secrets in the keyring of the desktop. Where there is none, only until the program ends, and says so; in a
/// file that only its user can read once the user wants that: keepInFile().
///
/// Ownership: made by AppContext. Threads: GUI thread; answers come later, unless the receiver is gone.
/// Failure: SecretsFailed (detail). A secret that is not there is empty, not a failure.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    enum class Place { Keyring, Memory, File };

    /// `folder`: of the file. `place`: where to look first.
    SecretStore(const QString &folder, Place place, QObject *parent = nullptr);

    void read(
        QObject *receiver, const QString &name, const std::function<void(const Result<QByteArray> &secret)> &done);
    void write(QObject *receiver, const QString &name, const QByteArray &secret,
        const std::function<void(const Result<void> &)> &done);
    void remove(QObject *receiver, const QString &name, const std::function<void(const Result<void> &)> &done);

    /// What is only remembered until now goes into a file, and so does what is written later.
    void keepInFile(QObject *receiver, const std::function<void(const Result<void> &)> &done);

    /// Where secrets are kept, for people.
    QString placeText() const;
    Place place() const { return m_place; }

private:
    void leaveKeyring(const QString &name);
    QString fileOf(const QString &name) const;
    Result<QByteArray> readFile(const QString &name) const;
    Result<void> writeFile(const QString &name, const QByteArray &secret) const;
    Result<void> removeFile(const QString &name) const;

    QString m_folder;
    Place m_place;
    QHash<QString, QByteArray> m_remembered; ///< of Place::Memory
};

} // namespace maru
