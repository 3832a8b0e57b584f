// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace maru::sampling {

/// Added to the logit of a token before anything else; minus infinity: never.
struct LogitBias
{
    tokenizer::Token token;
    float value;
};

/// "Don't repeat yourself": a token that would go on with a stretch of text that stood before is made less likely, the
/// more so the longer the stretch. Source: the sampler of that name in text-generation-webui.
struct DrySettings
{
    float multiplier = 0.0f; ///< 0: off
    float base = 1.75f; ///< the penalty is multiplier * base ^ (length - allowedLength)
    std::uint32_t allowedLength = 2; ///< tokens that may be repeated freely
    std::uint32_t window = 0; ///< how many recent tokens count; 0: all
    std::vector<std::string> breakers = { "\n", ":", "\"", "*" }; ///< a stretch does not reach over these texts
};

/// How the next token is chosen. This is the order of the chain:
///
///     logit bias, grammar, repetition + frequency + presence penalties, DRY,
///     top-k, typical, top-p, min-p, XTC, temperature, draw
///
/// The grammar is a mask: what it does not allow is no candidate of anything after it. Temperature 0 takes the
/// likeliest of what stands after DRY. With mirostat, temperature and mirostat stand in for everything from top-k on.
struct SamplingSettings
{
    float temperature = 0.8f; ///< 0: always the likeliest token
    std::uint32_t topK = 40; ///< only the k likeliest; 0: all
    float typicalP = 1.0f; ///< the most typical tokens that together reach this probability; 1: all
    float topP = 0.95f; ///< the fewest tokens that together reach this probability; 1: all
    float minP = 0.05f; ///< only tokens at least this likely, relative to the likeliest; 0: all
    float xtcProbability = 0.0f; ///< how often the likeliest tokens are left out; 0: never
    float xtcThreshold = 0.1f; ///< ... those above this probability, but for the least likely of them
    float repetitionPenalty = 1.0f; ///< logits of recent tokens divided (or times, below zero) by this; 1: off
    float frequencyPenalty = 0.0f; ///< taken off the logit for each time a recent token occurred
    float presencePenalty = 0.0f; ///< taken off the logit of each recent token
    std::uint32_t repetitionWindow = 64; ///< how many recent tokens count for the three; 0: none
    DrySettings dry = {};
    bool mirostat = false; ///< version 2
    float mirostatTau = 5.0f; ///< the surprise aimed at, in bits
    float mirostatEta = 0.1f; ///< how fast it adapts
    std::vector<LogitBias> logitBias = {};
    std::string grammar = {}; ///< GBNF; empty: none. See Grammar::parse()
    std::string jsonSchema = {}; ///< a JSON schema instead; empty: none. See grammarOfSchema()
    std::uint64_t seed = 0;
};

/// BadValue (key, detail) for the first setting that is outside its range. Grammars are not looked at.
Result<void> checkSettings(const SamplingSettings &settings);

} // namespace maru::sampling
