// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/log.h"

#include <mutex>
#include <utility>

namespace maru {

namespace {

struct Sink
{
    std::mutex mutex;
    LogSink function;
};

Sink &theSink()
{
    static Sink sink;
    return sink;
}

} // namespace

std::string_view toString(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "?";
}

void setLogSink(LogSink sink)
{
    const std::lock_guard lock(theSink().mutex);
    theSink().function = std::move(sink);
}

void log(LogLevel level, std::string_view area, std::string_view message)
{
    const std::lock_guard lock(theSink().mutex);
    if (theSink().function)
        theSink().function(level, area, message);
}

} // namespace maru
