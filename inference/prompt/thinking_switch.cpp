// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/thinking_switch.h"

#include <array>

namespace maru::prompt {

namespace {

constexpr std::array<std::string_view, 4> kOnOffNames { "enable_thinking", "thinking", "enable_reasoning", "think" };
constexpr std::array<std::string_view, 2> kEffortNames { "reasoning_effort", "thinking_effort" };

} // namespace

ThinkingSwitch ThinkingSwitch::probe(const ChatTemplate &chatTemplate, const TemplateTokens &tokens)
{
    const std::array messages { ChatMessage { Role::User, "Hi" } };
    const auto rendered = [&](std::vector<TemplateVariable> variables) -> std::optional<std::string> {
        auto text = chatTemplate.render(messages, tokens, true, {}, variables);
        return text ? std::optional(*std::move(text)) : std::nullopt;
    };
    ThinkingSwitch found;
    const std::optional<std::string> habit = rendered({});
    if (!habit)
        return found;
    for (const std::string_view name : kOnOffNames) {
        const auto on = rendered({ { std::string(name), true } });
        const auto off = rendered({ { std::string(name), false } });
        if (on && off && *on != *off) {
            found.onOff = name;
            found.isOnByDefault = *habit != *off;
            break;
        }
    }
    for (const std::string_view name : kEffortNames) {
        const auto low = rendered({ { std::string(name), std::string("low") } });
        const auto high = rendered({ { std::string(name), std::string("high") } });
        if (low && high && *low != *high) {
            found.effort = name;
            break;
        }
    }
    return found;
}

std::vector<TemplateVariable> ThinkingSwitch::variables(const ThinkingChoice &choice) const
{
    std::vector<TemplateVariable> made;
    if (canSwitch() && choice.isOn)
        made.push_back({ onOff, *choice.isOn });
    if (hasEffort() && !choice.effort.empty())
        made.push_back({ effort, choice.effort });
    return made;
}

} // namespace maru::prompt
