// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/device.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint64_t kWaitNanoseconds = 10'000'000'000; // a submission is sized for 0.1 s

/// The flags of memory for `kind`, best first.
std::array<VkMemoryPropertyFlags, 3> wishes(MemoryKind kind)
{
    constexpr VkMemoryPropertyFlags kHost = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    switch (kind) {
    case MemoryKind::Upload:
        return { kHost, kHost, kHost };
    case MemoryKind::Readback:
        return { kHost | VK_MEMORY_PROPERTY_HOST_CACHED_BIT, kHost, kHost };
    case MemoryKind::Device:
        break;
    }
    return { VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0, 0 };
}

} // namespace

Buffer::Buffer(Buffer &&other) noexcept
{
    *this = std::move(other);
}

Buffer &Buffer::operator=(Buffer &&other) noexcept
{
    std::swap(m_device, other.m_device);
    std::swap(m_buffer, other.m_buffer);
    std::swap(m_memory, other.m_memory);
    std::swap(m_byteCount, other.m_byteCount);
    std::swap(m_allocatedBytes, other.m_allocatedBytes);
    std::swap(m_mapped, other.m_mapped);
    return *this;
}

Buffer::~Buffer()
{
    if (!m_device)
        return;
    const DeviceFunctions &vk = m_device->functions();
    vk.DestroyBuffer(m_device->handle(), m_buffer, nullptr);
    vk.FreeMemory(m_device->handle(), m_memory, nullptr); // unmaps
}

Result<std::unique_ptr<LogicalDevice>> LogicalDevice::open(
    std::uint32_t index, bool validation, const std::string &loader)
{
    std::unique_ptr<LogicalDevice> self(new LogicalDevice);
    MARU_TRY(
        self->m_instance, loader.empty() ? Instance::create(validation) : Instance::create(validation, loader.c_str()));
    MARU_TRY(const std::vector<PhysicalDevice> devices, self->m_instance->devices());
    if (index >= devices.size())
        return Error { ErrorCode::NotFound, Reason::NoVulkanDevice, { { "index", std::to_string(index) } },
            "there is no Vulkan device " + std::to_string(index) };
    self->m_physical = devices[index];
    const Device &description = self->m_physical.description;
    if (!description.usable)
        return Error { ErrorCode::Unsupported, Reason::DeviceTooWeak,
            { { "device", description.name }, { "detail", description.reason } },
            description.name + " cannot be used: " + description.reason };

    const float priority = 1.0f;
    VkDeviceQueueCreateInfo queue = {};
    queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
    queue.queueFamilyIndex = self->m_physical.queueFamily;
    queue.queueCount = 1;
    queue.pQueuePriorities = &priority;
    VkDeviceCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    const InstanceFunctions &instance = self->m_instance->functions();
    VkResult result = instance.CreateDevice(self->m_physical.handle, &info, nullptr, &self->m_device);
    if (result != VK_SUCCESS)
        return self->error(result, "vkCreateDevice");
    MARU_TRY(self->m_functions, DeviceFunctions::load(instance, self->m_device));
    self->m_functions.GetDeviceQueue(self->m_device, self->m_physical.queueFamily, 0, &self->m_queue);
    VkFenceCreateInfo fence = {};
    fence.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO;
    result = self->m_functions.CreateFence(self->m_device, &fence, nullptr, &self->m_fence);
    if (result != VK_SUCCESS)
        return self->error(result, "vkCreateFence");
    return self;
}

LogicalDevice::~LogicalDevice()
{
    if (m_device == VK_NULL_HANDLE || !m_functions.DestroyDevice)
        return;
    if (m_fence != VK_NULL_HANDLE)
        m_functions.DestroyFence(m_device, m_fence, nullptr);
    m_functions.DestroyDevice(m_device, nullptr);
}

Result<VkBuffer> LogicalDevice::createHandle(std::uint64_t byteCount) const
{
    VkBufferCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
    info.size = byteCount;
    info.usage
        = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    info.sharingMode = VK_SHARING_MODE_EXCLUSIVE;
    VkBuffer buffer = VK_NULL_HANDLE;
    if (const VkResult result = m_functions.CreateBuffer(m_device, &info, nullptr, &buffer); result != VK_SUCCESS)
        return error(result, "vkCreateBuffer");
    return buffer;
}

