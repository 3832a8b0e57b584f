// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/inference_engine.h"

#include <memory>
#include <shared_mutex>
#include <string>

namespace maru::runtime {
class CheckUpStore;
}

namespace maru::session {
class SnapshotStore;
}

namespace maru {

/// The real engine behind the app's interface: inference/runtime with Qt's types outside.
///
/// What of a conversation was computed is kept when another takes its place and when the model is unloaded, so that a
/// conversation taken up again, after a restart too, is not read from the start.
/// Threads and failure: as InferenceEngine.
class RealEngine : public InferenceEngine
{
public:
    /// `cacheFolder`: for pipelines. `loseDeviceAfter`: for tests, the forward pass at which the first model loaded
    /// loses its device; -1: never.
    explicit RealEngine(QString cacheFolder, qint64 loseDeviceAfter = -1);
    ~RealEngine() override;

    bool isFake() const override { return false; }
    Result<LoadedModelInfo> load(
        const LoadRequest &request, const LoadProgress &progress, std::stop_token stop) override;
    void unload() override;
    void forget(qint64 conversationId) override;
    Result<ReplyResult> generate(const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress,
        std::stop_token stop) override;
    std::optional<QList<int>> countTokens(const QStringList &texts) const override;
    InstalledModel inspect(const QString &path) const override;
    QList<InstalledModel> builtInModels() const override { return {}; }
    FoundDevices devices() const override;
    Result<void> checkDevice(const LoadRequest &request, const LoadProgress &progress, std::stop_token stop) override;

    /// What is known of the devices: those whose kernels compute wrong are not used.
    const std::shared_ptr<runtime::CheckUpStore> &checkUps() const { return m_checkUps; }

private:
    struct Loaded;

    QString m_cacheFolder;
    qint64 m_loseDeviceAfter;
    std::shared_ptr<session::SnapshotStore> m_snapshots;
    std::shared_ptr<runtime::CheckUpStore> m_checkUps;
    mutable std::shared_mutex m_loadedMutex; ///< who counts holds it, so that the model stays
    std::unique_ptr<Loaded> m_loaded; ///< changes on the engine thread alone
};

} // namespace maru
