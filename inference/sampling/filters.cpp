// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/filters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace maru::sampling {

namespace {

bool likelier(const Candidate &a, const Candidate &b)
{
    return a.logit != b.logit ? a.logit > b.logit : a.token < b.token;
}

} // namespace

void penalizeRepetition(std::span<float> logits, std::span<const std::int32_t> recent, float penalty)
{
    if (penalty == 1.0f)
        return;
    std::vector<std::int32_t> seen(recent.begin(), recent.end());
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const std::int32_t token : seen) {
        if (token < 0 || static_cast<std::size_t>(token) >= logits.size())
            continue;
        float &logit = logits[static_cast<std::size_t>(token)];
        logit = logit > 0.0f ? logit / penalty : logit * penalty;
    }
}

std::vector<Candidate> topK(std::span<const float> logits, std::uint32_t k)
{
    const std::size_t wanted = k == 0 ? logits.size() : std::min<std::size_t>(k, logits.size());
    std::vector<Candidate> best;
    best.reserve(wanted);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (std::isnan(logits[i]))
            continue;
        const Candidate candidate { static_cast<std::int32_t>(i), logits[i] };
        if (best.size() < wanted) {
            best.push_back(candidate);
            if (best.size() == wanted)
                std::make_heap(best.begin(), best.end(), likelier);
        } else if (likelier(candidate, best.front())) {
            std::pop_heap(best.begin(), best.end(), likelier); // the heap's front is the least likely
            best.back() = candidate;
            std::push_heap(best.begin(), best.end(), likelier);
        }
    }
    std::sort(best.begin(), best.end(), likelier);
    return best;
}

void keepTopP(std::vector<Candidate> &candidates, float p)
{
    if (p >= 1.0f || candidates.empty())
        return;
    double total = 0;
    for (const Candidate &candidate : candidates)
        total += std::exp(static_cast<double>(candidate.logit - candidates.front().logit));
    double sum = 0;
    std::size_t kept = 0;
    while (kept < candidates.size()) {
        sum += std::exp(static_cast<double>(candidates[kept].logit - candidates.front().logit));
        ++kept;
        if (sum >= static_cast<double>(p) * total)
            break;
    }
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

} // namespace maru::sampling
