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
    const qint64 answered = conversations.replyingId();
    m_conversation = answered != 0 ? answered : m_chat->conversationId();
    const Conversation *found = conversations.find(m_conversation);
    m_isTemporary = found && found->temporary;
    m_title = found ? ConversationModel::titleOf(*found) : m_chat->title();
}

void ReplyNotice::tell(const QString &text, const QString &error)
{
    const bool isLong = m_since.isValid() && m_since.elapsed() >= m_longMs;
    m_since.invalidate();
    if (!isLong || !m_settings->isNotify() || m_seen())
        return;
    if (m_isTemporary)
        m_notifier->show(m_conversation, tr("Temporary chat"), tr("The reply has ended."));
    else
        m_notifier->show(m_conversation, m_title, beginning(error.isEmpty() ? text : error));
}

} // namespace maru
