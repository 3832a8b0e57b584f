// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/instance.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

namespace maru::backend::vulkan {

namespace {

constexpr const char *kValidationLayer = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL onMessage(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
    const VkDebugUtilsMessengerCallbackDataEXT *data, void *user)
{
    static_cast<ValidationLog *>(user)->add(data && data->pMessage ? data->pMessage : "(no text)");
    return VK_FALSE;
}

VkDebugUtilsMessengerCreateInfoEXT messengerInfo(ValidationLog *log)
{
    VkDebugUtilsMessengerCreateInfoEXT info = {};
    info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT;
    info.messageSeverity
        = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
    info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
    info.pfnUserCallback = onMessage;
    info.pUserData = log;
    return info;
}

bool hasLayer(const GlobalFunctions &global, std::string_view name)
{
    std::uint32_t count = 0;
    if (global.EnumerateInstanceLayerProperties(&count, nullptr) != VK_SUCCESS)
        return false;
    std::vector<VkLayerProperties> layers(count);
    if (global.EnumerateInstanceLayerProperties(&count, layers.data()) < 0)
        return false;
    layers.resize(count);
    return std::any_of(layers.begin(), layers.end(), [&](const VkLayerProperties &l) { return name == l.layerName; });
}

std::string hex(const std::uint8_t *bytes, std::size_t count)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

std::string versionText(std::uint32_t version)
{
    return std::to_string(VK_API_VERSION_MAJOR(version)) + "." + std::to_string(VK_API_VERSION_MINOR(version)) + "."
        + std::to_string(VK_API_VERSION_PATCH(version));
}

DeviceKind kindOf(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return DeviceKind::Software;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return DeviceKind::Integrated;
    default:
        return DeviceKind::Discrete;
    }
}

/// Why `device` cannot be used, or nothing.
std::optional<std::string> weakness(const PhysicalDevice &device, bool hasQueue, VkSubgroupFeatureFlags subgroup)
{
    const VkPhysicalDeviceLimits &limits = device.properties.limits;
    if (!hasQueue)
        return "it has no compute queue";
    if (device.subgroupSize < 4)
        return "its subgroups have fewer than 4 invocations";
    constexpr VkSubgroupFeatureFlags kNeeded
        = VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT | VK_SUBGROUP_FEATURE_BALLOT_BIT;
    if ((subgroup & kNeeded) != kNeeded)
        return "it lacks subgroup arithmetic or ballot";
    if (limits.maxComputeWorkGroupInvocations < 256 || limits.maxComputeWorkGroupSize[0] < 256)
        return "its workgroups have fewer than 256 invocations";
    if (limits.maxComputeSharedMemorySize < 16 * 1024)
        return "its workgroups have less than 16 KiB of shared memory";
    if (limits.maxPerStageDescriptorStorageBuffers < 8)
        return "its kernels may use fewer than 8 buffers";
    if (limits.maxStorageBufferRange < (64U << 20))
        return "its buffers hold less than 64 MiB";
    return std::nullopt;
}

struct Extended
{
    VkPhysicalDeviceProperties2 properties = {};
    VkPhysicalDeviceSubgroupProperties subgroup = {};
    VkPhysicalDeviceIDProperties id = {};
    VkPhysicalDeviceMaintenance3Properties maintenance = {};
    VkPhysicalDeviceDriverProperties driver = {};

