// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/eraser.h"

#include "app/store/backup.h"
#include "app/store/column_text.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/search_store.h"

#include <QFile>
#include <QStringList>

namespace maru {

namespace {

const QString kPending = QStringLiteral("erase_pending");
constexpr int kConversationsAtOnce = 50;
constexpr int kMessagesAtOnce = 200;

} // namespace

Result<void> Eraser::condemn(const QList<qint64> &conversationIds)
{
    return m_database.transaction([&]() -> Result<void> {
        for (const qint64 id : conversationIds)
            MARU_CHECK(m_database.run(
                QStringLiteral("UPDATE conversations SET deleted_at = ? WHERE id = ?"), { kCondemned, id }));
        return {};
    });
}

Result<void> Eraser::condemnTrash(qint64 before)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET deleted_at = ? WHERE deleted_at < ?"), { kCondemned, before });
}

Result<void> Eraser::condemnAll()
{
    return m_database.run(QStringLiteral("UPDATE conversations SET deleted_at = ?"), { kCondemned });
}

/// Those that come next: as many as take a moment.
Result<QList<qint64>> Eraser::condemned() const
{
    QList<qint64> ids;
    int messages = 0;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) "
                       "FROM conversations WHERE deleted_at = ? LIMIT ?"),
        { kCondemned, kConversationsAtOnce }, [&](const QSqlQuery &row) {
            if (messages < kMessagesAtOnce)
                ids << row.value(0).toLongLong();
            messages += row.value(1).toInt();
        }));
    return ids;
}

Result<bool> Eraser::eraseSome()
{
    MARU_TRY(const QList<qint64> ids, condemned());
    if (ids.isEmpty())
        return false;
    MARU_CHECK(erase(ids));
    return true;
}

Result<void> Eraser::erase(const QList<qint64> &conversationIds)
{
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
        return m_database.run(QStringLiteral("INSERT OR REPLACE INTO store_state (key, value) VALUES (?, ?)"),
            { kPending, textOfIds(ids) });
    });
}

Result<QList<qint64>> Eraser::pending() const
{
    MARU_TRY(const QVariant value,
        m_database.value(QStringLiteral("SELECT value FROM store_state WHERE key = ?"), { kPending }));
    return idsFromText(value.toString());
}

Result<bool> Eraser::isPending() const
{
    MARU_TRY(const QList<qint64> erased, pending());
    MARU_TRY(const QList<qint64> next, condemned());
    return !erased.isEmpty() || !next.isEmpty();
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
