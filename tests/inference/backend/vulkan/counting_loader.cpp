// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A library that the engine opens in place of the Vulkan loader. It passes everything on and counts what is allocated.

#include <dlfcn.h>
#include <vulkan/vulkan.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <mutex>

namespace {

std::mutex g_mutex;
std::map<VkDeviceMemory, std::uint64_t> g_living;
std::uint64_t g_ever = 0; // bytes of all allocations
PFN_vkGetDeviceProcAddr g_getDeviceProcAddr = nullptr;
PFN_vkAllocateMemory g_allocate = nullptr;
PFN_vkFreeMemory g_free = nullptr;

VKAPI_ATTR VkResult VKAPI_CALL allocate(
    VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *callbacks, VkDeviceMemory *memory)
{
    const VkResult result = g_allocate(device, info, callbacks, memory);
    if (result == VK_SUCCESS) {
        const std::lock_guard lock(g_mutex);
        g_living[*memory] = info->allocationSize;
        g_ever += info->allocationSize;
    }
    return result;
}

VKAPI_ATTR void VKAPI_CALL release(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks *callbacks)
{
    {
        const std::lock_guard lock(g_mutex);
        g_living.erase(memory);
    }
    g_free(device, memory, callbacks);
}

VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL getDeviceProcAddr(VkDevice device, const char *name)
{
    const PFN_vkVoidFunction real = g_getDeviceProcAddr(device, name);
    if (std::strcmp(name, "vkAllocateMemory") == 0) {
        g_allocate = reinterpret_cast<PFN_vkAllocateMemory>(real);
        return reinterpret_cast<PFN_vkVoidFunction>(allocate);
    }
    if (std::strcmp(name, "vkFreeMemory") == 0) {
        g_free = reinterpret_cast<PFN_vkFreeMemory>(real);
        return reinterpret_cast<PFN_vkVoidFunction>(release);
    }
    return real;
}

} // namespace

extern "C" {

__attribute__((visibility("default"))) PFN_vkVoidFunction VKAPI_CALL vkGetInstanceProcAddr(
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

/// Bytes that are allocated now.
__attribute__((visibility("default"))) std::uint64_t maruLivingBytes()
{
    const std::lock_guard lock(g_mutex);
    std::uint64_t bytes = 0;
    for (const auto &[memory, size] : g_living)
        bytes += size;
    return bytes;
}

/// Bytes of all allocations so far, freed ones too.
__attribute__((visibility("default"))) std::uint64_t maruBytesEver()
{
    const std::lock_guard lock(g_mutex);
    return g_ever;
}
}
