// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/sampler.h"

#include "inference/sampling/dry.h"
#include "inference/sampling/grammar_matcher.h"
#include "inference/sampling/json_schema.h"
#include "inference/sampling/penalties.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace maru::sampling {

namespace {

constexpr std::uint64_t kGrammarSteps = 20'000'000; // for one token: about a second

Error badState()
{
    return { ErrorCode::InvalidArgument, Reason::BadValue,
        { { "key", "sampler state" }, { "detail", "is not of these settings" } }, "the sampler state does not fit" };
}

void writeHexadecimal(std::string &text, std::uint64_t number, unsigned digits)
{
    for (unsigned i = digits; i-- > 0;)
        text += "0123456789abcdef"[(number >> (4 * i)) & 15];
}

/// Takes `digits` hexadecimal digits off the front of `text`.
bool readHexadecimal(std::string_view &text, std::uint64_t &number, std::size_t digits)
{
    const std::string_view part = text.substr(0, digits);
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number, 16);
    if (part.size() != digits || error != std::errc() || end != part.data() + part.size())
        return false;
    text.remove_prefix(digits);
    return true;
}

Result<std::shared_ptr<const Grammar>> grammarOf(const SamplingSettings &settings)
{
    if (settings.jsonSchema.empty())
        return Grammar::parse(settings.grammar);
    MARU_TRY(const std::string grammar, grammarOfSchema(settings.jsonSchema));
    return Grammar::parse(grammar);
}

} // namespace

Sampler::Sampler(const SamplingSettings &settings, std::shared_ptr<const PieceTable> pieces)
    : m_settings(settings)
    , m_pieces(std::move(pieces))
    , m_random(settings.seed)
    , m_mu(2.0f * settings.mirostatTau)
{
}

Sampler::Sampler(Sampler &&other) noexcept = default;
Sampler &Sampler::operator=(Sampler &&other) noexcept = default;
Sampler::~Sampler() = default;

bool Sampler::needsPieces(const SamplingSettings &settings)
{
    return settings.dry.multiplier != 0.0f || !settings.grammar.empty() || !settings.jsonSchema.empty();
}

Result<Sampler> Sampler::create(const SamplingSettings &settings, std::shared_ptr<const PieceTable> pieces)
{
    MARU_CHECK(checkSettings(settings));
    Sampler sampler(settings, std::move(pieces));
    if (!needsPieces(settings))
        return sampler;
    if (!sampler.m_pieces)
        return Error { ErrorCode::InvalidArgument, Reason::BadValue,
            { { "key", "pieces" }, { "detail", "are needed for a grammar and for DRY" } }, "no pieces" };
    if (settings.dry.multiplier != 0.0f)
        sampler.m_dry = std::make_unique<Dry>(settings.dry, *sampler.m_pieces);
    if (!settings.grammar.empty() || !settings.jsonSchema.empty()) {
        MARU_TRY(auto grammar, grammarOf(settings));
        sampler.m_grammar = std::make_unique<GrammarMatcher>(std::move(grammar));
    }
    return sampler;
}

Result<Sampler> Sampler::restore(
    const SamplingSettings &settings, std::string_view state, std::shared_ptr<const PieceTable> pieces)
{
    MARU_TRY(Sampler sampler, create(settings, std::move(pieces)));
    std::uint64_t number = 0;
    if (!readHexadecimal(state, number, 16))
        return badState();
    sampler.m_random = Random(number);
    if (settings.mirostat) {
        if (!state.starts_with(";m"))
            return badState();
        state.remove_prefix(2);
        if (!readHexadecimal(state, number, 8))
            return badState();
        sampler.m_mu = std::bit_cast<float>(static_cast<std::uint32_t>(number));
        if (!std::isfinite(sampler.m_mu))
            return badState();
    }
    if (sampler.m_grammar) {
        if (!state.starts_with(";g") || !sampler.m_grammar->restore(state.substr(2)))
            return badState();
        state = {};
    }
    if (!state.empty())
        return badState();
    return sampler;
}

std::string Sampler::state() const
{
    std::string text;
    writeHexadecimal(text, m_random.state(), 16);
    if (m_settings.mirostat) {
        text += ";m";
        writeHexadecimal(text, std::bit_cast<std::uint32_t>(m_mu), 8);
    }
    if (m_grammar)
        text += ";g" + m_grammar->state();
    return text;
}

void Sampler::accept(std::int32_t token)
{
    if (m_grammar && token >= 0 && static_cast<std::size_t>(token) < m_pieces->size())
        m_grammar->advance(m_pieces->piece(token));
}

bool Sampler::isComplete() const
{
    return m_grammar && m_grammar->mustEnd();
}

