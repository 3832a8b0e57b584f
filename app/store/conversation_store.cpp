// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"

#include "app/domain/search_key.h"
#include "app/store/column_text.h"
#include "app/store/database.h"

#include <QtEndian>

#include <algorithm>

namespace maru {

namespace {

QVariant orNull(qint64 id)
{
    return id == 0 ? QVariant(QMetaType::fromType<qint64>()) : QVariant(id);
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
    message.pinned = row.value(20).toBool();
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

Result<QList<Conversation>> ConversationStore::list(const QString &where) const
{
    QList<Conversation> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, title, title_chosen, active_leaf, created_at, updated_at, pinned, archived, "
                       "folder_id, deleted_at FROM conversations ")
            + where,
        {}, [&result](const QSqlQuery &row) {
            Conversation &conversation = result.emplace_back();
            conversation.id = row.value(0).toLongLong();
            conversation.title = row.value(1).toString();
            conversation.titleChosen = row.value(2).toBool();
            conversation.activeLeaf = row.value(3).toLongLong();
            conversation.createdAt = row.value(4).toLongLong();
            conversation.updatedAt = row.value(5).toLongLong();
            conversation.pinned = row.value(6).toBool();
            conversation.archived = row.value(7).toBool();
            conversation.folderId = row.value(8).toLongLong();
            conversation.deletedAt = row.value(9).toLongLong();
        }));
    return result;
}

Result<QList<Conversation>> ConversationStore::conversations() const
{
    return list(QStringLiteral("WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC"));
}

Result<QList<Conversation>> ConversationStore::deleted() const
{
    return list(QStringLiteral("WHERE deleted_at > %1 ORDER BY deleted_at DESC, id DESC").arg(kCondemned));
}

Result<QList<Message>> ConversationStore::messages(qint64 conversationId) const
{
    QList<Message> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, conversation_id, parent_id, role, status, text, created_at, model_name, model_id, "
                       "settings, seed, tokens, sampler_state, tokens_per_second, first_word_ms, error, thinking, "
                       "thinking_ms, unseen, statistics, pinned FROM messages "
                       "WHERE conversation_id = ? ORDER BY id"),
        { conversationId }, [&result](const QSqlQuery &row) { result.append(messageFrom(row)); }));
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT attachments.message_id, name, encoding, attachments.text "
                       "FROM messages JOIN attachments ON attachments.message_id = messages.id "
                       "WHERE conversation_id = ? ORDER BY attachments.id"),
        { conversationId }, [&result](const QSqlQuery &row) {
            const auto message = std::lower_bound(result.begin(), result.end(), row.value(0).toLongLong(),
                [](const Message &left, qint64 id) { return left.id < id; });
            message->attachments.append({ row.value(1).toString(), row.value(2).toString(), row.value(3).toString() });
        }));
    return result;
}

Result<void> ConversationStore::insert(const Message &message)
{
    const QVariant error = message.error ? QVariant(QString::fromUtf8(errorToJson(*message.error)))
                                         : QVariant(QMetaType::fromType<QString>());
    const bool reply = message.role == MessageRole::Assistant;
    MARU_CHECK(m_database.run(
        QStringLiteral(
            "INSERT INTO messages (id, conversation_id, parent_id, role, status, text, created_at, model_name, "
            "model_id, settings, seed, tokens, sampler_state, tokens_per_second, first_word_ms, error, thinking, "
            "thinking_ms, unseen, statistics, pinned) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        { message.id, message.conversationId, orNull(message.parentId), static_cast<int>(message.role),
            static_cast<int>(message.status), notNull(message.text), message.createdAt, notNull(message.modelName),
            notNull(message.modelId), reply ? QString::fromUtf8(message.settings.toJson()) : QStringLiteral(""),
            static_cast<qint64>(message.seed),
            reply ? QVariant(tokensToBlob(message.tokens)) : QVariant(QMetaType::fromType<QByteArray>()),
            notNull(message.samplerState), message.tokensPerSecond, message.firstWordMs, error,
            notNull(message.thinking), message.thinkingMs, textOfIds(message.unseen),
            reply ? QString::fromUtf8(message.statistics.toJson()) : QStringLiteral(""), message.pinned ? 1 : 0 }));
    for (const Attachment &attachment : message.attachments) {
        MARU_CHECK(m_database.run(
            QStringLiteral("INSERT INTO attachments (message_id, name, encoding, text) VALUES (?, ?, ?, ?)"),
            { message.id, notNull(attachment.name), notNull(attachment.encoding), notNull(attachment.text) }));
    }
    return {};
}

