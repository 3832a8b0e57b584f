// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/context_forecast.h"

#include "inference/prompt/context_plan.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace maru {

namespace {

constexpr int kRoomForReply = 512; // where the user set no length

std::uint32_t count(qint64 tokens)
{
    return static_cast<std::uint32_t>(std::clamp<qint64>(tokens, 0, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

int roomForReply(const GenerationSettings &settings, int context)
{
    return std::min(settings.maxTokens > 0 ? settings.maxTokens : kRoomForReply, context / 4);
}

ContextForecast forecastContext(const QList<ForecastMessage> &messages, const ForecastRoom &room)
{
    std::vector<prompt::PlannedMessage> planned;
    if (room.systemPrompt > 0)
        planned.push_back({ 0, prompt::Role::System, false, count(room.systemPrompt + room.aroundEach) });
    for (const ForecastMessage &message : messages) {
        const auto role = message.role == MessageRole::User ? prompt::Role::User : prompt::Role::Assistant;
        planned.push_back({ message.id, role, message.pinned, count(message.tokens + room.aroundEach) });
    }
    const prompt::ContextPlan plan
        = prompt::planContext(planned, { count(room.context), count(room.reply), count(room.aroundAll) });
    ContextForecast result;
    for (const std::int64_t id : plan.dropped)
        result.leftOut.append(id);
    result.used = static_cast<int>(std::min<std::uint64_t>(plan.keptTokens, std::numeric_limits<int>::max()));
    result.fits = plan.fits;
    return result;
}

} // namespace maru