/// The `k` likeliest that the grammar allows: tokens are tried in the order of their logits, so that few need to be.
std::vector<Candidate> Sampler::allowedCandidates(std::span<const float> logits, std::uint32_t k)
{
    std::vector<Candidate> heap;
    const ByteSet &first = m_grammar->firstBytes();
    const std::size_t count = std::min(logits.size(), m_pieces->size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto token = static_cast<std::int32_t>(i);
        const std::string_view piece = m_pieces->piece(token);
        const bool mayCome = m_pieces->isEnd(token)
            ? m_grammar->mayEnd()
            : !piece.empty() && first.contains(static_cast<unsigned char>(piece.front()));
        if (mayCome && !std::isnan(logits[i]))
            heap.push_back({ token, logits[i] });
    }
    const auto isLess = [](const Candidate &a, const Candidate &b) { return isLikelier(b, a); };
    std::make_heap(heap.begin(), heap.end(), isLess);
    std::vector<Candidate> allowed;
    m_grammar->setBudget(kGrammarSteps);
    while (!heap.empty() && (k == 0 || allowed.size() < k) && !m_grammar->isOverBudget()) {
        std::pop_heap(heap.begin(), heap.end(), isLess);
        const Candidate candidate = heap.back();
        heap.pop_back();
        if (m_pieces->isEnd(candidate.token) || m_grammar->allows(m_pieces->piece(candidate.token)))
            allowed.push_back(candidate);
    }
    m_grammar->setBudget(kGrammarSteps); // for accept()
    return allowed;
}

std::vector<Candidate> Sampler::candidates(std::span<const float> logits, std::uint32_t k, bool isFree)
{
    return m_grammar && !isFree ? allowedCandidates(logits, k) : topK(logits, k);
}

/// Top-k, typical, top-p and min-p.
std::vector<Candidate> Sampler::likely(std::span<const float> logits, bool isFree)
{
    if (m_settings.topK == 0 && m_settings.minP > 0.0f && m_settings.typicalP == 1.0f && (!m_grammar || isFree))
        return withinMinP(logits, m_settings.topP, m_settings.minP);
    std::vector<Candidate> left = candidates(logits, m_settings.topK, isFree);
    keepTypical(left, m_settings.typicalP);
    keepTopP(left, m_settings.topP);
    keepMinP(left, m_settings.minP);
    return left;
}

/// The place of the candidate that the draw falls on; m_weights then holds their weights.
std::size_t Sampler::draw(std::span<const Candidate> candidates)
{
    relativeWeights(candidates, m_settings.temperature, m_weights);
    double rest = m_random.uniform() * std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        rest -= m_weights[i];
        if (rest < 0)
            return i;
    }
    return 0; // only where the sum rounded up
}

std::int32_t Sampler::sampleMirostat(std::span<const float> logits, bool isFree)
{
    std::vector<Candidate> left;
    if (m_grammar && !isFree) {
        left = allowedCandidates(logits, 0);
        keepSurprise(left, m_settings.temperature, m_mu);
    } else {
        left = withinSurprise(logits, m_settings.temperature, m_mu);
    }
    if (left.empty())
        return -1;
    const std::size_t drawn = draw(left);
    const double total = std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    const double surprise = -std::log2(m_weights[drawn] / total);
    m_mu -= m_settings.mirostatEta * (static_cast<float>(surprise) - m_settings.mirostatTau);
    return left[drawn].token;
}

std::int32_t Sampler::sample(std::span<float> logits, std::span<const std::int32_t> recent, bool isFree)
{
    for (const LogitBias &bias : m_settings.logitBias) {
        if (static_cast<std::size_t>(bias.token) < logits.size())
            logits[static_cast<std::size_t>(bias.token)] += bias.value;
    }
    penalizeRepetition(logits, recent.last(std::min<std::size_t>(m_settings.repetitionWindow, recent.size())),
        { m_settings.repetitionPenalty, m_settings.frequencyPenalty, m_settings.presencePenalty });
    if (m_dry)
        m_dry->penalize(logits, recent);
    if (m_settings.temperature == 0.0f) {
        const std::vector<Candidate> best = candidates(logits, 1, isFree);
        return best.empty() ? -1 : best.front().token;
    }
    if (m_settings.mirostat)
        return sampleMirostat(logits, isFree);
    std::vector<Candidate> left = likely(logits, isFree);
    if (left.empty())
        return -1;
    if (m_settings.xtcProbability > 0.0f && m_random.uniform() < static_cast<double>(m_settings.xtcProbability))
        excludeTopChoices(left, m_settings.xtcThreshold);
    return left[draw(left)].token;
}

} // namespace maru::sampling
