// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/fake_script.h"
#include "app/engine/inference_engine.h"

#include <atomic>

namespace maru {

/// An engine that pretends: it loads nothing and writes what its script says, word by word. For `--engine=fake`, where
/// the window's header says so, and for tests of everything above the engine.
///
/// Threads: as InferenceEngine.
class FakeEngine : public InferenceEngine
{
public:
    /// The path of the model it brings along.
    static const QString kModelPath;

    explicit FakeEngine(FakeScript script);

    bool isFake() const override { return true; }
    Result<LoadedModelInfo> load(
        const LoadRequest &request, const LoadProgress &progress, std::stop_token stop) override;
    void unload() override;
    Result<ReplyResult> generate(const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress,
        std::stop_token stop) override;
    std::optional<QList<int>> countTokens(const QStringList &texts) const override;
    InstalledModel inspect(const QString &path) const override;
    QList<InstalledModel> builtInModels() const override;
    FoundDevices devices() const override;

    /// How often load() ran to its end.
    int loadCount() const { return m_loadCount; }

private:
    bool sleep(double ms, std::stop_token stop) const;
    QString replyTo(const ReplyRequest &request) const;

    FakeScript m_script;
    std::atomic<int> m_loadCount = 0;
    std::atomic<bool> m_isLoaded = false;
    bool m_failed = false;
};

} // namespace maru
