// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <functional>
#include <memory>

namespace maru {

/// The SQLite file: WAL, foreign keys on, migrated to the newest schema, with errors the rest of the app can tell
/// apart.
///
/// Ownership: owns the connection. Threads: the one that opened it, only.
/// Failure: DiskFull, ReadOnly (path): the same call may succeed later, nothing was changed. DatabaseCorrupt (path),
/// DatabaseNewer (path, version): written by a newer Maru, left untouched.
class Database
{
public:
    static Result<std::unique_ptr<Database>> open(const QString &file);

    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Runs one statement with its values bound in order.
    Result<void> run(const QString &sql, const QVariantList &values = {});

    /// Runs a query and calls `row` for each of its rows.
    Result<void> forEach(
        const QString &sql, const QVariantList &values, const std::function<void(const QSqlQuery &)> &row);

    /// The first column of the first row; an invalid QVariant if there is none.
    Result<QVariant> value(const QString &sql, const QVariantList &values = {});

    /// Runs `work` as one transaction: all of it is saved, or none.
    Result<void> transaction(const std::function<Result<void>()> &work);

    /// Whether a commit waits for the disk. On: survives a power cut. Off: survives the end of the program only; cheap
    /// enough for ten commits a second.
    Result<void> setDurable(bool durable);

    const QString &file() const { return m_file; }

private:
    Database(QString file, QString connection);
    Result<void> configure();
    Error error(const QSqlError &sqlError) const;

    QString m_file;
    QString m_connection;
    QSqlDatabase m_database;
    bool m_durable = false;
};

} // namespace maru
