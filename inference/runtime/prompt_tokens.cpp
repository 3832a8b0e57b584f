// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/prompt_tokens.h"

#include "inference/prompt/context_plan.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace maru::runtime {

namespace {

using tokenizer::SpecialText;
using tokenizer::Token;

constexpr std::string_view kOpen = "\xEF\xB7\x90"; // U+FDD0, a noncharacter: no text means anything by it
constexpr std::string_view kClose = "\xEF\xB7\x91"; // U+FDD1

std::string textOf(const tokenizer::Tokenizer &tokenizer, Token token)
{
    return token == tokenizer::kNoToken ? std::string() : tokenizer.piece(token, true);
}

/// The same without system messages: their words begin the question after them.
std::vector<prompt::ChatMessage> withoutSystem(std::span<const prompt::ChatMessage> messages)
{
    std::vector<prompt::ChatMessage> made;
    std::string words;
    for (const prompt::ChatMessage &message : messages) {
        if (message.role == prompt::Role::System) {
            words += message.content + "\n\n";
            continue;
        }
        made.push_back(message);
        if (message.role == prompt::Role::User)
            made.back().content.insert(0, std::exchange(words, {}));
    }
    if (!words.empty())
        made.push_back({ prompt::Role::User, words });
    return made;
}

/// What the template wrote behind the words of the last message: it opens the reply.
std::string_view afterLastMessage(std::string_view rendered, std::span<const prompt::ChatMessage> messages)
{
    std::string_view words = messages.empty() ? std::string_view() : std::string_view(messages.back().content);
    words = words.substr(0, words.find_last_not_of(" \t\r\n") + 1); // many templates trim
    words.remove_prefix(std::min(words.find_first_not_of(" \t\r\n"), words.size()));
    const std::size_t found = words.empty() ? std::string_view::npos : rendered.rfind(words);
    return found == std::string_view::npos ? rendered : rendered.substr(found + words.size());
}

} // namespace

PromptTokens::PromptTokens(const model::Model &model)
    : m_model(model)
    , m_texts { textOf(model.tokenizer(), model.tokenizer().special().beginOfSequence),
        textOf(model.tokenizer(), model.tokenizer().special().endOfSequence) }
    , m_reasoning(prompt::ReasoningFormat::detect(model.file().string("tokenizer.chat_template").value_or(""),
          [&model](std::string_view text) { return model.tokenizer().isSpecial(model.tokenizer().find(text)); }))
    , m_thinkingSwitch(prompt::ThinkingSwitch::probe(model.chatTemplate(), m_texts))
    , m_takesSystem(probeSystemRole())
{
    const tokenizer::Tokenizer &tokenizer = model.tokenizer();
    const std::string_view source = model.file().string("tokenizer.chat_template").value_or("");
    const auto isOfTemplate = [&](std::string_view text) {
        return source.find(text) != std::string_view::npos || text == m_reasoning.open.token
            || text == m_reasoning.close.token;
    };
    for (std::uint32_t i = 0; i < tokenizer.vocabularySize(); ++i) {
        const auto token = static_cast<Token>(i);
        if (!tokenizer.isSpecial(token))
            continue;
        std::string text = tokenizer.piece(token, true);
        // what a vocabulary defines for words (HTML tags in Gemma's) stays what it was trained as
        const bool isHidden = tokenizer.piece(token, false).empty();
        if (!text.empty() && (isHidden || isOfTemplate(text)))
            m_specialTexts[static_cast<unsigned char>(text.front())].push_back(std::move(text));
    }
    for (std::vector<std::string> &texts : m_specialTexts) {
        std::sort(
            texts.begin(), texts.end(), [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
    }
    m_frame = measureFrame();
}

PromptTokens::Frame PromptTokens::measureFrame() const
{
    const std::array<prompt::ChatMessage, 3> three { prompt::ChatMessage { prompt::Role::User, "a" },
        prompt::ChatMessage { prompt::Role::Assistant, "a" }, prompt::ChatMessage { prompt::Role::User, "a" } };
    const auto all = encodeAll(three, {}, {});
    const auto one = encodeAll(std::span(three).first(1), {}, {});
    if (!all || !one)
        return {};
    const std::size_t ofOne = one->tokens.size();
    const std::size_t ofTwoMore = std::max(all->tokens.size(), ofOne) - ofOne;
    const std::size_t each = std::max<std::size_t>(ofTwoMore / 2, 1) - 1; // without the word itself
    const std::size_t around = std::max<std::size_t>(ofOne, each + 1) - (each + 1);
    return { static_cast<std::uint32_t>(around), static_cast<std::uint32_t>(each) };
}

/// Some templates refuse a system message, others say nothing and drop it.
bool PromptTokens::probeSystemRole() const
{
    constexpr std::string_view kWords = "Zebras count";
    const std::array<prompt::ChatMessage, 2> messages { prompt::ChatMessage {
                                                            prompt::Role::System, std::string(kWords) },
        prompt::ChatMessage { prompt::Role::User, "a" } };
    const auto rendered = m_model.chatTemplate().render(messages, m_texts, true);
    return rendered && rendered->find(kWords) != std::string::npos;
}

std::string PromptTokens::guard(std::string_view text) const
{
    std::string guarded;
    guarded.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with(kOpen) || rest.starts_with(kClose)) {
            i += kOpen.size();
            continue;
        }
        const auto &texts = m_specialTexts[static_cast<unsigned char>(rest.front())];
        const auto special = std::find_if(
            texts.begin(), texts.end(), [rest](const std::string &name) { return rest.starts_with(name); });
        if (special == texts.end()) {
            guarded += rest.front();
            ++i;
        } else {
            guarded.append(kOpen).append(*special).append(kClose);
            i += special->size();
        }
    }
    return guarded;
}

