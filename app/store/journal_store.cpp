// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/journal_store.h"

#include "app/store/column_text.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"

namespace maru {

Result<void> JournalStore::begin(const Message &reply)
{
    return m_database.run(
        QStringLiteral("INSERT INTO journals (id, conversation_id, parent_id, created_at, model_name, "
                       "model_id, settings, seed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        { reply.id, reply.conversationId, reply.parentId, reply.createdAt, notNull(reply.modelName),
            notNull(reply.modelId), QString::fromUtf8(reply.settings.toJson()), static_cast<qint64>(reply.seed) });
}

Result<void> JournalStore::append(qint64 replyId, const JournalChunk &chunk)
{
    // Ten of these a second: not worth a disk flush each. What a user wrote and a finished reply are.
    MARU_CHECK(m_database.setDurable(false));
    const Result<void> appended = m_database.run(
        QStringLiteral("INSERT INTO journal_chunks (journal_id, sequence, text, tokens, sampler_state, thinking) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        { replyId, chunk.sequence, notNull(chunk.text), tokensToBlob(chunk.tokens), notNull(chunk.samplerState),
            notNull(chunk.thinking) });
    MARU_CHECK(m_database.setDurable(true));
    return appended;
}

Result<void> JournalStore::finish(const Message &reply)
{
    return m_database.transaction([&]() -> Result<void> {
        MARU_CHECK(ConversationStore(m_database).insert(reply));
        MARU_CHECK(
            m_database.run(QStringLiteral("UPDATE conversations SET active_leaf = ?, updated_at = ? WHERE id = ?"),
                { reply.id, reply.createdAt, reply.conversationId }));
        return discard(reply.id);
    });
}

Result<int> JournalStore::recover()
{
    QList<Message> replies;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, conversation_id, parent_id, created_at, model_name, model_id, settings, seed "
                       "FROM journals ORDER BY id"),
        {}, [&replies](const QSqlQuery &row) {
            Message reply;
            reply.id = row.value(0).toLongLong();
            reply.conversationId = row.value(1).toLongLong();
            reply.parentId = row.value(2).toLongLong();
            reply.createdAt = row.value(3).toLongLong();
            reply.modelName = row.value(4).toString();
            reply.modelId = row.value(5).toString();
            reply.settings = GenerationSettings::fromJson(row.value(6).toByteArray());
            reply.seed = static_cast<quint64>(row.value(7).toLongLong());
            reply.role = MessageRole::Assistant;
            reply.status = MessageStatus::Interrupted;
            replies.append(reply);
        }));
    int recovered = 0;
    for (Message &reply : replies) {
        MARU_CHECK(m_database.forEach(QStringLiteral("SELECT text, tokens, sampler_state, thinking FROM journal_chunks "
                                                     "WHERE journal_id = ? ORDER BY sequence"),
            { reply.id }, [&reply](const QSqlQuery &row) {
                reply.text += row.value(0).toString();
                reply.tokens += tokensFromBlob(row.value(1).toByteArray());
                reply.samplerState = row.value(2).toString();
                reply.thinking += row.value(3).toString();
            }));
        if (reply.text.isEmpty() && reply.thinking.isEmpty()) {
            MARU_CHECK(discard(reply.id));
        } else {
            MARU_CHECK(finish(reply));
            ++recovered;
        }
    }
    return recovered;
}

Result<void> JournalStore::discard(qint64 replyId)
{
    return m_database.run(QStringLiteral("DELETE FROM journals WHERE id = ?"), { replyId });
}

} // namespace maru
