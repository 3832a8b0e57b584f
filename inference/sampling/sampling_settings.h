// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

namespace maru::sampling {

/// How the next token is chosen. The order is: repetition penalty, top-k, top-p, min-p, temperature, draw.
struct SamplingSettings
{
    float temperature = 0.8f; ///< 0: always the likeliest token
    std::uint32_t topK = 40; ///< only the k likeliest; 0: all
    float topP = 0.95f; ///< the fewest tokens that together reach this probability; 1: all
    float minP = 0.05f; ///< only tokens at least this likely, relative to the likeliest; 0: all
    float repetitionPenalty = 1.0f; ///< logits of recent tokens divided (or times, below zero) by this; 1: off
    std::uint32_t repetitionWindow = 64; ///< how many recent tokens count
    std::uint64_t seed = 0;
};

} // namespace maru::sampling
