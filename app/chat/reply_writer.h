// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message.h"
#include "app/engine/engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace maru {

class StoreWorker;

/// One growing reply: gathers what the engine writes and puts it into the journal every kJournalMs.
///
/// Ownership: by ChatController, for the time of the reply. Threads: GUI thread; the store's writes are its own
/// thread's. Failure: StoreWorker keeps what cannot be written, in order.
class ReplyWriter : public QObject
{
    Q_OBJECT

public:
    static constexpr int kJournalMs = 100;

    /// `draft` has all but what comes from the engine.
    ReplyWriter(StoreWorker *store, const Message &draft, QObject *parent = nullptr);

    /// What was written so far.
    const Message &message() const { return m_message; }

    /// The model that writes, once it is known.
    void setModel(const LoadedModelInfo &model);
    void add(const ReplyBatch &batch);

    /// Ends the reply: the message to save in the journal's place (JournalStore::finish), or, if its text is empty,
    /// nothing to save.
    Message finish(const ReplyOutcome &outcome);

private:
    void writeJournal();

    StoreWorker *m_store;
    Message m_message;
    int m_contextLength = 0;
    ReplyBatch m_unwritten;
    int m_sequence = 0;
    QTimer m_timer;
    QElapsedTimer m_sinceAsked;
};

} // namespace maru
