// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/backend.h"

#include <array>
#include <cstddef>

namespace maru::backend {

std::string_view toString(DeviceKind kind)
{
    static constexpr std::array<std::string_view, 4> kNames = { "cpu", "integrated", "discrete", "software" };
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace maru::backend
