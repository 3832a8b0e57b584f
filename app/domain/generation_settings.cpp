// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/generation_settings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace maru {

namespace {

double inside(double value, double low, double high, double otherwise)
{
    return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

} // namespace

GenerationSettings GenerationSettings::clamped() const
{
    const GenerationSettings standard;
    GenerationSettings result;
    result.temperature = inside(temperature, 0, 2, standard.temperature);
    result.topK = std::clamp(topK, 0, 1000);
    result.topP = inside(topP, 0, 1, standard.topP);
    result.minP = inside(minP, 0, 1, standard.minP);
    result.repetitionPenalty = inside(repetitionPenalty, 1, 2, standard.repetitionPenalty);
    result.maxTokens = std::clamp(maxTokens, 0, 1'000'000);
    result.thinking = thinking == Thinking::On || thinking == Thinking::Off ? thinking : Thinking::Habit;
    result.gpuLayers = std::clamp(gpuLayers, -1, 100'000);
    result.thinkingBudget = std::clamp(thinkingBudget, 0, 1'000'000);
    return result;
}

QByteArray GenerationSettings::toJson() const
{
    const QJsonObject object {
        { QStringLiteral("temperature"), temperature },
        { QStringLiteral("top_k"), topK },
        { QStringLiteral("top_p"), topP },
        { QStringLiteral("min_p"), minP },
        { QStringLiteral("repetition_penalty"), repetitionPenalty },
        { QStringLiteral("max_tokens"), maxTokens },
        { QStringLiteral("thinking"), static_cast<int>(thinking) },
        { QStringLiteral("thinking_budget"), thinkingBudget },
        { QStringLiteral("gpu_layers"), gpuLayers },
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

GenerationSettings GenerationSettings::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    GenerationSettings result;
    result.temperature = object.value(u"temperature").toDouble(result.temperature);
    result.topK = object.value(u"top_k").toInt(result.topK);
    result.topP = object.value(u"top_p").toDouble(result.topP);
    result.minP = object.value(u"min_p").toDouble(result.minP);
    result.repetitionPenalty = object.value(u"repetition_penalty").toDouble(result.repetitionPenalty);
    result.maxTokens = object.value(u"max_tokens").toInt(result.maxTokens);
    result.thinking = static_cast<Thinking>(object.value(u"thinking").toInt());
    result.thinkingBudget = object.value(u"thinking_budget").toInt();
    result.gpuLayers = object.value(u"gpu_layers").toInt(result.gpuLayers);
    return result.clamped();
}

} // namespace maru
