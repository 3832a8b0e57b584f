// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/sampling/filters.h"
#include "inference/sampling/piece_table.h"
#include "inference/sampling/random.h"
#include "inference/sampling/sampling_settings.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::sampling {

class Dry;
class GrammarMatcher;

/// Chooses the next token from logits: the chain that SamplingSettings names, then a draw.
///
/// The random numbers are our own, so the same seed and logits give the same tokens on every machine, and state() is a
/// short text that can be saved with a reply to go on from there.
/// Ownership: shares the pieces; movable. Threads: one at a time.
class Sampler
{
public:
    /// A grammar, a JSON schema and DRY need `pieces`. Failure: BadValue for a setting outside its range, BadGrammar,
    /// BadSchema.
    static Result<Sampler> create(const SamplingSettings &settings, std::shared_ptr<const PieceTable> pieces = nullptr);

    /// Continues where a sampler of these settings whose state() was `state` stood. Failure: BadValue.
    static Result<Sampler> restore(
        const SamplingSettings &settings, std::string_view state, std::shared_ptr<const PieceTable> pieces = nullptr);

    /// Whether create() will want pieces for these settings.
    static bool needsPieces(const SamplingSettings &settings);

    Sampler(Sampler &&other) noexcept;
    Sampler &operator=(Sampler &&other) noexcept;
    ~Sampler();

    /// The next token; `recent` holds the text so far. `logits` is changed. Returns -1 if there is no number among
    /// them, or none that the grammar allows. A grammar is not asked while `isFree`.
    std::int32_t sample(std::span<float> logits, std::span<const std::int32_t> recent, bool isFree = false);

    /// Tells the grammar that `token` was written: every token of the text that it is to hold for.
    void accept(std::int32_t token);

    /// True if the grammar allows nothing more, not even where the vocabulary has no token to end with.
    bool isComplete() const;

    /// Random state (16 hexadecimal digits), then mirostat's and the grammar's, if they are on.
    std::string state() const;

private:
    Sampler(const SamplingSettings &settings, std::shared_ptr<const PieceTable> pieces);
    std::vector<Candidate> candidates(std::span<const float> logits, std::uint32_t k, bool isFree);
    std::vector<Candidate> allowedCandidates(std::span<const float> logits, std::uint32_t k);
    std::int32_t sampleMirostat(std::span<const float> logits, bool isFree);
    std::vector<Candidate> likely(std::span<const float> logits, bool isFree);
    std::size_t draw(std::span<const Candidate> candidates);

    SamplingSettings m_settings;
    std::shared_ptr<const PieceTable> m_pieces;
    Random m_random;
    float m_mu; // mirostat's bound of surprise
    std::unique_ptr<Dry> m_dry; // none: off
    std::unique_ptr<GrammarMatcher> m_grammar; // none: anything goes
    std::vector<double> m_weights; // scratch of a draw
};

} // namespace maru::sampling
