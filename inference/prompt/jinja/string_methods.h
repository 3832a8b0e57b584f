// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"

#include <span>
#include <string_view>

namespace maru::prompt::jinja {

struct Method
{
    std::string_view name;
    FunctionObject::Call call;
};

/// The methods of strings.
std::span<const Method> stringMethods();

} // namespace maru::prompt::jinja
