// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QtGlobal>

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

    bool operator==(const GenerationSettings &) const = default;

    /// The same with every number inside its range.
    GenerationSettings clamped() const;

    QByteArray toJson() const;

    /// Missing or wrong entries are the defaults.
    static GenerationSettings fromJson(const QByteArray &json);
};

} // namespace maru
