// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/prompt_field.h"

namespace maru {

PromptField::PromptField(ConversationKeeper *keeper, JobWorker *jobs, const TokenCounter &counter, QObject *parent)
    : QObject(parent)
    , m_drafts(keeper)
    , m_attachments(jobs, counter)
{
    connect(&m_drafts, &DraftKeeper::shown, this, [this] {
        if (!m_edited)
            show();
    });
    connect(&m_attachments, &AttachmentList::changed, this, [this] {
        if (!m_edited)
            m_drafts.set({ m_drafts.draft().text, m_attachments.all() });
        emit changed();
    });
}

void PromptField::show()
{
    m_attachments.reset(m_edited ? m_edited->attachments : m_drafts.draft().attachments);
    emit shown(text());
    emit changed();
}

void PromptField::setText(const QString &text)
{
    if (m_edited)
        m_editText = text;
    else
        m_drafts.set({ text, m_attachments.all() });
    emit changed();
}

void PromptField::open(qint64 conversationId)
{
    leaveEdit();
    m_drafts.show(conversationId);
}

void PromptField::open(qint64 conversationId, const Draft &saved)
{
    leaveEdit();
    m_drafts.show(conversationId, saved);
}

void PromptField::edit(const Message &message)
{
    if (m_edited && m_edited->id == message.id)
        return;
    m_drafts.save();
    m_edited = message;
    m_editText = message.text;
    show();
    emit editingChanged();
}

void PromptField::leaveEdit()
{
    if (!m_edited)
        return;
    m_edited.reset();
    m_editText.clear();
    emit editingChanged();
}

void PromptField::cancelEdit()
{
    if (!m_edited)
        return;
    leaveEdit();
    show();
}

void PromptField::sent(qint64 conversationId)
{
    if (m_edited)
        cancelEdit();
    else
        m_drafts.sent(conversationId);
}

} // namespace maru