std::uint32_t LogicalDevice::memoryType(std::uint32_t allowed, MemoryKind kind) const
{
    for (const VkMemoryPropertyFlags wish : wishes(kind)) {
        for (std::uint32_t i = 0; i < m_physical.memory.memoryTypeCount; ++i) {
            const bool isAllowed = (allowed & (1U << i)) != 0;
            if (isAllowed && (m_physical.memory.memoryTypes[i].propertyFlags & wish) == wish)
                return i;
        }
    }
    return 0;
}

Result<Buffer> LogicalDevice::createBuffer(std::uint64_t byteCount, MemoryKind kind) const
{
    Buffer buffer;
    MARU_TRY(buffer.m_buffer, createHandle(byteCount));
    buffer.m_device = this;
    VkMemoryRequirements requirements = {};
    m_functions.GetBufferMemoryRequirements(m_device, buffer.m_buffer, &requirements);
    VkMemoryAllocateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
    info.allocationSize = requirements.size;
    info.memoryTypeIndex = memoryType(requirements.memoryTypeBits, kind);
    VkResult result = requirements.size > m_physical.maxAllocation
        ? VK_ERROR_OUT_OF_DEVICE_MEMORY
        : m_functions.AllocateMemory(m_device, &info, nullptr, &buffer.m_memory);
    if (result != VK_SUCCESS) {
        Error failure = error(result, "vkAllocateMemory");
        failure.args.push_back({ "needed", std::to_string(requirements.size) });
        failure.args.push_back({ "free", std::to_string(memoryFree()) });
        return failure;
    }
    result = m_functions.BindBufferMemory(m_device, buffer.m_buffer, buffer.m_memory, 0);
    if (result != VK_SUCCESS)
        return error(result, "vkBindBufferMemory");
    if (kind != MemoryKind::Device) {
        void *mapped = nullptr;
        result = m_functions.MapMemory(m_device, buffer.m_memory, 0, VK_WHOLE_SIZE, 0, &mapped);
        if (result != VK_SUCCESS)
            return error(result, "vkMapMemory");
        buffer.m_mapped = static_cast<std::byte *>(mapped);
    }
    buffer.m_byteCount = byteCount;
    buffer.m_allocatedBytes = requirements.size;
    return buffer;
}

std::uint64_t LogicalDevice::allocationBytes(std::uint64_t byteCount) const
{
    const Result<VkBuffer> buffer = createHandle(byteCount);
    if (!buffer)
        return byteCount;
    VkMemoryRequirements requirements = {};
    m_functions.GetBufferMemoryRequirements(m_device, *buffer, &requirements);
    m_functions.DestroyBuffer(m_device, *buffer, nullptr);
    return requirements.size;
}

Result<void> LogicalDevice::submit(std::span<const VkCommandBuffer> commands) const
{
    VkSubmitInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    info.commandBufferCount = static_cast<std::uint32_t>(commands.size());
    info.pCommandBuffers = commands.data();
    VkResult result = m_functions.QueueSubmit(m_queue, 1, &info, m_fence);
    if (result != VK_SUCCESS)
        return error(result, "vkQueueSubmit");
    do
        result = m_functions.WaitForFences(m_device, 1, &m_fence, VK_TRUE, kWaitNanoseconds);
    while (result == VK_TIMEOUT); // a slow device is not a lost one; drivers end work that hangs
    if (result != VK_SUCCESS)
        return error(result, "vkWaitForFences");
    result = m_functions.ResetFences(m_device, 1, &m_fence);
    if (result != VK_SUCCESS)
        return error(result, "vkResetFences");
    return {};
}

Result<void> LogicalDevice::checkValidation() const
{
    const std::vector<std::string> messages = m_instance->validation().messages();
    if (messages.empty())
        return {};
    return Error { ErrorCode::Unsupported, Reason::DriverFailed,
        { { "device", name() }, { "detail", messages.front() } },
        "validation: " + std::to_string(messages.size()) + " messages, first: " + messages.front() };
}

} // namespace maru::backend::vulkan
