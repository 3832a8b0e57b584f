// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace maru::prompt {

/// A stretch of a reply, cut in two: what the model thought, and what it says. Either may be empty.
struct ReasoningText
{
    std::string thinking;
    std::string answer;
};

/// How a model marks its thinking. Found once per model; a plain value.
///
///     Tags       <think> thinking </think> answer            the opening may stand at the end of the prompt already
///     Channels   <|channel|>analysis<|message|> thinking <|end|><|start|>assistant<|channel|>final<|message|> answer
///
/// Threads: immutable.
struct ReasoningFormat
{
    enum class Style : std::uint8_t {
        None, ///< the model does not think, or does not mark it
        Tags,
        Channels,
    };

    /// A marker: a token of the vocabulary, a text, or a token and the text after it.
    struct Marker
    {
        std::string token = {}; ///< the text of a special token; empty: none
        std::string text = {};

        std::string spelled() const { return token + text; }
        bool isEmpty() const { return token.empty() && text.empty(); }
    };

    /// True for the text of a token that the vocabulary holds as special (control or user-defined).
    using IsSpecial = std::function<bool(std::string_view)>;

    /// The format of the model with this chat template (its source; may be empty) and vocabulary.
    static ReasoningFormat detect(std::string_view chatTemplate, const IsSpecial &isSpecial);

    bool thinks() const { return style != Style::None; }

    /// Whether a prompt that ends with `generationPrompt` (what the template wrote after the last message) leaves the
    /// thinking open, so that the reply begins inside it.
    bool opensIn(std::string_view generationPrompt) const;

    /// What ends the thinking when it has taken enough: to be encoded with SpecialText::Parse and fed to the model in
    /// place of what it would have written.
    std::string closing() const;

    /// A whole reply that is at hand as text, with its markers spelled out, cut in two. What has no thinking is answer.
    ReasoningText split(std::string_view reply) const;

    Style style = Style::None;
    Marker open = {};
    Marker close = {};
    std::string answerOpen = {}; ///< put around the answer by some templates, and not shown
    std::string answerClose = {};
};

/// One step of a reply, as the session has it.
struct ReplyPiece
{
    std::string_view text; ///< what the token shows: whole characters, or nothing
    std::string_view special = {}; ///< if the token is special (Tokenizer::isSpecial): its text, else nothing
};

/// Separates thinking from answer while a reply is written.
///
/// Only what stands at the very start of a reply opens the thinking (white space before it does not count): a tag later
/// on, in code or in a quotation, is text. Where tag and reply both are tokens, a tag that the model merely spells out
/// does not close it. White space around both parts is dropped. What may turn out to be a marker is held back until
/// that is known, so what push() gives may lag behind what it got by the length of a marker.
///
/// Ownership: keeps a copy of the format. Threads: one. Failure: none.
class ReasoningSplitter
{
public:
    /// `startsOpen`: ReasoningFormat::opensIn() of the prompt.
    ReasoningSplitter(ReasoningFormat format, bool startsOpen);

    /// Takes the next token; gives what is now certain.
    ReasoningText push(const ReplyPiece &piece);

    /// What was held back, at the end of the reply.
    ReasoningText finish();

    /// True while what comes next is thought.
    bool isThinking() const { return m_state == State::Thinking; }

    /// Tokens pushed while thinking, markers included: what a budget is counted in.
    std::size_t thinkingTokens() const { return m_thinkingTokens; }

    /// True if a budget of `tokens` is used up now: the caller then pushes and feeds ReasoningFormat::closing(). 0: no
    /// budget.
    bool isOverBudget(std::size_t tokens) const { return tokens != 0 && isThinking() && m_thinkingTokens >= tokens; }

private:
    enum class State : std::uint8_t {
        Start, ///< nothing but white space so far
        Thinking,
        AnswerStart, ///< behind the thinking; white space and the answer's own marker are skipped
        Answer,
        Header, ///< Channels: between <|start|> or <|channel|> and <|message|>
        Skipped, ///< Channels: a message to nobody who is here
    };

    void append(const ReplyPiece &piece);
    bool step(ReasoningText &out, bool isLast);
    bool stepStart(bool isLast);
    bool stepThinking(ReasoningText &out, bool isLast);
    bool stepAnswerStart(bool isLast);
    bool stepAnswer(ReasoningText &out, bool isLast);
    bool stepChannels(ReasoningText &out, bool isLast);
    void openChannel();
    bool isMarkerToken(std::string_view special) const;
    std::string key(const ReasoningFormat::Marker &marker) const;
    void give(std::string &out, std::string_view text, bool &started);

    ReasoningFormat m_format;
    State m_state;
    std::string m_pending; ///< not yet certain; tokens that may be markers stand between two bytes no text has
    std::string m_open; ///< the markers as they look in m_pending
    std::string m_close;
    std::string m_header;
    std::string m_heldSpace; ///< white space that is dropped if nothing follows in the same part
    std::size_t m_thinkingTokens = 0;
    bool m_thinkingStarted = false;
    bool m_answerStarted = false;
    bool m_showsMarkers = false;
    bool m_isWrapped = false; ///< the answer stands between answerOpen and answerClose
};

} // namespace maru::prompt
