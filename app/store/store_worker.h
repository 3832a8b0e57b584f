// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/result.h"
#include "app/platform/worker_thread.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/draft_store.h"
#include "app/store/eraser.h"
#include "app/store/folder_store.h"
#include "app/store/journal_store.h"
#include "app/store/model_store.h"
#include "app/store/preset_store.h"
#include "app/store/recovery.h"
#include "app/store/request_store.h"
#include "app/store/search_store.h"
#include "app/store/transfer_store.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace maru {

/// The stores of one database, as work on the store thread sees them.
struct Stores
{
    ConversationStore conversations;
    JournalStore journal;
    ModelStore models;
    DraftStore drafts;
    FolderStore folders;
    PresetStore presets;
    RequestStore requests;
    SearchStore search;
    Eraser eraser;
    TransferStore transfer;
};

/// Gives the store its thread: work goes in as functions, results come back as calls on the GUI thread.
///
/// Between other work it takes messages into the search index and cleans the files of what was erased. A database that
/// turns out to be damaged is set aside, recovered and used on. What is written arrives in order. While the disk is
/// full or read-only, writes wait in memory and are tried again until there is space: nothing that was handed in is
/// dropped while the program runs. Ownership: owns the database. Threads: made and used on the GUI thread. The
/// destructor waits for what was handed in.
class StoreWorker : public QObject
{
    Q_OBJECT

public:
    using Write = std::function<Result<void>(Stores &)>;
    using Done = std::function<void(const Result<void> &)>;

    /// What start-up needs at once.
    struct Opened
    {
        QList<Conversation> conversations;
        QList<Folder> folders = {};
        int recovered = 0; ///< replies that a killed Maru left in the journal
        std::optional<RecoveryReport> recovery = {}; ///< the database was damaged
    };

    explicit StoreWorker(QObject *parent = nullptr);
    ~StoreWorker() override;

    /// Opens the file, recovers the journal, and reads the list. Waits: call it before there is a window.
    Result<Opened> open(const QString &file);

    /// An id no row has.
    qint64 nextId() { return ++m_lastId; }

    /// Hands in a write. `done` is called once: with success, or with the error of the first attempt; a write that
    /// failed for want of space is tried again after that.
    void write(QObject *receiver, Write write, Done done = {});

    template <typename T>
    void read(QObject *receiver, std::function<Result<T>(Stores &)> read, std::function<void(const Result<T> &)> done)
    {
        m_thread.post(
            receiver,
            [this, read = std::move(read)]() -> Result<T> {
                m_lastUse.start();
                if (!m_database)
                    return closed();
                Stores before = stores();
                Result<T> result = read(before);
                if (result || !recoverHere(result.error()))
                    return result;
                Stores after = stores();
                return read(after);
            },
            [done = std::move(done)](const Result<T> &result) { done(result); });
    }

    /// Waits until everything handed in before has run once: for tests and the end of the program.
    void drain();

    /// Whether writes wait for space.
    bool hasUnsaved() const { return m_unsaved; }

    /// No more than this time passes between work of the index and of the eraser: for tests.
    static constexpr int kIdleMs = 200;

signals:
    /// Messages are taken into the search index: how many are left, of how many.
    void indexing(qint64 left, qint64 total);

    /// What was erased is out of every file.
    void erased();

    /// The database was damaged: what could be read is in a new one.
    void recovered(const maru::RecoveryReport &report);

    /// A write failed; `willRetry`: it waits in memory.
    void writeFailed(const maru::Error &error, bool willRetry);

    /// Everything that waited is saved.
    void saved();

private:
    Stores stores();
    static Error closed();
    Result<Opened> openHere(const QString &file);
    Result<Opened> readHere(const QString &file);
    bool recoverHere(const Error &error);
    void idleSoon(int ms);
    void idle();
    Result<bool> idleStep();
    Result<void> writeHere(const Write &write);
    Result<void> retryHere();
    void report(const Error &error, bool willRetry);

    // Of the store thread:
    std::unique_ptr<Database> m_database;
    std::deque<Write> m_waiting;
    QTimer *m_retryTimer = nullptr;
    QTimer *m_idleTimer = nullptr;
    QElapsedTimer m_lastUse;
    bool m_eraseLater = false; ///< the file could not be written anew: for want of space, as a rule
    qint64 m_toIndex = 0; ///< messages that waited when the index began to be written
    int m_recoveries = 0;

    // Of the GUI thread:
    qint64 m_lastId = 0;
    bool m_unsaved = false;
    WorkerThread m_thread; ///< last: its destructor lets work run that uses the members above
};

} // namespace maru
