// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

namespace maru::session {

struct PerplexityResult
{
    double perplexity = 0;
    std::uint32_t chunks = 0;
};

/// How badly the model predicts `tokens`: exp of the mean negative log-likelihood.
///
/// The text is cut into chunks of `chunkLength` tokens, each read from an empty cache; only the second half of a chunk
/// is scored. `beginOfSequence` replaces each chunk's first token, unless it is kNoToken. At most `maxChunks` chunks
/// (0: all). `progress` gets (chunks done, perplexity so far). This is llama.cpp's definition, so that figures compare.
/// Failure: InvalidArgument (text shorter than one chunk; chunk longer than the context), DeviceLost, Cancelled.
Result<PerplexityResult> perplexity(backend::Executor &executor, std::span<const tokenizer::Token> tokens,
    std::uint32_t vocabularySize, tokenizer::Token beginOfSequence, std::uint32_t chunkLength, std::uint32_t maxChunks,
    const std::function<void(std::uint32_t, double)> &progress = {}, std::stop_token stop = {});

} // namespace maru::session
