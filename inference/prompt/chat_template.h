// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

namespace maru::prompt {

enum class Role : std::uint8_t { System, User, Assistant };

std::string_view toString(Role role);

/// One turn of a conversation, as the template sees it.
struct ChatMessage
{
    Role role = Role::User;
    std::string content = {};
    std::string reasoning = {}; ///< what an assistant thought before: kept for people, never sent to the model again
};

/// A variable that some templates know and others ignore: { "enable_thinking", false }.
struct TemplateVariable
{
    std::string name;
    std::variant<bool, std::string> value;
};

/// What a template may use before it is stopped: a template is a program from a stranger's file.
struct TemplateLimits
{
    std::uint64_t steps = 2'000'000; ///< expressions and statements evaluated
    std::uint32_t depth = 128; ///< nested calls, blocks and expressions, of the parser and of the run
    std::uint64_t outputBytes = 16u << 20; ///< of the rendered text and of every string made on the way
    std::uint64_t memoryBytes = 64u << 20; ///< of values alive
    std::uint32_t milliseconds = 10'000; ///< of a run
};

/// The texts that a template may put around turns.
struct TemplateTokens
{
    std::string beginOfSequence;
    std::string endOfSequence;
};

/// A model's chat template: conversation in, the text the model was trained on out.
///
/// The template language is the part of Jinja that published templates use, behaving as Python's jinja2 does with
/// trim_blocks and lstrip_blocks; it runs in our own interpreter (inference/prompt/jinja) without access to anything
/// but the variables given here.
///
/// Ownership: keeps the parsed program. Threads: immutable, any number of threads may render at once.
/// Failure: TemplateSyntax (line), TemplateRuntime (line), TemplateRaised (its own words), TemplateLimit (which).
class ChatTemplate
{
public:
    static Result<ChatTemplate> parse(std::string_view source, const TemplateLimits &limits = {});

    /// The template Maru uses where a file has none or a broken one: "User: ... Assistant: ...".
    static const ChatTemplate &plain();

    ChatTemplate(ChatTemplate &&) noexcept;
    ChatTemplate &operator=(ChatTemplate &&) noexcept;
    ~ChatTemplate();

    /// The prompt of `messages`, without their reasoning; `addGenerationPrompt` opens the assistant's turn at its end.
    Result<std::string> render(std::span<const ChatMessage> messages, const TemplateTokens &tokens,
        bool addGenerationPrompt, std::stop_token stop = {}, std::span<const TemplateVariable> variables = {}) const;

    /// Renders with any variables: a JSON object (`maru-cli template --vars`).
    Result<std::string> renderJson(std::string_view variablesJson, std::stop_token stop = {}) const;

private:
    struct Program;
    explicit ChatTemplate(std::unique_ptr<Program> program);

    std::unique_ptr<Program> m_program;
};

} // namespace maru::prompt
