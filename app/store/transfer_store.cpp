// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/transfer_store.h"

#include "app/store/column_text.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/folder_store.h"

namespace maru {

Result<QList<qint64>> TransferStore::ids() const
{
    QList<qint64> ids;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id FROM conversations WHERE deleted_at IS NULL ORDER BY created_at, id"), {},
        [&ids](const QSqlQuery &row) { ids << row.value(0).toLongLong(); }));
    return ids;
}

Result<SavedConversation> TransferStore::read(qint64 conversationId) const
{
    ConversationStore conversations(m_database);
    SavedConversation saved;
    MARU_CHECK(m_database.forEach(
        QStringLiteral(
            "SELECT conversations.id, title, title_chosen, active_leaf, conversations.created_at, updated_at, "
            "pinned, archived, coalesce(folders.name, ''), origin FROM conversations "
            "LEFT JOIN folders ON folders.id = folder_id WHERE conversations.id = ?"),
        { conversationId }, [&saved](const QSqlQuery &row) {
            Conversation &conversation = saved.conversation;
            conversation.id = row.value(0).toLongLong();
            conversation.title = row.value(1).toString();
            conversation.titleChosen = row.value(2).toBool();
            conversation.activeLeaf = row.value(3).toLongLong();
            conversation.createdAt = row.value(4).toLongLong();
            conversation.updatedAt = row.value(5).toLongLong();
            conversation.pinned = row.value(6).toBool();
            conversation.archived = row.value(7).toBool();
            saved.folder = row.value(8).toString();
            saved.origin = row.value(9).toString();
        }));
    MARU_TRY(saved.options, conversations.options(conversationId));
    MARU_TRY(saved.messages, conversations.messages(conversationId));
    return saved;
}

Result<bool> TransferStore::isKnown(const SavedConversation &saved) const
{
    QVariant found;
    if (!saved.origin.isEmpty()) {
        MARU_TRY(found,
            m_database.value(QStringLiteral("SELECT id FROM conversations WHERE origin = ? AND origin <> '' "
                                            "AND coalesce(deleted_at, 0) <> ?"),
                { saved.origin, kCondemned }));
    } else if (!saved.messages.isEmpty()) {
        MARU_TRY(found,
            m_database.value(
                QStringLiteral(
                    "SELECT conversations.id FROM conversations JOIN messages "
                    "ON messages.conversation_id = conversations.id AND messages.parent_id IS NULL "
                    "WHERE conversations.created_at = ? AND messages.text = ? AND coalesce(deleted_at, 0) <> ?"),
                { saved.conversation.createdAt, saved.messages.constFirst().text, kCondemned }));
    }
    return found.isValid();
}

Result<void> TransferStore::add(const SavedConversation &saved, qint64 folderId)
{
    return m_database.transaction([&]() -> Result<void> {
        Conversation conversation = saved.conversation;
        conversation.folderId = 0;
        if (!saved.folder.isEmpty()) {
            MARU_TRY(const QVariant folder,
                m_database.value(QStringLiteral("SELECT id FROM folders WHERE name = ?"), { saved.folder }));
            conversation.folderId = folder.isValid() ? folder.toLongLong() : folderId;
            if (!folder.isValid()) {
                MARU_TRY(const QVariant count, m_database.value(QStringLiteral("SELECT count(*) FROM folders")));
                MARU_CHECK(FolderStore(m_database)
                               .put({ folderId, saved.folder, count.toInt(), saved.conversation.updatedAt }));
            }
        }
        ConversationStore conversations(m_database);
        MARU_CHECK(conversations.insert(conversation));
        for (const Message &message : saved.messages)
            MARU_CHECK(conversations.insert(message));
        MARU_CHECK(m_database.run(QStringLiteral("UPDATE conversations SET origin = ? WHERE id = ?"),
            { notNull(saved.origin), conversation.id }));
        return conversations.setOptions(conversation.id, saved.options);
    });
}

} // namespace maru
