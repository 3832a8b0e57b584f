// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A library that the engine opens in place of the Vulkan loader. It passes everything on and counts what is allocated;
// a test may say that there is no more of it.

#include <dlfcn.h>
#include <vulkan/vulkan.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <mutex>

namespace {

std::mutex g_mutex;
std::map<VkDeviceMemory, std::uint64_t> g_living;
std::uint64_t g_ever = 0; // bytes of all allocations
std::uint64_t g_most = std::numeric_limits<std::uint64_t>::max(); // bytes that may be allocated at once
unsigned g_refused = 0;
PFN_vkGetDeviceProcAddr g_getDeviceProcAddr = nullptr;
PFN_vkAllocateMemory g_allocate = nullptr;
PFN_vkFreeMemory g_free = nullptr;

bool fits(std::uint64_t more)
{
    const std::lock_guard lock(g_mutex);
    std::uint64_t bytes = more;
    for (const auto &[memory, size] : g_living)
        bytes += size;
    g_refused += bytes > g_most ? 1 : 0;
    return bytes <= g_most;
}

VKAPI_ATTR VkResult VKAPI_CALL allocate(
    VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *callbacks, VkDeviceMemory *memory)
{
    if (!fits(info->allocationSize))
        return VK_ERROR_OUT_OF_DEVICE_MEMORY;
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

/// From now on, as if the device had no more than `bytes`, whatever it says.
__attribute__((visibility("default"))) void maruAllow(std::uint64_t bytes)
{
    const std::lock_guard lock(g_mutex);
    g_most = bytes;
    g_refused = 0;
}

/// Allocations that failed for it.
__attribute__((visibility("default"))) unsigned maruRefused()
{
    const std::lock_guard lock(g_mutex);
    return g_refused;
}

/// Bytes of all allocations so far, freed ones too.
__attribute__((visibility("default"))) std::uint64_t maruBytesEver()
{
    const std::lock_guard lock(g_mutex);
    return g_ever;
}
}
