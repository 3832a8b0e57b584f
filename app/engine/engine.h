// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/inference_engine.h"
#include "app/engine/token_batcher.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <functional>
#include <optional>
#include <stop_token>

namespace maru {

class EngineWorker;

/// How a reply ended, with what was written until then.
struct ReplyOutcome
{
    std::optional<Error> error; ///< empty: it ended well, or was stopped
    ReplyResult result; ///< of a failed reply: only what was written, now and before
};

/// The engine's face on the GUI thread: asks for loads and replies, and stops them.
///
/// One job at a time is of interest, the last asked for. A stop sets the job's stop token at once, from here, since the
/// engine thread reads no events while it works; if that thread has not given the job back within kGraceMs, the job is
/// ended from here and whatever it still does is ignored. A lost device is set up again once.
/// Ownership: owns the engine thread and its worker, not the InferenceEngine. Threads: GUI thread. The destructor stops
/// the job and waits for the thread.
class Engine : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Idle, Loading, Reading, Writing, Stopping };

    static constexpr int kGraceMs = 120;

    explicit Engine(InferenceEngine *engine, QObject *parent = nullptr);
    ~Engine() override;

    Phase phase() const { return m_phase; }
    bool isReplying() const { return m_replying; }
    bool isFake() const { return m_engine->isFake(); }

    /// The model that is ready, if any.
    const std::optional<LoadedModelInfo> &loaded() const { return m_loaded; }

    /// Loads this model unless it is loaded; a load under way is given up. Not while a reply is written.
    void load(const LoadRequest &request);

    /// Asks for a reply; `ended` follows, once. Not while another is written. A load under way of the same model goes
    /// on.
    void reply(const ReplyRequest &request);
    void stop();

    /// A model that answered nothing for so long gives its memory back; it is loaded again for the next message.
    /// 0: it stays. The clock starts anew with whatever is done.
    void setIdleMs(int ms);

    /// See InferenceEngine::forget(): to be called on a thread that may touch files.
    std::function<void()> forgetting(qint64 conversationId) const;

    /// See InferenceEngine::countTokens(): to be called on any thread, while this Engine lives.
    std::function<std::optional<QList<int>>(const QStringList &)> counting() const;

signals:
    void phaseChanged();

    /// Of a load, in bytes, or of reading the prompt, in tokens. (0, 0): not known yet.
    void progressed(qint64 done, qint64 total);

    /// While loading: the device is being checked first, in steps.
    void checking(qint64 done, qint64 total);
    void loaded(const maru::LoadedModelInfo &info);
    void unloaded();

    /// Not sent for a load that was given up.
    void loadFailed(const maru::Error &error);
    void written(const maru::ReplyBatch &batch);
    void ended(const maru::ReplyOutcome &outcome);

private:
    quint64 beginJob(Phase phase);
    bool isCurrent(quint64 job) const { return job == m_job && m_phase != Phase::Idle; }
    void setPhase(Phase phase);
    void restartIdle();
    void unloadIdle();
    void takeBatch(const ReplyBatch &batch);
    void finishLoad(quint64 job, const std::optional<Error> &error);
    void finishReply(quint64 job, ReplyOutcome outcome);
    void giveUp();
    void connectWorker();

    InferenceEngine *m_engine;
    QThread m_thread;
    EngineWorker *m_worker; ///< lives on m_thread, deleted as it ends
    TokenBatcher m_batcher;
    QTimer m_grace;
    QTimer m_idle;
    int m_idleMs = 0;
    Phase m_phase = Phase::Idle;
    bool m_replying = false;
    bool m_reloadedAfterLoss = false;
    quint64 m_job = 0;
    quint64 m_loadJob = 0; ///< the load that the current job waits for, or itself
    std::stop_source m_stop;
    std::optional<LoadRequest> m_loading;
    LoadRequest m_replyModel;
    QString m_text; ///< written so far
    QString m_thinking;
    std::optional<LoadedModelInfo> m_loaded;
};

} // namespace maru
