// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/database.h"

#include "app/platform/free_space.h"
#include "app/store/migrations.h"

#include <QSqlError>

#include <atomic>
#include <utility>

namespace maru {

namespace {

// Primary result codes of SQLite, as its documentation numbers them.
constexpr int kReadOnly = 8;
constexpr int kIoError = 10;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCannotOpen = 14;
constexpr int kNotADatabase = 26;

} // namespace

Database::Database(QString file, QString connection)
    : m_file(std::move(file))
    , m_connection(std::move(connection))
    , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
    m_database.setDatabaseName(m_file);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000"));
}

Database::~Database()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const QString &file)
{
    static std::atomic<int> counter = 0;
    std::unique_ptr<Database> database(new Database(file, QStringLiteral("maru-%1").arg(counter++)));
    if (!database->m_database.isValid()) {
        return Error { ErrorCode::Unsupported, Reason::Unspecified, {},
            "Qt's SQLite driver is missing (Debian: libqt6sql6-sqlite)" };
    }
    if (!database->m_database.open())
        return database->error(database->m_database.lastError());
    MARU_CHECK(database->configure());
    MARU_CHECK(migrate(*database));
    return database;
}

Result<void> Database::configure()
{
    MARU_CHECK(run(QStringLiteral("PRAGMA foreign_keys = ON")));
    MARU_TRY(const QVariant mode, value(QStringLiteral("PRAGMA journal_mode = WAL")));
    if (mode.toString() != QLatin1String("wal"))
        return writeError(m_file);
    MARU_CHECK(run(QStringLiteral("PRAGMA secure_delete = ON")));
    return setDurable(true);
}

Result<void> Database::setDurable(bool durable)
{
    if (m_durable == durable)
        return {};
    MARU_CHECK(
        run(durable ? QStringLiteral("PRAGMA synchronous = FULL") : QStringLiteral("PRAGMA synchronous = NORMAL")));
    m_durable = durable;
    return {};
}

Result<void> Database::run(const QString &sql, const QVariantList &values)
{
    return forEach(sql, values, {});
}

Result<void> Database::forEach(
    const QString &sql, const QVariantList &values, const std::function<void(const QSqlQuery &)> &row)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return error(query.lastError());
    for (const QVariant &bound : values)
        query.addBindValue(bound);
    if (!query.exec())
        return error(query.lastError());
    while (query.next()) {
        if (row)
            row(query);
    }
    // next() is false at the end and on an error alike.
    if (query.lastError().isValid())
        return error(query.lastError());
    return {};
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values)
{
    QVariant result;
    bool first = true;
    MARU_CHECK(forEach(sql, values, [&](const QSqlQuery &query) {
        if (std::exchange(first, false))
            result = query.value(0);
    }));
    return result;
}

Result<void> Database::transaction(const std::function<Result<void>()> &work)
{
    MARU_CHECK(run(QStringLiteral("BEGIN IMMEDIATE")));
    Result<void> result = work();
    if (result)
        result = run(QStringLiteral("COMMIT"));
    if (!result) {
        // SQLite may have rolled back by itself (a full disk); that this fails then does not matter.
        const Result<void> ignored = run(QStringLiteral("ROLLBACK"));
        static_cast<void>(ignored);
    }
    return result;
}

Error Database::error(const QSqlError &sqlError) const
{
    const int extended = sqlError.nativeErrorCode().toInt();
    const std::string path = m_file.toStdString();
    const std::string message = "database: " + sqlError.text().toStdString() + " (" + std::to_string(extended) + ")";
    switch (extended & 0xff) {
    case kFull:
        return { ErrorCode::Io, Reason::DiskFull, { { "path", path } }, message };
    case kReadOnly:
        return { ErrorCode::Io, Reason::ReadOnly, { { "path", path } }, message };
    case kIoError:
    case kCannotOpen: {
        Error cause = writeError(m_file); // SQLite does not say why; the file system does
        cause.message = message;
        return cause;
    }
    case kCorrupt:
    case kNotADatabase:
        return { ErrorCode::Corrupt, Reason::DatabaseCorrupt, { { "path", path } }, message };
    default:
        return { ErrorCode::Io, Reason::Unspecified, { { "path", path } }, message };
    }
}

} // namespace maru
