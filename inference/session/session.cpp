// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/session.h"

#include "inference/base/log.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

namespace maru::session {

namespace {

using Clock = std::chrono::steady_clock;
using tokenizer::Token;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

Error contextTooSmall(std::size_t needed, std::uint32_t context)
{
    return { ErrorCode::InvalidArgument, Reason::ContextTooSmall,
        { { "needed", std::to_string(needed) }, { "context", std::to_string(context) } },
        "the prompt needs " + std::to_string(needed) + " positions, the context has " + std::to_string(context) };
}

Error noNumbers()
{
    return { ErrorCode::DeviceLost, Reason::DriverFailed, { { "detail", "the device computed no numbers" } },
        "all logits are not-a-number" };
}

Result<void> checkTokens(std::span<const Token> tokens, std::uint32_t vocabularySize)
{
    if (tokens.empty())
        return Error { ErrorCode::InvalidArgument, Reason::BadValue, { { "key", "prompt" }, { "detail", "is empty" } },
            "the prompt is empty" };
    for (const Token token : tokens) {
        if (token < 0 || static_cast<std::uint32_t>(token) >= vocabularySize)
            return Error { ErrorCode::InvalidArgument, Reason::BadValue,
                { { "key", "token" }, { "detail", std::to_string(token) + " is not in the vocabulary" } },
                "token " + std::to_string(token) + " is not in the vocabulary" };
    }
    return {};
}

Error nothingAllowed()
{
    const std::string detail = "allows nothing here that the vocabulary can write";
    return { ErrorCode::InvalidArgument, Reason::BadValue, { { "key", "the grammar" }, { "detail", detail } },
        "the grammar " + detail };
}

constexpr std::size_t kWorthRestoring = 32; // tokens: reading a file costs about as much

} // namespace

Session::Session(const model::Model &model, std::unique_ptr<backend::Executor> executor)
    : m_model(model)
    , m_executor(std::move(executor))
{
}

Session::~Session() = default;

void Session::reset()
{
    m_cached.clear();
    m_isSaved = true;
}

void Session::setSnapshots(std::shared_ptr<SnapshotStore> store)
{
    m_snapshots = std::move(store);
}

SnapshotKey Session::snapshotKey() const
{
    return { m_model.id(), m_executor->cacheFormat() };
}

Result<void> Session::saveSnapshot(std::stop_token stop)
{
    if (!m_snapshots || m_conversation.empty() || m_isSaved || m_cached.empty())
        return {};
    const auto place = m_keepsOnDisk ? SnapshotStore::Place::Disk : SnapshotStore::Place::Memory;
    MARU_CHECK(m_snapshots->save(snapshotKey(), m_conversation, place, m_cached, *m_executor, std::move(stop)));
    m_isSaved = true;
    return {};
}

/// Tokens of `prompt` that the cache holds and that can be gone on from.
std::size_t Session::reusable(std::span<const Token> prompt) const
{
    const auto mismatch = std::mismatch(prompt.begin(), prompt.end() - 1, m_cached.begin(), m_cached.end());
    const auto shared = static_cast<std::size_t>(mismatch.first - prompt.begin());
    return shared >= m_executor->oldestPosition() ? shared : 0;
}

/// Takes up the cache that shares most with the prompt, and says how much that is.
std::size_t Session::prepareCache(const GenerationRequest &request, const std::stop_token &stop)
{
    const std::span<const Token> prompt = request.prompt;
    std::size_t reused = reusable(prompt);
    if (m_snapshots) {
        const SnapshotKey key = snapshotKey();
        const auto match = key.cacheFormat.empty()
            ? std::nullopt
            : m_snapshots->best(key, prompt.first(prompt.size() - 1), m_executor->contextLength());
        const bool isOther = request.conversation != m_conversation;
        const bool restores = match && match->shared >= reused + kWorthRestoring;
        if (isOther && (restores || reused < m_cached.size())) {
            if (const auto saved = saveSnapshot(stop); !saved)
                log(LogLevel::Warning, "session", "no snapshot was kept: " + saved.error().message);
        }
        if (restores) {
            auto tokens = m_snapshots->restore(*match, key, *m_executor, stop);
            m_cached = tokens ? *std::move(tokens) : std::vector<Token>();
            reused = m_cached.empty() ? 0 : reusable(prompt);
        }
    }
    m_conversation = request.conversation;
    m_keepsOnDisk = request.keepsSnapshotOnDisk;
    m_isSaved = false;
    return reused;
}

Result<sampling::Sampler> Session::makeSampler(const GenerationRequest &request)
{
    if (!m_pieces && sampling::Sampler::needsPieces(request.sampling))
        m_pieces = std::make_shared<const sampling::PieceTable>(m_model.tokenizer());
    if (!request.samplerState.empty())
        return sampling::Sampler::restore(request.sampling, request.samplerState, m_pieces);
    return sampling::Sampler::create(request.sampling, m_pieces);
}

Result<void> Session::readPrompt(
    std::span<const Token> tokens, std::size_t reused, const PromptProgress &progress, std::stop_token stop)
{
    const auto total = static_cast<std::uint32_t>(tokens.size());
    m_cached.resize(reused);
    if (progress)
        progress(static_cast<std::uint32_t>(reused), total);
    while (m_cached.size() < tokens.size()) {
        const std::size_t start = m_cached.size();
        const std::size_t count = std::min<std::size_t>(m_executor->chunkLength(), tokens.size() - start);
        const bool isLast = start + count == tokens.size();
        const std::span<const Token> chunk = tokens.subspan(start, count);
        MARU_CHECK(m_executor->forward(
            chunk, static_cast<std::uint32_t>(start), isLast ? backend::Outputs::Last : backend::Outputs::None, stop));
        m_cached.insert(m_cached.end(), chunk.begin(), chunk.end());
        if (progress)
            progress(static_cast<std::uint32_t>(m_cached.size()), total);
    }
    return {};
}

Result<GenerationResult> Session::generate(
    const GenerationRequest &request, const TokenSink &sink, const PromptProgress &progress, std::stop_token stop)
{
    const std::span<const Token> prompt = request.prompt;
    const std::uint32_t context = m_executor->contextLength();
    MARU_CHECK(checkTokens(prompt, m_model.tokenizer().vocabularySize()));
    if (prompt.size() >= context)
        return contextTooSmall(prompt.size() + 1, context);
    MARU_TRY(sampling::Sampler sampler, makeSampler(request));

    GenerationResult result;
    ReplyWriter writer(m_model.tokenizer(), request, sink, result);
    for (const Token token : prompt.last(std::min<std::size_t>(request.writtenTokens, prompt.size()))) {
        if (request.samplerState.empty() && !writer.isThinking())
            sampler.accept(token);
        writer.replay(token);
    }
    const auto start = Clock::now();
    const std::size_t reused = prepareCache(request, stop);
    result.promptTokens = static_cast<std::uint32_t>(prompt.size());
    result.reusedTokens = static_cast<std::uint32_t>(reused);
    result.stopReason = StopReason::Stopped;
    const Result<void> read = readPrompt(prompt, reused, progress, stop);
    result.promptMs = millisecondsSince(start);
    if (!read) {
        if (read.error().code != ErrorCode::Cancelled)
            return read.error();
        return result;
    }
    MARU_CHECK(writeReply(request, sampler, writer, result, std::move(stop)));
    if (result.firstTokenMs != 0)
        result.firstTokenMs += result.promptMs;
    return result;
}

Result<void> Session::writeReply(const GenerationRequest &request, sampling::Sampler &sampler, ReplyWriter &writer,
    GenerationResult &result, std::stop_token stop)
{
    const tokenizer::Tokenizer &tokenizer = m_model.tokenizer();
    const auto start = Clock::now();
    std::vector<Token> history = request.prompt;
    std::vector<float> logits;
    std::vector<Token> forced; // what closes the thinking, backwards
    std::size_t written = 0;
    while (!stop.stop_requested()) {
        Token token = tokenizer::kNoToken;
        const bool isFree = writer.isThinking();
        if (!forced.empty()) {
            token = forced.back();
            forced.pop_back();
        } else if (!isFree && sampler.isComplete()) {
            result.stopReason = StopReason::EndOfReply;
            break;
        } else {
            const std::span<const float> computed = m_executor->logits();
            logits.assign(computed.begin(), computed.end());
            token = sampler.sample(logits, history, isFree);
            if (token < 0)
                return std::all_of(logits.begin(), logits.end(), [](float logit) { return std::isnan(logit); })
                    ? noNumbers()
                    : nothingAllowed();
        }
        if (written == 0)
            result.firstTokenMs = millisecondsSince(start);
        result.generateMs = millisecondsSince(start) - result.firstTokenMs;
        if (tokenizer.isEndOfGeneration(token)) {
            result.stopReason = StopReason::EndOfReply;
            break;
        }
        ++written;
        history.push_back(token);
        if (!isFree)
            sampler.accept(token);
        if (!writer.push(token, sampler.state())) {
            result.stopReason = StopReason::StopString;
            break;
        }
        if (forced.empty() && writer.isOverBudget()) {
            forced = tokenizer.encode(request.reasoning.closing(), tokenizer::SpecialText::Parse, false);
            std::reverse(forced.begin(), forced.end());
        }
        if (request.maxTokens != 0 && written >= request.maxTokens) {
            result.stopReason = StopReason::MaxTokens;
            break;
        }
        if (m_cached.size() >= m_executor->contextLength()) {
            result.stopReason = StopReason::ContextFull;
            break;
        }
        const auto position = static_cast<std::uint32_t>(m_cached.size());
        if (auto forward = m_executor->forward({ &token, 1 }, position, backend::Outputs::Last, stop); !forward) {
            if (forward.error().code != ErrorCode::Cancelled)
                return forward;
            break;
        }
        m_cached.push_back(token);
    }
    writer.finish(sampler.state());
    return {};
}

Result<std::vector<float>> Session::logits(std::span<const Token> tokens, std::stop_token stop)
{
    MARU_CHECK(checkTokens(tokens, m_model.tokenizer().vocabularySize()));
    if (tokens.size() > m_executor->contextLength())
        return contextTooSmall(tokens.size(), m_executor->contextLength());
    reset();
    m_conversation.clear();
    std::vector<float> all;
    const std::size_t step = std::min(m_executor->chunkLength(), m_executor->maxOutputs());
    while (m_cached.size() < tokens.size()) {
        const std::size_t start = m_cached.size();
        const std::span<const Token> chunk = tokens.subspan(start, std::min(step, tokens.size() - start));
        MARU_CHECK(m_executor->forward(chunk, static_cast<std::uint32_t>(start), backend::Outputs::All, stop));
        const std::span<const float> computed = m_executor->logits();
        all.insert(all.end(), computed.begin(), computed.end());
        m_cached.insert(m_cached.end(), chunk.begin(), chunk.end());
    }
    return all;
}

} // namespace maru::session
