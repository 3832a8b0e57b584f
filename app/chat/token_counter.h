// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>

namespace maru {

class Engine;
class JobWorker;

/// Counts the tokens of texts on the thread of jobs.
///
/// Ownership: engine and jobs outlive it. Threads: GUI thread.
class TokenCounter
{
public:
    using Done = std::function<void(const std::optional<QList<int>> &counts)>;

    TokenCounter(const Engine *engine, JobWorker *jobs)
        : m_engine(engine)
        , m_jobs(jobs)
    {
    }

    /// Calls `done` later, if `receiver` still lives: with nothing where no model is loaded to ask.
    void count(QObject *receiver, const QStringList &texts, const Done &done) const;

    /// About how many tokens a text is to most models; at once, where no model can be asked.
    static int estimate(const QString &text);

private:
    const Engine *m_engine;
    JobWorker *m_jobs;
};

} // namespace maru
