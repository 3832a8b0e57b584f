// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/sampling_settings.h"

#include <cmath>
#include <string_view>

namespace maru::sampling {

namespace {

constexpr std::size_t kLongestBreaker = 256;

Error badSetting(std::string_view name, std::string_view range)
{
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", std::string(name) }, { "detail", "must be " + std::string(range) } },
        std::string(name) + " must be " + std::string(range) };
}

bool within(float value, float lowest, float highest)
{
    return value >= lowest && value <= highest; // not-a-number is in no range
}

Result<void> checkDry(const DrySettings &dry)
{
    if (!within(dry.multiplier, 0.0f, 100.0f))
        return badSetting("dry-multiplier", "between 0 and 100");
    if (!within(dry.base, 1.0f, 100.0f))
        return badSetting("dry-base", "between 1 and 100");
    for (const std::string &breaker : dry.breakers) {
        if (breaker.empty() || breaker.size() > kLongestBreaker)
            return badSetting("dry-sequence-breaker", "a text of 1 to 256 bytes");
    }
    return {};
}

} // namespace

Result<void> checkSettings(const SamplingSettings &settings)
{
    if (!within(settings.temperature, 0.0f, 100.0f))
        return badSetting("temperature", "between 0 and 100");
    if (!(settings.typicalP > 0.0f && settings.typicalP <= 1.0f))
        return badSetting("typical", "above 0 and at most 1");
    if (!(settings.topP > 0.0f && settings.topP <= 1.0f))
        return badSetting("top-p", "above 0 and at most 1");
    if (!within(settings.minP, 0.0f, 1.0f))
        return badSetting("min-p", "between 0 and 1");
    if (!within(settings.xtcProbability, 0.0f, 1.0f))
        return badSetting("xtc-probability", "between 0 and 1");
    if (!within(settings.xtcThreshold, 0.0f, 1.0f))
        return badSetting("xtc-threshold", "between 0 and 1");
    if (!(settings.repetitionPenalty > 0.0f && settings.repetitionPenalty <= 10.0f))
        return badSetting("repetition penalty", "above 0 and at most 10");
    if (!within(settings.frequencyPenalty, -100.0f, 100.0f))
        return badSetting("frequency-penalty", "between -100 and 100");
    if (!within(settings.presencePenalty, -100.0f, 100.0f))
        return badSetting("presence-penalty", "between -100 and 100");
    MARU_CHECK(checkDry(settings.dry));
    if (!(settings.mirostatTau > 0.0f && settings.mirostatTau <= 100.0f))
        return badSetting("mirostat-ent", "above 0 and at most 100");
    if (!within(settings.mirostatEta, 0.0f, 1.0f))
        return badSetting("mirostat-lr", "between 0 and 1");
    for (const LogitBias &bias : settings.logitBias) {
        if (bias.token < 0 || std::isnan(bias.value))
            return badSetting("logit-bias", "a token and a number");
    }
    if (!settings.grammar.empty() && !settings.jsonSchema.empty())
        return badSetting("json-schema", "given without a grammar: only one of them can hold");
    return {};
}

} // namespace maru::sampling
