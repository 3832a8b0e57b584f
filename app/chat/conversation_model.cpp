// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/conversation_model.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace maru {

int ConversationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QHash<int, QByteArray> ConversationModel::roleNames() const
{
    return { { ConversationIdRole, "conversationId" }, { TitleRole, "title" }, { SectionRole, "section" },
        { CurrentRole, "current" }, { ReplyingRole, "replying" } };
}

QVariant ConversationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Conversation &conversation = m_conversations.at(index.row());
    switch (role) {
    case ConversationIdRole:
        return conversation.id;
    case TitleRole:
        return titleOf(conversation);
    case SectionRole: {
        const qint64 days = QDateTime::fromMSecsSinceEpoch(conversation.updatedAt).date().daysTo(QDate::currentDate());
        return days <= 0 ? tr("Today") : days == 1 ? tr("Yesterday") : tr("Earlier");
    }
    case CurrentRole:
        return conversation.id == m_currentId;
    case ReplyingRole:
        return conversation.id == m_replyingId;
    default:
        return {};
    }
}

QString ConversationModel::titleOf(const Conversation &conversation)
{
    if (!conversation.title.isEmpty())
        return conversation.title;
    return conversation.temporary ? tr("Temporary chat") : tr("Untitled");
}

int ConversationModel::rowOf(qint64 id) const
{
    const auto it = std::find_if(m_conversations.cbegin(), m_conversations.cend(),
        [id](const Conversation &conversation) { return conversation.id == id; });
    return it == m_conversations.cend() ? -1 : static_cast<int>(it - m_conversations.cbegin());
}

const Conversation *ConversationModel::find(qint64 id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_conversations.at(row);
}

void ConversationModel::reset(QList<Conversation> conversations)
{
    beginResetModel();
    m_conversations = std::move(conversations);
    endResetModel();
    emit countChanged();
}

void ConversationModel::resetSaved(QList<Conversation> conversations)
{
    const auto isLater = [](const Conversation &a, const Conversation &b) { return a.updatedAt > b.updatedAt; };
    for (const Conversation &one : std::as_const(m_conversations)) {
        if (one.temporary)
            conversations.insert(std::upper_bound(conversations.cbegin(), conversations.cend(), one, isLater), one);
    }
    reset(std::move(conversations));
}

void ConversationModel::put(const Conversation &conversation)
{
    const int row = rowOf(conversation.id);
    int target = 0;
    while (target < count() && (target == row || m_conversations.at(target).updatedAt > conversation.updatedAt))
        ++target;
    if (row < 0) {
        beginInsertRows({}, target, target);
        m_conversations.insert(target, conversation);
        endInsertRows();
        emit countChanged();
        return;
    }
    Conversation &old = m_conversations[row];
    const bool pinned = old.pinned;
    const bool archived = old.archived;
    const qint64 folderId = old.folderId;
    old = conversation;
    old.pinned = pinned;
    old.archived = archived;
    old.folderId = folderId;
    // `target` counts the row itself where it comes first, as beginMoveRows wants it.
    if (target != row && target != row + 1) {
        beginMoveRows({}, row, row, {}, target);
        m_conversations.move(row, target > row ? target - 1 : target);
        endMoveRows();
    }
    const QModelIndex changed = index(rowOf(conversation.id));
    emit dataChanged(changed, changed);
}

void ConversationModel::setPlace(const Conversation &conversation)
{
    const int row = rowOf(conversation.id);
    if (row < 0)
        return;
    Conversation &old = m_conversations[row];
    old.pinned = conversation.pinned;
    old.archived = conversation.archived;
    old.folderId = conversation.folderId;
    emit dataChanged(index(row), index(row));
}

void ConversationModel::remove(qint64 id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_conversations.removeAt(row);
    endRemoveRows();
    emit countChanged();
}

void ConversationModel::setCurrent(qint64 id)
{
    setMarked(m_currentId, id, CurrentRole);
}

void ConversationModel::setReplying(qint64 id)
{
    setMarked(m_replyingId, id, ReplyingRole);
}

void ConversationModel::setMarked(qint64 &member, qint64 id, int role)
{
    const qint64 before = std::exchange(member, id);
    if (before == id)
        return;
    for (const qint64 changed : { before, id }) {
        if (const int row = rowOf(changed); row >= 0)
            emit dataChanged(index(row), index(row), { role });
    }
}

} // namespace maru
