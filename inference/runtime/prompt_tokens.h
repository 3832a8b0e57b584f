// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/model/model.h"
#include "inference/prompt/chat_template.h"
#include "inference/prompt/reasoning.h"
#include "inference/prompt/thinking_switch.h"
#include "inference/tokenizer/tokenizer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace maru::runtime {

/// How a conversation is to be put to the model.
struct PromptSettings
{
    prompt::ThinkingChoice thinking = {};
    std::uint32_t context = 0; ///< tokens the model can hold; 0: no limit, and nothing is left out
    std::uint32_t reply = 0; ///< of them, kept free for the reply if that is possible at all
    std::vector<std::size_t> pinned = {}; ///< indexes of messages that are never left out
};

/// A conversation as token ids, and what became of it on the way.
struct EncodedPrompt
{
    std::vector<tokenizer::Token> tokens;
    std::string templateNote; ///< not empty: the plain template was used, and this is why
    bool opensThinking = false; ///< the reply begins inside the thinking: the template has opened it
    std::vector<std::size_t> dropped; ///< indexes of the messages that the model does not see, in order
};

/// Turns conversations into token ids through a model's template, and keeps what people write apart from the template's
/// own special tokens: "<|im_end|>" typed by a user stays text.
///
/// How: in the words of system and user, every text that names a special token is put between two noncharacters before
/// the template runs; in the rendered prompt, what stands between them is encoded as plain text. What an assistant
/// thought is not sent again, even where it stands in the text of its message. Where a template has no place for a
/// system message, its words go before the first question that is sent.
/// Threads: immutable once made.
class PromptTokens
{
public:
    explicit PromptTokens(const model::Model &model);

    /// Failure: none of the template's own: where it fails, the plain template is used and `templateNote` says why.
    /// ContextTooSmall (needed, context) if even the messages that are never left out are too long. Cancelled is passed
    /// on.
    Result<EncodedPrompt> encode(
        std::span<const prompt::ChatMessage> messages, const PromptSettings &settings, std::stop_token stop) const;

    /// How the model marks its thinking: what Session::generate() separates it by.
    const prompt::ReasoningFormat &reasoning() const { return m_reasoning; }

    /// What the model's template lets be said about thinking.
    const prompt::ThinkingSwitch &thinkingSwitch() const { return m_thinkingSwitch; }

    /// Tokens that the template writes around a whole conversation, and around each message: for forecasts of what
    /// will fit.
    struct Frame
    {
        std::uint32_t aroundAll = 0;
        std::uint32_t aroundEach = 0;
    };
    const Frame &frame() const { return m_frame; }

private:
    bool probeSystemRole() const;
    Frame measureFrame() const;
    std::string guard(std::string_view text) const;
    std::vector<prompt::ChatMessage> guarded(std::span<const prompt::ChatMessage> messages) const;
    Result<EncodedPrompt> encodeAll(std::span<const prompt::ChatMessage> guardedMessages,
        const prompt::ThinkingChoice &thinking, std::stop_token stop) const;
    std::vector<tokenizer::Token> encodeGuarded(std::string_view rendered) const;

    const model::Model &m_model;
    prompt::TemplateTokens m_texts;
    prompt::ReasoningFormat m_reasoning;
    prompt::ThinkingSwitch m_thinkingSwitch;
    bool m_takesSystem; // else its words go before those of the first question
    std::array<std::vector<std::string>, 256> m_specialTexts; // by first byte, longest first
    Frame m_frame;
};

} // namespace maru::runtime
