// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <filesystem>
#include <string>

namespace maru::backend::vulkan {

/// Every Vulkan device of this machine, usable or not, in the loader's order.
///
/// Failure: Unsupported (NoVulkanLoader) where there is no loader; DriverFailed where it has no working driver.
Result<std::vector<Device>> listDevices();

struct VulkanOptions
{
    std::filesystem::path cacheDirectory; ///< for the pipeline cache; empty: none is kept
    bool validation = false; ///< core and synchronisation validation; messages count as DriverFailed in tests
    bool barrierEverywhere = false; ///< for the A/B test of the barrier tracker
    std::uint64_t mostBindingBytes
        = 0; ///< for tests of sliced weights: as if the device allowed no more; 0: as it does
    std::string loader; ///< for tests: the library to open in place of the system's Vulkan loader
};

/// Opens device `index` of listDevices().
Result<std::unique_ptr<Backend>> createVulkanBackend(std::uint32_t index, const VulkanOptions &options = {});

} // namespace maru::backend::vulkan
