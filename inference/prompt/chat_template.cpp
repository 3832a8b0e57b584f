// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/chat_template.h"

#include "inference/prompt/jinja/interpreter.h"
#include "inference/prompt/jinja/json_values.h"
#include "inference/prompt/jinja/parser.h"

#include <utility>
#include <vector>

namespace maru::prompt {

/// The parsed template, with what a run of it may use. A plain template has no program.
struct ChatTemplate::Program
{
    jinja::Block statements;
    jinja::Limits limits;
    bool isPlain = false;
};

namespace {

std::string_view plainName(Role role)
{
    switch (role) {
    case Role::System:
        return "System";
    case Role::User:
        return "User";
    case Role::Assistant:
        break;
    }
    return "Assistant";
}

std::string plainText(std::span<const ChatMessage> messages, const TemplateTokens &tokens, bool addGenerationPrompt)
{
    std::string text = tokens.beginOfSequence;
    for (const ChatMessage &message : messages)
        text.append(plainName(message.role)).append(": ").append(message.content).append("\n\n");
    if (addGenerationPrompt)
        text.append(plainName(Role::Assistant)).append(":");
    return text;
}

} // namespace

std::string_view toString(Role role)
{
    switch (role) {
    case Role::System:
        return "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        break;
    }
    return "assistant";
}

ChatTemplate::ChatTemplate(std::unique_ptr<Program> program)
    : m_program(std::move(program))
{
}

ChatTemplate::ChatTemplate(ChatTemplate &&) noexcept = default;
ChatTemplate &ChatTemplate::operator=(ChatTemplate &&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

Result<ChatTemplate> ChatTemplate::parse(std::string_view source, const TemplateLimits &limits)
{
    MARU_TRY(jinja::Block statements, jinja::parse(source, limits.depth));
    auto program = std::make_unique<Program>();
    program->statements = std::move(statements);
    program->limits = { limits.steps, limits.depth, limits.outputBytes, limits.memoryBytes, limits.milliseconds };
    return ChatTemplate(std::move(program));
}

const ChatTemplate &ChatTemplate::plain()
{
    static const ChatTemplate chatTemplate = [] {
        auto program = std::make_unique<Program>();
        program->isPlain = true;
        return ChatTemplate(std::move(program));
    }();
    return chatTemplate;
}

Result<std::string> ChatTemplate::render(std::span<const ChatMessage> messages, const TemplateTokens &tokens,
    bool addGenerationPrompt, std::stop_token stop, std::span<const TemplateVariable> variables) const
{
    if (m_program->isPlain)
        return plainText(messages, tokens, addGenerationPrompt);
    jinja::Interpreter interpreter(m_program->limits, std::move(stop));
    jinja::Heap &heap = interpreter.heap();
    std::vector<jinja::Value> turns;
    for (const ChatMessage &message : messages) {
        jinja::Value turn = heap.dict();
        auto &members = turn.as<jinja::DictObject>();
        heap.set(members, "role", heap.string(std::string(toString(message.role))));
        heap.set(members, "content", heap.string(message.content));
        turns.push_back(std::move(turn));
        MARU_CHECK(interpreter.spend());
    }
    MARU_CHECK(interpreter.define("messages", heap.list(std::move(turns))));
    MARU_CHECK(interpreter.define("bos_token", heap.string(tokens.beginOfSequence)));
    MARU_CHECK(interpreter.define("eos_token", heap.string(tokens.endOfSequence)));
    MARU_CHECK(interpreter.define("add_generation_prompt", jinja::Value::boolean(addGenerationPrompt)));
    MARU_CHECK(interpreter.define("tools", jinja::Value::none())); // templates tell "none" and "undefined" apart
    MARU_CHECK(interpreter.define("documents", jinja::Value::none()));
    for (const TemplateVariable &variable : variables) {
        const bool *flag = std::get_if<bool>(&variable.value);
        MARU_CHECK(interpreter.define(
            variable.name, flag ? jinja::Value::boolean(*flag) : heap.string(std::get<std::string>(variable.value))));
    }
    return interpreter.run(m_program->statements);
}

Result<std::string> ChatTemplate::renderJson(std::string_view variablesJson, std::stop_token stop) const
{
    jinja::Interpreter interpreter(m_program->limits, std::move(stop));
    if (m_program->isPlain)
        return interpreter.fail("the plain template takes messages, not variables");
    MARU_CHECK(jinja::defineJson(interpreter, variablesJson));
    return interpreter.run(m_program->statements);
}

} // namespace maru::prompt
