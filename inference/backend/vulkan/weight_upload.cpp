// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/weight_upload.h"

#include "inference/graph/weight_rows.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace maru::backend::vulkan {

namespace {

/// Gathers bytes in a staging buffer and copies them to the device whenever it is full.
class Uploader
{
public:
    static Result<Uploader> create(const LogicalDevice &device, const Buffer &staging)
    {
        Uploader self(device, staging);
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

    Uploader(Uploader &&other) noexcept
        : m_device(other.m_device)
        , m_staging(other.m_staging)
        , m_pool(std::exchange(other.m_pool, VK_NULL_HANDLE))
        , m_commands(other.m_commands)
        , m_copies(std::move(other.m_copies))
        , m_used(other.m_used)
    {
    }
    Uploader &operator=(Uploader &&) = delete;

    ~Uploader()
    {
        if (m_pool != VK_NULL_HANDLE)
            m_device.functions().DestroyCommandPool(m_device.handle(), m_pool, nullptr);
    }

    /// Room for up to `bytes` bytes that will lie at `offset` of `buffer`; fewer where the staging buffer ends.
    /// `least` bytes are promised (at most kStagingBytes).
    Result<std::span<std::byte>> room(
        const Buffer &buffer, std::uint64_t offset, std::uint64_t bytes, std::uint64_t least)
    {
        if (kStagingBytes - m_used < least)
            MARU_CHECK(flush());
        std::uint64_t given = std::min(bytes, kStagingBytes - m_used);
        given -= given % std::max<std::uint64_t>(least, 1);
        m_copies.push_back({ buffer.handle(), { m_used, offset, given } });
        const std::span<std::byte> span(m_staging.mapped() + m_used, given);
        m_used += (given + 15) / 16 * 16;
        m_used = std::min(m_used, kStagingBytes);
        return span;
    }

    Result<void> flush()
    {
        if (m_copies.empty())
            return {};
        const DeviceFunctions &vk = m_device.functions();
        VkCommandBufferBeginInfo begin = {};
        begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
        begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
        VkResult result = vk.BeginCommandBuffer(m_commands, &begin);
        if (result != VK_SUCCESS)
            return m_device.error(result, "vkBeginCommandBuffer");
        for (const Copy &copy : m_copies)
            vk.CmdCopyBuffer(m_commands, m_staging.handle(), copy.buffer, 1, &copy.region);
        VkMemoryBarrier barrier = {};
        barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
        barrier.srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
        barrier.dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
        vk.CmdPipelineBarrier(m_commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
            VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 1, &barrier, 0, nullptr, 0,
            nullptr);
        result = vk.EndCommandBuffer(m_commands);
        if (result != VK_SUCCESS)
            return m_device.error(result, "vkEndCommandBuffer");
        MARU_CHECK(m_device.submit({ &m_commands, 1 }));
        m_copies.clear();
        m_used = 0;
        return {};
    }

private:
    struct Copy
    {
        VkBuffer buffer;
        VkBufferCopy region;
    };

    Uploader(const LogicalDevice &device, const Buffer &staging)
        : m_device(device)
        , m_staging(staging)
    {
    }

    const LogicalDevice &m_device;
    const Buffer &m_staging;
    VkCommandPool m_pool = VK_NULL_HANDLE;
    VkCommandBuffer m_commands = VK_NULL_HANDLE;
    std::vector<Copy> m_copies;
    std::uint64_t m_used = 0;
};

/// Uploads everything in order and counts.
class WeightUpload
{
public:
    WeightUpload(Uploader &uploader, const Weights &weights, std::span<const Buffer> blocks,
        const LoadProgress &progress, std::stop_token stop)
        : m_uploader(uploader)
        , m_weights(weights)
        , m_blocks(blocks)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
        for (const Matrix &matrix : weights.matrices())
            m_total += matrix.rows * matrix.layout.bytes();
        for (const FloatVector &vector : weights.vectors())
            m_total += vector.range.bytes;
    }

    Result<void> run()
    {
        MARU_CHECK(advance(0));
        for (const FloatVector &vector : m_weights.vectors())
            MARU_CHECK(uploadVector(vector));
        for (const Matrix &matrix : m_weights.matrices())
            MARU_CHECK(uploadMatrix(matrix));
        return m_uploader.flush();
    }

private:
    const Buffer &block(BufferId buffer) const { return m_blocks[buffer - m_weights.firstBuffer()]; }

    Result<void> advance(std::uint64_t bytes)
    {
        m_done += bytes;
        if (m_progress)
            m_progress(m_done, m_total);
        if (m_stop.stop_requested())
            return cancelled();
        return {};
    }

