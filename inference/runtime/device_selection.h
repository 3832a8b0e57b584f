// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/runtime/devices.h"

#include <cstddef>
#include <string_view>

namespace maru::runtime {

/// The index in `list` of what `selector` names, as DeviceChoice::selector and --device write it.
///
/// Failure: NoVulkanLoader or NoVulkanDevice where a Vulkan device is asked for and there is none; DeviceTooWeak for
/// one that cannot be used; BadOption for anything else.
Result<std::size_t> selectDevice(const DeviceList &list, std::string_view selector);

/// What "auto" takes: the usable discrete GPU with most memory, else a usable integrated one, else the CPU. Never a
/// software device.
std::size_t chooseAutomatically(const DeviceList &list);

} // namespace maru::runtime
