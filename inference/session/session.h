// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/sampling/sampler.h"
#include "inference/session/generation.h"
#include "inference/session/reply_writer.h"
#include "inference/session/snapshot_store.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace maru::session {

/// One model, one device, one cache: turns prompts into replies.
///
/// Keeps the tokens that lie in the KV cache and computes only what a new prompt adds to them. With a SnapshotStore it
/// also keeps the caches of other conversations, and takes up the one that a prompt shares most with.
/// Ownership: owns the executor; `model` must outlive it. Threads: one at a time; it blocks its caller.
class Session
{
public:
    Session(const model::Model &model, std::unique_ptr<backend::Executor> executor);
    ~Session();

    /// Reads `request.prompt`, then writes until the model ends, maxTokens, a full context, or `stop`.
    ///
    /// A stop is no error: the result holds what was written until then. Failure: InvalidArgument (empty prompt, a
    /// token outside the vocabulary), ContextTooSmall (needed, context), DeviceLost: `sink` has had all tokens before
    /// it.
    Result<GenerationResult> generate(const GenerationRequest &request, const TokenSink &sink,
        const PromptProgress &progress = {}, std::stop_token stop = {});

    /// The logits of every token of `tokens`, from an empty cache: [tokens, vocabularySize].
    Result<std::vector<float>> logits(std::span<const tokenizer::Token> tokens, std::stop_token stop = {});

    /// Forgets the cache.
    void reset();

    /// Where caches go when a prompt of another conversation comes, and come back from. None by default.
    void setSnapshots(std::shared_ptr<SnapshotStore> store);

    /// Keeps the cache of the conversation that was written last, if it has one and changed since: for when there is
    /// time, and before the end. Failure: that of SnapshotStore::save().
    Result<void> saveSnapshot(std::stop_token stop = {});

    const backend::Executor &executor() const { return *m_executor; }
    backend::Executor &executor() { return *m_executor; }

private:
    std::size_t reusable(std::span<const tokenizer::Token> prompt) const;
    std::size_t prepareCache(const GenerationRequest &request, const std::stop_token &stop);
    Result<sampling::Sampler> makeSampler(const GenerationRequest &request);
    SnapshotKey snapshotKey() const;
    Result<void> readPrompt(std::span<const tokenizer::Token> tokens, std::size_t reused,
        const PromptProgress &progress, std::stop_token stop);
    Result<void> writeReply(const GenerationRequest &request, sampling::Sampler &sampler, ReplyWriter &writer,
        GenerationResult &result, std::stop_token stop);

    const model::Model &m_model;
    std::unique_ptr<backend::Executor> m_executor;
    std::vector<tokenizer::Token> m_cached; ///< the tokens whose keys and values are in the cache
    std::shared_ptr<const sampling::PieceTable> m_pieces; ///< made when a request first needs it
    std::shared_ptr<SnapshotStore> m_snapshots;
    std::string m_conversation; ///< that m_cached is of
    bool m_keepsOnDisk = true;
    bool m_isSaved = true; ///< nothing was computed since the last snapshot
};

} // namespace maru::session
