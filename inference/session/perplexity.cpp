// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/perplexity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace maru::session {

namespace {

using tokenizer::Token;

/// -log softmax(logits)[target]
double negativeLogLikelihood(std::span<const float> logits, Token target)
{
    const float largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits)
        sum += static_cast<double>(std::exp(logit - largest));
    return std::log(sum) + static_cast<double>(largest) - static_cast<double>(logits[static_cast<std::size_t>(target)]);
}

} // namespace

Result<PerplexityResult> perplexity(backend::Executor &executor, std::span<const Token> tokens,
    std::uint32_t vocabularySize, Token beginOfSequence, std::uint32_t chunkLength, std::uint32_t maxChunks,
    const std::function<void(std::uint32_t, double)> &progress, std::stop_token stop)
{
    if (chunkLength < 4 || chunkLength > executor.contextLength())
        return Error { ErrorCode::InvalidArgument, Reason::BadOption,
            { { "option", "--context" }, { "detail", "must be between 4 and the model's context" } },
            "chunk length out of range" };
    std::size_t chunks = tokens.size() / chunkLength;
    if (chunks == 0)
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", "text" },
                { "detail",
                    "has " + std::to_string(tokens.size()) + " tokens, fewer than one chunk of "
                        + std::to_string(chunkLength) } },
            "the text is shorter than one chunk" };
    if (maxChunks != 0)
        chunks = std::min<std::size_t>(chunks, maxChunks);

    const std::size_t firstScored = chunkLength / 2;
    double total = 0;
    std::size_t scored = 0;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
        std::vector<Token> window(tokens.begin() + static_cast<std::ptrdiff_t>(chunk * chunkLength),
            tokens.begin() + static_cast<std::ptrdiff_t>((chunk + 1) * chunkLength));
        if (beginOfSequence != tokenizer::kNoToken)
            window[0] = beginOfSequence;
        for (std::size_t position = 0; position + 1 < window.size();) {
            const bool scores = position >= firstScored;
            const std::size_t end = scores ? window.size() - 1 : firstScored;
            const std::size_t most
                = scores ? std::min(executor.chunkLength(), executor.maxOutputs()) : executor.chunkLength();
            const std::size_t count = std::min(most, end - position);
            MARU_CHECK(executor.forward(std::span<const Token>(window).subspan(position, count),
                static_cast<std::uint32_t>(position), scores ? backend::Outputs::All : backend::Outputs::None, stop));
            for (std::size_t i = 0; scores && i < count; ++i) {
                total += negativeLogLikelihood(
                    executor.logits().subspan(i * vocabularySize, vocabularySize), window[position + i + 1]);
                ++scored;
            }
            position += count;
        }
        if (progress)
            progress(static_cast<std::uint32_t>(chunk + 1), std::exp(total / static_cast<double>(scored)));
    }
    return PerplexityResult { std::exp(total / static_cast<double>(scored)), static_cast<std::uint32_t>(chunks) };
}

} // namespace maru::session