    Result<void> uploadVector(const FloatVector &vector)
    {
        std::vector<float> values(vector.range.bytes / sizeof(float), 0.0f);
        std::size_t at = 0;
        for (const FloatVector::Part &part : vector.parts) {
            if (part.weight != graph::kNone) {
                const graph::Weight &weight = m_weights.graph().weights[part.weight];
                graph::WeightRows rows;
                MARU_TRY(std::span<const std::byte> bytes, rows.read(weight, 0, weight.rows));
                bytes = bytes.subspan(quant::byteCount(weight.type, part.first).value_or(0));
                quant::decode(weight.type, bytes.data(), values.data() + at, part.count);
            }
            at += part.count;
        }
        std::span<const std::byte> bytes = std::as_bytes(std::span(values));
        std::uint64_t offset = vector.range.offset;
        while (!bytes.empty()) {
            MARU_TRY(const std::span<std::byte> room,
                m_uploader.room(block(vector.range.buffer), offset, bytes.size(), sizeof(float)));
            std::memcpy(room.data(), bytes.data(), room.size());
            bytes = bytes.subspan(room.size());
            offset += room.size();
            MARU_CHECK(advance(room.size()));
        }
        return {};
    }

    Result<void> uploadMatrix(const Matrix &matrix)
    {
        const std::uint64_t rowBytes = matrix.layout.bytes();
        m_rows = std::vector<graph::WeightRows>(matrix.parts.size());
        std::vector<std::byte> longRow(rowBytes > kStagingBytes ? rowBytes : 0);
        for (const WeightSlice &slice : matrix.slices) {
            const Buffer &buffer = block(slice.range.buffer);
            for (std::uint32_t row = 0; row < slice.rows;) {
                const std::uint64_t offset = slice.range.offset + row * rowBytes;
                if (!longRow.empty()) {
                    MARU_CHECK(packRowOf(matrix, slice.firstRow + row, longRow));
                    MARU_CHECK(uploadLongRow(buffer, offset, longRow));
                    ++row;
                    continue;
                }
                MARU_TRY(const std::span<std::byte> room,
                    m_uploader.room(
                        buffer, offset, std::min<std::uint64_t>(slice.rows - row, 4096) * rowBytes, rowBytes));
                const auto rows = static_cast<std::uint32_t>(room.size() / rowBytes);
                for (std::uint32_t i = 0; i < rows; ++i)
                    MARU_CHECK(packRowOf(matrix, slice.firstRow + row + i, room.subspan(i * rowBytes, rowBytes)));
                row += rows;
                MARU_CHECK(advance(room.size()));
            }
        }
        return {};
    }

    Result<void> packRowOf(const Matrix &matrix, std::uint32_t row, std::span<std::byte> to)
    {
        const std::uint32_t one = row / matrix.rowsOfOne();
        std::uint32_t within = row % matrix.rowsOfOne();
        std::size_t part = 0;
        while (within >= rowsOf(matrix, part))
            within -= rowsOf(matrix, part++);
        const graph::Weight &weight = m_weights.graph().weights[matrix.parts[part]];
        MARU_TRY(const std::span<const std::byte> from, m_rows[part].next(weight, one * rowsOf(matrix, part) + within));
        packRow(matrix.type, matrix.layout, from, to);
        return {};
    }

    /// Of one of the matrices in `part`.
    std::uint32_t rowsOf(const Matrix &matrix, std::size_t part) const
    {
        return m_weights.graph().weights[matrix.parts[part]].rows / matrix.count;
    }

    Result<void> uploadLongRow(const Buffer &buffer, std::uint64_t offset, std::span<const std::byte> bytes)
    {
        while (!bytes.empty()) {
            MARU_TRY(const std::span<std::byte> room, m_uploader.room(buffer, offset, bytes.size(), kVectorBytes));
            std::memcpy(room.data(), bytes.data(), room.size());
            bytes = bytes.subspan(room.size());
            offset += room.size();
            MARU_CHECK(advance(room.size()));
        }
        return {};
    }

    Uploader &m_uploader;
    const Weights &m_weights;
    std::span<const Buffer> m_blocks;
    const LoadProgress &m_progress;
    std::stop_token m_stop;
    std::vector<graph::WeightRows> m_rows; // by part of the matrix that is uploaded
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

} // namespace

Result<void> uploadWeights(const LogicalDevice &device, const Weights &weights, std::span<const Buffer> blocks,
    const Buffer &staging, const LoadProgress &progress, std::stop_token stop)
{
    MARU_TRY(Uploader uploader, Uploader::create(device, staging));
    return WeightUpload(uploader, weights, blocks, progress, std::move(stop)).run();
}

Result<void> uploadBytes(
    const LogicalDevice &device, std::span<const std::byte> bytes, const Buffer &buffer, const Buffer &staging)
{
    MARU_TRY(Uploader uploader, Uploader::create(device, staging));
    std::uint64_t offset = 0;
    while (!bytes.empty()) {
        MARU_TRY(const std::span<std::byte> room, uploader.room(buffer, offset, bytes.size(), 4));
        std::memcpy(room.data(), bytes.data(), room.size());
        bytes = bytes.subspan(room.size());
        offset += room.size();
    }
    return uploader.flush();
}

} // namespace maru::backend::vulkan
