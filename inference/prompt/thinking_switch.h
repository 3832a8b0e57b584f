// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/chat_template.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maru::prompt {

/// What a person may say about thinking; what is left open is the model's own habit.
struct ThinkingChoice
{
    std::optional<bool> isOn = {};
    std::string effort = {}; ///< "low", "medium", "high", or empty
};

/// What a chat template lets be said about thinking: found out by rendering a short conversation with each variable
/// that published templates know, and comparing.
///
/// Ownership: plain value. Threads: immutable. Failure: a template that fails on the conversation supports nothing.
struct ThinkingSwitch
{
    /// A dozen renderings of one message: milliseconds.
    static ThinkingSwitch probe(const ChatTemplate &chatTemplate, const TemplateTokens &tokens);

    bool canSwitch() const { return !onOff.empty(); }
    bool hasEffort() const { return !effort.empty(); }

    /// The variables that say `choice` to the template; what it does not support is left out.
    std::vector<TemplateVariable> variables(const ThinkingChoice &choice) const;

    std::string onOff = {}; ///< the variable that is true or false: "enable_thinking", "thinking"; empty: none
    bool isOnByDefault = false; ///< where canSwitch(): what the template does if nothing is said
    std::string effort = {}; ///< the variable that takes "low", "medium" or "high"; empty: none
};

} // namespace maru::prompt
