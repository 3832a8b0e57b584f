// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"

#include "app/store/database.h"

#include <QtEndian>

namespace maru {

namespace {

QVariant orNull(qint64 id)
{
    return id == 0 ? QVariant(QMetaType::fromType<qint64>()) : QVariant(id);
}

/// Text that is bound to a NOT NULL column: Qt binds a null QString as NULL.
QString notNull(const QString &text)
{
    return text.isNull() ? QLatin1String("") : text;
}

/// "3,5,8"; empty for none.
QString textOfIds(const QList<qint64> &ids)
{
    QStringList parts;
    for (const qint64 id : ids)
        parts << QString::number(id);
    return notNull(parts.join(u','));
}

QList<qint64> idsFromText(const QString &text)
{
    QList<qint64> ids;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts))
        ids << part.toLongLong();
    return ids;
}

Message messageFrom(const QSqlQuery &row)
{
    Message message;
    message.id = row.value(0).toLongLong();
    message.conversationId = row.value(1).toLongLong();
    // Ids grow, so a parent is older than its child: anything else would be a circle.
    message.parentId = row.value(2).toLongLong() < message.id ? row.value(2).toLongLong() : 0;
    message.role = row.value(3).toInt() == 0 ? MessageRole::User : MessageRole::Assistant;
    const int status = row.value(4).toInt();
    message.status = status >= 0 && status <= static_cast<int>(MessageStatus::Failed)
        ? static_cast<MessageStatus>(status)
        : MessageStatus::Complete;
    message.text = row.value(5).toString();
    message.createdAt = row.value(6).toLongLong();
    message.modelName = row.value(7).toString();
    message.modelId = row.value(8).toString();
    message.settings = GenerationSettings::fromJson(row.value(9).toByteArray());
    message.seed = static_cast<quint64>(row.value(10).toLongLong());
    message.tokens = tokensFromBlob(row.value(11).toByteArray());
    message.samplerState = row.value(12).toString();
    message.tokensPerSecond = row.value(13).toDouble();
    message.firstWordMs = row.value(14).toDouble();
    if (!row.value(15).isNull())
        message.error = errorFromJson(row.value(15).toByteArray());
    message.thinking = row.value(16).toString();
    message.thinkingMs = row.value(17).toDouble();
    message.unseen = idsFromText(row.value(18).toString());
    message.statistics = ReplyStatistics::fromJson(row.value(19).toByteArray());
    return message;
}

} // namespace

QByteArray tokensToBlob(const QList<qint32> &tokens)
{
    QByteArray blob(tokens.size() * 4, Qt::Uninitialized);
    for (qsizetype i = 0; i < tokens.size(); ++i)
        qToLittleEndian(tokens.at(i), blob.data() + 4 * i);
    return blob;
}

QList<qint32> tokensFromBlob(const QByteArray &blob)
{
    QList<qint32> tokens(blob.size() / 4);
    for (qsizetype i = 0; i < tokens.size(); ++i)
        tokens[i] = qFromLittleEndian<qint32>(blob.constData() + 4 * i);
    return tokens;
}

Result<QList<Conversation>> ConversationStore::conversations() const
{
    QList<Conversation> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, title, title_chosen, active_leaf, created_at, updated_at FROM conversations "
                       "WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC"),
        {}, [&result](const QSqlQuery &row) {
            result.append({ row.value(0).toLongLong(), row.value(1).toString(), row.value(2).toBool(),
                row.value(3).toLongLong(), row.value(4).toLongLong(), row.value(5).toLongLong() });
        }));
    return result;
}

Result<QList<Message>> ConversationStore::messages(qint64 conversationId) const
{
    QList<Message> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, conversation_id, parent_id, role, status, text, created_at, model_name, model_id, "
                       "settings, seed, tokens, sampler_state, tokens_per_second, first_word_ms, error, thinking, "
                       "thinking_ms, unseen, statistics FROM messages "
                       "WHERE conversation_id = ? ORDER BY id"),
        { conversationId }, [&result](const QSqlQuery &row) { result.append(messageFrom(row)); }));
    return result;
}

