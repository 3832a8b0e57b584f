// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/recording.h"

#include <algorithm>
#include <utility>

namespace maru::backend::vulkan {

Recording::Recording(Recording &&other) noexcept
    : m_device(other.m_device)
    , m_sets(std::exchange(other.m_sets, VK_NULL_HANDLE))
    , m_pool(std::exchange(other.m_pool, VK_NULL_HANDLE))
    , m_segments(std::move(other.m_segments))
    , m_barrierCount(other.m_barrierCount)
{
}

Recording::~Recording()
{
    const DeviceFunctions &vk = m_device->functions();
    vk.DestroyDescriptorPool(m_device->handle(), m_sets, nullptr);
    vk.DestroyCommandPool(m_device->handle(), m_pool, nullptr);
}

Result<void> Recording::createPools(std::span<const Dispatch> dispatches, std::uint32_t segments)
{
    const DeviceFunctions &vk = m_device->functions();
    VkDescriptorPoolSize size = { VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1 };
    for (const Dispatch &dispatch : dispatches)
        size.descriptorCount += static_cast<std::uint32_t>(dispatch.bindings.size());
    VkDescriptorPoolCreateInfo sets = {};
    sets.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO;
    sets.maxSets = static_cast<std::uint32_t>(std::max<std::size_t>(1, dispatches.size()));
    sets.poolSizeCount = 1;
    sets.pPoolSizes = &size;
    VkResult result = vk.CreateDescriptorPool(m_device->handle(), &sets, nullptr, &m_sets);
    if (result != VK_SUCCESS)
        return m_device->error(result, "vkCreateDescriptorPool");
    VkCommandPoolCreateInfo pool = {};
    pool.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
    pool.queueFamilyIndex = m_device->physical().queueFamily;
    result = vk.CreateCommandPool(m_device->handle(), &pool, nullptr, &m_pool);
    if (result != VK_SUCCESS)
        return m_device->error(result, "vkCreateCommandPool");
    VkCommandBufferAllocateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
    info.commandPool = m_pool;
    info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
    info.commandBufferCount = segments;
    m_segments.resize(segments);
    result = vk.AllocateCommandBuffers(m_device->handle(), &info, m_segments.data());
    if (result != VK_SUCCESS)
        return m_device->error(result, "vkAllocateCommandBuffers");
    return {};
}

Result<VkDescriptorSet> Recording::bind(
    const Pipeline &pipeline, const Dispatch &dispatch, std::span<const Buffer *const> buffers) const
{
    const DeviceFunctions &vk = m_device->functions();
    VkDescriptorSetAllocateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO;
    info.descriptorPool = m_sets;
    info.descriptorSetCount = 1;
    info.pSetLayouts = &pipeline.setLayout;
    VkDescriptorSet set = VK_NULL_HANDLE;
    if (const VkResult result = vk.AllocateDescriptorSets(m_device->handle(), &info, &set); result != VK_SUCCESS)
        return m_device->error(result, "vkAllocateDescriptorSets");
    std::vector<VkDescriptorBufferInfo> ranges(dispatch.bindings.size());
    std::vector<VkWriteDescriptorSet> writes(dispatch.bindings.size());
    for (std::uint32_t i = 0; i < ranges.size(); ++i) {
        const BufferRange &range = dispatch.bindings[i];
        ranges[i] = { buffers[range.buffer]->handle(), range.offset, range.bytes };
        writes[i].sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET;
        writes[i].dstSet = set;
        writes[i].dstBinding = i;
        writes[i].descriptorCount = 1;
        writes[i].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
        writes[i].pBufferInfo = &ranges[i];
    }
    vk.UpdateDescriptorSets(m_device->handle(), static_cast<std::uint32_t>(writes.size()), writes.data(), 0, nullptr);
    return set;
}

void Recording::barrier(VkCommandBuffer commands, bool toHost) const
{
    VkMemoryBarrier barrier = {};
    barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER;
    barrier.srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT;
    barrier.dstAccessMask = toHost ? VK_ACCESS_HOST_READ_BIT : VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT;
    m_device->functions().CmdPipelineBarrier(commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
        toHost ? VK_PIPELINE_STAGE_HOST_BIT : VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, 0, 1, &barrier, 0, nullptr, 0,
        nullptr);
}

Result<Recording> Recording::record(const LogicalDevice &device, Pipelines &pipelines,
    std::span<const Buffer *const> buffers, std::span<const Dispatch> dispatches, std::uint32_t dispatchesOfSegment,
    bool barrierEverywhere)
{
    const DeviceFunctions &vk = device.functions();
    const std::size_t step = std::max(1U, dispatchesOfSegment);
    Recording self(device);
    MARU_CHECK(self.createPools(
        dispatches, static_cast<std::uint32_t>(std::max<std::size_t>(1, (dispatches.size() + step - 1) / step))));
    BarrierTracker tracker(barrierEverywhere);
    for (std::size_t s = 0; s < self.m_segments.size(); ++s) {
        const VkCommandBuffer commands = self.m_segments[s];
        VkCommandBufferBeginInfo begin = {};
        begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
        if (const VkResult result = vk.BeginCommandBuffer(commands, &begin); result != VK_SUCCESS)
            return device.error(result, "vkBeginCommandBuffer");
        if (s == 0)
            self.barrier(commands, false); // what the pass before wrote
        const std::size_t end = std::min(dispatches.size(), (s + 1) * step);
        for (std::size_t i = s * step; i < end; ++i) {
            const Dispatch &dispatch = dispatches[i];
            MARU_TRY(const Pipeline pipeline, pipelines.find(dispatch));
            MARU_TRY(const VkDescriptorSet set, self.bind(pipeline, dispatch, buffers));
            if (tracker.next(dispatch)) {
                self.barrier(commands, false);
                ++self.m_barrierCount;
            }
            vk.CmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle);
            vk.CmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout, 0, 1, &set, 0, nullptr);
            vk.CmdPushConstants(
                commands, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, dispatch.pushBytes, dispatch.push.data());
            vk.CmdDispatch(commands, dispatch.groups[0], dispatch.groups[1], dispatch.groups[2]);
        }
        if (s + 1 == self.m_segments.size())
            self.barrier(commands, true);
        if (const VkResult result = vk.EndCommandBuffer(commands); result != VK_SUCCESS)
            return device.error(result, "vkEndCommandBuffer");
    }
    return self;
}

} // namespace maru::backend::vulkan
