// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/draft.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace maru {

class ConversationKeeper;

/// What stands in the prompt field of each conversation and is not sent yet; number 0 is the page of a new one.
///
/// Saved a moment after the last key, and when another conversation is opened or the program ends.
/// Ownership: by ChatController; the keeper outlives it. Threads: GUI thread.
class DraftKeeper : public QObject
{
    Q_OBJECT

public:
    static constexpr int kSaveAfterMs = 400;

    explicit DraftKeeper(ConversationKeeper *keeper, QObject *parent = nullptr);
    ~DraftKeeper() override;

    /// Saves the one on screen and shows that of `conversationId`: at once if it is known, else when it was read.
    /// `shown` follows.
    void show(qint64 conversationId);

    /// The same, where it was read already.
    void show(qint64 conversationId, const Draft &saved);

    const Draft &draft() const { return m_draft; }

    /// What stands there now.
    void set(const Draft &draft);

    /// The draft on screen was sent: it becomes empty, and what is typed next belongs to `conversationId`.
    void sent(qint64 conversationId);
    void save();

    /// Saves the draft of a conversation that was temporary and is kept now.
    void keep(qint64 conversationId);

    /// That conversation is gone, with its draft.
    void forget(qint64 conversationId) { m_known.remove(conversationId); }

signals:
    /// Another draft is on screen, or it was emptied.
    void shown();

private:
    void write(qint64 conversationId, const Draft &draft);

    ConversationKeeper *m_keeper;
    qint64 m_conversationId = 0;
    Draft m_draft;
    bool m_isKnown = false; ///< m_draft is what the store has, or newer
    QHash<qint64, Draft> m_known;
    QTimer m_timer;
};

} // namespace maru
