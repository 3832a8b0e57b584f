// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/folder_store.h"

#include "app/store/database.h"

namespace maru {

Result<QList<Folder>> FolderStore::folders() const
{
    QList<Folder> result;
    MARU_CHECK(m_database.forEach(QStringLiteral("SELECT id, name, position, created_at FROM folders "
                                                 "ORDER BY position, id"),
        {}, [&result](const QSqlQuery &row) {
            result.append({ row.value(0).toLongLong(), row.value(1).toString(), row.value(2).toInt(),
                row.value(3).toLongLong() });
        }));
    return result;
}

Result<void> FolderStore::put(const Folder &folder)
{
    return m_database.run(
        QStringLiteral("INSERT INTO folders (id, name, position, created_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position"),
        { folder.id, folder.name, folder.position, folder.createdAt });
}

Result<void> FolderStore::remove(qint64 id)
{
    return m_database.run(QStringLiteral("DELETE FROM folders WHERE id = ?"), { id });
}

} // namespace maru