Result<void> ConversationStore::insert(const Conversation &conversation)
{
    return m_database.run(
        QStringLiteral("INSERT INTO conversations (id, title, title_key, title_chosen, active_leaf, created_at, "
                       "updated_at, pinned, archived, folder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        { conversation.id, notNull(conversation.title), searchKey(conversation.title), conversation.titleChosen ? 1 : 0,
            conversation.activeLeaf, conversation.createdAt, conversation.updatedAt, conversation.pinned ? 1 : 0,
            conversation.archived ? 1 : 0, orNull(conversation.folderId) });
}

Result<void> ConversationStore::addConversation(const Conversation &conversation, const Message &first)
{
    return m_database.transaction([&]() -> Result<void> {
        Conversation added = conversation;
        added.activeLeaf = first.id;
        MARU_CHECK(insert(added));
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
    return m_database.run(
        QStringLiteral("UPDATE conversations SET title = ?, title_key = ?, title_chosen = 1 WHERE id = ?"),
        { notNull(title), searchKey(title), conversationId });
}

Result<void> ConversationStore::setPinned(qint64 conversationId, bool pinned)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET pinned = ? WHERE id = ?"), { pinned ? 1 : 0, conversationId });
}

Result<void> ConversationStore::setArchived(qint64 conversationId, bool archived)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET archived = ? WHERE id = ?"), { archived ? 1 : 0, conversationId });
}

Result<void> ConversationStore::setFolder(qint64 conversationId, qint64 folderId)
{
    return m_database.run(
        QStringLiteral("UPDATE conversations SET folder_id = ? WHERE id = ?"), { orNull(folderId), conversationId });
}

Result<ConversationOptions> ConversationStore::options(qint64 conversationId) const
{
    ConversationOptions options;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT system_prompt, settings, preset_id, thinking, model_path FROM conversations "
                       "WHERE id = ?"),
        { conversationId }, [&options](const QSqlQuery &row) {
            options.systemPrompt = row.value(0).toString();
            const QByteArray settings = row.value(1).toByteArray();
            if (!settings.isEmpty())
                options.settings = GenerationSettings::fromJson(settings);
            options.presetId = row.value(2).toLongLong();
            const int thinking = row.value(3).toInt();
            if (thinking == static_cast<int>(Thinking::On) || thinking == static_cast<int>(Thinking::Off))
                options.thinking = static_cast<Thinking>(thinking);
            options.modelPath = row.value(4).toString();
        }));
    return options;
}

Result<void> ConversationStore::setOptions(qint64 conversationId, const ConversationOptions &options)
{
    return m_database.run(QStringLiteral("UPDATE conversations SET system_prompt = ?, settings = ?, preset_id = ?, "
                                         "thinking = ?, model_path = ? WHERE id = ?"),
        { notNull(options.systemPrompt),
            options.settings ? QString::fromUtf8(options.settings->toJson()) : QStringLiteral(""),
            orNull(options.presetId), static_cast<int>(options.thinking), notNull(options.modelPath), conversationId });
}

Result<void> ConversationStore::setMessagePinned(qint64 messageId, bool pinned)
{
    return m_database.run(QStringLiteral("UPDATE messages SET pinned = ? WHERE id = ?"), { pinned ? 1 : 0, messageId });
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

Result<int> ConversationStore::count() const
{
    MARU_TRY(const QVariant count,
        m_database.value(QStringLiteral("SELECT count(*) FROM conversations WHERE coalesce(deleted_at, ?) > ?"),
            { kCondemned + 1, kCondemned }));
    return count.toInt();
}

Result<qint64> ConversationStore::highestId() const
{
    MARU_TRY(const QVariant id,
        m_database.value(QStringLiteral("SELECT max((SELECT coalesce(max(id), 0) FROM conversations), "
                                        "(SELECT coalesce(max(id), 0) FROM messages), "
                                        "(SELECT coalesce(max(id), 0) FROM journals), "
                                        "(SELECT coalesce(max(id), 0) FROM folders), "
                                        "(SELECT coalesce(max(id), 0) FROM presets))")));
    return id.toLongLong();
}

} // namespace maru
