// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/session/generation.h"

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace maru::session {

/// One model, one device, one cache: turns prompts into replies.
///
/// Keeps the tokens that lie in the KV cache and computes only what a new prompt adds to them.
/// Ownership: owns the executor; `model` must outlive it. Threads: one at a time; it blocks its caller.
class Session
{
public:
    Session(const model::Model &model, std::unique_ptr<backend::Executor> executor);
    ~Session();

    /// Reads `request.prompt`, then writes until the model ends, maxTokens, a full context, or `stop`.
    ///
    /// A stop is no error: the result holds what was written until then. Failure: InvalidArgument (empty prompt, a
    /// token outside the vocabulary), ContextTooSmall (needed, context), DeviceLost: `sink` has had all tokens before it.
    Result<GenerationResult> generate(const GenerationRequest &request, const TokenSink &sink,
        const PromptProgress &progress = {}, std::stop_token stop = {});

    /// The logits of every token of `tokens`, from an empty cache: [tokens, vocabularySize].
    Result<std::vector<float>> logits(std::span<const tokenizer::Token> tokens, std::stop_token stop = {});

    /// Forgets the cache.
    void reset();

    const backend::Executor &executor() const { return *m_executor; }
    backend::Executor &executor() { return *m_executor; }

private:
    Result<void> readPrompt(std::span<const tokenizer::Token> tokens, std::size_t reused, const PromptProgress &progress,
        std::stop_token stop);

    const model::Model &m_model;
    std::unique_ptr<backend::Executor> m_executor;
    std::vector<tokenizer::Token> m_cached; ///< the tokens whose keys and values are in the cache
};

} // namespace maru::session
