// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/request_store.h"

#include "app/store/column_text.h"
#include "app/store/database.h"

namespace maru {

Result<QList<RequestRecord>> RequestStore::requests(int limit) const
{
    QList<RequestRecord> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT time, host, reason, byte_count, status FROM requests ORDER BY id DESC LIMIT ?"),
        { limit }, [&result](const QSqlQuery &row) {
            result.append({ row.value(0).toLongLong(), row.value(1).toString(), row.value(2).toString(),
                row.value(3).toLongLong(), row.value(4).toInt() });
        }));
    return result;
}

Result<void> RequestStore::add(const RequestRecord &request)
{
    return m_database.run(
        QStringLiteral("INSERT INTO requests (time, host, reason, byte_count, status) VALUES (?, ?, ?, ?, ?)"),
        { request.time, notNull(request.host), notNull(request.reason), request.bytes, request.status });
}

Result<void> RequestStore::clear()
{
    return m_database.run(QStringLiteral("DELETE FROM requests"));
}

} // namespace maru
