// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/token_batcher.h"

#include <algorithm>
#include <utility>

namespace maru {

TokenBatcher::TokenBatcher(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &TokenBatcher::flush);
}

void TokenBatcher::setJob(quint64 job)
{
    const std::lock_guard lock(m_mutex);
    m_job = job;
    m_pending = {};
}

void TokenBatcher::add(quint64 job, const ReplyToken &token)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (job != m_job)
            return;
        m_pending.text += token.text;
        m_pending.thinking += token.thinking;
        if (token.token >= 0) // the last text of a reply may come without
            m_pending.tokens.append(token.token);
        m_pending.samplerState = token.samplerState;
        wake = !std::exchange(m_scheduled, true);
    }
    if (wake)
        QMetaObject::invokeMethod(this, &TokenBatcher::schedule, Qt::QueuedConnection);
}

void TokenBatcher::schedule()
{
    const qint64 since = m_sinceBatch.isValid() ? m_sinceBatch.elapsed() : kIntervalMs;
    m_timer.start(static_cast<int>(std::clamp<qint64>(kIntervalMs - since, 0, kIntervalMs)));
}

void TokenBatcher::flush()
{
    ReplyBatch taken;
    {
        const std::lock_guard lock(m_mutex);
        taken = std::exchange(m_pending, {});
        m_scheduled = false;
    }
    m_timer.stop();
    if (taken.tokens.isEmpty() && taken.text.isEmpty() && taken.thinking.isEmpty())
        return;
    m_sinceBatch.start();
    emit batch(taken);
}

} // namespace maru
