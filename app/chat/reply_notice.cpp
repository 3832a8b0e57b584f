// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/reply_notice.h"

#include "app/chat/chat_controller.h"
#include "app/platform/notifier.h"
#include "app/settings/settings.h"

#include <utility>

namespace maru {

namespace {

constexpr qsizetype kLongestText = 160;

QString beginning(const QString &text)
{
    const QString line = text.simplified();
    return line.size() <= kLongestText ? line : line.first(kLongestText - 1) + u'\u2026';
}

/// The row of the conversation that is being answered, or -1.
int answeredRow(const ConversationModel &conversations)
{
    for (int row = 0; row < conversations.rowCount(); ++row) {
        if (conversations.index(row).data(ConversationModel::ReplyingRole).toBool())
            return row;
    }
    return -1;
}

} // namespace

ReplyNotice::ReplyNotice(
    ChatController *chat, Settings *settings, Notifier *notifier, std::function<bool()> seen, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
    , m_settings(settings)
    , m_notifier(notifier)
    , m_seen(std::move(seen))
{
    connect(chat, &ChatController::stateChanged, this, &ReplyNotice::follow);
    connect(chat, &ChatController::replyEnded, this, &ReplyNotice::tell);
}

void ReplyNotice::follow()
{
    if (m_since.isValid() || m_chat->canSend())
        return;
    m_since.start();
    const ConversationModel &conversations = *m_chat->conversations();
    if (const int row = answeredRow(conversations); row >= 0) {
        m_conversation = conversations.index(row).data(ConversationModel::ConversationIdRole).toLongLong();
        m_title = conversations.index(row).data(ConversationModel::TitleRole).toString();
    } else {
        m_conversation = m_chat->conversationId();
        m_title = m_chat->title();
    }
}

void ReplyNotice::tell(const QString &text, const QString &error)
{
    const bool isLong = m_since.isValid() && m_since.elapsed() >= m_longMs;
    m_since.invalidate();
    if (isLong && m_settings->isNotify() && !m_seen())
        m_notifier->show(m_conversation, m_title, beginning(error.isEmpty() ? text : error));
}

} // namespace maru
