// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/session.h"

#include "inference/sampling/sampler.h"
#include "inference/tokenizer/utf8_stream.h"

#include <algorithm>
#include <chrono>
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

void addPart(const prompt::ReasoningText &part, const prompt::ReasoningSplitter &splitter, GenerationResult &result)
{
    result.text += part.answer;
    result.reasoning += part.thinking;
    if (splitter.thinkingTokens() != result.reasoningTokens) {
        result.reasoningTokens = static_cast<std::uint32_t>(splitter.thinkingTokens());
        result.reasoningMs = result.generateMs;
    }
}

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
    const tokenizer::Tokenizer &tokenizer = m_model.tokenizer();
    const std::vector<Token> &prompt = request.prompt;
    const std::uint32_t context = m_executor->contextLength();
    MARU_CHECK(checkTokens(prompt, tokenizer.vocabularySize()));
    if (prompt.size() >= context)
        return contextTooSmall(prompt.size() + 1, context);
    MARU_TRY(sampling::Sampler sampler, sampling::Sampler::create(request.sampling));

    const auto start = Clock::now();
    const auto mismatch = std::mismatch(prompt.begin(), prompt.end() - 1, m_cached.begin(), m_cached.end());
    const auto reused = static_cast<std::size_t>(mismatch.first - prompt.begin());

    GenerationResult result;
    result.promptTokens = static_cast<std::uint32_t>(prompt.size());
    result.reusedTokens = static_cast<std::uint32_t>(reused);
    result.stopReason = StopReason::Stopped;
    if (auto read = readPrompt(prompt, reused, progress, stop); !read) {
        if (read.error().code != ErrorCode::Cancelled)
            return std::move(read).error();
        result.promptMs = millisecondsSince(start);
        return result;
    }
    result.promptMs = millisecondsSince(start);

    std::vector<Token> history = prompt;
    std::vector<float> logits;
    tokenizer::Utf8Stream utf8;
    prompt::ReasoningSplitter splitter(request.reasoning, request.opensThinking);
    std::vector<Token> forced; // what closes the thinking, backwards
    Clock::time_point firstToken = start;
    while (!stop.stop_requested()) {
        Token token = tokenizer::kNoToken;
        if (!forced.empty()) {
            token = forced.back();
            forced.pop_back();
        } else {
            const std::span<const float> computed = m_executor->logits();
            logits.assign(computed.begin(), computed.end());
            token = sampler.sample(logits, history);
        }
        if (token < 0)
            return noNumbers();
        if (result.tokens.empty()) {
            result.firstTokenMs = millisecondsSince(start);
            firstToken = Clock::now();
        }
        result.generateMs = millisecondsSince(firstToken);
        if (tokenizer.isEndOfGeneration(token)) {
            result.stopReason = StopReason::EndOfReply;
            break;
        }
        result.tokens.push_back(token);
        history.push_back(token);
        const std::string text = utf8.push(tokenizer.piece(token, false));
        const std::string special = tokenizer.isSpecial(token) ? tokenizer.piece(token, true) : std::string();
        const prompt::ReasoningText part = splitter.push({ text, special });
        addPart(part, splitter, result);
        const std::string samplerState = sampler.state();
        if (sink)
            sink({ token, part.answer, samplerState, part.thinking });
        if (forced.empty() && splitter.isOverBudget(request.thinkingBudget)) {
            forced = tokenizer.encode(request.reasoning.closing(), tokenizer::SpecialText::Parse, false);
            std::reverse(forced.begin(), forced.end());
        }
        if (request.maxTokens != 0 && result.tokens.size() >= request.maxTokens) {
            result.stopReason = StopReason::MaxTokens;
            break;
        }
        if (m_cached.size() >= context) {
            result.stopReason = StopReason::ContextFull;
            break;
        }
        const auto position = static_cast<std::uint32_t>(m_cached.size());
        if (auto forward = m_executor->forward({ &token, 1 }, position, backend::Outputs::Last, stop); !forward) {
            if (forward.error().code != ErrorCode::Cancelled)
                return std::move(forward).error();
            break;
        }
        m_cached.push_back(token);
    }
    const std::string unfinished = utf8.flush();
    prompt::ReasoningText rest = splitter.push({ unfinished });
    const prompt::ReasoningText held = splitter.finish();
    rest.thinking += held.thinking;
    rest.answer += held.answer;
    result.text += rest.answer;
    result.reasoning += rest.thinking;
    if (sink && (!rest.answer.empty() || !rest.thinking.empty()))
        sink({ tokenizer::kNoToken, rest.answer, sampler.state(), rest.thinking });
    return result;
}

Result<std::vector<float>> Session::logits(std::span<const Token> tokens, std::stop_token stop)
{
    MARU_CHECK(checkTokens(tokens, m_model.tokenizer().vocabularySize()));
    if (tokens.size() > m_executor->contextLength())
        return contextTooSmall(tokens.size(), m_executor->contextLength());
    reset();
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
