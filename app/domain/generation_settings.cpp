// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/generation_settings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace maru {

namespace {

constexpr int kShortestContext = 256;

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
    result.typicalP = inside(typicalP, 0.01, 1, standard.typicalP);
    result.frequencyPenalty = inside(frequencyPenalty, -2, 2, standard.frequencyPenalty);
    result.presencePenalty = inside(presencePenalty, -2, 2, standard.presencePenalty);
    result.repetitionWindow = std::clamp(repetitionWindow, 0, 100'000);
    result.dryMultiplier = inside(dryMultiplier, 0, 5, standard.dryMultiplier);
    result.dryBase = inside(dryBase, 1, 4, standard.dryBase);
    result.dryAllowedLength = std::clamp(dryAllowedLength, 1, 100);
    result.xtcProbability = inside(xtcProbability, 0, 1, standard.xtcProbability);
    result.xtcThreshold = inside(xtcThreshold, 0, 1, standard.xtcThreshold);
    result.mirostat = mirostat;
    result.mirostatTau = inside(mirostatTau, 0.1, 20, standard.mirostatTau);
    result.mirostatEta = inside(mirostatEta, 0, 1, standard.mirostatEta);
    result.seed = seed;
    result.contextLength = contextLength <= 0 ? 0 : std::clamp(contextLength, kShortestContext, 10'000'000);
    result.grammar = grammar;
    result.jsonSchema = jsonSchema;
    return result;
}

QByteArray GenerationSettings::toJson() const
{
    QJsonObject object {
        { QStringLiteral("temperature"), temperature },
        { QStringLiteral("top_k"), topK },
        { QStringLiteral("top_p"), topP },
        { QStringLiteral("min_p"), minP },
        { QStringLiteral("repetition_penalty"), repetitionPenalty },
        { QStringLiteral("max_tokens"), maxTokens },
        { QStringLiteral("thinking"), static_cast<int>(thinking) },
        { QStringLiteral("thinking_budget"), thinkingBudget },
        { QStringLiteral("gpu_layers"), gpuLayers },
        { QStringLiteral("typical_p"), typicalP },
        { QStringLiteral("frequency_penalty"), frequencyPenalty },
        { QStringLiteral("presence_penalty"), presencePenalty },
        { QStringLiteral("repetition_window"), repetitionWindow },
        { QStringLiteral("dry_multiplier"), dryMultiplier },
        { QStringLiteral("dry_base"), dryBase },
        { QStringLiteral("dry_allowed_length"), dryAllowedLength },
        { QStringLiteral("xtc_probability"), xtcProbability },
        { QStringLiteral("xtc_threshold"), xtcThreshold },
        { QStringLiteral("mirostat"), mirostat },
        { QStringLiteral("mirostat_tau"), mirostatTau },
        { QStringLiteral("mirostat_eta"), mirostatEta },
        { QStringLiteral("context_length"), contextLength },
    };
    if (seed)
        object.insert(QStringLiteral("seed"), QString::number(*seed)); // a number of JSON has no 64 bits
    if (!grammar.isEmpty())
        object.insert(QStringLiteral("grammar"), grammar);
    if (!jsonSchema.isEmpty())
        object.insert(QStringLiteral("json_schema"), jsonSchema);
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
    result.typicalP = object.value(u"typical_p").toDouble(result.typicalP);
    result.frequencyPenalty = object.value(u"frequency_penalty").toDouble(result.frequencyPenalty);
    result.presencePenalty = object.value(u"presence_penalty").toDouble(result.presencePenalty);
    result.repetitionWindow = object.value(u"repetition_window").toInt(result.repetitionWindow);
    result.dryMultiplier = object.value(u"dry_multiplier").toDouble(result.dryMultiplier);
    result.dryBase = object.value(u"dry_base").toDouble(result.dryBase);
    result.dryAllowedLength = object.value(u"dry_allowed_length").toInt(result.dryAllowedLength);
    result.xtcProbability = object.value(u"xtc_probability").toDouble(result.xtcProbability);
    result.xtcThreshold = object.value(u"xtc_threshold").toDouble(result.xtcThreshold);
    result.mirostat = object.value(u"mirostat").toBool();
    result.mirostatTau = object.value(u"mirostat_tau").toDouble(result.mirostatTau);
    result.mirostatEta = object.value(u"mirostat_eta").toDouble(result.mirostatEta);
    bool hasSeed = false;
    if (const quint64 seed = object.value(u"seed").toString().toULongLong(&hasSeed); hasSeed)
        result.seed = seed;
    result.contextLength = object.value(u"context_length").toInt();
    result.grammar = object.value(u"grammar").toString();
    result.jsonSchema = object.value(u"json_schema").toString();
    return result.clamped();
}

} // namespace maru
