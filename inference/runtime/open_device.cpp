// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/open_device.h"

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace maru::runtime {

Result<std::unique_ptr<backend::Backend>> openDevice(const DeviceChoice &choice, const DeviceOptions &options)
{
    if (choice.device.kind == backend::DeviceKind::Cpu)
        return backend::cpu::createCpuBackend(options.threads);
    constexpr std::string_view kPrefix = "vulkan:";
    const std::string_view number = std::string_view(choice.selector).substr(kPrefix.size());
    std::uint32_t index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index); // written by listDevices()
    backend::vulkan::VulkanOptions vulkan;
    vulkan.cacheDirectory = options.cacheDirectory;
    vulkan.validation = options.validation;
    vulkan.loader = options.loader;
    return backend::vulkan::createVulkanBackend(index, vulkan);
}

} // namespace maru::runtime
