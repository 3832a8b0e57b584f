// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/barrier_tracker.h"
#include "inference/backend/vulkan/device.h"
#include "inference/backend/vulkan/pipelines.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maru::backend::vulkan {

/// A pass recorded once, to be replayed for every chunk: command buffers in order, each a few dispatches ("segment"),
/// so that a submission can be as long as the device is fast.
///
/// Ownership: owns pools and command buffers; device, pipelines and buffers must outlive it.
class Recording
{
public:
    /// `buffers` by BufferId. Failure: OutOfMemory, DriverFailed.
    static Result<Recording> record(const LogicalDevice &device, Pipelines &pipelines,
        std::span<const Buffer *const> buffers, std::span<const Dispatch> dispatches, std::uint32_t dispatchesOfSegment,
        bool barrierEverywhere);

    Recording(Recording &&other) noexcept;
    Recording &operator=(Recording &&) = delete;
    ~Recording();

    std::span<const VkCommandBuffer> segments() const { return m_segments; }

    /// Barriers in it, for the tests.
    std::uint32_t barrierCount() const { return m_barrierCount; }

private:
    explicit Recording(const LogicalDevice &device)
        : m_device(&device)
    {
    }

    Result<void> createPools(std::span<const Dispatch> dispatches, std::uint32_t segments);
    Result<VkDescriptorSet> bind(
        const Pipeline &pipeline, const Dispatch &dispatch, std::span<const Buffer *const> buffers) const;
    void barrier(VkCommandBuffer commands, bool toHost) const;

    const LogicalDevice *m_device;
    VkDescriptorPool m_sets = VK_NULL_HANDLE;
    VkCommandPool m_pool = VK_NULL_HANDLE;
    std::vector<VkCommandBuffer> m_segments;
    std::uint32_t m_barrierCount = 0;
};

} // namespace maru::backend::vulkan
