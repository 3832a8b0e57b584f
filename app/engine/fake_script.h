// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

#include <optional>

namespace maru {

/// How FakeEngine behaves. A plain value.
struct FakeScript
{
    QString reply; ///< empty: a text about the question
    QString thinking; ///< written before the reply
    bool canSwitchThinking = false; ///< as if a template had the switch; the model then thinks by habit
    int unseen = 0; ///< so many of the oldest messages do not fit
    int contextLength = 4096;
    int loadMs = 400;
    int promptTokens = 40;
    double promptMsPerToken = 1;
    double tokensPerSecond = 60; ///< a token is a word
    std::optional<Error> loadError;
    std::optional<Error> replyError; ///< after failAfterTokens
    int failAfterTokens = 5;
    bool failOnce = true; ///< replyError comes once, then never again
    bool deafToStop = false; ///< does not look at the stop token: a driver that hangs
};

} // namespace maru
