// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::runtime {

class CheckUpStore;

/// What is known of a device's kernels: see check_up.h.
enum class CheckState : std::uint8_t { NotRun, Passed, Failed };

/// "not run", "passed", "failed".
std::string_view toString(CheckState state);

/// A device as the user may choose it: `selector` is what --device takes.
struct DeviceChoice
{
    std::string selector; ///< "cpu", "vulkan:0"
    backend::Device device;
    bool chosenByAuto = false;
    CheckState check = CheckState::NotRun;
};

/// Every device of this machine: the CPU first, then Vulkan's.
struct DeviceList
{
    std::vector<DeviceChoice> devices;
    std::string note; ///< what is wrong with the drivers; empty if nothing
};

/// Looks for them. Never fails: a missing loader or a broken driver leaves the CPU, and `note` says what is wrong.
DeviceList listDevices();

/// The same with what `checkUps`, if any, knows of them: a device whose kernels compute wrong cannot be used, and its
/// reason says so.
DeviceList listDevices(const CheckUpStore *checkUps);

/// The CPU alone, without a look at the drivers, which takes most of the start on some machines.
DeviceList listCpu();

} // namespace maru::runtime
