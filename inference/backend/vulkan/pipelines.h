// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/device.h"
#include "inference/backend/vulkan/dispatch.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace maru::backend::vulkan {

/// A kernel with its constants, compiled for a device.
struct Pipeline
{
    VkPipeline handle = VK_NULL_HANDLE;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    VkDescriptorSetLayout setLayout = VK_NULL_HANDLE;
};

/// The pipelines of a device, each made once, on first use, with the driver's cache kept on disk.
///
/// Ownership: owns all of them; the device must outlive it. Threads: one at a time.
class Pipelines
{
public:
    /// `cacheDirectory` may be empty: nothing is kept.
    Pipelines(const LogicalDevice &device, const std::filesystem::path &cacheDirectory);
    Pipelines(const Pipelines &) = delete;
    Pipelines &operator=(const Pipelines &) = delete;
    ~Pipelines();

    /// The pipeline for `dispatch`. Failure: DriverFailed, OutOfMemory.
    Result<Pipeline> find(const Dispatch &dispatch);

    /// Writes the driver's cache to disk, if new pipelines were made.
    void save();

private:
    struct Layout
    {
        VkDescriptorSetLayout set = VK_NULL_HANDLE;
        VkPipelineLayout pipeline = VK_NULL_HANDLE;
    };
    struct Entry
    {
        shaders::Kernel kernel;
        Constants constants;
        VkPipeline handle;
    };

    Result<Layout> layout(shaders::Kernel kernel);
    Result<VkPipeline> compile(shaders::Kernel kernel, const Constants &constants, const Layout &layout);

    const LogicalDevice &m_device;
    std::filesystem::path m_path; // empty: not kept
    VkPipelineCache m_cache = VK_NULL_HANDLE;
    std::vector<Layout> m_layouts; // by kernel
    std::vector<Entry> m_entries;
    std::size_t m_saved = 0; // entries at the last save
};

} // namespace maru::backend::vulkan
