// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/inference_engine.h"

#include <QObject>

#include <functional>
#include <optional>
#include <stop_token>

namespace maru {

/// The engine thread's side of Engine: runs one job after another, each of which blocks this thread until it ends.
///
/// Every signal carries the number of its job: Engine drops those of jobs it has given up.
/// Threads: lives on the engine thread; what it calls back (the sink) runs there too.
class EngineWorker : public QObject
{
    Q_OBJECT

public:
    using Sink = std::function<void(const ReplyToken &)>;

    explicit EngineWorker(InferenceEngine *engine);
    ~EngineWorker() override;

    void load(quint64 job, const LoadRequest &request, std::stop_token stop);

    /// Loads first if another model, or none, is loaded.
    void reply(quint64 job, const ReplyRequest &request, const Sink &sink, std::stop_token stop);
    void unload();

signals:
    void loadProgress(quint64 job, qint64 done, qint64 total);

    /// Of a device that is checked before a model is loaded on it for the first time; in steps.
    void checkProgress(quint64 job, qint64 done, qint64 total);
    void loaded(quint64 job, const maru::LoadedModelInfo &info);
    void unloaded();
    void loadFailed(quint64 job, const maru::Error &error);
    void promptProgress(quint64 job, int done, int total);
    void replyEnded(quint64 job, const maru::ReplyResult &result);
    void replyFailed(quint64 job, const maru::Error &error);

private:
    Result<void> ensureLoaded(quint64 job, const LoadRequest &request, std::stop_token stop);

    InferenceEngine *m_engine;
    std::optional<LoadRequest> m_loaded;
};

} // namespace maru
