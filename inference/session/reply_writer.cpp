// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/reply_writer.h"

#include <utility>

namespace maru::session {

using tokenizer::Token;

ReplyWriter::ReplyWriter(const tokenizer::Tokenizer &tokenizer, const GenerationRequest &request, const TokenSink &sink,
    GenerationResult &result)
    : m_tokenizer(tokenizer)
    , m_request(request)
    , m_sink(sink)
    , m_result(result)
    , m_splitter(request.reasoning, request.opensThinking)
    , m_stops(request.stops)
{
}

prompt::ReasoningText ReplyWriter::read(Token token)
{
    const std::string text = m_utf8.push(m_tokenizer.piece(token, false));
    const std::string special = m_tokenizer.isSpecial(token) ? m_tokenizer.piece(token, true) : std::string();
    prompt::ReasoningText part = m_splitter.push({ text, special });
    if (m_splitter.thinkingTokens() != m_result.reasoningTokens) {
        m_result.reasoningTokens = static_cast<std::uint32_t>(m_splitter.thinkingTokens());
        m_result.reasoningMs = m_result.generateMs;
    }
    return part;
}

void ReplyWriter::replay(Token token)
{
    const prompt::ReasoningText part = read(token);
    m_result.writtenText += part.answer;
    m_result.writtenReasoning += part.thinking;
}

bool ReplyWriter::push(Token token, std::string samplerState)
{
    hold(token, read(token), std::move(samplerState));
    release();
    return !m_stops.isFound();
}

void ReplyWriter::hold(Token token, prompt::ReasoningText text, std::string samplerState)
{
    m_stops.push(text.answer);
    m_answerBytes += text.answer.size();
    m_held.push_back({ token, std::move(text), m_answerBytes, m_utf8.pending(), std::move(samplerState) });
}

/// Hands on the tokens whose text is certain.
void ReplyWriter::release()
{
    const auto isCertain = [this](const Held &held) {
        const bool isHalf = held.isOpen && !m_stops.isEmpty(); // certain with the rest of its character
        return held.end + (isHalf ? 1 : 0) <= m_stops.certain();
    };
    while (!m_held.empty() && isCertain(m_held.front())) {
        handOn(m_held.front());
        m_held.pop_front();
    }
}

void ReplyWriter::handOn(const Held &held)
{
    m_result.text += held.text.answer;
    m_result.reasoning += held.text.thinking;
    if (held.token != tokenizer::kNoToken)
        m_result.tokens.push_back(held.token);
    if (m_sink && (held.token != tokenizer::kNoToken || !held.text.answer.empty() || !held.text.thinking.empty()))
        m_sink({ held.token, held.text.answer, held.samplerState, held.text.thinking });
}

void ReplyWriter::finish(const std::string &samplerState)
{
    if (!m_stops.isFound()) {
        prompt::ReasoningText rest = m_splitter.push({ m_utf8.flush() });
        const prompt::ReasoningText last = m_splitter.finish();
        rest.thinking += last.thinking;
        rest.answer += last.answer;
        hold(tokenizer::kNoToken, std::move(rest), samplerState);
    }
    release();
    if (!m_stops.isFound()) { // what might have been the beginning of a stop string is none
        for (const Held &held : m_held)
            handOn(held);
    } else if (!m_held.empty()) { // text before the stop string, in a token that is half of it
        Held &half = m_held.front();
        const std::size_t start = half.end - half.text.answer.size();
        half.text.answer.resize(m_stops.certain() > start ? m_stops.certain() - start : 0);
        half.token = tokenizer::kNoToken;
        handOn(half);
    }
    m_held.clear();
}

} // namespace maru::session
