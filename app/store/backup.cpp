// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/backup.h"

#include "app/platform/free_space.h"
#include "app/store/column_text.h"
#include "app/store/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace maru {

namespace {

constexpr qsizetype kKept = 3;

QStringList beside(const QString &file, const QString &pattern)
{
    const QFileInfo info(file);
    QStringList result;
    const QStringList names
        = info.dir().entryList({ info.fileName() + pattern }, QDir::Files | QDir::Hidden, QDir::Name);
    for (const QString &name : names)
        result << info.dir().filePath(name);
    return result;
}

} // namespace

Result<void> backUp(Database &database, int version)
{
    const QString copy = QStringLiteral("%1.v%2").arg(database.file()).arg(version);
    const QString part = copy + QStringLiteral(".part");
    QFile::remove(part);
    MARU_CHECK(database.run(QStringLiteral("VACUUM INTO ?"), { part }));
    QFile::remove(copy);
    if (!QFile::rename(part, copy))
        return writeError(copy);
    const QStringList copies = backupsOf(database.file());
    for (qsizetype i = 0; i + kKept < copies.size(); ++i)
        QFile::remove(copies.at(i));
    return {};
}

QStringList backupsOf(const QString &file)
{
    QStringList backups = beside(file, QStringLiteral(".v*"));
    backups.removeIf([](const QString &name) { return name.endsWith(u"-wal") || name.endsWith(u"-shm"); });
    const auto version = [](const QString &name) { return name.mid(name.lastIndexOf(u'v') + 1).toInt(); };
    std::sort(backups.begin(), backups.end(),
        [version](const QString &left, const QString &right) { return version(left) < version(right); });
    return backups;
}

QStringList damagedCopiesOf(const QString &file)
{
    return beside(file, QStringLiteral(".damaged-*"));
}

bool eraseFromBackup(const QString &backupFile, const QList<qint64> &conversationIds)
{
    const QString ids = textOfIds(conversationIds);
    bool done = false;
    const QString connection = QStringLiteral("maru-backup");
    {
        QSqlDatabase backup = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        backup.setDatabaseName(backupFile);
        const auto run = [&backup](const QString &sql) { return QSqlQuery(backup).exec(sql); };
        if (backup.open()) {
            done = run(QStringLiteral("PRAGMA secure_delete = ON")) && run(QStringLiteral("PRAGMA foreign_keys = ON"));
            // The copy's own index, where it has one, is made again by whoever opens it.
            if (done && backup.tables(QSql::Tables).contains(QStringLiteral("search_pending"))) {
                for (const char *statement : {
                         "INSERT INTO search_trigrams (search_trigrams) VALUES ('delete-all')",
                         "INSERT INTO search_bigrams (search_bigrams) VALUES ('delete-all')",
                         "INSERT OR IGNORE INTO search_pending (message_id) SELECT id FROM messages",
                     })
                    done = done && run(QLatin1String(statement));
            }
            done = done && run(QStringLiteral("BEGIN")) && run(QStringLiteral("PRAGMA defer_foreign_keys = ON"))
                && run(QStringLiteral("DELETE FROM conversations WHERE id IN (%1)").arg(ids))
                && run(QStringLiteral("COMMIT")) && run(QStringLiteral("VACUUM"))
                && run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        backup.close();
    }
    QSqlDatabase::removeDatabase(connection);
    return done;
}

} // namespace maru
