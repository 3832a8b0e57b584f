// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/inference_engine.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <mutex>

namespace maru {

/// What was written since the last batch.
struct ReplyBatch
{
    QString text;
    QList<qint32> tokens;
    QString samplerState; ///< after the last of `tokens`
    QString thinking = {};
};

/// Collects tokens on the engine thread and hands them to the GUI thread at most every kIntervalMs: 200 signals a
/// second would lay the page out 200 times.
///
/// The first token after a pause comes through at once, a later one waits for the end of its interval at most.
/// Threads: made and used on the GUI thread; add() on any.
class TokenBatcher : public QObject
{
    Q_OBJECT

public:
    static constexpr int kIntervalMs = 24;

    explicit TokenBatcher(QObject *parent = nullptr);

    /// From now on only the tokens of this job count; those of another that are still here are forgotten.
    void setJob(quint64 job);

    void add(quint64 job, const ReplyToken &token);

    /// Emits what is there now.
    void flush();

signals:
    void batch(const maru::ReplyBatch &batch);

private:
    Q_INVOKABLE void schedule();

    std::mutex m_mutex; ///< of the three below
    quint64 m_job = 0;
    ReplyBatch m_pending;
    bool m_scheduled = false;

    QTimer m_timer;
    QElapsedTimer m_sinceBatch;
};

} // namespace maru