std::vector<Token> PromptTokens::encodeGuarded(std::string_view rendered) const
{
    const tokenizer::Tokenizer &tokenizer = m_model.tokenizer();
    const std::string begin = textOf(tokenizer, tokenizer.special().beginOfSequence);
    const bool writesBegin = !begin.empty() && rendered.starts_with(begin);
    bool addBegin = !writesBegin; // encode() adds one only if the model wants it
    std::vector<Token> tokens;
    const auto append = [&](std::string_view text, SpecialText special) {
        if (text.empty() && !addBegin)
            return;
        const std::vector<Token> part = tokenizer.encode(text, special, addBegin);
        tokens.insert(tokens.end(), part.begin(), part.end());
        addBegin = false;
    };
    while (true) {
        const std::size_t open = rendered.find(kOpen);
        append(rendered.substr(0, open), SpecialText::Parse);
        if (open == std::string_view::npos)
            return tokens;
        rendered.remove_prefix(open + kOpen.size());
        const std::size_t close = std::min(rendered.find(kClose), rendered.size());
        append(rendered.substr(0, close), SpecialText::Spelled);
        rendered.remove_prefix(std::min(close + kClose.size(), rendered.size()));
    }
}

std::vector<prompt::ChatMessage> PromptTokens::guarded(std::span<const prompt::ChatMessage> messages) const
{
    std::vector<prompt::ChatMessage> made(messages.begin(), messages.end());
    for (prompt::ChatMessage &message : made) {
        if (message.role == prompt::Role::Assistant)
            message.content = m_reasoning.split(message.content).answer;
        else
            message.content = guard(message.content);
    }
    return made;
}

Result<EncodedPrompt> PromptTokens::encodeAll(
    std::span<const prompt::ChatMessage> messages, const prompt::ThinkingChoice &thinking, std::stop_token stop) const
{
    const std::vector<prompt::ChatMessage> merged
        = m_takesSystem ? std::vector<prompt::ChatMessage>() : withoutSystem(messages);
    if (!m_takesSystem)
        messages = merged;
    EncodedPrompt made;
    if (m_model.templateError())
        made.templateNote = m_model.templateError()->message;
    auto rendered = m_model.chatTemplate().render(messages, m_texts, true, stop, m_thinkingSwitch.variables(thinking));
    if (!rendered && rendered.error().code != ErrorCode::Cancelled) {
        made.templateNote = rendered.error().message;
        rendered = prompt::ChatTemplate::plain().render(messages, m_texts, true, stop);
    }
    if (!rendered)
        return std::move(rendered).error();
    made.opensThinking = m_reasoning.opensIn(afterLastMessage(*rendered, messages));
    made.tokens = encodeGuarded(*rendered);
    return made;
}

Result<EncodedPrompt> PromptTokens::encode(
    std::span<const prompt::ChatMessage> messages, const PromptSettings &settings, std::stop_token stop) const
{
    const std::vector<prompt::ChatMessage> all = guarded(messages);
    MARU_TRY(EncodedPrompt made, encodeAll(all, settings.thinking, stop));
    const std::uint32_t reply = std::min(settings.reply, settings.context / 2);
    if (settings.context == 0 || made.tokens.size() + reply <= settings.context)
        return made;

    // What a message takes is what its words take and what the template writes around any message: numbers that stay
    // the same while a conversation grows, so that the plan does.
    std::vector<prompt::PlannedMessage> planned;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::size_t count = encodeGuarded(all[i].content).size() + m_frame.aroundEach;
        planned.push_back({ static_cast<std::int64_t>(i), all[i].role, false, static_cast<std::uint32_t>(count) });
    }
    for (const std::size_t index : settings.pinned) {
        if (index < planned.size())
            planned[index].isPinned = true;
    }
    // The sum is not exact: what was found too long makes the next plan tighter.
    std::uint32_t overhead = m_frame.aroundAll;
    while (true) {
        const prompt::ContextPlan plan = prompt::planContext(planned, { settings.context, reply, overhead });
        std::vector<prompt::ChatMessage> kept;
        for (const std::int64_t id : plan.kept)
            kept.push_back(all[static_cast<std::size_t>(id)]);
        MARU_TRY(made, encodeAll(kept, settings.thinking, stop));
        made.dropped.assign(plan.dropped.begin(), plan.dropped.end());
        const std::size_t needed = made.tokens.size();
        if (needed + reply <= settings.context || (!plan.fits && needed < settings.context))
            return made;
        if (!plan.fits)
            return Error { ErrorCode::InvalidArgument, Reason::ContextTooSmall,
                { { "needed", std::to_string(needed + 1) }, { "context", std::to_string(settings.context) } },
                "the prompt needs " + std::to_string(needed + 1) + " positions, the context has "
                    + std::to_string(settings.context) };
        overhead += static_cast<std::uint32_t>(needed + reply - settings.context);
    }
}

} // namespace maru::runtime