    explicit Extended(bool withDriver)
    {
        properties.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
        subgroup.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES;
        id.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES;
        maintenance.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES;
        driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES;
        properties.pNext = &subgroup;
        subgroup.pNext = &id;
        id.pNext = &maintenance;
        maintenance.pNext = withDriver ? &driver : nullptr;
    }
};

std::vector<VkExtensionProperties> extensionsOf(const InstanceFunctions &functions, VkPhysicalDevice handle)
{
    std::uint32_t count = 0;
    if (functions.EnumerateDeviceExtensionProperties(handle, nullptr, &count, nullptr) != VK_SUCCESS)
        return {};
    std::vector<VkExtensionProperties> extensions(count);
    if (functions.EnumerateDeviceExtensionProperties(handle, nullptr, &count, extensions.data()) < 0)
        return {};
    extensions.resize(count);
    return extensions;
}

bool contains(const std::vector<VkExtensionProperties> &extensions, std::string_view name)
{
    return std::any_of(
        extensions.begin(), extensions.end(), [&](const VkExtensionProperties &e) { return name == e.extensionName; });
}

void describeFeatures(PhysicalDevice &device, const std::vector<VkExtensionProperties> &extensions)
{
    const VkPhysicalDeviceLimits &limits = device.properties.limits;
    auto &features = device.description.features;
    features.emplace_back("api", versionText(device.properties.apiVersion));
    features.emplace_back("subgroup_size", std::to_string(device.subgroupSize));
    features.emplace_back("shared_memory", std::to_string(limits.maxComputeSharedMemorySize));
    features.emplace_back("max_storage_buffer_range", std::to_string(limits.maxStorageBufferRange));
    features.emplace_back("max_allocation", std::to_string(device.maxAllocation));
    for (const auto &[feature, extension] : { std::pair { "cooperative_matrix", "VK_KHR_cooperative_matrix" },
             std::pair { "integer_dot_product", "VK_KHR_shader_integer_dot_product" },
             std::pair { "float16_int8", "VK_KHR_shader_float16_int8" },
             std::pair { "storage_16bit", "VK_KHR_16bit_storage" },
             std::pair { "memory_budget", "VK_EXT_memory_budget" } })
        features.emplace_back(feature, contains(extensions, extension) ? "yes" : "no");
}

PhysicalDevice inspect(const InstanceFunctions &functions, VkPhysicalDevice handle)
{
    PhysicalDevice device;
    device.handle = handle;
    functions.GetPhysicalDeviceProperties(handle, &device.properties);
    Device &description = device.description;
    description.name = device.properties.deviceName;
    description.kind = kindOf(device.properties.deviceType);
    if (device.properties.apiVersion < VK_API_VERSION_1_1) {
        description.reason
            = "its driver offers Vulkan " + versionText(device.properties.apiVersion) + ", 1.1 is needed";
        return device;
    }
    const std::vector<VkExtensionProperties> extensions = extensionsOf(functions, handle);
    device.hasMemoryBudget = contains(extensions, "VK_EXT_memory_budget");
    const bool hasDriver
        = device.properties.apiVersion >= VK_API_VERSION_1_2 || contains(extensions, "VK_KHR_driver_properties");
    Extended extended(hasDriver);
    functions.GetPhysicalDeviceProperties2(handle, &extended.properties);
    device.subgroupSize = extended.subgroup.subgroupSize;
    device.maxAllocation = extended.maintenance.maxMemoryAllocationSize;
    description.uuid = hex(extended.id.deviceUUID, VK_UUID_SIZE);
    description.driver = hasDriver ? std::string(extended.driver.driverName) + " " + extended.driver.driverInfo
                                   : "version " + versionText(device.properties.driverVersion);
    describeFeatures(device, extensions);

    std::uint32_t count = 0;
    functions.GetPhysicalDeviceQueueFamilyProperties(handle, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    functions.GetPhysicalDeviceQueueFamilyProperties(handle, &count, families.data());
    const auto family = std::find_if(families.begin(), families.end(),
        [](const VkQueueFamilyProperties &f) { return f.queueCount > 0 && (f.queueFlags & VK_QUEUE_COMPUTE_BIT); });
    device.queueFamily = static_cast<std::uint32_t>(family - families.begin());

    VkPhysicalDeviceMemoryProperties2 memory = {};
    memory.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2;
    functions.GetPhysicalDeviceMemoryProperties2(handle, &memory);
    device.memory = memory.memoryProperties;
    for (std::uint32_t i = 0; i < device.memory.memoryHeapCount; ++i) {
        if (device.memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
            description.memoryTotal += device.memory.memoryHeaps[i].size;
    }
    description.memoryFree = freeDeviceMemory(functions, device);

    const VkSubgroupFeatureFlags subgroup
        = extended.subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT ? extended.subgroup.supportedOperations : 0;
    const std::optional<std::string> weak = weakness(device, family != families.end(), subgroup);
    description.usable = !weak;
    description.reason = weak                      ? *weak
        : description.kind == DeviceKind::Software ? "runs on the processor: only when asked for"
                                                   : "offers what the kernels need";
    return device;
}

} // namespace

void ValidationLog::add(std::string message)
{
    const std::lock_guard lock(m_mutex);
    m_messages.push_back(std::move(message));
}

std::vector<std::string> ValidationLog::messages() const
{
    const std::lock_guard lock(m_mutex);
    return m_messages;
}

Result<std::unique_ptr<Instance>> Instance::create(bool validation, const char *library)
{
    std::unique_ptr<Instance> self(new Instance);
    MARU_TRY(self->m_global, GlobalFunctions::load(library));
    if (validation && !hasLayer(self->m_global, kValidationLayer))
        return Error { ErrorCode::Unsupported, Reason::DriverFailed,
            { { "device", "" }, { "detail", std::string(kValidationLayer) + " is not installed" } },
            std::string(kValidationLayer) + " is not installed" };

    VkApplicationInfo application = {};
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
    application.pApplicationName = "maru";
    application.apiVersion = VK_API_VERSION_1_1;
    VkDebugUtilsMessengerCreateInfoEXT messenger = messengerInfo(&self->m_validation);
    constexpr std::array enabled
        = { VkValidationFeatureEnableEXT { VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT } };
    VkValidationFeaturesEXT features = {};
    features.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT;
    features.pNext = &messenger;
    features.enabledValidationFeatureCount = enabled.size();
    features.pEnabledValidationFeatures = enabled.data();
    constexpr std::array extensions = { VK_EXT_DEBUG_UTILS_EXTENSION_NAME, VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME };

    VkInstanceCreateInfo info = {};
    info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
    info.pApplicationInfo = &application;
    if (validation) {
        info.pNext = &features;
        info.enabledLayerCount = 1;
        info.ppEnabledLayerNames = &kValidationLayer;
        info.enabledExtensionCount = extensions.size();
        info.ppEnabledExtensionNames = extensions.data();
    }
    if (const VkResult result = self->m_global.CreateInstance(&info, nullptr, &self->m_instance); result != VK_SUCCESS)
        return vulkanError(result, "vkCreateInstance", {});
    MARU_TRY(self->m_functions, InstanceFunctions::load(self->m_global, self->m_instance));
    if (validation)
        MARU_CHECK(self->createMessenger());
    return self;
}

Result<void> Instance::createMessenger()
{
    if (!m_functions.CreateDebugUtilsMessengerEXT || !m_functions.DestroyDebugUtilsMessengerEXT)
        return vulkanError(VK_ERROR_EXTENSION_NOT_PRESENT, "vkCreateDebugUtilsMessengerEXT", {});
    const VkDebugUtilsMessengerCreateInfoEXT info = messengerInfo(&m_validation);
    const VkResult result = m_functions.CreateDebugUtilsMessengerEXT(m_instance, &info, nullptr, &m_messenger);
    if (result != VK_SUCCESS)
        return vulkanError(result, "vkCreateDebugUtilsMessengerEXT", {});
    return {};
}

Instance::~Instance()
{
    if (m_messenger != VK_NULL_HANDLE)
        m_functions.DestroyDebugUtilsMessengerEXT(m_instance, m_messenger, nullptr);
    if (m_instance != VK_NULL_HANDLE && m_functions.DestroyInstance)
        m_functions.DestroyInstance(m_instance, nullptr);
}

Result<std::vector<PhysicalDevice>> Instance::devices() const
{
    std::uint32_t count = 0;
    VkResult result = m_functions.EnumeratePhysicalDevices(m_instance, &count, nullptr);
    if (result != VK_SUCCESS)
        return vulkanError(result, "vkEnumeratePhysicalDevices", {});
    std::vector<VkPhysicalDevice> handles(count);
    result = m_functions.EnumeratePhysicalDevices(m_instance, &count, handles.data());
    if (result < 0)
        return vulkanError(result, "vkEnumeratePhysicalDevices", {});
    handles.resize(count);
    std::vector<PhysicalDevice> found;
    for (const VkPhysicalDevice handle : handles)
        found.push_back(inspect(m_functions, handle));
    return found;
}

std::uint64_t freeDeviceMemory(const InstanceFunctions &functions, const PhysicalDevice &device)
{
    VkPhysicalDeviceMemoryBudgetPropertiesEXT budget = {};
    budget.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT;
    VkPhysicalDeviceMemoryProperties2 memory = {};
    memory.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2;
    memory.pNext = device.hasMemoryBudget ? &budget : nullptr;
    functions.GetPhysicalDeviceMemoryProperties2(device.handle, &memory);
    std::uint64_t free = 0;
    for (std::uint32_t i = 0; i < memory.memoryProperties.memoryHeapCount; ++i) {
        const VkMemoryHeap &heap = memory.memoryProperties.memoryHeaps[i];
        if (!(heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT))
            continue;
        if (!device.hasMemoryBudget)
            free += heap.size;
        else if (budget.heapBudget[i] > budget.heapUsage[i])
            free += budget.heapBudget[i] - budget.heapUsage[i];
    }
    return free;
}

} // namespace maru::backend::vulkan
