// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/penalties.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace maru::sampling {

void penalizeRepetition(
    std::span<float> logits, std::span<const std::int32_t> recent, const RepetitionPenalties &penalties)
{
    if (penalties.isOff())
        return;
    std::vector<std::int32_t> seen(recent.begin(), recent.end());
    std::sort(seen.begin(), seen.end());
    for (std::size_t i = 0; i < seen.size();) {
        const std::int32_t token = seen[i];
        std::size_t count = 0;
        while (i < seen.size() && seen[i] == token) {
            ++count;
            ++i;
        }
        if (token < 0 || static_cast<std::size_t>(token) >= logits.size())
            continue;
        float &logit = logits[static_cast<std::size_t>(token)];
        logit = logit > 0.0f ? logit / penalties.repetition : logit * penalties.repetition;
        logit -= static_cast<float>(count) * penalties.frequency + penalties.presence;
    }
}

} // namespace maru::sampling
