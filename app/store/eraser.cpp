// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/eraser.h"

#include "app/store/backup.h"
#include "app/store/database.h"
#include "app/store/search_store.h"

#include <QFile>
#include <QStringList>

namespace maru {

namespace {

const QString kPending = QStringLiteral("erase_pending");

QString textOf(const QList<qint64> &ids)
{
    QStringList parts;
    for (const qint64 id : ids)
        parts << QString::number(id);
    return parts.join(u',');
}

} // namespace

Result<void> Eraser::erase(const QList<qint64> &conversationIds)
{
    if (conversationIds.isEmpty())
        return {};
    return m_database.transaction([&]() -> Result<void> {
        MARU_TRY(QList<qint64> ids, pending());
        SearchStore search(m_database);
        // Children refer to their parents inside one conversation: all go, checked when the transaction ends.
        MARU_CHECK(m_database.run(QStringLiteral("PRAGMA defer_foreign_keys = ON")));
        for (const qint64 id : conversationIds) {
            MARU_CHECK(search.forget(id));
            MARU_CHECK(m_database.run(QStringLiteral("DELETE FROM conversations WHERE id = ?"), { id }));
            if (!ids.contains(id))
                ids << id;
        }
        return m_database.run(
            QStringLiteral("INSERT OR REPLACE INTO store_state (key, value) VALUES (?, ?)"), { kPending, textOf(ids) });
    });
}

Result<QList<qint64>> Eraser::pending() const
{
    MARU_TRY(const QVariant value,
        m_database.value(QStringLiteral("SELECT value FROM store_state WHERE key = ?"), { kPending }));
    QList<qint64> ids;
    const QStringList parts = value.toString().split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts)
        ids << part.toLongLong();
    return ids;
}

Result<bool> Eraser::isPending() const
{
    MARU_TRY(const QList<qint64> ids, pending());
    return !ids.isEmpty();
}

Result<bool> Eraser::compactSome()
{
    return SearchStore(m_database).compactSome();
}

Result<void> Eraser::finish()
{
    MARU_TRY(const QList<qint64> ids, pending());
    if (ids.isEmpty())
        return {};
    // Pages keep traces of what was moved from them: only a file written anew has none.
    MARU_CHECK(m_database.run(QStringLiteral("VACUUM")));
    const QStringList backups = backupsOf(m_database.file());
    for (const QString &backup : backups) {
        if (!eraseFromBackup(backup, ids))
            QFile::remove(backup);
        QFile::remove(backup + QStringLiteral("-wal"));
        QFile::remove(backup + QStringLiteral("-shm"));
    }
    // Nobody can say what is still in a file that cannot be read: it goes.
    const QStringList damaged = damagedCopiesOf(m_database.file());
    for (const QString &copy : damaged)
        QFile::remove(copy);
    MARU_CHECK(m_database.run(QStringLiteral("DELETE FROM store_state WHERE key = ?"), { kPending }));
    return m_database.run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
}

} // namespace maru
