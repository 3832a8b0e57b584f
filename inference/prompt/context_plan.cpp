// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/context_plan.h"

#include <algorithm>
#include <cstddef>

namespace maru::prompt {

namespace {

constexpr std::uint64_t kSteps = 4; ///< to a room

/// Messages [begin, end): a question and what answers it, or a system message, or answers to no question.
struct Turn
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t tokens = 0;
    bool mayGo = true;
};

std::vector<Turn> turnsOf(std::span<const PlannedMessage> messages)
{
    std::vector<Turn> turns;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const PlannedMessage &message = messages[i];
        const bool isSystem = message.role == Role::System;
        const bool afterSystem = i > 0 && messages[i - 1].role == Role::System;
        const bool begins = i == 0 || isSystem || afterSystem
            || (message.role == Role::User && messages[i - 1].role == Role::Assistant);
        if (begins)
            turns.push_back({ i, i, 0, !isSystem });
        Turn &turn = turns.back();
        turn.end = i + 1;
        turn.tokens += message.tokens;
        turn.mayGo = turn.mayGo && !message.isPinned;
    }
    for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn) { // the last question, with all that follows it
        turn->mayGo = false;
        bool asks = false;
        for (std::size_t i = turn->begin; i < turn->end; ++i)
            asks = asks || messages[i].role == Role::User;
        if (asks)
            break;
    }
    return turns;
}

} // namespace

ContextPlan planContext(std::span<const PlannedMessage> messages, const ContextBudget &budget)
{
    const std::vector<Turn> turns = turnsOf(messages);
    const std::uint64_t room = budget.context > budget.reply ? budget.context - budget.reply : 0;
    ContextPlan plan;
    plan.keptTokens = budget.overhead;
    std::size_t newest = 0; // of the turns that may go
    for (std::size_t i = 0; i < turns.size(); ++i) {
        plan.keptTokens += turns[i].tokens;
        newest = turns[i].mayGo ? i : newest;
    }
    const std::uint64_t step = std::max<std::uint64_t>(room / kSteps, 1);
    const std::uint64_t mustGo = plan.keptTokens > room ? plan.keptTokens - room : 0;
    const std::uint64_t shallGo = (mustGo + step - 1) / step * step;
    std::uint64_t gone = 0;
    bool isEnough = false;
    for (std::size_t t = 0; t < turns.size(); ++t) {
        const Turn &turn = turns[t];
        const bool isSpare = turn.tokens <= step && t != newest;
        isEnough = isEnough || gone >= shallGo || (gone >= mustGo && turn.mayGo && !isSpare);
        const bool goes = turn.mayGo && !isEnough;
        for (std::size_t i = turn.begin; i < turn.end; ++i)
            (goes ? plan.dropped : plan.kept).push_back(messages[i].id);
        gone += goes ? turn.tokens : 0;
    }
    plan.keptTokens -= gone;
    plan.fits = plan.keptTokens <= room;
    plan.missingTokens = plan.fits ? 0 : plan.keptTokens - room;
    return plan;
}

} // namespace maru::prompt
