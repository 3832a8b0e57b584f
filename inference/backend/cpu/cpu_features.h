// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace maru::backend::cpu {

/// What instructions the kernels use. Each includes those before it.
enum class InstructionSet : std::uint8_t { Scalar, Avx2, AvxVnni, Avx512Vnni };

inline constexpr InstructionSet kInstructionSets[]
    = { InstructionSet::Scalar, InstructionSet::Avx2, InstructionSet::AvxVnni, InstructionSet::Avx512Vnni };

/// "scalar", "avx2", "avx_vnni", "avx512_vnni".
std::string_view toString(InstructionSet set);

/// True if this build has kernels for `set` and this processor runs them.
bool isAvailable(InstructionSet set);

/// The best available set; or the one named by the environment variable MARU_CPU_INSTRUCTIONS, if it is available.
InstructionSet bestInstructionSet();

/// The same, or the one that was forced.
InstructionSet activeInstructionSet();

/// Where better ones compute wrong, and for tests: uses `set`, which must be available, for executors made from now on
/// and all vector kernels at once.
void forceInstructionSet(std::optional<InstructionSet> set);

const DotKernels &dotKernels(InstructionSet set);

/// The processor's name, as it tells it.
std::string_view processorName();

} // namespace maru::backend::cpu
