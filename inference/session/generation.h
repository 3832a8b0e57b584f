// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/reasoning.h"
#include "inference/sampling/sampling_settings.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace maru::session {

/// What to write: the tokens before it, how to choose, when to end.
///
/// A grammar holds for the answer, not for the thinking before it.
struct GenerationRequest
{
    std::vector<tokenizer::Token> prompt; ///< for a reply that goes on, with what is written of it at the end
    std::uint32_t writtenTokens = 0; ///< of the prompt, at its end, that are of this reply
    std::string samplerState = {}; ///< of the last of them, as GeneratedToken::samplerState told; empty: anew
    sampling::SamplingSettings sampling;
    std::vector<std::string> stops = {}; ///< texts that end the answer where they begin
    std::uint32_t maxTokens = 0; ///< 0: until the model ends or the context is full
    prompt::ReasoningFormat reasoning = {}; ///< how thinking is told from the answer; by default all is answer
    bool opensThinking = false; ///< the prompt ends inside the thinking
    std::uint32_t thinkingBudget = 0; ///< tokens of thinking, after which it is closed for the model; 0: no limit
    std::string conversation = {}; ///< the caller's name for it, for snapshots of the cache; empty: none is kept
    bool keepsSnapshotOnDisk = true; ///< else in memory only
};

/// One step of a reply. Texts hold whole characters only, and may be empty while one is incomplete or while what may be
/// a marker of the thinking is.
struct GeneratedToken
{
    tokenizer::Token token = tokenizer::kNoToken;
    std::string_view text; ///< of the answer
    std::string_view samplerState; ///< to go on from here: opaque text, as Sampler::state() writes it
    std::string_view thinking = {}; ///< of the thinking
};

/// Called on the generating thread; must be quick.
using TokenSink = std::function<void(const GeneratedToken &)>;

/// Called while the prompt is read: tokens read so far (reused ones included) and in all.
using PromptProgress = std::function<void(std::uint32_t done, std::uint32_t total)>;

enum class StopReason : std::uint8_t { EndOfReply, MaxTokens, ContextFull, Stopped, StopString };

/// "end", "length", "context", "stopped", "stop_string".
std::string_view toString(StopReason reason);

/// A finished reply, and how long it took.
struct GenerationResult
{
    std::string text; ///< the answer
    std::string reasoning = {}; ///< what was thought before it
    std::string writtenText = {}; ///< of the answer, what GenerationRequest::writtenTokens say for certain
    std::string writtenReasoning = {}; ///< of the thinking, the same
    std::vector<tokenizer::Token> tokens; ///< without what ended it (a token, a stop string); with the thinking
    StopReason stopReason = StopReason::EndOfReply;
    std::uint32_t promptTokens = 0;
    std::uint32_t reusedTokens = 0; ///< of the prompt, already in the cache
    double promptMs = 0;
    double firstTokenMs = 0; ///< from the call to the first token
    double generateMs = 0; ///< from the first token to the last
    double reasoningMs = 0; ///< from the first token to the end of the thinking
    std::uint32_t reasoningTokens = 0; ///< with the markers around it

    /// Tokens after the first per second of generateMs; 0 if there is no second one.
    double tokensPerSecond() const;
};

} // namespace maru::session
