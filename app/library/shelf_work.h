// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/platform/worker_thread.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <stop_token>

namespace maru {

/// The one long piece of work with files of the shelf that may be under way: a copy, a move, a checksum.
///
/// It has a thread of its own, so that neither replies nor the reading of model files wait for a slow disk.
/// Ownership: a member of LibraryController. Threads: GUI thread. The destructor stops the work and waits for it.
class ShelfWork : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(QString path READ path NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed)

public:
    using Progress = std::function<void(qint64 done, qint64 total)>;
    using Work = std::function<Result<QString>(const Progress &progress, std::stop_token stop)>;
    using Done = std::function<void(const Result<QString> &)>;

    explicit ShelfWork(QObject *parent = nullptr);
    ~ShelfWork() override;

    bool isRunning() const { return m_running; }
    QString path() const { return m_path; } ///< of the model that it is about
    QString text() const; ///< "Copying qwen3-4b, 1.2 of 2.6 GB"
    double progress() const;

    /// Runs `work`, and then `done` here. False if there is some already. `verb` has the place %1 for the name.
    bool start(const QString &path, const QString &verb, Work work, Done done);
    Q_INVOKABLE void cancel() { m_stop.request_stop(); }

    /// Short work on the same thread, in order with the long one.
    template <typename T> void post(QObject *receiver, std::function<T()> work, std::function<void(const T &)> done)
    {
        m_thread.post(receiver, std::move(work), std::move(done));
    }

signals:
    void changed();

private:
    QString m_path;
    QString m_verb;
    qint64 m_done = 0;
    qint64 m_total = 0;
    bool m_running = false;
    std::stop_source m_stop;
    WorkerThread m_thread; ///< last: its destructor waits for what uses the members above
};

} // namespace maru
