// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/devices.h"

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/runtime/device_selection.h"

#include <cstddef>

namespace maru::runtime {

DeviceList listCpu()
{
    DeviceList list;
    list.devices.push_back({ "cpu", backend::cpu::createCpuBackend(1)->device(), true });
    return list;
}

DeviceList listDevices()
{
    DeviceList list = listCpu();
    list.devices.front().chosenByAuto = false;
    if (auto found = backend::vulkan::listDevices()) {
        for (std::size_t i = 0; i < found->size(); ++i)
            list.devices.push_back({ "vulkan:" + std::to_string(i), (*found)[i], false });
    } else {
        list.note = found.error().message;
    }
    list.devices[chooseAutomatically(list)].chosenByAuto = true;
    return list;
}

} // namespace maru::runtime
