// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/error.h"

namespace maru {

std::string_view Error::arg(std::string_view name) const
{
    for (const ErrorArgument &argument : args) {
        if (argument.name == name)
            return argument.value;
    }
    return {};
}

Error Error::in(std::string_view context) &&
{
    message = std::string(context) + ": " + message;
    return std::move(*this);
}

std::string_view toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "InvalidArgument";
    case ErrorCode::NotFound:
        return "NotFound";
    case ErrorCode::Io:
        return "Io";
    case ErrorCode::Corrupt:
        return "Corrupt";
    case ErrorCode::Unsupported:
        return "Unsupported";
    case ErrorCode::OutOfMemory:
        return "OutOfMemory";
    case ErrorCode::DeviceLost:
        return "DeviceLost";
    case ErrorCode::Cancelled:
        return "Cancelled";
    }
    return "?";
}

} // namespace maru
