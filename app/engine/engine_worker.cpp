// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/engine_worker.h"

#include <QElapsedTimer>

namespace maru {

namespace {

/// Lets a call through at most every 33 ms, and the one that says "all done".
class Throttle
{
public:
    bool lets(qint64 done, qint64 total)
    {
        if (m_since.isValid() && m_since.elapsed() < 33 && done < total)
            return false;
        m_since.start();
        return true;
    }

private:
    QElapsedTimer m_since;
};

} // namespace

EngineWorker::EngineWorker(InferenceEngine *engine)
    : m_engine(engine)
{
}

EngineWorker::~EngineWorker()
{
    m_engine->unload(); // on the thread that loaded it
}

Result<void> EngineWorker::ensureLoaded(quint64 job, const LoadRequest &request, std::stop_token stop)
{
    if (m_loaded == request)
        return {};
    if (stop.stop_requested())
        return cancelled();
    unload();
    Throttle throttle;
    const auto progress = [&](qint64 done, qint64 total) {
        if (throttle.lets(done, total))
            emit loadProgress(job, done, total);
    };
    const auto checked = [&](qint64 done, qint64 total) {
        if (throttle.lets(done, total))
            emit checkProgress(job, done, total);
    };
    MARU_CHECK(m_engine->checkDevice(request, checked, stop));
    MARU_TRY(LoadedModelInfo info, m_engine->load(request, progress, stop));
    info.request = request;
    m_loaded = request;
    emit loaded(job, info);
    return {};
}

void EngineWorker::load(quint64 job, const LoadRequest &request, std::stop_token stop)
{
    const Result<void> result = ensureLoaded(job, request, stop);
    if (!result)
        emit loadFailed(job, result.error());
}

void EngineWorker::reply(quint64 job, const ReplyRequest &request, const Sink &sink, std::stop_token stop)
{
    if (const Result<void> result = ensureLoaded(job, request.model, stop); !result) {
        emit replyFailed(job, result.error());
        return;
    }
    Throttle throttle;
    const auto progress = [&](int done, int total) {
        if (throttle.lets(done, total))
            emit promptProgress(job, done, total);
    };
    emit promptProgress(job, 0, 0);
    const Result<ReplyResult> result = m_engine->generate(request, sink, progress, stop);
    if (result) {
        emit replyEnded(job, *result);
        return;
    }
    if (result.error().code == ErrorCode::DeviceLost)
        unload(); // it answers nothing any more
    emit replyFailed(job, result.error());
}

void EngineWorker::unload()
{
    m_engine->unload();
    if (m_loaded.has_value()) {
        m_loaded.reset();
        emit unloaded();
    }
}

} // namespace maru
