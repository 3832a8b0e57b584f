// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/vulkan_backend.h"

#include "inference/backend/vulkan/vulkan_executor.h"

#include <algorithm>
#include <utility>

namespace maru::backend::vulkan {

namespace {

constexpr std::uint64_t kBlockBytes = 1U << 30; // of weights: what every device can allocate at once

class VulkanBackend final : public Backend
{
public:
    explicit VulkanBackend(std::shared_ptr<OpenDevice> device)
        : m_device(std::move(device))
    {
    }

    const Device &device() const override { return m_device->device->physical().description; }

    std::uint64_t memoryFree() const override { return m_device->device->memoryFree(); }

    MemoryUse account(const graph::Graph &graph, const ExecutorOptions &options) const override
    {
        const Result<std::unique_ptr<Program>> program = Program::build(graph, options, limits());
        return program ? VulkanExecutor::account(*m_device->device, **program) : MemoryUse {};
    }

    Result<std::unique_ptr<Executor>> prepare(const graph::Graph &graph, const ExecutorOptions &options,
        const LoadProgress &progress, std::stop_token stop) override
    {
        MARU_TRY(std::unique_ptr<Program> program, Program::build(graph, options, limits()));
        return VulkanExecutor::create(m_device, std::move(program), progress, std::move(stop));
    }

private:
    ProgramLimits limits() const
    {
        const LogicalDevice &device = *m_device->device;
        const PhysicalDevice &physical = device.physical();
        ProgramLimits limits;
        limits.bindingBytes = device.limits().maxStorageBufferRange;
        if (m_device->options.mostBindingBytes != 0)
            limits.bindingBytes = std::min(limits.bindingBytes, m_device->options.mostBindingBytes);
        limits.blockBytes = std::min(physical.maxAllocation, kBlockBytes);
        limits.tuning = tuningFor(physical.description.kind, physical.subgroupSize);
        limits.tuning.sharedBytes = std::min(limits.tuning.sharedBytes, device.limits().maxComputeSharedMemorySize);
        return limits;
    }

    std::shared_ptr<OpenDevice> m_device;
};

} // namespace

Result<std::vector<Device>> listDevices()
{
    MARU_TRY(const std::unique_ptr<Instance> instance, Instance::create(false));
    MARU_TRY(const std::vector<PhysicalDevice> found, instance->devices());
    std::vector<Device> devices;
    for (const PhysicalDevice &device : found)
        devices.push_back(device.description);
    return devices;
}

Result<std::unique_ptr<Backend>> createVulkanBackend(std::uint32_t index, const VulkanOptions &options)
{
    auto open = std::make_shared<OpenDevice>();
    open->options = options;
    MARU_TRY(open->device, LogicalDevice::open(index, options.validation, options.loader));
    open->pipelines = std::make_unique<Pipelines>(*open->device, options.cacheDirectory);
    return std::unique_ptr<Backend>(std::make_unique<VulkanBackend>(std::move(open)));
}

} // namespace maru::backend::vulkan
