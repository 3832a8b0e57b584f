// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/draft_keeper.h"

#include "app/chat/conversation_keeper.h"

#include <utility>

namespace maru {

DraftKeeper::DraftKeeper(ConversationKeeper *keeper, QObject *parent)
    : QObject(parent)
    , m_keeper(keeper)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kSaveAfterMs);
    connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::save);
}

DraftKeeper::~DraftKeeper()
{
    save();
}

void DraftKeeper::show(qint64 conversationId)
{
    save();
    m_conversationId = conversationId;
    m_isKnown = m_known.contains(conversationId);
    m_draft = m_known.value(conversationId);
    emit shown();
    if (m_isKnown)
        return;
    m_keeper->store()->read<Draft>(
        this, [conversationId](Stores &stores) { return stores.drafts.draft(conversationId); },
        [this, conversationId](const Result<Draft> &draft) {
            if (m_conversationId != conversationId || m_isKnown)
                return; // another is open, or somebody typed meanwhile
            m_isKnown = true;
            const Draft saved = draft.value_or(Draft());
            m_known.insert(conversationId, saved);
            if (std::exchange(m_draft, saved) != saved)
                emit shown();
        });
}

void DraftKeeper::show(qint64 conversationId, const Draft &saved)
{
    save();
    m_conversationId = conversationId;
    m_isKnown = true;
    if (!m_known.contains(conversationId))
        m_known.insert(conversationId, saved);
    m_draft = m_known.value(conversationId);
    emit shown();
}

void DraftKeeper::set(const Draft &draft)
{
    if (draft == m_draft)
        return;
    m_draft = draft;
    m_isKnown = true;
    m_timer.start();
}

void DraftKeeper::sent(qint64 conversationId)
{
    m_timer.stop();
    m_draft = {};
    m_isKnown = true;
    m_known.insert(m_conversationId, m_draft);
    write(m_conversationId, m_draft);
    m_conversationId = conversationId;
    m_known.insert(conversationId, m_draft);
    emit shown();
}

void DraftKeeper::save()
{
    m_timer.stop();
    if (!m_isKnown || m_known.value(m_conversationId) == m_draft)
        return;
    m_known.insert(m_conversationId, m_draft);
    write(m_conversationId, m_draft);
}

void DraftKeeper::write(qint64 conversationId, const Draft &draft)
{
    m_keeper->write(
        conversationId, [conversationId, draft](Stores &stores) { return stores.drafts.put(conversationId, draft); });
}

void DraftKeeper::keep(qint64 conversationId)
{
    if (conversationId == m_conversationId)
        m_known.insert(conversationId, m_draft);
    write(conversationId, m_known.value(conversationId));
}

} // namespace maru
