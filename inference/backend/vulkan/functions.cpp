// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/functions.h"

#include <dlfcn.h>

#include <string>

namespace maru::backend::vulkan {

namespace {

Error missing(const char *name)
{
    return { ErrorCode::Unsupported, Reason::DriverFailed,
        { { "device", "" }, { "detail", std::string("no ") + name } },
        std::string("the Vulkan driver has no ") + name };
}

const char *resultName(VkResult result)
{
    switch (result) {
    case VK_ERROR_OUT_OF_HOST_MEMORY:
        return "VK_ERROR_OUT_OF_HOST_MEMORY";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
        return "VK_ERROR_OUT_OF_DEVICE_MEMORY";
    case VK_ERROR_INITIALIZATION_FAILED:
        return "VK_ERROR_INITIALIZATION_FAILED";
    case VK_ERROR_DEVICE_LOST:
        return "VK_ERROR_DEVICE_LOST";
    case VK_ERROR_MEMORY_MAP_FAILED:
        return "VK_ERROR_MEMORY_MAP_FAILED";
    case VK_ERROR_LAYER_NOT_PRESENT:
        return "VK_ERROR_LAYER_NOT_PRESENT";
    case VK_ERROR_EXTENSION_NOT_PRESENT:
        return "VK_ERROR_EXTENSION_NOT_PRESENT";
    case VK_ERROR_FEATURE_NOT_PRESENT:
        return "VK_ERROR_FEATURE_NOT_PRESENT";
    case VK_ERROR_INCOMPATIBLE_DRIVER:
        return "VK_ERROR_INCOMPATIBLE_DRIVER";
    case VK_ERROR_TOO_MANY_OBJECTS:
        return "VK_ERROR_TOO_MANY_OBJECTS";
    case VK_TIMEOUT:
        return "VK_TIMEOUT";
    default:
        return nullptr;
    }
}

} // namespace

Error vulkanError(VkResult result, const char *what, const std::string &device)
{
    const char *name = resultName(result);
    const std::string detail = std::string(what) + ": " + (name ? name : "VkResult " + std::to_string(result));
    const std::string message = (device.empty() ? std::string("Vulkan") : device) + ": " + detail;
    switch (result) {
    case VK_ERROR_OUT_OF_HOST_MEMORY:
        return { ErrorCode::OutOfMemory, Reason::HostMemory, { { "detail", detail } }, message };
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
        return { ErrorCode::OutOfMemory, Reason::DeviceMemory, { { "device", device }, { "detail", detail } },
            message };
    case VK_ERROR_DEVICE_LOST:
        return { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", device }, { "detail", detail } }, message };
    default:
        return { ErrorCode::Unsupported, Reason::DriverFailed, { { "device", device }, { "detail", detail } },
            message };
    }
}

Result<GlobalFunctions> GlobalFunctions::load(const char *library)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        const std::string detail = reason ? reason : library;
        return Error { ErrorCode::Unsupported, Reason::NoVulkanLoader, { { "detail", detail } },
            "no Vulkan loader: " + detail };
    }
    GlobalFunctions table;
    table.GetInstanceProcAddr = reinterpret_cast<PFN_vkGetInstanceProcAddr>(dlsym(handle, "vkGetInstanceProcAddr"));
    if (!table.GetInstanceProcAddr)
        return Error { ErrorCode::Unsupported, Reason::NoVulkanLoader, { { "detail", library } },
            std::string("no Vulkan loader: ") + library + " has no vkGetInstanceProcAddr" };
#define MARU_LOAD(name)                                                                                                \
    table.name = reinterpret_cast<PFN_vk##name>(table.GetInstanceProcAddr(nullptr, "vk" #name));                       \
    if (!table.name)                                                                                                   \
        return Error { ErrorCode::Unsupported, Reason::NoVulkanLoader, { { "detail", library } },                      \
            std::string("the Vulkan loader is too old: it has no vk") + #name };
    MARU_VULKAN_GLOBAL(MARU_LOAD)
#undef MARU_LOAD
    return table;
}

Result<InstanceFunctions> InstanceFunctions::load(const GlobalFunctions &global, VkInstance instance)
{
    InstanceFunctions table;
#define MARU_LOAD(name)                                                                                                \
    table.name = reinterpret_cast<PFN_vk##name>(global.GetInstanceProcAddr(instance, "vk" #name));                     \
    if (!table.name)                                                                                                   \
        return missing("vk" #name);
    MARU_VULKAN_INSTANCE(MARU_LOAD)
#undef MARU_LOAD
    table.CreateDebugUtilsMessengerEXT = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        global.GetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT"));
    table.DestroyDebugUtilsMessengerEXT = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
        global.GetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT"));
    return table;
}

Result<DeviceFunctions> DeviceFunctions::load(const InstanceFunctions &instance, VkDevice device)
{
    DeviceFunctions table;
#define MARU_LOAD(name)                                                                                                \
    table.name = reinterpret_cast<PFN_vk##name>(instance.GetDeviceProcAddr(device, "vk" #name));                       \
    if (!table.name)                                                                                                   \
        return missing("vk" #name);
    MARU_VULKAN_DEVICE(MARU_LOAD)
#undef MARU_LOAD
    return table;
}

} // namespace maru::backend::vulkan
