// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/instance.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace maru::backend::vulkan {

/// Where the pipelines of this device and driver are kept: the file's name has vendor, device, driver version and the
/// driver's own cache UUID, so that another driver never sees it.
std::filesystem::path pipelineCachePath(
    const std::filesystem::path &directory, const VkPhysicalDeviceProperties &properties);

/// The driver's data of the file, or nothing where it is missing, cut off, changed, or another driver's. Such a file is
/// ignored, never trusted: drivers crash on foreign data.
///
///     file:  magic | version | byte count | checksum | the driver's data
std::vector<std::byte> readPipelineCache(
    const std::filesystem::path &path, const VkPhysicalDeviceProperties &properties);

/// Writes the file anew, through a temporary one. A failure only costs the next start some time.
void writePipelineCache(const std::filesystem::path &path, std::span<const std::byte> data);

} // namespace maru::backend::vulkan
