// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <span>

namespace maru::sampling {

/// How much less likely a token is made that was said among the last ones.
struct RepetitionPenalties
{
    float repetition = 1.0f; ///< logits above zero are divided by it, others times it. Keskar et al. 2019, "CTRL"
    float frequency = 0.0f; ///< taken off for each time
    float presence = 0.0f; ///< taken off once

    bool isOff() const { return repetition == 1.0f && frequency == 0.0f && presence == 0.0f; }
};

/// Changes the logits of the tokens in `recent`. Tokens outside the logits are passed over.
void penalizeRepetition(
    std::span<float> logits, std::span<const std::int32_t> recent, const RepetitionPenalties &penalties);

} // namespace maru::sampling
