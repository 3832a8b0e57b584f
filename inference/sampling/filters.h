// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maru::sampling {

/// A token that may come next.
struct Candidate
{
    std::int32_t token;
    float logit;
};

/// Logits of tokens among `recent` are divided by `penalty` where above zero, multiplied where below: a token that was
/// just said becomes less likely. Source: Keskar et al. 2019, "CTRL".
void penalizeRepetition(std::span<float> logits, std::span<const std::int32_t> recent, float penalty);

/// The `k` likeliest tokens, likeliest first; k = 0: all. Ties go to the smaller id; not-a-number counts as impossible.
std::vector<Candidate> topK(std::span<const float> logits, std::uint32_t k);

/// Keeps the fewest likeliest candidates whose probabilities reach `p`; at least one. `candidates` are likeliest first.
/// Source: Holtzman et al. 2019, "The Curious Case of Neural Text Degeneration".
void keepTopP(std::vector<Candidate> &candidates, float p);

/// Keeps candidates at least `p` times as likely as the likeliest. `candidates` are likeliest first.
/// Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling".
void keepMinP(std::vector<Candidate> &candidates, float p);

} // namespace maru::sampling
