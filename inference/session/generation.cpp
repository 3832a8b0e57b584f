// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/session/generation.h"

namespace maru::session {

std::string_view toString(StopReason reason)
{
    switch (reason) {
    case StopReason::EndOfReply:
        return "end";
    case StopReason::MaxTokens:
        return "length";
    case StopReason::ContextFull:
        return "context";
    case StopReason::Stopped:
        return "stopped";
    case StopReason::StopString:
        return "stop_string";
    }
    return "?";
}

double GenerationResult::tokensPerSecond() const
{
    return tokens.size() < 2 || generateMs <= 0 ? 0 : static_cast<double>(tokens.size() - 1) * 1000.0 / generateMs;
}

} // namespace maru::session
