// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/functions.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace maru::backend::vulkan {

/// A physical device and what the engine wants to know of it.
struct PhysicalDevice
{
    VkPhysicalDevice handle = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties properties = {};
    std::uint32_t subgroupSize = 0;
    std::uint32_t queueFamily = 0;
    std::uint64_t maxAllocation = 0; ///< bytes of one allocation
    bool hasMemoryBudget = false;
    VkPhysicalDeviceMemoryProperties memory = {};
    Device description; ///< as the user is told
};

/// What the validation layers said. Threads: any.
class ValidationLog
{
public:
    void add(std::string message);
    std::vector<std::string> messages() const;

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_messages;
};

/// The connection to the loader and its drivers.
///
/// Ownership: owns the VkInstance. Threads: immutable once made.
class Instance
{
public:
    /// Failure: NoVulkanLoader; DriverFailed where no driver works, or validation is wanted and its layer is missing.
    static Result<std::unique_ptr<Instance>> create(bool validation, const char *library = "libvulkan.so.1");

    Instance(const Instance &) = delete;
    Instance &operator=(const Instance &) = delete;
    ~Instance();

    const InstanceFunctions &functions() const { return m_functions; }
    const ValidationLog &validation() const { return m_validation; }

    /// All physical devices, in the loader's order. Failure: DriverFailed.
    Result<std::vector<PhysicalDevice>> devices() const;

private:
    Instance() = default;

    Result<void> createMessenger();

    GlobalFunctions m_global;
    InstanceFunctions m_functions;
    VkInstance m_instance = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT m_messenger = VK_NULL_HANDLE;
    ValidationLog m_validation;
};

/// Bytes of device-local memory that are free now, by VK_EXT_memory_budget, else all of it.
std::uint64_t freeDeviceMemory(const InstanceFunctions &functions, const PhysicalDevice &device);

} // namespace maru::backend::vulkan
