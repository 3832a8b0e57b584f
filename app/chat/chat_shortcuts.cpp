// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_shortcuts.h"

#include "app/chat/block_model.h"

#include <QClipboard>
#include <QGuiApplication>

namespace maru {

namespace {

bool isReply(const QModelIndex &message)
{
    return !message.data(MessageModel::FromUserRole).toBool()
        && !message.data(MessageModel::TextRole).toString().isEmpty();
}

QString lastCode(const BlockModel &blocks)
{
    for (int row = blocks.count() - 1; row >= 0; --row) {
        if (blocks.block(row).kind == MessageBlock::Code)
            return blocks.block(row).text;
    }
    return {};
}

} // namespace

ChatShortcuts::ChatShortcuts(QObject *parent)
    : QObject(parent)
{
}

void ChatShortcuts::openNeighbour(int step)
{
    const ConversationModel &conversations = *m_chat->conversations();
    int current = -1;
    for (int row = 0; row < conversations.rowCount() && current < 0; ++row) {
        if (conversations.index(row).data(ConversationModel::CurrentRole).toBool())
            current = row;
    }
    const int next = current + step;
    if (next >= 0 && next < conversations.rowCount())
        m_chat->open(conversations.index(next).data(ConversationModel::ConversationIdRole).toLongLong());
}

int ChatShortcuts::lastReplyRow() const
{
    const MessageModel &messages = *m_chat->messages();
    for (int row = messages.rowCount() - 1; row >= 0; --row) {
        if (isReply(messages.index(row)))
            return row;
    }
    return -1;
}

void ChatShortcuts::regenerateLast()
{
    const int row = lastReplyRow();
    if (row >= 0 && m_chat->messages()->index(row).data(MessageModel::CanRegenerateRole).toBool())
        m_chat->regenerate(row);
}

void ChatShortcuts::copyLastReply()
{
    if (const int row = lastReplyRow(); row >= 0)
        m_chat->copy(row);
}

void ChatShortcuts::copyLastCode()
{
    const MessageModel &messages = *m_chat->messages();
    for (int row = messages.rowCount() - 1; row >= 0; --row) {
        if (!isReply(messages.index(row)))
            continue;
        const auto *blocks = messages.index(row).data(MessageModel::BlocksRole).value<BlockModel *>();
        const QString code = blocks ? lastCode(*blocks) : QString();
        if (!code.isEmpty()) {
            QGuiApplication::clipboard()->setText(code);
            return;
        }
    }
}

} // namespace maru
