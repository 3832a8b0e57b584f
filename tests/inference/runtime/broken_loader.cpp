// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A library that the engine opens in place of the Vulkan loader, and that stands for a broken driver: in every shader
// it turns the float additions into subtractions.

#include <dlfcn.h>
#include <vulkan/vulkan.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace {

constexpr std::uint32_t kHeaderWords = 5; // of SPIR-V
constexpr std::uint32_t kOpFAdd = 129;
constexpr std::uint32_t kOpFSub = 131;

PFN_vkGetDeviceProcAddr g_getDeviceProcAddr = nullptr;
PFN_vkCreateShaderModule g_create = nullptr;

VKAPI_ATTR VkResult VKAPI_CALL createShaderModule(
    VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *callbacks, VkShaderModule *made)
{
    std::vector<std::uint32_t> code(info->pCode, info->pCode + info->codeSize / sizeof(std::uint32_t));
    for (std::size_t at = kHeaderWords; at < code.size();) {
        const std::uint32_t words = code[at] >> 16;
        if ((code[at] & 0xFFFF) == kOpFAdd)
            code[at] = (words << 16) | kOpFSub;
        at += words == 0 ? code.size() : words;
    }
    VkShaderModuleCreateInfo broken = *info;
    broken.pCode = code.data();
    return g_create(device, &broken, callbacks, made);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL getDeviceProcAddr(VkDevice device, const char *name)
{
    const PFN_vkVoidFunction real = g_getDeviceProcAddr(device, name);
    if (std::strcmp(name, "vkCreateShaderModule") != 0)
        return real;
    g_create = reinterpret_cast<PFN_vkCreateShaderModule>(real);
    return reinterpret_cast<PFN_vkVoidFunction>(createShaderModule);
}

} // namespace

extern "C" __attribute__((visibility("default"))) PFN_vkVoidFunction VKAPI_CALL vkGetInstanceProcAddr(
    VkInstance instance, const char *name)
{
    static void *const loader = dlopen("libvulkan.so.1", RTLD_NOW | RTLD_LOCAL);
    static const auto real = loader == nullptr
        ? nullptr
        : reinterpret_cast<PFN_vkGetInstanceProcAddr>(dlsym(loader, "vkGetInstanceProcAddr"));
    if (real == nullptr)
        return nullptr;
    const PFN_vkVoidFunction found = real(instance, name);
    if (found != nullptr && std::strcmp(name, "vkGetDeviceProcAddr") == 0) {
        g_getDeviceProcAddr = reinterpret_cast<PFN_vkGetDeviceProcAddr>(found);
        return reinterpret_cast<PFN_vkVoidFunction>(getDeviceProcAddr);
    }
    return found;
}
