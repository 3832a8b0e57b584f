// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/prompt_tokens.h"

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

} // namespace

PromptTokens::PromptTokens(const model::Model &model)
    : m_model(model)
{
    const tokenizer::Tokenizer &tokenizer = model.tokenizer();
    for (std::uint32_t i = 0; i < tokenizer.vocabularySize(); ++i) {
        const auto token = static_cast<Token>(i);
        if (!tokenizer.isSpecial(token))
            continue;
        std::string text = tokenizer.piece(token, true);
        if (!text.empty())
            m_specialTexts[static_cast<unsigned char>(text.front())].push_back(std::move(text));
    }
    for (std::vector<std::string> &texts : m_specialTexts) {
        std::sort(texts.begin(), texts.end(),
            [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
    }
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
        append(rendered.substr(0, close), SpecialText::Plain);
        rendered.remove_prefix(std::min(close + kClose.size(), rendered.size()));
    }
}

Result<std::vector<Token>> PromptTokens::encode(
    std::span<const prompt::ChatMessage> messages, std::string *templateNote, std::stop_token stop) const
{
    std::vector<prompt::ChatMessage> guarded(messages.begin(), messages.end());
    for (prompt::ChatMessage &message : guarded) {
        if (message.role != prompt::Role::Assistant)
            message.content = guard(message.content);
    }
    const tokenizer::Tokenizer &tokenizer = m_model.tokenizer();
    const prompt::TemplateTokens texts { textOf(tokenizer, tokenizer.special().beginOfSequence),
        textOf(tokenizer, tokenizer.special().endOfSequence) };
    if (m_model.templateError() && templateNote)
        *templateNote = m_model.templateError()->message;
    auto rendered = m_model.chatTemplate().render(guarded, texts, true, stop);
    if (!rendered && rendered.error().code != ErrorCode::Cancelled) {
        if (templateNote)
            *templateNote = rendered.error().message;
        rendered = prompt::ChatTemplate::plain().render(guarded, texts, true, stop);
    }
    if (!rendered)
        return std::move(rendered).error();
    return encodeGuarded(*rendered);
}

} // namespace maru::runtime
