// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/sampler.h"

#include "inference/sampling/filters.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace maru::sampling {

namespace {

Error badSetting(std::string_view name, std::string_view range)
{
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", std::string(name) }, { "detail", "must be " + std::string(range) } },
        std::string(name) + " must be " + std::string(range) };
}

Result<void> validate(const SamplingSettings &settings)
{
    if (!(settings.temperature >= 0.0f && settings.temperature <= 100.0f))
        return badSetting("temperature", "between 0 and 100");
    if (!(settings.topP > 0.0f && settings.topP <= 1.0f))
        return badSetting("top-p", "above 0 and at most 1");
    if (!(settings.minP >= 0.0f && settings.minP <= 1.0f))
        return badSetting("min-p", "between 0 and 1");
    if (!(settings.repetitionPenalty > 0.0f && settings.repetitionPenalty <= 10.0f))
        return badSetting("repetition penalty", "above 0 and at most 10");
    return {};
}

} // namespace

Sampler::Sampler(const SamplingSettings &settings)
    : m_settings(settings)
    , m_random(settings.seed)
{
}

Result<Sampler> Sampler::create(const SamplingSettings &settings)
{
    MARU_CHECK(validate(settings));
    return Sampler(settings);
}

Result<Sampler> Sampler::restore(const SamplingSettings &settings, std::string_view state)
{
    MARU_TRY(Sampler sampler, create(settings));
    const auto [end, error] = std::from_chars(state.data(), state.data() + state.size(), sampler.m_random, 16);
    if (state.size() != 16 || error != std::errc() || end != state.data() + state.size())
        return badSetting("sampler state", "16 hexadecimal digits");
    return sampler;
}

std::string Sampler::state() const
{
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = "0123456789abcdef"[(m_random >> (60 - 4 * i)) & 15];
    return text;
}

double Sampler::uniform()
{
    m_random += 0x9e3779b97f4a7c15u;
    std::uint64_t mixed = m_random;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    mixed ^= mixed >> 31;
    return static_cast<double>(mixed >> 11) * 0x1.0p-53;
}

std::int32_t Sampler::sample(std::span<float> logits, std::span<const std::int32_t> recent)
{
    const std::size_t window = std::min<std::size_t>(m_settings.repetitionWindow, recent.size());
    penalizeRepetition(logits, recent.last(window), m_settings.repetitionPenalty);
    if (m_settings.temperature == 0.0f) {
        const std::vector<Candidate> best = topK(logits, 1);
        return best.empty() ? -1 : best.front().token;
    }
    std::vector<Candidate> candidates = topK(logits, m_settings.topK);
    if (candidates.empty())
        return -1;
    keepTopP(candidates, m_settings.topP);
    keepMinP(candidates, m_settings.minP);

    m_weights.clear();
    double total = 0;
    for (const Candidate &candidate : candidates) {
        const double distance = static_cast<double>(candidate.logit) - static_cast<double>(candidates.front().logit);
        m_weights.push_back(std::exp(distance / static_cast<double>(m_settings.temperature)));
        total += m_weights.back();
    }
    double rest = uniform() * total;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        rest -= m_weights[i];
        if (rest < 0)
            return candidates[i].token;
    }
    return candidates.front().token; // only where all logits are infinite, or the sum rounded up
}

} // namespace maru::sampling
