// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/device.h"
#include "inference/backend/vulkan/weights.h"

#include <span>
#include <stop_token>

namespace maru::backend::vulkan {

/// Repacks all weights and writes them to `blocks` (by Weights::blocks()), `staging` (kStagingBytes) by `staging`, so
/// that the host never holds a second copy.
///
/// Failure: OutOfMemory, DeviceLost, Cancelled.
Result<void> uploadWeights(const LogicalDevice &device, const Weights &weights, std::span<const Buffer> blocks,
    const Buffer &staging, const LoadProgress &progress, std::stop_token stop);

/// Writes `bytes` to the start of `buffer`. Failure: as above.
Result<void> uploadBytes(
    const LogicalDevice &device, std::span<const std::byte> bytes, const Buffer &buffer, const Buffer &staging);

} // namespace maru::backend::vulkan
