// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/generation_settings.h"
#include "app/domain/message.h"

#include <QList>

namespace maru {

/// A message as the forecast sees it: how long it is, not what it says.
struct ForecastMessage
{
    qint64 id = 0;
    MessageRole role = MessageRole::User;
    bool pinned = false;
    int tokens = 0; ///< of its words
};

/// What takes room, and how much there is.
struct ForecastRoom
{
    int context = 0; ///< tokens in all
    int reply = 0; ///< of them, kept free for the reply
    int systemPrompt = 0; ///< of them, of the system prompt; 0: there is none
    int aroundAll = 0; ///< LoadedModelInfo::templateTokens
    int aroundEach = 0; ///< LoadedModelInfo::tokensPerMessage
};

/// What the model will see of a conversation when it is asked next.
struct ContextForecast
{
    QList<qint64> leftOut; ///< in order
    int used = 0; ///< tokens of what it sees
    bool fits = true; ///< false: even what is never left out is too long
};

/// How many tokens are kept free for a reply, if that is possible at all: of these settings, in this context.
int roomForReply(const GenerationSettings &settings, int context);

/// Tells, before it happens, what RealEngine will leave out; by the same rules (inference/prompt/context_plan).
/// Pure. The last message is the question.
ContextForecast forecastContext(const QList<ForecastMessage> &messages, const ForecastRoom &room);

} // namespace maru
