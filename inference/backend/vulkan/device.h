// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/instance.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace maru::backend::vulkan {

class LogicalDevice;

/// What a buffer is for; where its memory lies follows from that.
enum class MemoryKind : std::uint8_t {
    Device, ///< read and written by kernels: the device's own memory
    Upload, ///< written by the host, read by the device
    Readback, ///< written by kernels, read by the host
};

/// A storage buffer with its memory, mapped if the host may touch it.
///
/// Ownership: owns both; the device must outlive it.
class Buffer
{
public:
    Buffer() = default;
    Buffer(Buffer &&other) noexcept;
    Buffer &operator=(Buffer &&other) noexcept;
    ~Buffer();

    VkBuffer handle() const { return m_buffer; }
    std::uint64_t byteCount() const { return m_byteCount; }
    std::uint64_t allocatedBytes() const { return m_allocatedBytes; }
    std::byte *mapped() const { return m_mapped; }

private:
    friend class LogicalDevice;

    const LogicalDevice *m_device = nullptr;
    VkBuffer m_buffer = VK_NULL_HANDLE;
    VkDeviceMemory m_memory = VK_NULL_HANDLE;
    std::uint64_t m_byteCount = 0;
    std::uint64_t m_allocatedBytes = 0;
    std::byte *m_mapped = nullptr;
};

/// A device opened for compute, with its one queue.
///
/// Ownership: owns instance and VkDevice. Threads: one at a time.
class LogicalDevice
{
public:
    /// Opens device `index` of the instance; `loader` empty: the system's. Failure: NotFound (NoVulkanDevice),
    /// DeviceTooWeak, DriverFailed.
    static Result<std::unique_ptr<LogicalDevice>> open(
        std::uint32_t index, bool validation, const std::string &loader = {});

    LogicalDevice(const LogicalDevice &) = delete;
    LogicalDevice &operator=(const LogicalDevice &) = delete;
    ~LogicalDevice();

    const DeviceFunctions &functions() const { return m_functions; }
    const PhysicalDevice &physical() const { return m_physical; }
    const VkPhysicalDeviceLimits &limits() const { return m_physical.properties.limits; }
    const std::string &name() const { return m_physical.description.name; }
    VkDevice handle() const { return m_device; }

    /// Bytes of its own memory that are free now, as far as the driver tells.
    std::uint64_t memoryFree() const { return freeDeviceMemory(m_instance->functions(), m_physical); }

    /// Failure: OutOfMemory (DeviceMemory: needed, free, device).
    Result<Buffer> createBuffer(std::uint64_t byteCount, MemoryKind kind) const;

    /// What createBuffer would allocate, without doing so.
    std::uint64_t allocationBytes(std::uint64_t byteCount) const;

    /// Runs the command buffers in order and waits for the last.
    Result<void> submit(std::span<const VkCommandBuffer> commands) const;

    /// DriverFailed with the first message of the validation layers, if they had any.
    Result<void> checkValidation() const;

    Error error(VkResult result, const char *what) const { return vulkanError(result, what, name()); }

private:
    LogicalDevice() = default;

    Result<VkBuffer> createHandle(std::uint64_t byteCount) const;
    std::uint32_t memoryType(std::uint32_t allowed, MemoryKind kind) const;

    std::unique_ptr<Instance> m_instance;
    PhysicalDevice m_physical;
    VkDevice m_device = VK_NULL_HANDLE;
    DeviceFunctions m_functions;
    VkQueue m_queue = VK_NULL_HANDLE;
    VkFence m_fence = VK_NULL_HANDLE;
};

} // namespace maru::backend::vulkan
