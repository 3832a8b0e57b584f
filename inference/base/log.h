// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace maru {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// "debug", "info", "warning", "error".
std::string_view toString(LogLevel level);

/// Takes one line of the log: `area` is the folder that speaks ("vulkan"), `message` English without a line end.
using LogSink = std::function<void(LogLevel level, std::string_view area, std::string_view message)>;

/// Where the engine's log goes from now on; an empty sink (the default) drops it. The engine itself never prints.
/// Threads: any; calls of the sink never overlap. A sink must not log.
void setLogSink(LogSink sink);

/// Gives one line to the sink.
void log(LogLevel level, std::string_view area, std::string_view message);

} // namespace maru
