// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/reasoning.h"
#include "inference/session/generation.h"
#include "inference/session/stop_strings.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/utf8_stream.h"

#include <cstddef>
#include <deque>
#include <string>

namespace maru::session {

/// Makes a reply out of tokens: whole characters, thinking apart from the answer, stop strings looked for; and hands it
/// on, in the order it was written.
///
/// A token is held back while its text may belong to a stop string; of a stop string that comes about, nothing is
/// handed on, and the tokens that it is made of are not part of the result. Ownership: all arguments must outlive it.
/// Threads: one.
class ReplyWriter
{
public:
    ReplyWriter(const tokenizer::Tokenizer &tokenizer, const GenerationRequest &request, const TokenSink &sink,
        GenerationResult &result);

    /// Tells what was written before, in another run: it is read for the thinking, and not handed on again.
    void replay(tokenizer::Token token);

    /// Takes the next token. `samplerState`: after it. False if a stop string is complete: the reply ends.
    bool push(tokenizer::Token token, std::string samplerState);

    /// Hands on what was held back, at the end of the reply.
    void finish(const std::string &samplerState);

    /// True while what comes next is thought.
    bool isThinking() const { return m_splitter.isThinking(); }

    /// True if the thinking has used up its budget.
    bool isOverBudget() const { return m_splitter.isOverBudget(m_request.thinkingBudget); }

private:
    struct Held
    {
        tokenizer::Token token;
        prompt::ReasoningText text;
        std::size_t end; ///< of its part of the answer
        bool isOpen; ///< it ends within a character, which comes with a later one
        std::string samplerState;
    };

    prompt::ReasoningText read(tokenizer::Token token);
    void hold(tokenizer::Token token, prompt::ReasoningText text, std::string samplerState);
    void release();
    void handOn(const Held &held);

    const tokenizer::Tokenizer &m_tokenizer;
    const GenerationRequest &m_request;
    const TokenSink &m_sink;
    GenerationResult &m_result;
    tokenizer::Utf8Stream m_utf8;
    prompt::ReasoningSplitter m_splitter;
    StopStrings m_stops;
    std::deque<Held> m_held;
    std::size_t m_answerBytes = 0;
};

} // namespace maru::session
