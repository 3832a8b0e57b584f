// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/pipelines.h"

#include "inference/backend/vulkan/pipeline_cache_file.h"

#include <algorithm>
#include <array>

namespace maru::backend::vulkan {

Pipelines::Pipelines(const LogicalDevice &device, const std::filesystem::path &cacheDirectory)
    : m_device(device)
    , m_layouts(shaders::kKernelCount)
{
    const DeviceFunctions &vk = device.functions();
    std::vector<std::byte> data;
    if (!cacheDirectory.empty()) {
        m_path = pipelineCachePath(cacheDirectory, device.physical().properties);
        data = readPipelineCache(m_path, device.physical().properties);
    }
    VkPipelineCacheCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
    info.initialDataSize = data.size();
    info.pInitialData = data.data();
    if (vk.CreatePipelineCache(device.handle(), &info, nullptr, &m_cache) != VK_SUCCESS)
        m_cache = VK_NULL_HANDLE; // pipelines work without
}

Pipelines::~Pipelines()
{
    const DeviceFunctions &vk = m_device.functions();
    for (const Entry &entry : m_entries)
        vk.DestroyPipeline(m_device.handle(), entry.handle, nullptr);
    for (const Layout &layout : m_layouts) {
        vk.DestroyPipelineLayout(m_device.handle(), layout.pipeline, nullptr);
        vk.DestroyDescriptorSetLayout(m_device.handle(), layout.set, nullptr);
    }
    vk.DestroyPipelineCache(m_device.handle(), m_cache, nullptr);
}

Result<Pipeline> Pipelines::find(const Dispatch &dispatch)
{
    MARU_TRY(const Layout layout, this->layout(dispatch.kernel));
    const auto known = std::find_if(m_entries.begin(), m_entries.end(),
        [&](const Entry &entry) { return entry.kernel == dispatch.kernel && entry.constants == dispatch.constants; });
    if (known != m_entries.end())
        return Pipeline { known->handle, layout.pipeline, layout.set };
    MARU_TRY(const VkPipeline handle, compile(dispatch.kernel, dispatch.constants, layout));
    m_entries.push_back({ dispatch.kernel, dispatch.constants, handle });
    return Pipeline { handle, layout.pipeline, layout.set };
}

Result<Pipelines::Layout> Pipelines::layout(shaders::Kernel kernel)
{
    Layout &layout = m_layouts[static_cast<std::size_t>(kernel)];
    if (layout.pipeline != VK_NULL_HANDLE)
        return layout;
    const DeviceFunctions &vk = m_device.functions();
    const shaders::KernelInfo &kernelInfo = shaders::kernelInfo(kernel);
    std::vector<VkDescriptorSetLayoutBinding> bindings(kernelInfo.bindings);
    for (std::uint32_t i = 0; i < kernelInfo.bindings; ++i) {
        bindings[i].binding = i;
        bindings[i].descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
        bindings[i].descriptorCount = 1;
        bindings[i].stageFlags = VK_SHADER_STAGE_COMPUTE_BIT;
    }
    VkDescriptorSetLayoutCreateInfo set = {};
    set.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
    set.bindingCount = kernelInfo.bindings;
    set.pBindings = bindings.data();
    VkResult result = vk.CreateDescriptorSetLayout(m_device.handle(), &set, nullptr, &layout.set);
    if (result != VK_SUCCESS)
        return m_device.error(result, "vkCreateDescriptorSetLayout");
    const VkPushConstantRange push = { VK_SHADER_STAGE_COMPUTE_BIT, 0, kernelInfo.pushBytes };
    VkPipelineLayoutCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
    info.setLayoutCount = 1;
    info.pSetLayouts = &layout.set;
    info.pushConstantRangeCount = 1;
    info.pPushConstantRanges = &push;
    result = vk.CreatePipelineLayout(m_device.handle(), &info, nullptr, &layout.pipeline);
    if (result != VK_SUCCESS)
        return m_device.error(result, "vkCreatePipelineLayout");
    return layout;
}

Result<VkPipeline> Pipelines::compile(shaders::Kernel kernel, const Constants &constants, const Layout &layout)
{
    const DeviceFunctions &vk = m_device.functions();
    const shaders::KernelInfo &kernelInfo = shaders::kernelInfo(kernel);
    VkShaderModuleCreateInfo module = {};
    module.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
    module.codeSize = kernelInfo.codeBytes;
    module.pCode = kernelInfo.code;
    VkShaderModule shader = VK_NULL_HANDLE;
    VkResult result = vk.CreateShaderModule(m_device.handle(), &module, nullptr, &shader);
    if (result != VK_SUCCESS)
        return m_device.error(result, "vkCreateShaderModule");

    std::array<VkSpecializationMapEntry, sizeof(Constants) / sizeof(std::uint32_t)> entries = {};
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        entries[i] = { i, i * static_cast<std::uint32_t>(sizeof(std::uint32_t)), sizeof(std::uint32_t) };
    VkSpecializationInfo specialization = {};
    specialization.mapEntryCount = entries.size();
    specialization.pMapEntries = entries.data();
    specialization.dataSize = sizeof(constants);
    specialization.pData = &constants;
    VkComputePipelineCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
    info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
    info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
    info.stage.module = shader;
    info.stage.pName = "main";
    info.stage.pSpecializationInfo = &specialization;
    info.layout = layout.pipeline;
    VkPipeline pipeline = VK_NULL_HANDLE;
    result = vk.CreateComputePipelines(m_device.handle(), m_cache, 1, &info, nullptr, &pipeline);
    vk.DestroyShaderModule(m_device.handle(), shader, nullptr);
    if (result != VK_SUCCESS)
        return m_device.error(result, "vkCreateComputePipelines");
    return pipeline;
}

void Pipelines::save()
{
    if (m_path.empty() || m_cache == VK_NULL_HANDLE || m_saved == m_entries.size())
        return;
    const DeviceFunctions &vk = m_device.functions();
    std::size_t byteCount = 0;
    if (vk.GetPipelineCacheData(m_device.handle(), m_cache, &byteCount, nullptr) != VK_SUCCESS)
        return;
    std::vector<std::byte> data(byteCount);
    if (vk.GetPipelineCacheData(m_device.handle(), m_cache, &byteCount, data.data()) != VK_SUCCESS)
        return;
    data.resize(byteCount);
    writePipelineCache(m_path, data);
    m_saved = m_entries.size();
}

} // namespace maru::backend::vulkan