Result<void> ConversationStore::insert(const Message &message)
{
    const QVariant error = message.error ? QVariant(QString::fromUtf8(errorToJson(*message.error)))
                                         : QVariant(QMetaType::fromType<QString>());
    const bool reply = message.role == MessageRole::Assistant;
    return m_database.run(
        QStringLiteral(
            "INSERT INTO messages (id, conversation_id, parent_id, role, status, text, created_at, model_name, "
            "model_id, settings, seed, tokens, sampler_state, tokens_per_second, first_word_ms, error, thinking, "
            "thinking_ms, unseen, statistics) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        { message.id, message.conversationId, orNull(message.parentId), static_cast<int>(message.role),
            static_cast<int>(message.status), notNull(message.text), message.createdAt, notNull(message.modelName),
            notNull(message.modelId), reply ? QString::fromUtf8(message.settings.toJson()) : QStringLiteral(""),
            static_cast<qint64>(message.seed),
            reply ? QVariant(tokensToBlob(message.tokens)) : QVariant(QMetaType::fromType<QByteArray>()),
            notNull(message.samplerState), message.tokensPerSecond, message.firstWordMs, error,
            notNull(message.thinking), message.thinkingMs, textOfIds(message.unseen),
            reply ? QString::fromUtf8(message.statistics.toJson()) : QStringLiteral("") });
}

Result<void> ConversationStore::addConversation(const Conversation &conversation, const Message &first)
{
    return m_database.transaction([&]() -> Result<void> {
        MARU_CHECK(m_database.run(QStringLiteral("INSERT INTO conversations (id, title, title_chosen, active_leaf, "
                                                 "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)"),
            { conversation.id, notNull(conversation.title), conversation.titleChosen ? 1 : 0, first.id,
                conversation.createdAt, conversation.updatedAt }));
        return insert(first);
    });
}

Result<void> ConversationStore::addMessage(const Message &message)
{
    return m_database.transaction([&]() -> Result<void> {
        MARU_CHECK(insert(message));
        return m_database.run(QStringLiteral("UPDATE conversations SET active_leaf = ?, updated_at = ? WHERE id = ?"),
            { message.id, message.createdAt, message.conversationId });
    });
}

Result<void> ConversationStore::setActiveLeaf(qint64 conversationId, qint64 leafId)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET active_leaf = ? WHERE id = ?"), { leafId, conversationId });
}

Result<void> ConversationStore::rename(qint64 conversationId, const QString &title)
{
    return m_database.run(QStringLiteral("UPDATE conversations SET title = ?, title_chosen = 1 WHERE id = ?"),
        { notNull(title), conversationId });
}

Result<void> ConversationStore::remove(qint64 conversationId, qint64 now)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET deleted_at = ? WHERE id = ?"), { now, conversationId });
}

Result<void> ConversationStore::restore(qint64 conversationId)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET deleted_at = NULL WHERE id = ?"), { conversationId });
}

Result<void> ConversationStore::purge(qint64 time)
{
    return m_database.transaction([&]() -> Result<void> {
        // Children refer to their parents inside one conversation: all go, checked when the transaction ends.
        MARU_CHECK(m_database.run(QStringLiteral("PRAGMA defer_foreign_keys = ON")));
        return m_database.run(QStringLiteral("DELETE FROM conversations WHERE deleted_at < ?"), { time });
    });
}

Result<qint64> ConversationStore::highestId() const
{
    MARU_TRY(const QVariant id,
        m_database.value(QStringLiteral("SELECT max((SELECT coalesce(max(id), 0) FROM conversations), "
                                        "(SELECT coalesce(max(id), 0) FROM messages), "
                                        "(SELECT coalesce(max(id), 0) FROM journals))")));
    return id.toLongLong();
}

} // namespace maru
