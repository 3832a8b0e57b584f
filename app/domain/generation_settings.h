// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace maru {

/// Whether a model that can think first is to. Numbers are stored: append only.
enum class Thinking {
    Habit = 0, ///< as the model does by itself
    On = 1,
    Off = 2,
};

/// How a reply is to be written, in the units of the user. A plain value.
struct GenerationSettings
{
    double temperature = 0.8; ///< 0: always the likeliest token
    int topK = 40; ///< 0: all
    double topP = 0.95;
    double minP = 0.05;
    double repetitionPenalty = 1.0; ///< 1: off
    int maxTokens = 0; ///< 0: until the model ends
    Thinking thinking = Thinking::Habit;
    int gpuLayers = -1; ///< layers of a model on the graphics device; -1: as many as fit
    int thinkingBudget = 0; ///< tokens, after which the model is led to its answer; 0: no limit
    double typicalP = 1.0; ///< 1: off
    double frequencyPenalty = 0; ///< 0: off
    double presencePenalty = 0; ///< 0: off
    int repetitionWindow = 64; ///< tokens that the three penalties look back
    double dryMultiplier = 0; ///< 0: off
    double dryBase = 1.75;
    int dryAllowedLength = 2; ///< tokens that may be repeated freely
    double xtcProbability = 0; ///< 0: off
    double xtcThreshold = 0.1;
    bool mirostat = false; ///< version 2, in place of temperature and the cuts
    double mirostatTau = 5;
    double mirostatEta = 0.1;
    std::optional<quint64> seed; ///< none: another one for every reply
    int contextLength = 0; ///< tokens that the model is loaded for; 0: its own choice
    QString grammar; ///< GBNF that the answer must follow; empty: none
    QString jsonSchema; ///< a JSON schema instead; empty: none

    bool operator==(const GenerationSettings &) const = default;

    /// The same with every number inside its range.
    GenerationSettings clamped() const;

    QByteArray toJson() const;

    /// Missing or wrong entries are the defaults.
    static GenerationSettings fromJson(const QByteArray &json);
};

} // namespace maru
