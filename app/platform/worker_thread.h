// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <utility>

namespace maru {

/// A thread that does one thing after another, and brings the results back to the thread that made it.
///
/// Ownership: owns the thread. The destructor first lets everything that was posted run, then ends it; results that
/// arrive later than that, or for a receiver that is gone, are dropped.
/// Threads: made, used and destroyed on one thread, but post(work) may be called from any.
class WorkerThread
{
public:
    explicit WorkerThread(const QString &name);
    ~WorkerThread();

    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    void post(std::function<void()> work);

    /// Runs `work` there, then `done` with its result here, if `receiver` still lives.
    template <typename Work, typename Done> void post(QObject *receiver, Work work, Done done)
    {
        post([this, guard = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done)]() mutable {
            // A function object needs a copyable capture; the result may be move-only.
            auto result = std::make_shared<decltype(work())>(work());
            deliver([guard = std::move(guard), result, done = std::move(done)]() mutable {
                if (guard)
                    done(std::move(*result));
            });
        });
    }

    /// Runs `function` on the thread that made this object, later.
    void deliver(std::function<void()> function);

    /// An object that lives on the worker's thread: parent of timers there.
    QObject *context() { return m_context; }

private:
    QThread m_thread;
    QObject *m_context; ///< on m_thread; deleted as it ends
    QObject m_home;
};

} // namespace maru
