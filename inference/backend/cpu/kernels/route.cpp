// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/route.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace maru::backend::cpu {

namespace {

constexpr float kExcluded = -std::numeric_limits<float>::infinity();

/// A token's affinity to an expert.
struct Affinity
{
    graph::Gating gating;
    double largest = 0.0; ///< of the logits the softmax is over
    double sum = 1.0;

    double of(float logit) const
    {
        const auto wide = static_cast<double>(logit);
        switch (gating) {
        case graph::Gating::Sigmoid:
            return 1.0 / (1.0 + std::exp(-wide));
        case graph::Gating::Softmax:
            return std::exp(wide - largest) / sum;
        case graph::Gating::SoftmaxOfChosen:
            break;
        }
        return wide;
    }
};

Affinity affinityOf(const float *logits, const graph::Routing &routing)
{
    Affinity affinity { routing.gating };
    if (routing.gating == graph::Gating::Softmax) {
        affinity.largest = static_cast<double>(*std::max_element(logits, logits + routing.experts));
        affinity.sum = 0.0;
        for (std::uint32_t e = 0; e < routing.experts; ++e)
            affinity.sum += std::exp(static_cast<double>(logits[e]) - affinity.largest);
    }
    return affinity;
}

/// The first of the largest that is not excluded; always a valid index.
std::uint32_t best(const float *scores, std::uint32_t count)
{
    std::uint32_t found = 0;
    while (found + 1 < count && scores[found] == kExcluded)
        ++found;
    for (std::uint32_t i = found + 1; i < count; ++i) {
        if (scores[i] > scores[found])
            found = i;
    }
    return found;
}

float groupScore(float *scores, std::uint32_t length, bool sumsTwoBest)
{
    const std::uint32_t first = best(scores, length);
    const float score = scores[first];
    if (!sumsTwoBest || length == 1)
        return score;
    scores[first] = kExcluded;
    const float second = scores[best(scores, length)];
    scores[first] = score;
    return score + second;
}

/// Excludes the experts of all but the best groups. `groups` is room for one score each.
void keepBestGroups(float *scores, const graph::Routing &routing, float *groups)
{
    const std::uint32_t length = routing.experts / routing.groups;
    for (std::uint32_t g = 0; g < routing.groups; ++g)
        groups[g] = groupScore(scores + std::size_t { g } * length, length, routing.sumsTwoBest);
    for (std::uint32_t n = 0; n < routing.groupsUsed; ++n)
        groups[best(groups, routing.groups)] = kExcluded;
    for (std::uint32_t e = 0; e < routing.experts; ++e) {
        if (groups[e / length] != kExcluded)
            scores[e] = kExcluded;
    }
}

/// The `used` best of the scores, ascending, into `chosen`.
void chooseBest(float *scores, const graph::Routing &routing, float *chosen)
{
    for (std::uint32_t n = 0; n < routing.used; ++n) {
        const std::uint32_t expert = best(scores, routing.experts);
        scores[expert] = kExcluded;
        chosen[n] = static_cast<float>(expert);
    }
    std::sort(chosen, chosen + routing.used);
}

} // namespace

void route(const float *logits, const graph::Routing &routing, const float *bias, float *work, float *out)
{
    const Affinity affinity = affinityOf(logits, routing);
    for (std::uint32_t e = 0; e < routing.experts; ++e)
        work[e] = static_cast<float>(affinity.of(logits[e])) + (bias == nullptr ? 0.0f : bias[e]);
    if (routing.groups > 1)
        keepBestGroups(work, routing, work + routing.experts);
    chooseBest(work, routing, out);

    const bool ofChosen = routing.gating == graph::Gating::SoftmaxOfChosen;
    double largest = -std::numeric_limits<double>::infinity();
    for (std::uint32_t i = 0; i < routing.used; ++i)
        largest = std::max(largest, static_cast<double>(logits[static_cast<std::size_t>(out[i])]));
    const auto weightOf = [&](std::uint32_t i) {
        const float logit = logits[static_cast<std::size_t>(out[i])];
        return ofChosen ? std::exp(static_cast<double>(logit) - largest) : affinity.of(logit);
    };
    double divisor = 1.0;
    if (routing.normalizes || ofChosen) {
        divisor = static_cast<double>(graph::kRoutingEpsilon);
        for (std::uint32_t i = 0; i < routing.used; ++i)
            divisor += weightOf(i);
    }
    for (std::uint32_t i = 0; i < routing.used; ++i)
        out[routing.used + i] = static_cast<float>(weightOf(i) / divisor * static_cast<double>(routing.scale));
}

} // namespace maru::backend::cpu
