// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#ifndef VK_NO_PROTOTYPES
#define VK_NO_PROTOTYPES
#endif

#include "inference/base/result.h"

#include <vulkan/vulkan.h>

namespace maru::backend::vulkan {

// The calls that the engine uses, by who resolves them.
#define MARU_VULKAN_GLOBAL(X) X(CreateInstance) X(EnumerateInstanceVersion) X(EnumerateInstanceLayerProperties)
#define MARU_VULKAN_INSTANCE(X)                                                                                        \
    X(DestroyInstance)                                                                                                 \
    X(EnumeratePhysicalDevices)                                                                                        \
    X(GetPhysicalDeviceProperties)                                                                                     \
    X(GetPhysicalDeviceProperties2)                                                                                    \
    X(GetPhysicalDeviceMemoryProperties2)                                                                              \
    X(GetPhysicalDeviceQueueFamilyProperties)                                                                          \
    X(EnumerateDeviceExtensionProperties)                                                                              \
    X(CreateDevice)                                                                                                    \
    X(GetDeviceProcAddr)
#define MARU_VULKAN_DEVICE(X)                                                                                          \
    X(DestroyDevice)                                                                                                   \
    X(DeviceWaitIdle)                                                                                                  \
    X(GetDeviceQueue)                                                                                                  \
    X(QueueSubmit)                                                                                                     \
    X(CreateBuffer)                                                                                                    \
    X(DestroyBuffer)                                                                                                   \
    X(GetBufferMemoryRequirements)                                                                                     \
    X(AllocateMemory)                                                                                                  \
    X(FreeMemory)                                                                                                      \
    X(BindBufferMemory)                                                                                                \
    X(MapMemory)                                                                                                       \
    X(CreateShaderModule)                                                                                              \
    X(DestroyShaderModule)                                                                                             \
    X(CreateDescriptorSetLayout)                                                                                       \
    X(DestroyDescriptorSetLayout)                                                                                      \
    X(CreatePipelineLayout)                                                                                            \
    X(DestroyPipelineLayout)                                                                                           \
    X(CreatePipelineCache)                                                                                             \
    X(DestroyPipelineCache)                                                                                            \
    X(GetPipelineCacheData)                                                                                            \
    X(CreateComputePipelines)                                                                                          \
    X(DestroyPipeline)                                                                                                 \
    X(CreateDescriptorPool)                                                                                            \
    X(DestroyDescriptorPool)                                                                                           \
    X(AllocateDescriptorSets)                                                                                          \
    X(UpdateDescriptorSets)                                                                                            \
    X(CreateCommandPool)                                                                                               \
    X(DestroyCommandPool)                                                                                              \
    X(AllocateCommandBuffers)                                                                                          \
    X(BeginCommandBuffer)                                                                                              \
    X(EndCommandBuffer)                                                                                                \
    X(CmdBindPipeline)                                                                                                 \
    X(CmdBindDescriptorSets)                                                                                           \
    X(CmdPushConstants)                                                                                                \
    X(CmdDispatch)                                                                                                     \
    X(CmdPipelineBarrier)                                                                                              \
    X(CmdCopyBuffer)                                                                                                   \
    X(CreateFence)                                                                                                     \
    X(DestroyFence)                                                                                                    \
    X(ResetFences)                                                                                                     \
    X(WaitForFences)

#define MARU_VULKAN_MEMBER(name) PFN_vk##name name = nullptr;

/// The Vulkan loader, opened at run time, so that a machine without one still starts.
///
/// The library stays open for the life of the process: drivers do not survive being unloaded. Plain table otherwise.
struct GlobalFunctions
{
    PFN_vkGetInstanceProcAddr GetInstanceProcAddr = nullptr;
    MARU_VULKAN_GLOBAL(MARU_VULKAN_MEMBER)

    /// Failure: Unsupported (NoVulkanLoader; detail).
    static Result<GlobalFunctions> load(const char *library = "libvulkan.so.1");
};

struct InstanceFunctions
{
    MARU_VULKAN_INSTANCE(MARU_VULKAN_MEMBER)
    PFN_vkCreateDebugUtilsMessengerEXT CreateDebugUtilsMessengerEXT = nullptr; ///< may be absent
    PFN_vkDestroyDebugUtilsMessengerEXT DestroyDebugUtilsMessengerEXT = nullptr; ///< may be absent

    /// Failure: DriverFailed, if the instance lacks one.
    static Result<InstanceFunctions> load(const GlobalFunctions &global, VkInstance instance);
};

struct DeviceFunctions
{
    MARU_VULKAN_DEVICE(MARU_VULKAN_MEMBER)

    /// Failure: DriverFailed, if the device lacks one.
    static Result<DeviceFunctions> load(const InstanceFunctions &instance, VkDevice device);
};

/// The one place where a VkResult becomes an Error. `what` is the call: "vkAllocateMemory"; `device` may be empty.
Error vulkanError(VkResult result, const char *what, const std::string &device);

} // namespace maru::backend::vulkan
