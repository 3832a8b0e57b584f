// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <filesystem>

namespace maru {

/// Memory of the host, in bytes.
struct MemoryInfo
{
    std::uint64_t total = 0; ///< of the machine, or of the control group if that allows less
    std::uint64_t free = 0; ///< what can be had without swapping; file pages that may go count as free
};

/// What the system says now: /proc/meminfo, and the limits of this process's control groups (version 1 and 2).
///
/// `root` is where /proc and /sys are looked for (tests). All zero where the system says nothing.
MemoryInfo hostMemory(const std::filesystem::path &root = "/");

} // namespace maru
