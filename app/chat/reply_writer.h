// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message.h"
#include "app/engine/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace maru {

class ConversationKeeper;

/// One growing reply: gathers what the engine writes and puts it into the journal every kJournalMs.
///
/// Ownership: by ChatController, for the time of the reply. Threads: GUI thread; the store's writes are its own
/// thread's. Failure: StoreWorker keeps what cannot be written, in order.
class ReplyWriter : public QObject
{
    Q_OBJECT

public:
    static constexpr int kJournalMs = 100;

    /// `draft` has all but what comes from the engine; of a reply that goes on, also what is written already.
    ReplyWriter(ConversationKeeper *keeper, const Message &draft, QObject *parent = nullptr);

    /// What was written so far.
    const Message &message() const { return m_message; }

    /// The model that writes, once it is known, and how long it was loaded for this reply.
    void setModel(const LoadedModelInfo &model, double loadMs);
    void add(const ReplyBatch &batch);

    /// Ends the reply: the message to save in the journal's place (JournalStore::finish), or, if it is empty, nothing
    /// to save. A reply that goes on, and to which nothing was added, is empty too: what it goes on with is saved.
    Message finish(const ReplyOutcome &outcome);

private:
    void writeJournal();

    ConversationKeeper *m_keeper;
    Message m_message;
    ReplyBatch m_unwritten;
    const bool m_goesOn; ///< something was written before
    bool m_wroteAnything = false; ///< now
    QString m_modelId;
    int m_sequence = 0;
    QTimer m_timer;
    QElapsedTimer m_sinceAsked;
};

} // namespace maru
