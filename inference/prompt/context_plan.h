// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/chat_template.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maru::prompt {

/// A message of a conversation as the plan sees it: how long it is, not what it says.
struct PlannedMessage
{
    std::int64_t id = 0; ///< the caller's name for it
    Role role = Role::User;
    bool isPinned = false; ///< the person wants the model to see it always
    std::uint32_t tokens = 0; ///< with what the template puts around it
};

/// How much room there is.
struct ContextBudget
{
    std::uint32_t context = 0; ///< tokens that fit in all
    std::uint32_t reply = 0; ///< of them, kept free for the reply
    std::uint32_t overhead = 0; ///< of them, taken by what the template writes besides the messages
};

/// Which messages the model sees.
struct ContextPlan
{
    std::vector<std::int64_t> kept; ///< in order
    std::vector<std::int64_t> dropped; ///< in order: what the reply must say that it no longer saw
    std::uint64_t keptTokens = 0; ///< overhead included
    bool fits = true; ///< false: even what is never dropped is too long, by `missingTokens`
    std::uint64_t missingTokens = 0;
};

/// Decides what a model no longer sees when a conversation has outgrown its context; the only place that does.
///
/// Whole turns (a question with all that answers it) go, the oldest first. System messages, pinned messages and the
/// turn of the last user message never go; a pinned message keeps its turn, as an answer without its question would
/// mislead. Where that is still too much, nothing is left to drop and `fits` is false.
///
/// What must go is rounded up to quarters of the room: several turns then go at once, and the next questions find the
/// same ones gone, so that the prompt begins as the last one did and is not computed again. Only for that, neither a
/// turn of more than a quarter goes nor the one before the last question.
/// Pure: no state, no failure; linear in the messages.
ContextPlan planContext(std::span<const PlannedMessage> messages, const ContextBudget &budget);

} // namespace maru::prompt
