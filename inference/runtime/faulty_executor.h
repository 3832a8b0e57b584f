// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstdint>
#include <memory>

namespace maru::runtime {

/// Wraps `executor` so that its forward() number `count` (from 0) and all later ones fail with DeviceLost: how tests
/// see a driver reset without one.
std::unique_ptr<backend::Executor> loseDeviceAfter(std::unique_ptr<backend::Executor> executor, std::int64_t count);

} // namespace maru::runtime
