// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstdint>

namespace maru::backend::vulkan {

/// The geometry of the kernels on one device. Any values give right results; these decide how fast.
struct Tuning
{
    std::uint32_t subgroup = 4; ///< invocations of a subgroup, as the driver says
    std::uint32_t matvecLocal = 64; ///< invocations of a workgroup of matvec and gated_mlp
    std::uint32_t matvecRows = 2; ///< rows of the weight that a subgroup takes
    std::uint32_t gatedRows = 1; ///< pairs of rows
    std::uint32_t matmulLocal = 64; ///< invocations of a workgroup of matmul
    std::uint32_t matmulRows = 4; ///< rows of the weight that an invocation takes
    std::uint32_t rowLocal = 64; ///< of kernels with one workgroup a row: norms, qkv, routing
    std::uint32_t attentionLocal = 64; ///< invocations of a workgroup of attention: keys that it takes at once
    std::uint32_t sortLocal = 256; ///< of the one workgroup that sorts tokens by expert
    bool prefersFewGroups = false; ///< rows of q share keys even if that leaves few workgroups
    std::uint32_t sharedBytes = 32 * 1024; ///< of a workgroup
};

/// Geometry for a device of this kind. Software devices want few, long-running workgroups; real ones many.
inline Tuning tuningFor(DeviceKind kind, std::uint32_t subgroup)
{
    Tuning tuning;
    tuning.subgroup = subgroup;
    if (kind == DeviceKind::Software) {
        tuning.matvecLocal = subgroup * 2;
        tuning.gatedRows = 4;
        tuning.sortLocal = 64;
        tuning.prefersFewGroups = true;
        tuning.matmulLocal = subgroup;
        // Measured on lavapipe (8) and SwiftShader (4): more rows share a load of x; lavapipe compiles them slowly.
        tuning.matmulRows = subgroup < 8 ? 16 : 8;
        tuning.matvecRows = subgroup < 8 ? 16 : 8;
    }
    return tuning;
}

} // namespace maru::backend::vulkan
