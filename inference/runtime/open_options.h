// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/session/snapshot_store.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace maru::runtime {

class CheckUpStore;

/// For OpenOptions::gpuLayers: all of them, the embedding too.
inline constexpr std::uint32_t kAllLayers = std::numeric_limits<std::uint32_t>::max();

/// How a model is to be opened.
struct OpenOptions
{
    std::string device = "auto"; ///< auto | cpu | vulkan | vulkan:INDEX | vulkan:UUID
    std::optional<std::uint32_t> gpuLayers; ///< the last so many layers lie on the GPU; nothing: as many as fit
    unsigned threads = 0; ///< 0: one per physical core
    std::uint32_t context = 0; ///< 0: the trained context, at most 4096
    backend::KvType kv = backend::KvType::F16;
    std::uint32_t maxOutputs = 1; ///< rows of logits of one forward pass: perplexity and `logits` want more
    std::filesystem::path cacheDirectory; ///< pipelines; empty: none kept
    std::shared_ptr<session::SnapshotStore> snapshots; ///< caches of other conversations; none: kept in memory only
    std::shared_ptr<CheckUpStore> checkUps; ///< devices that failed are not used; none: all are
    bool validation = false; ///< Vulkan's validation layers, for tests
    std::string loader; ///< for tests: the library to open in place of the system's Vulkan loader
    std::int64_t loseDeviceAfter = -1; ///< for tests: forward() number n fails with DeviceLost; -1: never
    std::optional<std::uint64_t> gpuFree; ///< for tests: as if so many bytes of the GPU were free
    std::optional<std::uint64_t> cpuFree; ///< for tests: as if so many bytes of the host were free
};

} // namespace maru::runtime
