// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/cache_transfer.h"

#include <utility>

namespace maru::backend::vulkan {

namespace {

/// A staging buffer and the commands that copy between it and the cache.
class CacheTransfer
{
public:
    static Result<CacheTransfer> create(const LogicalDevice &device, std::span<const Buffer> buffers)
    {
        CacheTransfer self(device, buffers);
        const DeviceFunctions &vk = device.functions();
        VkCommandPoolCreateInfo pool = {};
        pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
        pool.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
        pool.queueFamilyIndex = device.physical().queueFamily;
        VkResult result = vk.CreateCommandPool(device.handle(), &pool, nullptr, &self.m_pool);
        if (result != VK_SUCCESS)
            return device.error(result, "vkCreateCommandPool");
        VkCommandBufferAllocateInfo info = {};
        info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
        info.commandPool = self.m_pool;
        info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
        info.commandBufferCount = 1;
        result = vk.AllocateCommandBuffers(device.handle(), &info, &self.m_commands);
        if (result != VK_SUCCESS)
            return device.error(result, "vkAllocateCommandBuffers");
        return self;
    }

    CacheTransfer(CacheTransfer &&other) noexcept
        : m_device(other.m_device)
        , m_buffers(other.m_buffers)
        , m_pool(std::exchange(other.m_pool, VK_NULL_HANDLE))
        , m_commands(other.m_commands)
    {
    }
    CacheTransfer &operator=(CacheTransfer &&) = delete;

    ~CacheTransfer()
    {
        if (m_pool != VK_NULL_HANDLE)
            m_device.functions().DestroyCommandPool(m_device.handle(), m_pool, nullptr);
    }

    std::span<std::byte> staging(std::uint64_t bytes) const { return { m_buffers[kStagingBuffer].mapped(), bytes }; }

    /// Copies `pieces`, which together fit the staging buffer, to it or from it.
    Result<void> copy(std::span<const BufferRange> pieces, bool isDownload)
    {
        const VkBuffer staging = m_buffers[kStagingBuffer].handle();
        const DeviceFunctions &vk = m_device.functions();
        VkCommandBufferBeginInfo begin = {};
        begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
        begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
        VkResult result = vk.BeginCommandBuffer(m_commands, &begin);
        if (result != VK_SUCCESS)
            return m_device.error(result, "vkBeginCommandBuffer");
        barrier(VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT,
            VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT,
            VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT);
        std::uint64_t at = 0;
        for (const BufferRange &piece : pieces) {
            const VkBuffer cache = m_buffers[piece.buffer].handle();
            const VkBufferCopy region = isDownload ? VkBufferCopy { piece.offset, at, piece.bytes }
                                                   : VkBufferCopy { at, piece.offset, piece.bytes };
            vk.CmdCopyBuffer(m_commands, isDownload ? cache : staging, isDownload ? staging : cache, 1, &region);
            at += piece.bytes;
        }
        barrier(VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT,
            VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_HOST_BIT,
            VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_HOST_READ_BIT);
        result = vk.EndCommandBuffer(m_commands);
        if (result != VK_SUCCESS)
            return m_device.error(result, "vkEndCommandBuffer");
        return m_device.submit({ &m_commands, 1 });
    }

private:
    CacheTransfer(const LogicalDevice &device, std::span<const Buffer> buffers)
        : m_device(device)
        , m_buffers(buffers)
    {
    }

    void barrier(VkPipelineStageFlags before, VkAccessFlags wrote, VkPipelineStageFlags after, VkAccessFlags will) const
    {
        VkMemoryBarrier barrier = {};
        barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
        barrier.srcAccessMask = wrote;
        barrier.dstAccessMask = will;
        m_device.functions().CmdPipelineBarrier(m_commands, before, after, 0, 1, &barrier, 0, nullptr, 0, nullptr);
    }

    const LogicalDevice &m_device;
    std::span<const Buffer> m_buffers;
    VkCommandPool m_pool = VK_NULL_HANDLE;
    VkCommandBuffer m_commands = VK_NULL_HANDLE;
};

/// The pieces from the start of `pieces` that fit the staging buffer together, and their bytes.
std::pair<std::size_t, std::uint64_t> batchOf(std::span<const BufferRange> pieces)
{
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    while (count < pieces.size() && bytes + pieces[count].bytes <= kStagingBytes)
        bytes += pieces[count++].bytes;
    return { count, bytes };
}

} // namespace

Result<void> downloadCache(const LogicalDevice &device, std::span<const Buffer> buffers,
    std::span<const BufferRange> pieces, const CacheSink &sink, const std::stop_token &stop)
{
    MARU_TRY(CacheTransfer transfer, CacheTransfer::create(device, buffers));
    while (!pieces.empty()) {
        if (stop.stop_requested())
            return cancelled();
        const auto [count, bytes] = batchOf(pieces);
        MARU_CHECK(transfer.copy(pieces.first(count), true));
        MARU_CHECK(sink(transfer.staging(bytes)));
        pieces = pieces.subspan(count);
    }
    return {};
}

Result<void> uploadCache(const LogicalDevice &device, std::span<const Buffer> buffers,
    std::span<const BufferRange> pieces, const CacheSource &source, const std::stop_token &stop)
{
    MARU_TRY(CacheTransfer transfer, CacheTransfer::create(device, buffers));
    while (!pieces.empty()) {
        if (stop.stop_requested())
            return cancelled();
        const auto [count, bytes] = batchOf(pieces);
        MARU_CHECK(source(transfer.staging(bytes)));
        MARU_CHECK(transfer.copy(pieces.first(count), false));
        pieces = pieces.subspan(count);
    }
    return {};
}

} // namespace maru::backend::vulkan
