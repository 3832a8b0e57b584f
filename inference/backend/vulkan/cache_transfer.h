// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/device.h"
#include "inference/backend/vulkan/dispatch.h"

#include <cstdint>
#include <span>
#include <stop_token>

namespace maru::backend::vulkan {

/// Hands the bytes of `pieces`, in order, to `sink`. `buffers` by BufferId, the one for staging among them; no piece is
/// longer than that. No pass may be running.
///
/// Failure: that of the sink, OutOfMemory, DeviceLost, Cancelled.
Result<void> downloadCache(const LogicalDevice &device, std::span<const Buffer> buffers,
    std::span<const BufferRange> pieces, const CacheSink &sink, const std::stop_token &stop);

/// Fills `pieces`, in order, with what `source` gives. Failure: as above.
Result<void> uploadCache(const LogicalDevice &device, std::span<const Buffer> buffers,
    std::span<const BufferRange> pieces, const CacheSource &source, const std::stop_token &stop);

} // namespace maru::backend::vulkan
