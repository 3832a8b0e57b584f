// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/sampling/sampling_settings.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::sampling {

/// Chooses the next token from logits: the chain of filters that SamplingSettings names, then a draw.
///
/// The random numbers are our own (splitmix64), so the same seed and logits give the same tokens on every machine, and
/// the state is one number that can be saved with a reply to go on from there.
/// Ownership: a value. Threads: one at a time.
class Sampler
{
public:
    /// Failure: BadValue for a setting outside its range.
    static Result<Sampler> create(const SamplingSettings &settings);

    /// Continues where a sampler whose state() was `state` stood. Failure: BadValue.
    static Result<Sampler> restore(const SamplingSettings &settings, std::string_view state);

    /// The next token; `recent` holds the text so far, of which the last repetitionWindow tokens count. `logits` is
    /// changed. Returns -1 if there is no number among them.
    std::int32_t sample(std::span<float> logits, std::span<const std::int32_t> recent);

    /// The random state, 16 hexadecimal digits.
    std::string state() const;

private:
    explicit Sampler(const SamplingSettings &settings);
    double uniform(); // [0, 1)

    SamplingSettings m_settings;
    std::uint64_t m_random;
    std::vector<double> m_weights; // scratch of a draw
};

} // namespace maru::sampling
