// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/runtime/devices.h"

#include <filesystem>
#include <memory>
#include <string>

namespace maru::runtime {

struct DeviceOptions
{
    unsigned threads = 0; ///< of the CPU; 0: one per physical core
    std::filesystem::path cacheDirectory; ///< pipelines; empty: none kept
    bool validation = false; ///< Vulkan's validation layers, for tests
    std::string loader; ///< for tests: the library to open in place of the system's Vulkan loader
};

/// Opens a device of listDevices(). Failure: that of the driver; the CPU's never.
Result<std::unique_ptr<backend::Backend>> openDevice(const DeviceChoice &choice, const DeviceOptions &options);

} // namespace maru::runtime
