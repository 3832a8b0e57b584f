// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Filters of candidates: each takes some away and never the last one. `candidates` are likeliest first, and stay so.
namespace maru::sampling {

/// A token that may come next.
struct Candidate
{
    std::int32_t token;
    float logit;
};

/// The order of candidates: by logit, ties by the smaller id.
bool isLikelier(const Candidate &a, const Candidate &b);

/// The `k` likeliest tokens, likeliest first; k = 0: all. Not-a-number counts as impossible.
std::vector<Candidate> topK(std::span<const float> logits, std::uint32_t k);

/// Each candidate's probability relative to the first one's: exp((logit - first) / temperature).
void relativeWeights(std::span<const Candidate> candidates, float temperature, std::vector<double> &weights);

/// Keeps the fewest likeliest candidates whose probabilities reach `p`. `total`: the sum of relativeWeights() that the
/// probabilities are shares of; 0: of the candidates themselves.
/// Source: Holtzman et al. 2019, "The Curious Case of Neural Text Degeneration".
void keepTopP(std::vector<Candidate> &candidates, float p, double total = 0);

/// Keeps candidates at least `p` times as likely as the likeliest.
/// Source: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling".
void keepMinP(std::vector<Candidate> &candidates, float p);

/// Keeps the candidates whose surprise is nearest to the expected one, the fewest that together reach `p`.
/// Source: Meister et al. 2022, "Locally Typical Sampling".
void keepTypical(std::vector<Candidate> &candidates, float p);

/// "Exclude top choices": where two or more are at least as likely as `threshold`, leaves out all of them but the least
/// likely. Source: the sampler of that name in text-generation-webui.
void excludeTopChoices(std::vector<Candidate> &candidates, float threshold);

/// Mirostat's cut: keeps candidates whose surprise is at most `mu` bits.
/// Source: Basu et al. 2020, "Mirostat", algorithm 2.
void keepSurprise(std::vector<Candidate> &candidates, float temperature, float mu);

/// The same as topK() of all and keepSurprise(), without sorting what is cut.
std::vector<Candidate> withinSurprise(std::span<const float> logits, float temperature, float mu);

/// The same as topK() of all, keepTopP() and keepMinP(), without sorting what min-p cuts.
std::vector<Candidate> withinMinP(std::span<const float> logits, float topP, float minP);

} // namespace maru::sampling
