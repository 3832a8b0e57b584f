// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/filters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace maru::sampling {

namespace {

/// What `logit` is relative to `first`, the largest; infinities of the same sign are as likely as each other.
double distance(float logit, float first)
{
    return logit == first ? 0.0 : static_cast<double>(logit) - static_cast<double>(first);
}

std::vector<double> probabilities(const std::vector<Candidate> &candidates)
{
    std::vector<double> weights;
    relativeWeights(candidates, 1.0f, weights);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double &weight : weights)
        weight /= total;
    return weights;
}

/// The largest number of `logits`; minus infinity if there is none.
float largestOf(std::span<const float> logits)
{
    float largest = -std::numeric_limits<float>::infinity();
    for (const float logit : logits)
        largest = logit > largest ? logit : largest;
    return largest;
}

/// Candidates at least as large as `lowest`, likeliest first; at least one, if there is a number.
std::vector<Candidate> atLeast(std::span<const float> logits, float lowest)
{
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (logits[i] >= lowest)
            found.push_back({ static_cast<std::int32_t>(i), logits[i] });
    }
    if (found.empty())
        return topK(logits, 1);
    std::sort(found.begin(), found.end(), isLikelier);
    return found;
}

/// The sum of relativeWeights() over all.
double totalWeight(std::span<const float> logits, float largest, float temperature)
{
    double total = 0;
    for (const float logit : logits) {
        if (!std::isnan(logit))
            total += std::exp(distance(logit, largest) / static_cast<double>(temperature));
    }
    return total;
}

} // namespace

bool isLikelier(const Candidate &a, const Candidate &b)
{
    return a.logit != b.logit ? a.logit > b.logit : a.token < b.token;
}

std::vector<Candidate> topK(std::span<const float> logits, std::uint32_t k)
{
    const std::size_t wanted = k == 0 ? logits.size() : std::min<std::size_t>(k, logits.size());
    std::vector<Candidate> best;
    best.reserve(wanted);
    std::size_t i = 0;
    for (; i < logits.size() && best.size() < wanted; ++i) {
        if (!std::isnan(logits[i]))
            best.push_back({ static_cast<std::int32_t>(i), logits[i] });
    }
    if (i < logits.size()) {
        std::make_heap(best.begin(), best.end(), isLikelier); // the heap's front is the least likely
        // Ids rise, so that a tie never replaces; not-a-number is above nothing.
        for (; i < logits.size(); ++i) {
            if (!(logits[i] > best.front().logit))
                continue;
            std::pop_heap(best.begin(), best.end(), isLikelier);
            best.back() = { static_cast<std::int32_t>(i), logits[i] };
            std::push_heap(best.begin(), best.end(), isLikelier);
        }
    }
    std::sort(best.begin(), best.end(), isLikelier);
    return best;
}

void relativeWeights(std::span<const Candidate> candidates, float temperature, std::vector<double> &weights)
{
    weights.clear();
    for (const Candidate &candidate : candidates) {
        const double away = distance(candidate.logit, candidates.front().logit);
        weights.push_back(std::exp(away / static_cast<double>(temperature)));
    }
}

void keepTopP(std::vector<Candidate> &candidates, float p, double total)
{
    if (p >= 1.0f || candidates.empty())
        return;
    std::vector<double> weights;
    relativeWeights(candidates, 1.0f, weights);
    if (total == 0)
        total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double sum = 0;
    std::size_t kept = 0;
    while (kept < candidates.size() && (kept == 0 || sum < static_cast<double>(p) * total))
        sum += weights[kept++];
    candidates.resize(kept);
}

void keepMinP(std::vector<Candidate> &candidates, float p)
{
    if (p <= 0.0f || candidates.empty())
        return;
    const float lowest = candidates.front().logit + std::log(std::min(p, 1.0f));
    const auto end = std::find_if(candidates.begin() + 1, candidates.end(),
        [lowest](const Candidate &candidate) { return candidate.logit < lowest; });
    candidates.erase(end, candidates.end());
}

void keepTypical(std::vector<Candidate> &candidates, float p)
{
    if (p >= 1.0f || candidates.size() < 2)
        return;
    const std::vector<double> likely = probabilities(candidates);
    double entropy = 0;
    for (const double probability : likely)
        entropy -= probability > 0 ? probability * std::log(probability) : 0;
    const auto oddity = [&](std::size_t i) { return std::abs(-std::log(likely[i]) - entropy); };
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return oddity(a) < oddity(b); });
    double sum = 0;
    std::size_t kept = 0;
    while (kept < order.size() && (kept == 0 || sum < static_cast<double>(p)))
        sum += likely[order[kept++]];
    order.resize(kept);
    std::sort(order.begin(), order.end()); // likeliest first again
    std::vector<Candidate> typical;
    for (const std::size_t i : order)
        typical.push_back(candidates[i]);
    candidates = std::move(typical);
}

void excludeTopChoices(std::vector<Candidate> &candidates, float threshold)
{
    if (threshold > 0.5f || candidates.size() < 2) // two cannot both be likelier than that
        return;
    const std::vector<double> likely = probabilities(candidates);
    std::size_t above = 0;
    while (above < likely.size() && likely[above] >= static_cast<double>(threshold))
        ++above;
    if (above >= 2)
        candidates.erase(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(above) - 1);
}

void keepSurprise(std::vector<Candidate> &candidates, float temperature, float mu)
{
    if (candidates.empty())
        return;
    std::vector<double> weights;
    relativeWeights(candidates, temperature, weights);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    const double least = total * std::exp2(-static_cast<double>(mu));
    std::size_t kept = 1;
    while (kept < candidates.size() && weights[kept] >= least)
        ++kept;
    candidates.resize(kept);
}

std::vector<Candidate> withinSurprise(std::span<const float> logits, float temperature, float mu)
{
    const float largest = largestOf(logits);
    const double total = totalWeight(logits, largest, temperature);
    const double below = (static_cast<double>(mu) * std::log(2.0) - std::log(total)) * static_cast<double>(temperature);
    return atLeast(logits, std::min(largest, static_cast<float>(static_cast<double>(largest) - below)));
}

std::vector<Candidate> withinMinP(std::span<const float> logits, float topP, float minP)
{
    const float largest = largestOf(logits);
    std::vector<Candidate> candidates = atLeast(logits, largest + std::log(std::min(minP, 1.0f)));
    if (topP < 1.0f)
        keepTopP(candidates, topP, totalWeight(logits, largest, 1.0f));
    return candidates;
}

} // namespace maru::sampling
