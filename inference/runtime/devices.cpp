// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/devices.h"

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/runtime/check_up.h"
#include "inference/runtime/device_selection.h"

#include <cstddef>

namespace maru::runtime {

DeviceList listCpu()
{
    DeviceList list;
    list.devices.push_back({ "cpu", backend::cpu::createCpuBackend(0)->device(), true });
    return list;
}

std::string_view toString(CheckState state)
{
    switch (state) {
    case CheckState::NotRun:
        return "not run";
    case CheckState::Passed:
        return "passed";
    case CheckState::Failed:
        return "failed";
    }
    return {};
}

DeviceList listDevices()
{
    return listDevices(nullptr);
}

DeviceList listDevices(const CheckUpStore *checkUps)
{
    DeviceList list = listCpu();
    list.devices.front().chosenByAuto = false;
    if (auto found = backend::vulkan::listDevices()) {
        for (std::size_t i = 0; i < found->size(); ++i)
            list.devices.push_back({ "vulkan:" + std::to_string(i), (*found)[i], false });
    } else {
        list.note = found.error().message;
    }
    for (DeviceChoice &choice : list.devices) {
        const auto known = checkUps != nullptr ? checkUps->find(CheckUpKey::of(choice)) : std::nullopt;
        if (!known)
            continue;
        choice.check = known->passed() ? CheckState::Passed : CheckState::Failed;
        if (!known->passed() && choice.device.kind != backend::DeviceKind::Cpu) {
            choice.device.usable = false;
            choice.device.reason = wrongResults(*known);
        }
    }
    list.devices[chooseAutomatically(list)].chosenByAuto = true;
    return list;
}

} // namespace maru::runtime
