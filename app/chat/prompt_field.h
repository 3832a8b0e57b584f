// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/attachment_list.h"
#include "app/chat/draft_keeper.h"
#include "app/domain/message.h"

#include <QObject>
#include <QString>

#include <optional>

namespace maru {

class ConversationKeeper;
class JobWorker;

/// What stands in the prompt field, with its files: the draft of a conversation, or a message that is being edited,
/// while the draft waits.
///
/// Ownership: by ChatController; keeper, jobs and counter outlive it. Threads: GUI thread.
class PromptField : public QObject
{
    Q_OBJECT

public:
    PromptField(ConversationKeeper *keeper, JobWorker *jobs, const TokenCounter &counter, QObject *parent = nullptr);

    AttachmentList *attachments() { return &m_attachments; }
    const AttachmentList &attachments() const { return m_attachments; }
    bool isBlank() const { return text().trimmed().isEmpty() && m_attachments.count() == 0; }
    QString text() const { return m_edited ? m_editText : m_drafts.draft().text; }

    /// Somebody typed.
    void setText(const QString &text);

    /// The message that is edited, as it was.
    const std::optional<Message> &edited() const { return m_edited; }

    /// Shows the draft of another conversation; what was edited is forgotten.
    void open(qint64 conversationId);
    void open(qint64 conversationId, const Draft &saved);

    void edit(const Message &message);

    /// Back to the draft; nothing if no message is edited.
    void cancelEdit();

    /// What stood there was sent to `conversationId`: the field is empty, or, after an edit, shows the draft.
    void sent(qint64 conversationId);

    /// A temporary conversation is kept now, with its draft; or it is gone.
    void keep(qint64 conversationId) { m_drafts.keep(conversationId); }
    void forget(qint64 conversationId) { m_drafts.forget(conversationId); }

signals:
    /// The field is to show this.
    void shown(const QString &text);

    /// The text or its files are others.
    void changed();
    void editingChanged();

private:
    void leaveEdit();
    void show();

    DraftKeeper m_drafts;
    AttachmentList m_attachments;
    std::optional<Message> m_edited;
    QString m_editText;
};

} // namespace maru
