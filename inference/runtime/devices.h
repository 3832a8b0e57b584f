// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <string>
#include <vector>

namespace maru::runtime {

/// A device as the user may choose it: `selector` is what --device takes.
struct DeviceChoice
{
    std::string selector; ///< "cpu", "vulkan:0"
    backend::Device device;
    bool chosenByAuto = false;
};

/// Every device of this machine: the CPU first, then Vulkan's.
struct DeviceList
{
    std::vector<DeviceChoice> devices;
    std::string note; ///< what is wrong with the drivers; empty if nothing
};

/// Looks for them. Never fails: a missing loader or a broken driver leaves the CPU, and `note` says what is wrong.
DeviceList listDevices();

/// The CPU alone, without a look at the drivers, which takes most of the start on some machines.
DeviceList listCpu();

} // namespace maru::runtime
