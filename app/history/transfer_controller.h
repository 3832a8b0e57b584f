// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/saved_conversation.h"
#include "app/platform/worker_thread.h"

#include <QFile>
#include <QObject>
#include <QString>

#include <memory>

namespace maru {

class StoreWorker;
struct ImportedFile;

/// Writes conversations to files and reads them from files, one conversation after another: neither the window nor the
/// store waits for a large file.
///
///     export   store: read one --> own thread: write it --> the next
///     import   own thread: parse the file --> store: add one, if it is not here --> the next
///
/// Ownership: a member of HistoryController; the store outlives it. Threads: GUI thread, files on its own.
/// Failure: `ended` says it in words.
class TransferController : public QObject
{
    Q_OBJECT

public:
    enum class Format { Markdown, Json, Html, Pdf };

    explicit TransferController(StoreWorker *store, QObject *parent = nullptr);

    bool isRunning() const { return m_job != nullptr; }
    double progress() const;
    QString text() const;

    /// Writes one conversation to the file `target`; all (0) to it as JSON, or else into the folder `target`.
    void exportTo(const QString &target, qint64 conversationId, Format format);
    void importFrom(const QString &file);

    /// Stops after the conversation at hand. What was written or added by then stays.
    void cancel();

    static QString suggestedName(const QString &title, Format format);

signals:
    void changed();
    void imported(); ///< there are new conversations
    void ended(const QString &notice);

private:
    struct Job;

    void exportNext();
    void importNext();
    void end(const QString &notice);
    QString importNotice() const;
    QString nameOfKind(const QString &kind, int count) const;

    StoreWorker *m_store;
    std::shared_ptr<Job> m_job;
    WorkerThread m_thread;
};

} // namespace maru
