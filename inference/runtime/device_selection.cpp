// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/device_selection.h"

#include <string>

namespace maru::runtime {

namespace {

constexpr std::string_view kVulkan = "vulkan";

int rank(const backend::Device &device)
{
    if (!device.usable)
        return 0;
    switch (device.kind) {
    case backend::DeviceKind::Discrete:
        return 3;
    case backend::DeviceKind::Integrated:
        return 2;
    case backend::DeviceKind::Cpu:
        return 1;
    case backend::DeviceKind::Software:
        return 0;
    }
    return 0;
}

bool isVulkan(const DeviceChoice &choice)
{
    return choice.selector.starts_with(kVulkan);
}

Error noVulkanDevice(const DeviceList &list, std::string_view selector)
{
    if (!list.note.empty())
        return { ErrorCode::Unsupported, Reason::NoVulkanLoader, { { "detail", list.note } }, list.note };
    return { ErrorCode::NotFound, Reason::NoVulkanDevice, { { "index", std::string(selector) } },
        "there is no device " + std::string(selector) };
}

Result<std::size_t> usable(const DeviceList &list, std::size_t index)
{
    const backend::Device &device = list.devices[index].device;
    if (!device.usable)
        return Error { ErrorCode::Unsupported, Reason::DeviceTooWeak,
            { { "device", device.name }, { "detail", device.reason } }, device.name + ": " + device.reason };
    return index;
}

} // namespace

std::size_t chooseAutomatically(const DeviceList &list)
{
    std::size_t best = 0;
    for (std::size_t i = 1; i < list.devices.size(); ++i) {
        const backend::Device &device = list.devices[i].device;
        const backend::Device &current = list.devices[best].device;
        if (rank(device) > rank(current)
            || (rank(device) == rank(current) && rank(device) > 1 && device.memoryTotal > current.memoryTotal))
            best = i;
    }
    return best;
}

Result<std::size_t> selectDevice(const DeviceList &list, std::string_view selector)
{
    if (selector == "auto")
        return chooseAutomatically(list);
    if (selector != "cpu" && selector != kVulkan && !selector.starts_with("vulkan:"))
        return Error { ErrorCode::InvalidArgument, Reason::BadOption,
            { { "option", "--device" }, { "detail", "must be auto, cpu, vulkan, vulkan:INDEX or vulkan:UUID" } },
            "unknown device " + std::string(selector) };
    if (selector == kVulkan) { // a real GPU if there is one, else whatever Vulkan offers
        const std::size_t automatic = chooseAutomatically(list);
        if (isVulkan(list.devices[automatic]))
            return automatic;
        for (std::size_t i = 0; i < list.devices.size(); ++i) {
            if (isVulkan(list.devices[i]) && list.devices[i].device.usable)
                return i;
        }
    }
    for (std::size_t i = 0; i < list.devices.size(); ++i) {
        const DeviceChoice &choice = list.devices[i];
        const bool named = choice.selector == selector
            || (isVulkan(choice) && !choice.device.uuid.empty()
                && selector == std::string("vulkan:") + choice.device.uuid);
        if (named || (selector == kVulkan && isVulkan(choice)))
            return usable(list, i);
    }
    return noVulkanDevice(list, selector);
}

} // namespace maru::runtime
