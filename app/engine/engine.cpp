// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/engine.h"

#include "app/engine/engine_worker.h"

#include <utility>

namespace maru {

Engine::Engine(InferenceEngine *engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_worker(new EngineWorker(engine))
{
    m_grace.setSingleShot(true);
    m_grace.setInterval(kGraceMs);
    connect(&m_grace, &QTimer::timeout, this, &Engine::giveUp);
    connect(&m_batcher, &TokenBatcher::batch, this, &Engine::takeBatch);
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &Engine::unloadIdle);
    connectWorker();
    m_thread.setObjectName(QStringLiteral("engine"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

Engine::~Engine()
{
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
}

void Engine::connectWorker()
{
    connect(m_worker, &EngineWorker::loadProgress, this, [this](quint64 job, qint64 done, qint64 total) {
        if (job == m_loadJob && m_phase == Phase::Loading)
            emit progressed(done, total);
    });
    connect(m_worker, &EngineWorker::promptProgress, this, [this](quint64 job, int done, int total) {
        if (isCurrent(job) && m_phase == Phase::Loading)
            setPhase(Phase::Reading);
        if (isCurrent(job) && m_phase == Phase::Reading)
            emit progressed(done, total);
    });
    connect(m_worker, &EngineWorker::checkProgress, this, [this](quint64 job, qint64 done, qint64 total) {
        if (job == m_loadJob && m_phase == Phase::Loading)
            emit checking(done, total);
    });
    connect(m_worker, &EngineWorker::unloaded, this, [this] {
        m_loaded.reset();
        emit unloaded();
    });
    connect(m_worker, &EngineWorker::loaded, this, [this](quint64 job, const LoadedModelInfo &info) {
        m_loaded = info;
        emit loaded(info);
        if (!m_replying)
            finishLoad(job, std::nullopt);
    });
    connect(m_worker, &EngineWorker::loadFailed, this, &Engine::finishLoad);
    connect(m_worker, &EngineWorker::replyEnded, this, [this](quint64 job, const ReplyResult &result) {
        finishReply(job, { std::nullopt, result });
    });
    connect(m_worker, &EngineWorker::replyFailed, this, [this](quint64 job, const Error &error) {
        finishReply(job, { error, {} });
    });
}

quint64 Engine::beginJob(Phase phase)
{
    m_grace.stop();
    m_stop = std::stop_source();
    m_loadJob = ++m_job;
    setPhase(phase);
    emit progressed(0, 0);
    return m_job;
}

void Engine::setPhase(Phase phase)
{
    if (std::exchange(m_phase, phase) != phase)
        emit phaseChanged();
    restartIdle();
}

void Engine::setIdleMs(int ms)
{
    m_idleMs = ms;
    restartIdle();
}

void Engine::restartIdle()
{
    if (m_idleMs > 0 && m_phase == Phase::Idle)
        m_idle.start(m_idleMs);
    else
        m_idle.stop();
}

void Engine::unloadIdle()
{
    // A message that is sent after this waits behind it in the worker's queue, and loads the model again.
    if (m_phase == Phase::Idle && m_loaded) {
        m_loaded.reset();
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker] { worker->unload(); }, Qt::QueuedConnection);
    }
}

void Engine::load(const LoadRequest &request)
{
    if (m_replying || (m_phase == Phase::Loading && m_loading == request))
        return;
    if (m_phase == Phase::Loading)
        m_stop.request_stop(); // the other one
    else if (m_loaded && m_loaded->request == request)
        return;
    m_loaded.reset();
    m_loading = request;
    const quint64 job = beginJob(Phase::Loading);
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, job, request, stop = m_stop.get_token()] { worker->load(job, request, stop); },
        Qt::QueuedConnection);
}

void Engine::reply(const ReplyRequest &request)
{
    if (m_replying)
        return;
    if (m_phase == Phase::Loading && m_loading != request.model)
        m_stop.request_stop();
    const bool loading = m_phase == Phase::Loading && m_loading == request.model;
    const bool ready = m_loaded && m_loaded->request == request.model;
    const std::stop_source stop = m_stop;
    const quint64 loadJob = m_loadJob;
    m_replying = true;
    m_text = request.continues ? request.continues->text : QString();
    m_thinking = request.continues ? request.continues->thinking : QString();
    m_replyModel = request.model;
    if (!ready)
        m_loaded.reset();
    const quint64 job = beginJob(ready ? Phase::Reading : Phase::Loading);
    if (loading) {
        m_stop = stop; // of the load that goes on: stop() must reach it too
        m_loadJob = loadJob;
    }
    m_loading = ready ? std::nullopt : std::optional(request.model);
    m_batcher.setJob(job);
    const auto sink = [batcher = &m_batcher, job](const ReplyToken &token) { batcher->add(job, token); };
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, job, request, sink, token = m_stop.get_token()] {
            worker->reply(job, request, sink, token);
        },
        Qt::QueuedConnection);
}

void Engine::takeBatch(const ReplyBatch &batch)
{
    if (!m_replying)
        return;
    if (m_phase == Phase::Reading)
        setPhase(Phase::Writing);
    m_text += batch.text;
    m_thinking += batch.thinking;
    emit written(batch);
}

void Engine::stop()
{
    if (m_phase == Phase::Idle || m_phase == Phase::Stopping)
        return;
    m_stop.request_stop();
    setPhase(Phase::Stopping);
    m_grace.start();
}

std::function<void()> Engine::forgetting(qint64 conversationId) const
{
    return [engine = m_engine, conversationId] { engine->forget(conversationId); };
}

std::function<std::optional<QList<int>>(const QStringList &)> Engine::counting() const
{
    return [engine = m_engine](const QStringList &texts) { return engine->countTokens(texts); };
}

void Engine::giveUp()
{
    ReplyResult result;
    result.end = ReplyEnd::Stopped;
    if (m_replying)
        finishReply(m_job, { std::nullopt, result });
    else
        finishLoad(m_job, cancelled());
}

void Engine::finishLoad(quint64 job, const std::optional<Error> &error)
{
    if (!isCurrent(job) || m_replying)
        return;
    m_grace.stop();
    m_loading.reset();
    setPhase(Phase::Idle);
    if (error && error->code != ErrorCode::Cancelled)
        emit loadFailed(*error);
}

void Engine::finishReply(quint64 job, ReplyOutcome outcome)
{
    if (!isCurrent(job) || !m_replying)
        return;
    m_grace.stop();
    m_batcher.flush();
    m_batcher.setJob(0);
    if (outcome.error && outcome.error->code == ErrorCode::Cancelled) {
        outcome.error.reset();
        outcome.result.end = ReplyEnd::Stopped;
    }
    if (outcome.result.text.isEmpty())
        outcome.result.text = m_text;
    if (outcome.result.thinking.isEmpty())
        outcome.result.thinking = m_thinking;
    m_replying = false;
    m_loading.reset();
    const bool lost = outcome.error && outcome.error->code == ErrorCode::DeviceLost;
    if (lost)
        m_loaded.reset();
    setPhase(Phase::Idle);
    emit ended(outcome);
    // A device that was reset often works again; one that is lost twice in a row does not.
    if (lost && !std::exchange(m_reloadedAfterLoss, true) && m_phase == Phase::Idle)
        load(m_replyModel);
    else if (!outcome.error && outcome.result.end != ReplyEnd::Stopped)
        m_reloadedAfterLoss = false;
}

} // namespace maru
